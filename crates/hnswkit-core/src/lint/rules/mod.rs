//! The rules, in the order of their names.

use super::Rule;

mod bad_index_option_value;
mod column_without_dimensions;
mod concurrently_in_transaction;
mod ef_construction_below_twice_m;
mod ef_construction_exactly_twice_m;
mod ef_construction_out_of_range;
mod extension_is_called_vector;
mod hnsw_include;
mod hnsw_order;
mod hnsw_several_columns;
mod hnsw_unique;
mod index_blocks_writes;
mod m_out_of_range;
mod misspelt_access_method;
mod name_longer_than_63_bytes;
mod names_collide_when_cut;
mod newer_than_declared_pgvector;
mod no_operator_class;
mod operator_class_does_not_fit;
mod order_by_computed_distance;
mod pgvector_with_advisory;
mod shared;
mod suppression_unknown_rule;
mod suppression_unused;
mod suppression_without_reason;
mod too_many_dimensions;
mod unknown_index_option;
mod unknown_operator_class;

pub(super) use suppression_unknown_rule::RULE as UNKNOWN;
pub(super) use suppression_unused::RULE as UNUSED;
pub(super) use suppression_without_reason::RULE as NO_REASON;

/// Every rule.
pub static RULES: &[&Rule] = &[
    &bad_index_option_value::RULE,
    &column_without_dimensions::RULE,
    &concurrently_in_transaction::RULE,
    &ef_construction_below_twice_m::RULE,
    &ef_construction_exactly_twice_m::RULE,
    &ef_construction_out_of_range::RULE,
    &extension_is_called_vector::RULE,
    &hnsw_include::RULE,
    &hnsw_order::RULE,
    &hnsw_several_columns::RULE,
    &hnsw_unique::RULE,
    &index_blocks_writes::RULE,
    &m_out_of_range::RULE,
    &misspelt_access_method::RULE,
    &name_longer_than_63_bytes::RULE,
    &names_collide_when_cut::RULE,
    &newer_than_declared_pgvector::RULE,
    &no_operator_class::RULE,
    &operator_class_does_not_fit::RULE,
    &order_by_computed_distance::RULE,
    &pgvector_with_advisory::RULE,
    &suppression_unknown_rule::RULE,
    &suppression_unused::RULE,
    &suppression_without_reason::RULE,
    &too_many_dimensions::RULE,
    &unknown_index_option::RULE,
    &unknown_operator_class::RULE,
];
