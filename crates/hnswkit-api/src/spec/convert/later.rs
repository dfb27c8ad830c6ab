//! What later versions will do, and what does the same today.

use hnswkit_core::plan::Operation;

use super::check::Check;

/// Refuses what is not there yet.
pub(super) fn refuse(check: &mut Check<'_>) {
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
