//! Gives a key of `[lint]` its value, whether a file or the command line says it.

use super::{
    LINT_FIELDS, LintField, LintKind, LintSpec,
    table::{PER_PATH_KEYS, rules},
};
use crate::{
    problem::Problem,
    spec::{Value, nearest::nearest},
};

/// What people call things, and what they are called here.
const SYNONYMS: &[(&str, &str)] = &[
    ("disable", "ignore"),
    ("disabled", "ignore"),
    ("enable", "select"),
    ("excluded_paths", "exclude"),
    ("excluded_rules", "ignore"),
    ("files", "include"),
    ("format", "tool"),
    ("per_file_ignores", "per_path"),
    ("rules", "severity"),
    ("severities", "severity"),
    ("shm", "shared_memory"),
    ("shm_size", "shared_memory"),
];

impl LintSpec {
    /// The place of a single value.
    pub(super) fn scalar(&mut self, key: &str) -> Option<&mut Option<Value>> {
        Some(match key {
            "tool" => &mut self.tool,
            "shared_memory" => &mut self.shared_memory,
            "maintenance_work_mem" => &mut self.maintenance_work_mem,
            "fail_on" => &mut self.fail_on,
            "baseline" => &mut self.baseline,
            _ => return None,
        })
    }

    /// The place of a list.
    pub(super) fn list(&mut self, key: &str) -> Option<&mut Vec<Value>> {
        Some(match key {
            "schema" => &mut self.schema,
            "include" => &mut self.include,
            "exclude" => &mut self.exclude,
            "select" => &mut self.select,
            "ignore" => &mut self.ignore,
            _ => return None,
        })
    }

    /// Lays the texts of a flag over what a file says.
    ///
    /// A list takes the place of the file's, but what is ignored is added to; of pairs,
    /// `table=10k`, each takes the place of its own.
    ///
    /// # Errors
    ///
    /// When a pair is none.
    pub fn set_flag(&mut self, field: &LintField, texts: &[String]) -> Result<(), Box<Problem>> {
        let mut values = texts.iter().map(|it| Value::from(it.as_str()));
        match field.kind {
            LintKind::Text | LintKind::Choice(_) | LintKind::Size => {
                if let (Some(slot), Some(it)) = (self.scalar(field.key), values.next_back()) {
                    *slot = Some(it);
                }
            }
            LintKind::Texts | LintKind::Rules => {
                if let Some(list) = self.list(field.key) {
                    if field.key != "ignore" {
                        list.clear();
                    }
                    list.extend(values);
                }
            }
            LintKind::Rows => {
                for it in texts {
                    let (key, value) = pair(field, it, "messages=10k")?;
                    self.rows.insert(key, value);
                }
            }
            LintKind::Severities => {
                for it in texts {
                    let (key, value) = pair(field, it, "m-out-of-range=hint")?;
                    self.severity.insert(key, value);
                }
            }
            LintKind::Paths => {}
        }
        Ok(())
    }
}

fn pair(field: &LintField, text: &str, example: &str) -> Result<(String, Value), Box<Problem>> {
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => {
            Ok((key.trim().to_owned(), value.trim().into()))
        }
        _ => Err(Box::new(Problem::new(
            format!("lint.{}", field.key),
            Some(text.to_owned()),
            format!("`{}` takes a name and a value, but got `{text}`", field.flag),
            format!("write it as in `{} {example}`", field.flag),
        ))),
    }
}

/// The problem of a key that `[lint]` does not have.
pub(super) fn unknown_key(key: &str) -> Problem {
    let help = match meant(key) {
        Some(it) => format!("did you mean `{}`?", it.key),
        None => match elsewhere(key) {
            Some(header) => format!("`{key}` belongs in `{header}`"),
            None => {
                let keys: Vec<_> = LINT_FIELDS.iter().map(|it| it.key).collect();
                format!("known are {}", keys.join(", "))
            }
        },
    };
    let message = format!("`{key}` is not a key of `[lint]`");
    Problem::new(format!("lint.{key}"), None, message, help)
}

/// The key that was probably meant.
pub(super) fn meant(key: &str) -> Option<&'static LintField> {
    let folded = key.to_lowercase().replace('-', "_");
    let synonym = SYNONYMS.iter().find(|it| it.0 == folded).map(|it| it.1);
    if synonym.is_none() && elsewhere(key).is_some() {
        return None;
    }
    LintField::find(synonym.or_else(|| nearest(key, LINT_FIELDS.iter().map(|it| it.key)))?)
}

/// The section of the server that has the key.
fn elsewhere(key: &str) -> Option<&'static str> {
    use crate::spec::{FIELDS, Section};
    let it = FIELDS.iter().find(|it| it.key == key && it.section == Section::Target)?;
    Some(it.section.header())
}

/// The problem of a key that a section of `per_path` does not have.
pub(super) fn unknown_path_key(number: usize, key: &str) -> Problem {
    let help = match nearest(key, PER_PATH_KEYS.iter().copied()) {
        Some(it) => format!("did you mean `{it}`?"),
        None => format!("known are {}", PER_PATH_KEYS.join(", ")),
    };
    let message = format!("`{key}` is not a key of `[[lint.per_path]]`");
    Problem::new(format!("lint.per_path[{number}].{key}"), None, message, help)
}

/// What to do about a rule that nobody knows.
pub(super) fn rule_help(name: &str) -> String {
    match nearest(name, rules()) {
        Some(it) => format!("did you mean `{it}`?"),
        None => "`hnswkit rules` lists them".to_owned(),
    }
}
