//! What later versions will do, and what does the same today.

use hnswkit_core::plan::Operation;

use super::check::{Check, text};

/// Operations that have no plan yet, each with what does the same today.
const LATER: &[(&str, &str)] = &[
    ("change-type", "leave the column as it is and write `quantize = \"halfvec\"`"),
    ("change-model", "add and fill a column for the new model, then create its index"),
];

/// What to do with the index.
pub(super) fn operation(check: &mut Check<'_>) -> Option<&'static Operation> {
    if check.values.value("operation").is_none() {
        return Some(Operation::DEFAULT);
    }
    let word = check.value("operation").and_then(text).unwrap_or_default().trim();
    if let Some((name, help)) = LATER.iter().find(|(it, _)| it.eq_ignore_ascii_case(word)) {
        let message = format!("`operation = \"{name}\"` comes with a later version");
        check.refuse("operation", message, *help);
        return None;
    }
    check.choice("operation", Operation::find, |_| None)
}
