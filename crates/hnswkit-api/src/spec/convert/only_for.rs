//! Refuses keys of other operations than the one that is asked for.

use hnswkit_core::plan::Operation;

use super::check::Check;
use crate::spec::{FIELDS, Section, nearest::one_of};

/// Notes every key that is given and that the operation does not take.
pub(super) fn refuse(check: &mut Check<'_>, operation: &Operation) {
    for field in FIELDS.iter().filter(|it| it.section == Section::Index) {
        let operations = field.only_for();
        let given = check.values.value(field.key).is_some();
        if !given || operations.is_empty() || operations.contains(&operation.id) {
            continue;
        }
        let message = match operations {
            [one] => format!("`{}` is for `operation = \"{one}\"`", field.key),
            all => format!("`{}` is for `operation` {}", field.key, one_of(all.iter().copied())),
        };
        check.refuse(field.key, message, format!("leave `{}` out", field.key));
    }
}
