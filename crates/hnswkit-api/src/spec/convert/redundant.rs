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
        let message = "`redundant` is for `operation = \"repair\"`";
        check.refuse("redundant", message, "leave it out, or drop that index by its own section");
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
