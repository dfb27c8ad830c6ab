//! The rules, in the order of their names.

use super::Rule;

mod bad_index_option_value;
mod column_without_dimensions;
mod concurrently_in_tool_transaction;
mod concurrently_in_transaction;
mod concurrently_on_partitioned_table;
mod drop_before_replacement;
mod drop_concurrently_of_several;
mod dropped_index_comes_back;
mod duplicate_index;
mod ef_construction_below_twice_m;
mod ef_construction_exactly_twice_m;
mod ef_construction_out_of_range;
mod extension_is_called_vector;
mod hnsw_include;
mod hnsw_order;
mod hnsw_several_columns;
mod hnsw_unique;
mod if_not_exists_keeps_invalid_index;
mod if_not_exists_keeps_old_definition;
mod index_blocks_writes;
mod m_out_of_range;
mod maintenance_work_mem_too_small;
mod memory_beyond_ram;
mod missing_rollback;
mod misspelt_access_method;
mod name_longer_than_63_bytes;
mod names_collide_when_cut;
mod newer_than_declared_pgvector;
mod no_operator_class;
mod operator_class_does_not_fit;
mod order_by_computed_distance;
mod orm_drops_index;
mod page_cliff;
mod pgvector_with_advisory;
mod set_local_outside_transaction;
mod several_statements_one_transaction;
mod shared;
mod shared_memory_too_small;
mod suppression_unknown_rule;
mod suppression_unused;
mod suppression_without_reason;
mod timeout_kills_build;
mod too_many_dimensions;
mod unknown_index_option;
mod unknown_operator_class;
mod workers_beyond_cpus;

pub(super) use shared::concurrent;
pub(super) use suppression_unknown_rule::RULE as UNKNOWN;
pub(super) use suppression_unused::RULE as UNUSED;
pub(super) use suppression_without_reason::RULE as NO_REASON;

/// Every rule.
pub static RULES: &[&Rule] = &[
    &bad_index_option_value::RULE,
    &column_without_dimensions::RULE,
    &concurrently_in_tool_transaction::RULE,
    &concurrently_in_transaction::RULE,
    &concurrently_on_partitioned_table::RULE,
    &drop_before_replacement::RULE,
    &drop_concurrently_of_several::RULE,
    &dropped_index_comes_back::RULE,
    &duplicate_index::RULE,
    &ef_construction_below_twice_m::RULE,
    &ef_construction_exactly_twice_m::RULE,
    &ef_construction_out_of_range::RULE,
    &extension_is_called_vector::RULE,
    &hnsw_include::RULE,
    &hnsw_order::RULE,
    &hnsw_several_columns::RULE,
    &hnsw_unique::RULE,
    &if_not_exists_keeps_invalid_index::RULE,
    &if_not_exists_keeps_old_definition::RULE,
    &index_blocks_writes::RULE,
    &m_out_of_range::RULE,
    &maintenance_work_mem_too_small::RULE,
    &memory_beyond_ram::RULE,
    &missing_rollback::RULE,
    &misspelt_access_method::RULE,
    &name_longer_than_63_bytes::RULE,
    &names_collide_when_cut::RULE,
    &newer_than_declared_pgvector::RULE,
    &no_operator_class::RULE,
    &operator_class_does_not_fit::RULE,
    &order_by_computed_distance::RULE,
    &orm_drops_index::RULE,
    &page_cliff::RULE,
    &pgvector_with_advisory::RULE,
    &set_local_outside_transaction::RULE,
    &several_statements_one_transaction::RULE,
    &shared_memory_too_small::RULE,
    &suppression_unknown_rule::RULE,
    &suppression_unused::RULE,
    &suppression_without_reason::RULE,
    &timeout_kills_build::RULE,
    &too_many_dimensions::RULE,
    &unknown_index_option::RULE,
    &unknown_operator_class::RULE,
    &workers_beyond_cpus::RULE,
];
