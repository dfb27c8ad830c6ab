//! The rules, in the order of their names.

use super::Rule;

mod m_out_of_range;
mod no_operator_class;
mod suppression_unknown_rule;
mod suppression_unused;
mod suppression_without_reason;
mod too_many_dimensions;
mod concurrently_in_transaction;
mod order_by_computed_distance;
mod index_blocks_writes;

mod shared;

pub(super) use suppression_unknown_rule::RULE as UNKNOWN;
pub(super) use suppression_unused::RULE as UNUSED;
pub(super) use suppression_without_reason::RULE as NO_REASON;

/// Every rule.
pub static RULES: &[&Rule] = &[
    &concurrently_in_transaction::RULE,
    &index_blocks_writes::RULE,
    &m_out_of_range::RULE,
    &no_operator_class::RULE,
    &order_by_computed_distance::RULE,
    &suppression_unknown_rule::RULE,
    &suppression_unused::RULE,
    &suppression_without_reason::RULE,
    &too_many_dimensions::RULE,
];
