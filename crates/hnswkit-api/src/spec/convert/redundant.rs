//! The index that a repair drops besides: `redundant`.

use hnswkit_core::{domain::Identifier, plan::Operation};

use super::{check::Check, key};

/// The name, if a repair may drop it.
pub(super) fn convert(
    check: &mut Check<'_>,
    operation: Option<&'static Operation>,
    index: Option<&Identifier>,
) -> Option<Identifier> {
    check.values.value("redundant")?;
    if operation.is_some_and(|it| it.id != "repair") {
        // Keys of other operations are refused with all of them.
        return None;
    }
    let name = key::name(check, "redundant")?;
    if Some(&name) == index {
        let message = "`redundant` is the index that is repaired";
        check.refuse("redundant", message, "write the name of the other one, which is dropped");
        return None;
    }
    Some(name)
}
