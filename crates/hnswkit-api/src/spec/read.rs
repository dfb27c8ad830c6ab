//! Reads `hnswkit.toml`, with the place of every value.

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    Field, IndexSpec, Kind, Scalar, Section, SettingSpec, Spec, Value, lint, list,
    nearest::{nearest, nearest_field},
    place::Source,
    set::unknown_key,
};
use crate::problem::{Problem, Problems};

impl Spec {
    /// Reads a file that stands for itself.
    ///
    /// What the values say is not looked into here; [`Spec::to_request`] does that.
    ///
    /// # Errors
    ///
    /// When the text is not TOML, has no index, or a key or the sort of a value is wrong;
    /// then with all that is wrong, also what [`Spec::to_request`] says of the rest.
    pub fn from_toml(text: &str, file_name: &str) -> Result<Self, Problems> {
        let (spec, problems) = Self::read_toml(text, file_name);
        if !problems.is_empty() || (!spec.plans_something() && spec.lint.is_empty()) {
            spec.to_request_after(problems)?;
        }
        Ok(spec)
    }

    /// Reads as much of a file as can be read, for a command line that adds to it.
    pub fn read_toml(text: &str, file_name: &str) -> (Self, Problems) {
        let source = Source::new(text, file_name);
        let mut reader = Reader { source, spec: Self::default(), problems: Problems::default() };
        match DeTable::parse(text) {
            Ok(table) => reader.document(table.get_ref()),
            Err(error) => {
                let span = error.span().unwrap_or_default();
                let message = format!("the file is not TOML: {}", error.message());
                let help =
                    "texts stand in double quotes, sections in brackets; see https://toml.io";
                reader.refuse(Problem::new("", None, message, help), &span);
            }
        }
        (reader.spec, reader.problems)
    }
}

type Key<'a> = Spanned<std::borrow::Cow<'a, str>>;

struct Reader {
    source: Source,
    spec: Spec,
    problems: Problems,
}

impl Reader {
    fn refuse(&mut self, problem: Problem, span: &Range<usize>) {
        self.problems.push(problem.at(Some(self.source.place(span))));
    }

