//! The rules, in the order of their names.

use super::Rule;

mod alter_index_waits_for_reindex;
mod bad_index_option_value;
mod column_without_dimensions;
mod concurrently_in_tool_transaction;
mod concurrently_in_transaction;
mod concurrently_on_partitioned_table;
mod distance_filter_without_order;
mod drop_before_replacement;
mod drop_concurrently_of_several;
mod drop_index_blocks;
mod dropped_index_comes_back;
mod duplicate_index;
mod ef_construction_below_twice_m;
mod ef_construction_exactly_twice_m;
mod ef_construction_out_of_range;
mod extension_is_called_vector;
mod filter_without_iterative_scan;
mod hnsw_include;
mod hnsw_order;
mod hnsw_several_columns;
mod hnsw_unique;
mod if_not_exists_keeps_invalid_index;
mod if_not_exists_keeps_old_definition;
mod index_blocks_writes;
mod index_metric_unused;
mod ivfflat_on_empty_table;
mod limit_above_ef_search;
mod m_out_of_range;
mod maintenance_work_mem_too_small;
mod memory_beyond_ram;
mod missing_rollback;
mod misspelt_access_method;
mod name_longer_than_63_bytes;
mod names_collide_when_cut;
mod nearest_without_limit;
mod newer_than_declared_pgvector;
mod no_operator_class;
mod operator_class_does_not_fit;
mod order_by_computed_distance;
mod order_by_distance_descending;
mod order_by_distance_function;
mod order_by_further_keys;
mod orm_drops_index;
mod page_cliff;
mod partial_index_not_implied;
mod pgvector_with_advisory;
mod probes_for_hnsw;
mod query_cast_differs;
mod query_operator_differs;
mod reindex_blocks;
mod set_local_outside_transaction;
mod set_with_parameter;
mod setting_leaks_through_pool;
mod setting_out_of_range;
mod several_statements_one_transaction;
mod shared;
mod shared_memory_too_small;
mod suppression_unknown_rule;
mod suppression_unused;
mod suppression_without_reason;
mod syntax_error;
mod timeout_kills_build;
mod too_many_dimensions;
mod type_change_breaks_index;
mod type_change_rewrites_table;
mod unknown_index_option;
mod unknown_operator_class;
mod unknown_setting;
mod unread_statement;
mod workers_beyond_cpus;

pub(super) use shared::concurrent;
pub(super) use suppression_unknown_rule::RULE as UNKNOWN;
pub(super) use suppression_unused::RULE as UNUSED;
pub(super) use suppression_without_reason::RULE as NO_REASON;

/// Every rule.
pub static RULES: &[&Rule] = &[
    &alter_index_waits_for_reindex::RULE,
    &bad_index_option_value::RULE,
    &column_without_dimensions::RULE,
    &concurrently_in_tool_transaction::RULE,
    &concurrently_in_transaction::RULE,
    &concurrently_on_partitioned_table::RULE,
    &distance_filter_without_order::RULE,
    &drop_before_replacement::RULE,
    &drop_concurrently_of_several::RULE,
    &drop_index_blocks::RULE,
    &dropped_index_comes_back::RULE,
    &duplicate_index::RULE,
    &ef_construction_below_twice_m::RULE,
    &ef_construction_exactly_twice_m::RULE,
    &ef_construction_out_of_range::RULE,
    &extension_is_called_vector::RULE,
    &filter_without_iterative_scan::RULE,
    &hnsw_include::RULE,
    &hnsw_order::RULE,
    &hnsw_several_columns::RULE,
    &hnsw_unique::RULE,
    &if_not_exists_keeps_invalid_index::RULE,
    &if_not_exists_keeps_old_definition::RULE,
    &index_blocks_writes::RULE,
    &index_metric_unused::RULE,
    &ivfflat_on_empty_table::RULE,
    &limit_above_ef_search::RULE,
    &m_out_of_range::RULE,
    &maintenance_work_mem_too_small::RULE,
    &memory_beyond_ram::RULE,
    &missing_rollback::RULE,
    &misspelt_access_method::RULE,
    &name_longer_than_63_bytes::RULE,
    &names_collide_when_cut::RULE,
    &nearest_without_limit::RULE,
    &newer_than_declared_pgvector::RULE,
    &no_operator_class::RULE,
    &operator_class_does_not_fit::RULE,
    &order_by_computed_distance::RULE,
    &order_by_distance_descending::RULE,
    &order_by_distance_function::RULE,
    &order_by_further_keys::RULE,
    &orm_drops_index::RULE,
    &page_cliff::RULE,
    &partial_index_not_implied::RULE,
    &pgvector_with_advisory::RULE,
    &probes_for_hnsw::RULE,
    &query_cast_differs::RULE,
    &query_operator_differs::RULE,
    &reindex_blocks::RULE,
    &set_local_outside_transaction::RULE,
    &set_with_parameter::RULE,
    &setting_leaks_through_pool::RULE,
    &setting_out_of_range::RULE,
    &several_statements_one_transaction::RULE,
    &shared_memory_too_small::RULE,
    &suppression_unknown_rule::RULE,
    &suppression_unused::RULE,
    &suppression_without_reason::RULE,
    &syntax_error::RULE,
    &timeout_kills_build::RULE,
    &too_many_dimensions::RULE,
    &type_change_breaks_index::RULE,
    &type_change_rewrites_table::RULE,
    &unknown_index_option::RULE,
    &unknown_operator_class::RULE,
    &unknown_setting::RULE,
    &unread_statement::RULE,
    &workers_beyond_cpus::RULE,
];
