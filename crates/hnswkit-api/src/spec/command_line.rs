//! The command line that says the same as a spec.

use super::{FIELDS, Section, Spec, Value};

impl Spec {
    /// The command that generates what this spec asks for, to be pasted into a POSIX shell.
    ///
    /// Flags can say one index; several need the file, which is then named `hnswkit.toml`.
    pub fn to_command_line(&self) -> String {
        let [index] = self.index.as_slice() else {
            return "hnswkit generate --spec hnswkit.toml".to_owned();
        };
        #[cfg(feature = "every-number")]
        if 1 < self.calibration.len() {
            return "hnswkit generate --spec hnswkit.toml".to_owned();
        }
        if 1 < self.setting.len() {
            return "hnswkit generate --spec hnswkit.toml".to_owned();
        }
        let mut out = "hnswkit generate".to_owned();
        let target = simple(index.table.as_ref()).zip(simple(index.column.as_ref()));
        if let Some((table, column)) = &target {
            out.push_str(&format!(" {table}.{column}"));
        }
        for field in FIELDS {
            let value = match field.section {
                Section::Target => self.target.get(field.key),
                Section::Migration => self.migration.get(field.key),
                Section::Index => index.get(field.key),
                Section::Setting => self.setting.first().and_then(|it| it.get(field.key)),
                Section::Upgrade => self.upgrade.get(field.key),
                Section::Restore => self.restore.get(field.key),
                #[cfg(feature = "every-number")]
                Section::Activity => self.activity.get(field.key),
                #[cfg(feature = "every-number")]
                Section::Replication => self.replication.get(field.key),
                #[cfg(feature = "every-number")]
                Section::Calibration => self.calibration.first().and_then(|it| it.get(field.key)),
                // It says what a search costs, and generates nothing.
                #[cfg(feature = "every-number")]
                Section::Query => None,
                Section::Lint => None,
            };
            let said = target.is_some() && matches!(field.flag, "--table" | "--column");
            if let Some(value) = value.filter(|_| !said) {
                // With `=`, so that no value is taken for a flag.
                let value = value.to_string();
                match value.starts_with('-') {
                    true => out.push_str(&format!(" {}={}", field.flag, quoted(&value))),
                    false => out.push_str(&format!(" {} {}", field.flag, quoted(&value))),
                }
            }
        }
        out
    }
}

/// The text, if it needs no quotes, neither as a name nor in a shell.
fn simple(value: Option<&Value>) -> Option<String> {
    let text = value?.to_string();
    let is_plain = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_';
    let starts_well = text.starts_with(|it: char| it.is_ascii_lowercase() || it == '_');
    (starts_well && text.chars().all(is_plain)).then_some(text)
}

/// A word of a shell.
fn quoted(text: &str) -> String {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "_-./:=+@%,".contains(it);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::IndexSpec;

    fn one(given: &[(&str, &str)]) -> String {
        let mut spec = Spec { index: vec![IndexSpec::default()], ..Spec::default() };
        for (flag, text) in given {
            spec.set_flag(flag, text).unwrap();
        }
        spec.to_command_line()
    }

    #[test]
    fn one_index_is_said_with_flags() {
        assert_eq!(
            one(&[
                ("--table", "messages"),
                ("--column", "embedding"),
                ("--type", "vector(1536)"),
                ("--metric", "cosine"),
                ("--rows", "10k"),
                ("--format", "alembic"),
                ("--m", "16"),
            ]),
            "hnswkit generate messages.embedding --format alembic --type 'vector(1536)' \
             --metric cosine --rows 10k --m 16"
        );
    }

    #[test]
    fn names_that_need_quotes_get_them() {
        assert_eq!(
            one(&[("--table", "Sales.\"O'Brien\""), ("--column", "-x y")]),
            "hnswkit generate --table 'Sales.\"O'\\''Brien\"' --column='-x y'"
        );
    }

    #[test]
    fn several_indexes_need_the_file() {
        let spec = Spec { index: vec![IndexSpec::default(); 2], ..Spec::default() };
        assert_eq!(spec.to_command_line(), "hnswkit generate --spec hnswkit.toml");
    }
}
