//! What later versions will do, and what does the same today.

use hnswkit_core::plan::Operation;

use super::{check::Check, vector::quantize_help};
use crate::spec::IndexSpec;

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
    check.choice("operation", Operation::find, |_| None)
}
