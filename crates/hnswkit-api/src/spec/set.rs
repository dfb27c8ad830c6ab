//! Gives a key its value, whether a file or the command line says it.

use super::{
    FIELDS, Field, IndexSpec, Kind, Scalar, Section, SettingSpec, Spec, Value,
    nearest::{nearest, nearest_field},
};
use crate::problem::Problem;

/// The name of a field in problems, such as `index[0].m`.
pub(super) fn path(section: Section, number: usize, key: &str) -> String {
    match section {
        it if it.is_list() => format!("{}[{number}].{key}", it.name()),
        it => format!("{}.{key}", it.name()),
    }
}

/// What a value of the wrong sort is, for a message.
pub(super) fn describe(scalar: &Scalar) -> String {
    match scalar {
        Scalar::Text(it) => format!("the text `{it}`"),
        it => format!("`{it}`"),
    }
}

impl Field {
    /// The key of that name in that section.
    pub fn find(section: Section, key: &str) -> Option<&'static Self> {
        FIELDS.iter().find(|it| it.section == section && it.key == key)
    }

    /// The key that a flag such as `--m` sets.
    pub fn by_flag(flag: &str) -> Option<&'static Self> {
        FIELDS.iter().find(|it| it.flag == flag)
    }

    /// The problem of a value of the wrong sort.
    pub(super) fn mismatch(&self, number: usize, value: Option<String>, found: &str) -> Problem {
        let key = self.key;
        let help = match (self.kind, &value) {
            (Kind::Version, Some(it)) => format!("write `{key} = \"{it}\"`"),
            (Kind::Whole(..) | Kind::Parameter(_), Some(it)) if it.parse::<u32>().is_ok() => {
                format!("write `{key} = {it}`")
            }
            _ => format!("write `{}`", self.example_line()),
        };
        let message = format!("`{key}` must be {}, but is {found}", self.kind);
        Problem::new(path(self.section, number, key), value, message, help)
    }
}

/// The problem of a key that a section does not have.
pub(super) fn unknown_key(section: Option<Section>, number: usize, key: &str) -> Problem {
    let help = match nearest_field(section, key) {
        Some(it) if Some(it.section) == section => format!("did you mean `{}`?", it.key),
        Some(it) => format!("`{}` belongs in `{}`", it.key, it.section.header()),
        None => {
            let keys: Vec<&str> = match section {
                Some(_) => FIELDS
                    .iter()
                    .filter(|it| Some(it.section) == section)
                    .map(|it| it.key)
                    .collect(),
                None => Section::ALL.iter().map(|it| it.header()).collect(),
            };
            format!("known are {}", keys.join(", "))
        }
    };
    match section {
        Some(it) => {
            let message = format!("`{key}` is not a key of `{}`", it.header());
            Problem::new(path(it, number, key), None, message, help)
        }
        None => Problem::new(key, None, format!("`{key}` is not a section"), help),
    }
}

impl Spec {
    /// Gives a key its value; a value given before is replaced.
    ///
    /// `number` counts what there may be several of from 0 and means nothing in other sections;
    /// one past the last begins a new one.
    ///
    /// # Errors
    ///
    /// When the section has no such key, or the key takes no value of this sort.
    /// Whether the value makes sense is the question of [`Spec::to_request`].
    pub fn set(
        &mut self,
        section: Section,
        number: usize,
        key: &str,
        value: Value,
    ) -> Result<(), Box<Problem>> {
        let field =
            Field::find(section, key).ok_or_else(|| unknown_key(Some(section), number, key))?;
        if !field.kind.accepts(&value.scalar) {
            let found = describe(&value.scalar);
            let problem = field.mismatch(number, Some(value.to_string()), &found);
            return Err(Box::new(problem.at(value.place)));
        }
        let slot = match section {
            Section::Target => self.target.slot(key),
            Section::Migration => self.migration.slot(key),
            Section::Index => {
                if self.index.len() <= number {
                    self.index.push(IndexSpec::default());
                }
                let number = number.min(self.index.len() - 1);
                self.index.get_mut(number).and_then(|it| it.slot(key))
            }
            Section::Setting => {
                if self.setting.len() <= number {
                    self.setting.push(SettingSpec::default());
                }
                let number = number.min(self.setting.len() - 1);
                self.setting.get_mut(number).and_then(|it| it.slot(key))
            }
            Section::Upgrade => self.upgrade.slot(key),
            Section::Restore => self.restore.slot(key),
            #[cfg(feature = "every-number")]
            Section::Activity => self.activity.slot(key),
            #[cfg(feature = "every-number")]
            Section::Replication => self.replication.slot(key),
            #[cfg(feature = "every-number")]
            Section::Calibration => {
                if self.calibration.len() <= number {
                    self.calibration.push(super::CalibrationSpec::default());
                }
                let number = number.min(self.calibration.len() - 1);
                self.calibration.get_mut(number).and_then(|it| it.slot(key))
            }
            #[cfg(feature = "every-number")]
            Section::Query => self.query.slot(key),
            // No key of the table above stands there.
            Section::Lint => None,
        };
        if let Some(slot) = slot {
            *slot = Some(value);
        }
        Ok(())
    }

    /// Gives a key the value of a flag such as `--m`; a flag about indexes, or about settings, concerns all of them.
    ///
    /// # Errors
    ///
    /// When there is no such flag, or it takes no such value.
    pub fn set_flag(&mut self, flag: &str, text: &str) -> Result<(), Box<Problem>> {
        let Some(field) = Field::by_flag(flag) else {
            let help = match nearest(flag, FIELDS.iter().map(|it| it.flag)) {
                Some(it) => format!("did you mean `{it}`?"),
                None => "`--help` lists them".to_owned(),
            };
            let message = format!("there is no flag `{flag}`");
            return Err(Box::new(Problem::new(flag, None, message, help)));
        };
        let all = match field.section {
            Section::Index => self.index.len().max(1),
            Section::Setting => self.setting.len().max(1),
            #[cfg(feature = "every-number")]
            Section::Calibration => self.calibration.len().max(1),
            _ => 1,
        };
        (0..all).try_for_each(|number| {
            self.set(field.section, number, field.key, Value::new(field.read_text(text)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_set_what_the_file_says() {
        let mut spec = Spec::default();
        spec.set_flag("--m", "1_6").unwrap();
        spec.set_flag("--pgvector", "0.8.0").unwrap();
        assert_eq!(spec.index[0].m, Some(16.into()));
        assert_eq!(spec.target.pgvector, Some("0.8.0".into()));

        spec.index.push(IndexSpec::default());
        spec.set_flag("--workers", "0").unwrap();
        assert!(spec.index.iter().all(|it| it.workers == Some(0.into())));
    }

    #[test]
    fn wrong_flags_are_refused() {
        let mut spec = Spec::default();
        let problem = spec.set_flag("--m", "many").unwrap_err();
        assert_eq!(
            problem.message,
            "`m` must be a whole number between 2 and 100, but is the text `many`"
        );
        assert_eq!(problem.help, "write `m = 16`");
        let problem = spec.set_flag("--metrics", "l2").unwrap_err();
        assert_eq!(problem.message, "there is no flag `--metrics`");
        assert_eq!(problem.help, "did you mean `--metric`?");
    }
}