    fn document(&mut self, table: &DeTable<'_>) {
        // Known sections first, so that a guess below never takes the place of what is said.
        let known = |key: &Key<'_>| {
            Section::ALL.iter().copied().find(|it| it.name() == key.get_ref().as_ref())
        };
        for (key, value) in table {
            if let Some(section) = known(key) {
                self.section(section, key, value);
            }
        }
        for (key, value) in table {
            if known(key).is_none() {
                self.unknown_section(key, value);
            }
        }
    }

    fn section(&mut self, section: Section, key: &Key<'_>, value: &Spanned<DeValue<'_>>) {
        match (section, value.get_ref()) {
            (it, DeValue::Array(items)) if it.is_list() => {
                for item in items {
                    match item.get_ref() {
                        DeValue::Table(table) => self.item(section, &item.span(), table),
                        it => self.not_a_section(section, it, &item.span()),
                    }
                }
            }
            (it, DeValue::Table(table)) if it.is_list() => {
                let (name, header) = (section.name(), section.header());
                let help = format!("write `{header}`, with two brackets, once for each {name}");
                let message = format!("`{name}` is a list of sections, but here is a single one");
                self.refuse(Problem::new(name, None, message, help), &key.span());
                self.item(section, &key.span(), table);
            }
            (Section::Lint, DeValue::Table(table)) => {
                let problems = &mut self.problems;
                self.spec.lint = lint::read(&key.span(), table, &self.source, problems);
            }
            (_, DeValue::Table(table)) => {
                let place = Some(self.source.place(&key.span()));
                match section {
                    Section::Target => self.spec.target.place = place,
                    Section::Upgrade => self.spec.upgrade.place = place,
                    Section::Restore => self.spec.restore.place = place,
                    #[cfg(feature = "every-number")]
                    Section::Query => self.spec.query.place = place,
                    #[cfg(feature = "every-number")]
                    Section::Activity => self.spec.activity.place = place,
                    #[cfg(feature = "every-number")]
                    Section::Replication => self.spec.replication.place = place,
                    _ => self.spec.migration.place = place,
                }
                self.keys(section, 0, table);
            }
            (_, it) => self.not_a_section(section, it, &value.span()),
        }
    }

    fn item(&mut self, section: Section, span: &Range<usize>, table: &DeTable<'_>) {
        let place = Some(self.source.place(span));
        let number = match section {
            Section::Setting => {
                self.spec.setting.push(SettingSpec { place, ..SettingSpec::default() });
                self.spec.setting.len()
            }
            #[cfg(feature = "every-number")]
            Section::Calibration => {
                let it = super::CalibrationSpec { place, ..super::CalibrationSpec::default() };
                self.spec.calibration.push(it);
                self.spec.calibration.len()
            }
            _ => {
                self.spec.index.push(IndexSpec { place, ..IndexSpec::default() });
                self.spec.index.len()
            }
        };
        self.keys(section, number - 1, table);
    }

    fn not_a_section(&mut self, section: Section, value: &DeValue<'_>, span: &Range<usize>) {
        let message =
            format!("`{}` must be a section, but is {}", section.name(), describe(value).0);
        let help = format!("write `{}` on a line of its own, its keys below", section.header());
        self.refuse(Problem::new(section.name(), None, message, help), span);
    }

    fn unknown_section(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) {
        let name = key.get_ref();
        let names = Section::ALL.iter().map(|it| it.name());
        let near = match value.get_ref() {
            DeValue::Table(_) | DeValue::Array(_) if name == "indices" => Some("index"),
            DeValue::Table(_) | DeValue::Array(_) => nearest(name, names),
            // A key that stands above all sections.
            _ => None,
        };
        let Some(section) = Section::ALL.iter().copied().find(|it| Some(it.name()) == near) else {
            return self.refuse(unknown_key(None, 0, name), &key.span());
        };
        let message = format!("`{name}` is not a section");
        let help = format!("did you mean `{}`?", section.header());
        self.refuse(Problem::new(name.as_ref(), None, message, help), &key.span());
        // As if it had been written right, so that one slip is one problem.
        let empty = match section {
            Section::Target => self.spec.target == Default::default(),
            Section::Migration => self.spec.migration == Default::default(),
            Section::Index => self.spec.index.is_empty(),
            Section::Setting => self.spec.setting.is_empty(),
            Section::Upgrade => self.spec.upgrade.is_empty(),
            Section::Restore => self.spec.restore.is_empty(),
            #[cfg(feature = "every-number")]
            Section::Activity => self.spec.activity.is_empty(),
            #[cfg(feature = "every-number")]
            Section::Replication => self.spec.replication.is_empty(),
            #[cfg(feature = "every-number")]
            Section::Calibration => self.spec.calibration.is_empty(),
            #[cfg(feature = "every-number")]
            Section::Query => self.spec.query.is_empty(),
            Section::Lint => self.spec.lint.is_empty(),
        };
        if empty {
            self.section(section, key, value);
        }
    }

    fn keys(&mut self, section: Section, number: usize, table: &DeTable<'_>) {
        for (key, value) in table {
            if let Some(field) = Field::find(section, key.get_ref()) {
                self.key(field, number, value);
            }
        }
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            if Field::find(section, name).is_some() {
                continue;
            }
            self.refuse(unknown_key(Some(section), number, name), &key.span());
            self.guess(section, number, name, value);
        }
    }

    fn key(&mut self, field: &Field, number: usize, value: &Spanned<DeValue<'_>>) {
        let span = value.span();
        let read = match field.kind {
            Kind::List => list::read(value.get_ref()),
            _ => None,
        };
        let read = read.or_else(|| scalar(value.get_ref()));
        let Some(scalar) = read.filter(|it| field.kind.accepts(it)) else {
            let (found, written) = describe(value.get_ref());
            return self.refuse(field.mismatch(number, written, &found), &span);
        };
        self.take(field, number, scalar, &span);
    }

    /// Sets a key that is known to a value of the right sort.
    fn take(&mut self, field: &Field, number: usize, scalar: Scalar, span: &Range<usize>) {
        let value = Value { scalar, place: Some(self.source.place(span)) };
        if let Err(problem) = self.spec.set(field.section, number, field.key, value) {
            self.problems.push(*problem);
        }
    }

    /// Takes the value of a misspelled key for that of the key that was probably meant.
    fn guess(&mut self, section: Section, number: usize, name: &str, value: &Spanned<DeValue<'_>>) {
        let near = nearest_field(Some(section), name).filter(|it| it.section == section);
        let (Some(field), Some(scalar)) = (near, scalar(value.get_ref())) else { return };
        let taken = match section {
            Section::Target => self.spec.target.get(field.key),
            Section::Migration => self.spec.migration.get(field.key),
            Section::Index => self.spec.index.get(number).and_then(|it| it.get(field.key)),
            Section::Setting => self.spec.setting.get(number).and_then(|it| it.get(field.key)),
            Section::Upgrade => self.spec.upgrade.get(field.key),
            Section::Restore => self.spec.restore.get(field.key),
            #[cfg(feature = "every-number")]
            Section::Activity => self.spec.activity.get(field.key),
            #[cfg(feature = "every-number")]
            Section::Replication => self.spec.replication.get(field.key),
            #[cfg(feature = "every-number")]
            Section::Calibration => {
                self.spec.calibration.get(number).and_then(|it| it.get(field.key))
            }
            #[cfg(feature = "every-number")]
            Section::Query => self.spec.query.get(field.key),
            Section::Lint => None,
        };
        if taken.is_none() && field.kind.accepts(&scalar) {
            self.take(field, number, scalar, &value.span());
        }
    }
}

/// The value, if it is one that a key can have.
pub(super) fn scalar(value: &DeValue<'_>) -> Option<Scalar> {
    match value {
        DeValue::String(it) => Some(Scalar::Text(it.clone().into_owned())),
        DeValue::Integer(it) => {
            i64::from_str_radix(it.as_str(), it.radix()).ok().map(Scalar::Integer)
        }
        DeValue::Float(it) => it.as_str().parse().ok().map(Scalar::Float),
        DeValue::Boolean(it) => Some(Scalar::Bool(*it)),
        DeValue::Datetime(_) | DeValue::Array(_) | DeValue::Table(_) => None,
    }
}

/// What a value of the wrong sort is, for a message; and as it is written, if it is short.
pub(super) fn describe(value: &DeValue<'_>) -> (String, Option<String>) {
    let written = match value {
        DeValue::String(it) => return (format!("the text `{it}`"), Some(it.to_string())),
        DeValue::Datetime(it) => return (format!("the time {it}"), Some(it.to_string())),
        DeValue::Array(_) => return ("a list".to_owned(), None),
        DeValue::Table(_) => return ("a section".to_owned(), None),
        DeValue::Integer(it) => it.to_string(),
        DeValue::Float(it) => it.to_string(),
        DeValue::Boolean(it) => it.to_string(),
    };
    (format!("`{written}`"), Some(written))
}
