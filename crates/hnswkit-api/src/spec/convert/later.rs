//! What later versions will do, and what does the same today.

use hnswkit_core::plan::Operation;

use super::{
    check::{Check, text},
    vector::quantize_help,
};
use crate::spec::{IndexSpec, nearest::nearest};

/// Operations that have no plan yet, each with what does the same today.
const LATER: &[(&str, &str)] = &[
    (
        "change-type",
        "leave the column as it is and index a cast: `expression = \"embedding::halfvec(1536)\"` with `type = \"halfvec(1536)\"`",
    ),
    ("change-model", "add and fill a column for the new model, then create its index"),
];

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
pub(super) fn operation(check: &mut Check<'_>) -> Option<Operation> {
    let Some(word) = check.value("operation").and_then(text) else {
        return Some(Operation::Create);
    };
    let word = word.trim();
    if let Some(it) = Operation::ALL.iter().find(|it| it.id().eq_ignore_ascii_case(word)) {
        return Some(*it);
    }
    match LATER.iter().find(|(it, _)| it.eq_ignore_ascii_case(word)) {
        Some((name, help)) => {
            let message = format!("`operation = \"{name}\"` comes with a later version");
            check.refuse("operation", message, *help);
        }
        None => {
            let ids: Vec<_> = Operation::ALL.iter().map(|it| it.id()).collect();
            let known = LATER.iter().map(|(it, _)| *it).chain(ids.iter().copied());
            let help = match nearest(word, known) {
                Some(it) => format!("did you mean `{it}`?"),
                None => format!("write one of {}", ids.join(", ")),
            };
            let message = format!("`operation` must be one of {}, but is `{word}`", ids.join(", "));
            check.refuse("operation", message, help);
        }
    }
    None
}
