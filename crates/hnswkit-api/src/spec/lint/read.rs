//! Reads `[lint]`, with the place of every value.

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    LintField, LintKind, LintSpec, PerPathSpec,
    set::{meant, unknown_key, unknown_path_key},
    table::PER_PATH_KEYS,
};
use crate::{
    problem::{Problem, Problems},
    spec::{
        Scalar, Value,
        place::Source,
        read::{describe, scalar},
    },
};

type Node<'a> = Spanned<DeValue<'a>>;

struct Reader<'a> {
    source: &'a Source,
    spec: LintSpec,
    problems: &'a mut Problems,
}

/// Reads the section, as far as it can be read.
pub(in crate::spec) fn read(
    span: &Range<usize>,
    table: &DeTable<'_>,
    source: &Source,
    problems: &mut Problems,
) -> LintSpec {
    let spec = LintSpec { place: Some(source.place(span)), ..LintSpec::default() };
    let mut reader = Reader { source, spec, problems };
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        match LintField::find(name) {
            Some(field) => reader.field(field, value),
            None => {
                reader.refuse(unknown_key(name), &key.span());
                // As if it had been written right, so that one slip is one problem.
                if let Some(field) = meant(name).filter(|it| !table.contains_key(it.key)) {
                    let spec = std::mem::take(&mut reader.spec);
                    let problems = &mut Problems::default();
                    let mut guess = Reader { source, spec, problems };
                    guess.field(field, value);
                    reader.spec = guess.spec;
                }
            }
        }
    }
    reader.spec
}

impl Reader<'_> {
    fn refuse(&mut self, problem: Problem, span: &Range<usize>) {
        self.problems.push(problem.at(Some(self.source.place(span))));
    }

    fn field(&mut self, field: &LintField, value: &Node<'_>) {
        let path = format!("lint.{}", field.key);
        let done = match field.kind {
            LintKind::Text | LintKind::Choice(_) | LintKind::Size => {
                let found = self.text(value);
                let is_text = found.is_some();
                if let Some(slot) = self.spec.scalar(field.key) {
                    *slot = found;
                }
                is_text
            }
            LintKind::Texts | LintKind::Rules => {
                let found = self.texts(&path, value);
                let is_list = found.is_some();
                if let Some(list) = self.spec.list(field.key) {
                    list.extend(found.unwrap_or_default());
                }
                is_list
            }
            LintKind::Rows => self.pairs(value, |spec, key, value| {
                spec.rows.insert(key, value);
            }),
            LintKind::Severities => self.pairs(value, |spec, key, value| {
                spec.severity.insert(key, value);
            }),
            LintKind::Paths => self.paths(value),
        };
        if !done {
            let (found, written) = describe(value.get_ref());
            let message = format!("`{}` must be {}, but is {found}", field.key, sort(field.kind));
            let help = format!("write `{}`", field.example_line());
            self.refuse(Problem::new(path, written, message, help), &value.span());
        }
    }

    fn value(&self, it: Scalar, span: &Range<usize>) -> Value {
        Value { scalar: it, place: Some(self.source.place(span)) }
    }

    fn text(&self, value: &Node<'_>) -> Option<Value> {
        match scalar(value.get_ref()) {
            Some(it @ Scalar::Text(_)) => Some(self.value(it, &value.span())),
            _ => None,
        }
    }

    /// A list of texts; a single one stands for a list of one.
    fn texts(&mut self, path: &str, value: &Node<'_>) -> Option<Vec<Value>> {
        let DeValue::Array(items) = value.get_ref() else {
            return self.text(value).map(|it| vec![it]);
        };
        let mut found = vec![];
        for it in items {
            match self.text(it) {
                Some(it) => found.push(it),
                None => {
                    let (what, written) = describe(it.get_ref());
                    let message = format!("the list must hold texts in quotes, but here is {what}");
                    let help = "write each in double quotes";
                    self.refuse(Problem::new(path, written, message, help), &it.span());
                }
            }
        }
        Some(found)
    }

    fn pairs(&mut self, value: &Node<'_>, add: impl Fn(&mut LintSpec, String, Value)) -> bool {
        let DeValue::Table(table) = value.get_ref() else { return false };
        let mut done = true;
        for (key, value) in table {
            match scalar(value.get_ref()) {
                Some(it) => {
                    let value = self.value(it, &value.span());
                    add(&mut self.spec, key.get_ref().to_string(), value);
                }
                None => done = false,
            }
        }
        done
    }

    fn paths(&mut self, value: &Node<'_>) -> bool {
        let DeValue::Array(items) = value.get_ref() else { return false };
        let mut done = true;
        for item in items {
            let DeValue::Table(table) = item.get_ref() else {
                done = false;
                continue;
            };
            let number = self.spec.per_path.len();
            let place = Some(self.source.place(&item.span()));
            let mut section = PerPathSpec { place, ..PerPathSpec::default() };
            for (key, value) in table {
                let name = key.get_ref().as_ref();
                if !PER_PATH_KEYS.contains(&name) {
                    self.refuse(unknown_path_key(number, name), &key.span());
                    continue;
                }
                let path = format!("lint.per_path[{number}].{name}");
                let is_read = match name {
                    "path" => {
                        section.path = self.text(value);
                        section.path.is_some()
                    }
                    _ => {
                        let found = self.texts(&path, value);
                        let is_list = found.is_some();
                        section.ignore = found.unwrap_or_default();
                        is_list
                    }
                };
                if !is_read {
                    let (found, written) = describe(value.get_ref());
                    let sort = if name == "path" { "a text in quotes" } else { "a list of rules" };
                    let message = format!("`{name}` must be {sort}, but is {found}");
                    let help = "write `path = \"legacy/**\"` and `ignore = [\"rule\"]`";
                    self.refuse(Problem::new(path, written, message, help), &value.span());
                }
            }
            self.spec.per_path.push(section);
        }
        done
    }
}

/// What is expected, as in "must be ...".
fn sort(kind: LintKind) -> &'static str {
    match kind {
        LintKind::Text | LintKind::Choice(_) => "a text in quotes",
        LintKind::Size => "a size with its unit, in quotes",
        LintKind::Texts => "a list of texts",
        LintKind::Rules => "a list of rules",
        LintKind::Rows => "a section of tables and their rows",
        LintKind::Severities => "a section of rules and their severities",
        LintKind::Paths => "a list of sections",
    }
}
