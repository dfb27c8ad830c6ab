//! What later versions will do, and what does the same today.

use hnswkit_core::plan::Operation;

use super::check::Check;

/// What to do with the index.
pub(super) fn operation(check: &mut Check<'_>) -> Option<&'static Operation> {
    if check.values.value("operation").is_none() {
        return Some(Operation::DEFAULT);
    }
    check.choice("operation", Operation::find, |_| None)
}
