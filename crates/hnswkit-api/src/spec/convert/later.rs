//! What later versions will do, and what does the same today.

use super::{
    check::{Check, text},
    vector::quantize_help,
};
use crate::spec::{IndexSpec, nearest::nearest};

/// Operations that have no plan yet, each with what does the same today.
const LATER: &[(&str, &str)] = &[
    (
        "replace",
        "create the new index under another `name`; when it is there, drop the old one with DROP INDEX CONCURRENTLY",
    ),
    ("reindex", "run REINDEX INDEX CONCURRENTLY on the index, outside of a transaction"),
    ("drop", "run DROP INDEX CONCURRENTLY on the index, outside of a transaction"),
    (
        "change-type",
        "leave the column as it is and index a cast: `expression = \"embedding::halfvec(1536)\"` with `type = \"halfvec(1536)\"`",
    ),
    ("change-model", "add and fill a column for the new model, then create its index"),
];

/// Refuses what is not there yet.
pub(super) fn refuse(check: &mut Check<'_>, spec: &IndexSpec) {
    if let Some(word) = check.value("operation").and_then(text) {
        operation(check, word.trim());
    }
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

fn operation(check: &mut Check<'_>, word: &str) {
    if word.eq_ignore_ascii_case("create") {
        return;
    }
    match LATER.iter().find(|(it, _)| it.eq_ignore_ascii_case(word)) {
        Some((name, help)) => {
            let message = format!("`operation = \"{name}\"` comes with a later version");
            check.refuse("operation", message, *help);
        }
        None => {
            let known = LATER.iter().map(|(it, _)| *it).chain(["create"]);
            let help = match nearest(word, known) {
                Some(it) => format!("did you mean `{it}`?"),
                None => "write `operation = \"create\"`, or leave it out".to_owned(),
            };
            check.refuse(
                "operation",
                format!("`operation` must be `create`, but is `{word}`"),
                help,
            );
        }
    }
}
