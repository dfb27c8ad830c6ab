//! What later versions will do, and what does the same today.

use hnswkit_core::plan::Operation;

use super::{
    check::{Check, text},
    vector::quantize_help,
};
use crate::spec::IndexSpec;

/// Operations that have no plan yet, each with what does the same today.
const LATER: &[(&str, &str)] =
    &[("change-model", "add and fill a column for the new model, then create its index")];

/// Refuses what is not there yet.
pub(super) fn refuse(check: &mut Check<'_>, spec: &IndexSpec) {
    if let Some(value) = check.value("quantize") {
        let message = format!("`quantize = \"{value}\"` comes with a later version");
        check.refuse(
            "quantize",
            message,
            quantize_help(spec, &value.to_string().to_ascii_lowercase()),
        );
    }
    if check.value("partitions").is_some() {
        let help = "write an `[[index]]` section for each partition, its name in `table`";
        check.refuse("partitions", "`partitions` comes with a later version", help);
    }
}

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
