//! Every key of the spec file, once.

use hnswkit_core::domain::{EfConstruction, M, VectorType};
#[cfg(feature = "every-number")]
use hnswkit_core::domain::{EfSearch, MaxScanTuples, ScanMemMultiplier};
use serde::{Deserialize, Deserializer, Serialize};

#[cfg(feature = "every-number")]
use super::words::{filter_indexes, huge_pages, iterative_scans};
use super::words::{formats, metrics, modes, operations, platforms};
#[cfg(feature = "every-operation")]
use super::words::{quantizations, search_parameters, stages, tenancies};
use super::{
    Example, Field, Kind, Section, Value,
    fill::{Slots, fill},
};
use crate::problem::Place;

/// What the sections have in common.
pub(super) trait Values {
    /// The value of `key`, if the section has the key and the key a value.
    fn value(&self, key: &str) -> Option<&Value>;
    /// Where the section begins, if it came from a file.
    fn place(&self) -> Option<&Place>;
}

/// From each row: a member of a struct, an entry of [`FIELDS`], and an arm of `get` and `slot`.
macro_rules! sections {
    ($(
        $(#[$only:meta])?
        $section_doc:literal
        $ty:ident = $section:ident {
            $(
                $(#[$cfg:meta])?
                $member:ident $key:literal: $kind:expr, $flag:literal, $example:expr, $doc:literal;
            )+
        }
    )+) => {
        /// Every key of the spec file, in the order of the file.
        pub const FIELDS: &[Field] = &[$($($(#[$cfg])? Field {
            section: Section::$section,
            key: $key,
            kind: $kind,
            doc: $doc,
            example: $example,
            flag: $flag,
        },)+)+];

        $(
            $(#[$only])?
            #[doc = $section_doc]
            #[derive(Debug, Clone, Default, Serialize)]
            #[cfg_attr(feature = "tsify", derive(tsify::Tsify))]
            pub struct $ty {
                $(
                    $(#[$cfg])?
                    #[doc = $doc]
                    #[serde(rename = $key, skip_serializing_if = "Option::is_none")]
                    pub $member: Option<Value>,
                )+
                /// Where the section begins, if it came from a file.
                #[serde(skip)]
                pub place: Option<Place>,
            }

            $(#[$only])?
            impl $ty {
                /// What this section says, in Markdown.
                pub(super) const DOC: &str = $section_doc;

                /// Whether it says nothing.
                pub fn is_empty(&self) -> bool {
                    $(
                        $(#[$cfg])?
                        if self.$member.is_some() {
                            return false;
                        }
                    )+
                    true
                }

                /// The value of `key`, if the section has the key and the key a value.
                pub fn get(&self, key: &str) -> Option<&Value> {
                    match key {
                        $($(#[$cfg])? $key => self.$member.as_ref(),)+
                        _ => None,
                    }
                }

                /// Where the value of `key` goes, if the section has the key.
                pub fn slot(&mut self, key: &str) -> Option<&mut Option<Value>> {
                    match key {
                        $($(#[$cfg])? $key => Some(&mut self.$member),)+
                        _ => None,
                    }
                }
            }

            $(#[$only])?
            impl Slots for $ty {
                fn slot_of(&mut self, key: &str) -> Option<&mut Option<Value>> {
                    self.slot(key)
                }
            }

            $(#[$only])?
            impl<'de> Deserialize<'de> for $ty {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let mut section = Self::default();
                    fill(&mut section, deserializer)?;
                    Ok(section)
                }
            }

            $(#[$only])?
            impl Values for $ty {
                fn value(&self, key: &str) -> Option<&Value> {
                    self.get(key)
                }

                fn place(&self) -> Option<&Place> {
                    self.place.as_ref()
                }
            }

            $(#[$only])?
            impl PartialEq for $ty {
                /// By the values alone, wherever they stand.
                fn eq(&self, other: &Self) -> bool {
                    // Sections without keys in this build have nothing to compare.
                    let _ = other;
                    $(
                        $(#[$cfg])?
                        if self.$member != other.$member {
                            return false;
                        }
                    )+
                    true
                }
            }
        )+
    };
}

const fn text(example: &'static str) -> Example {
    Example::Text(example)
}

const fn whole(example: i64) -> Example {
    Example::Integer(example)
}

sections! {
    "The server that the migration is for, as far as it is known; every key is optional."
    TargetSpec = Target {
        postgres "postgres": Kind::Version, "--postgres", text("17"),
            "The release of PostgreSQL. Without it the plan works on every supported one.";
        pgvector "pgvector": Kind::Version, "--pgvector", text("0.8.0"),
            "The release of pgvector: `SELECT extversion FROM pg_extension WHERE extname = 'vector'`.";
        platform "platform": Kind::Choice(platforms), "--platform", text("self-hosted"),
            "Where the server runs.";
        ram "ram": Kind::Size, "--ram", text("16GiB"),
            "The memory of the server.";
        cpus "cpus": Kind::Whole(1, 4096), "--cpus", whole(4),
            "The processors of the server.";
        #[cfg(feature = "every-number")]
        shared_buffers "shared_buffers": Kind::Size, "--shared-buffers", text("4GB"),
            "PostgreSQL's own cache, as `SHOW shared_buffers` says it.";
        #[cfg(feature = "every-number")]
        max_connections "max_connections": Kind::Whole(1, 262_143), "--max-connections", whole(100),
            "The most connections, as `SHOW max_connections` says it.";
        #[cfg(feature = "every-number")]
        work_mem "work_mem": Kind::Size, "--work-mem", text("4MB"),
            "The memory for each sort or hash of a query, as `SHOW work_mem` says it.";
        #[cfg(feature = "every-number")]
        shared_memory "shared_memory": Kind::Size, "--shared-memory", text("2GB"),
            "The size of `/dev/shm`: what parallel builds can take. 64 MB in a container that nobody has told otherwise.";
        #[cfg(feature = "every-number")]
        min_dynamic_shared_memory "min_dynamic_shared_memory": Kind::Size, "--min-dynamic-shared-memory", text("2GB"),
            "What PostgreSQL has reserved for parallel work, as `SHOW min_dynamic_shared_memory` says it: builds that fit into it take no `/dev/shm`.";
        #[cfg(feature = "every-number")]
        huge_pages "huge_pages": Kind::Choice(huge_pages), "--huge-pages", text("on"),
            "Whether PostgreSQL's own memory is in huge pages, as `SHOW huge_pages` says it.";
    }

    "The migration: its tool and its name."
    MigrationSpec = Migration {
        format "format": Kind::Choice(formats), "--format", text("alembic"),
            "The migration tool that the files are for; `hnswkit formats` lists them.";
        mode "mode": Kind::Choice(modes), "--mode", text("online"),
            "`online` builds with CREATE INDEX CONCURRENTLY while writes go on; `transactional` builds inside the tool's transaction while writes wait.";
        name "name": Kind::Text, "--migration-name", text("add_hnsw_vector_indexes"),
            "The name of the migration in snake case; part of its file names.";
        revision "revision": Kind::Text, "--revision", text("a1b2c3d4e5f6"),
            "The revision of the migration, for tools that have one. Without it one is made from the request.";
        down_revision "down_revision": Kind::Text, "--down-revision", text("0f1e2d3c4b5a"),
            "The revision that the migration follows, for tools that have one.";
        folder "folder": Kind::Text, "--folder", text("db/migrations"),
            "The folder for the files, below the project. Without it the one that the project has, or the tool's usual one.";
        now "now": Kind::Text, "--now", text("2026-11-23T10:00:00Z"),
            "The time in the names of files, in UTC, for tools that order by time. Without it the first that follows those in the folder.";
    }

    "An index to create; one section for each, built in this order."
    IndexSpec = Index {
        table "table": Kind::Text, "--table", text("messages"),
            "The table, or `schema.table`. Capitals count; a part with a dot in it stands in double quotes.";
        schema "schema": Kind::Text, "--schema", text("public"),
            "The schema of the table, when `table` does not say it.";
        column "column": Kind::Text, "--column", text("embedding"),
            "The column to index.";
        expression "expression": Kind::Text, "--expression", text("embedding::halfvec(1536)"),
            "The expression to index, in place of a column. Queries have to use the same expression.";
        name "name": Kind::Text, "--index-name", text("idx_messages_embedding_hnsw"),
            "The name of the index. Without it one is made from the table and the column.";
        vector_type "type": Kind::Text, "--type", text("vector(1536)"),
            "The type of the column or expression with its dimensions: `vector`, `halfvec`, `bit` or `sparsevec`.";
        metric "metric": Kind::Choice(metrics), "--metric", text("cosine"),
            "The distance that queries order by.";
        rows "rows": Kind::Rows, "--rows", text("10k"),
            "The rows that the index will hold: those where the column is not NULL and `where` is true. `10k`, `1.2M` and `10_000` are understood.";
        m "m": Kind::Parameter(M::INFO), "--m", whole(16),
            "Links per node and layer of the graph.";
        ef_construction "ef_construction": Kind::Parameter(EfConstruction::INFO), "--ef-construction", whole(64),
            "Candidates kept while the graph is built; at least twice `m`.";
        predicate "where": Kind::Text, "--where", text("deleted_at IS NULL"),
            "The rows to index, when not all are: the predicate of a partial index.";
        nnz "nnz": Kind::Whole(1, VectorType::MAX_INDEXED_NON_ZERO), "--nnz", whole(120),
            "Elements that are not zero in an average row; for `sparsevec` only.";
        duplicates "duplicates": Kind::Share, "--duplicates", text("25%"),
            "The share of rows whose vector equals an earlier row's.";
        maintenance_work_mem "maintenance_work_mem": Kind::Size, "--maintenance-work-mem", text("2GB"),
            "The memory for the build. Without it one is recommended.";
        workers "workers": Kind::Whole(0, 1024), "--workers", whole(2),
            "So many parallel workers take part in the build, whatever the planner would choose; 0 is a serial build.";
        operation "operation": Kind::Choice(operations), "--operation", text("create"),
            "What to do with the index: `create` it, `replace` the one of its name by this one, `reindex` it as it is, `repair` it where it is INVALID, or `drop` it; `change-type` gives its column another type, `change-model` moves that to another embedding model, `bulk-load` drops it before a load and builds it after.";
        #[cfg(feature = "every-operation")]
        previous_m "previous_m": Kind::Parameter(M::INFO), "--previous-m", whole(16),
            "The `m` of the index that is replaced; with it, the way back can build it again.";
        #[cfg(feature = "every-operation")]
        previous_ef_construction "previous_ef_construction": Kind::Parameter(EfConstruction::INFO), "--previous-ef-construction", whole(64),
            "The `ef_construction` of the index that is replaced; with it, the way back can build it again.";
        #[cfg(feature = "every-operation")]
        previous_metric "previous_metric": Kind::Choice(metrics), "--previous-metric", text("l2"),
            "The metric of the index that is replaced, when it was another.";
        #[cfg(feature = "every-operation")]
        previous_column "previous_column": Kind::Text, "--previous-column", text("embedding"),
            "The column of the index that is replaced, when its key was another.";
        #[cfg(feature = "every-operation")]
        previous_expression "previous_expression": Kind::Text, "--previous-expression", text("embedding::halfvec(1536)"),
            "The expression of the index that is replaced, when its key was another.";
        #[cfg(feature = "every-operation")]
        previous_type "previous_type": Kind::Text, "--previous-type", text("halfvec(1536)"),
            "The type of the column or expression of the index that is replaced, when it was another.";
        #[cfg(feature = "every-operation")]
        previous_where "previous_where": Kind::Text, "--previous-where", text("deleted_at IS NULL"),
            "The predicate of the index that is replaced, when it was another; an empty text says that it had none.";
        #[cfg(feature = "every-operation")]
        redundant "redundant": Kind::Text, "--redundant", text("messages_embedding_idx"),
            "An index of the same definition under another name, which `repair` drops.";
        #[cfg(feature = "every-operation")]
        quantize "quantize": Kind::Choice(quantizations), "--quantize", text("halfvec"),
            "The index keeps the column's vectors in fewer bits: `halfvec`, two bytes a number, or `binary`, one bit, to be re-ranked. `type` is that of the column, `metric` that of its full vectors.";
        #[cfg(feature = "every-operation")]
        subvector "subvector": Kind::Whole(1, 15_999), "--subvector", whole(256),
            "The index keeps so many of the first numbers of each vector, for models that are trained for it (Matryoshka); to be re-ranked.";
        #[cfg(feature = "every-operation")]
        load_rows "load_rows": Kind::Rows, "--load-rows", text("2M"),
            "The rows that are going to be loaded, with `operation = \"bulk-load\"`; `rows` counts them too.";
        #[cfg(feature = "every-operation")]
        partitions "partitions": Kind::List, "--partitions", text("events_2025, events_2026"),
            "The partitions of the table, all of them: `[\"a\", \"b\"]`, or with the rows of each, `{ \"a\" = \"2M\", \"b\" = \"50k\" }`. One that is partitioned itself stands before its own: `\"b/b1\"`.";
        #[cfg(feature = "every-operation")]
        tenant_column "tenant_column": Kind::Text, "--tenant-column", text("tenant_id"),
            "The column that tells tenants apart.";
        #[cfg(feature = "every-operation")]
        tenants "tenants": Kind::List, "--tenants", text("17=1.2M, 18=40k"),
            "The largest tenants with their rows: `{ \"17\" = \"1.2M\", \"18\" = \"40k\" }`. `rows` counts all tenants.";
        #[cfg(feature = "every-operation")]
        tenancy "tenancy": Kind::Choice(tenancies), "--tenancy", text("auto"),
            "`partial` builds an index for each of `tenants` and one that all others share; `one` a single index; `list` and `hash` are for tables that are partitioned so. `auto` decides by the rows of the tenants.";
        #[cfg(feature = "every-operation")]
        from "from": Kind::Text, "--from-type", text("vector(1536)"),
            "The type that the column has before its change; `type` is the one that it gets.";
        #[cfg(feature = "every-operation")]
        stage "stage": Kind::Choice(stages), "--stage", text("expand"),
            "How far a change of the column goes, a migration each: `expand` adds the new column (`change-type` fills and indexes it too), `index` builds the index of `change-model`, `switch` lets the new column serve, `contract` drops the old one. With `bulk-load`, `before` the load drops the index and `after` it builds the index.";
        #[cfg(feature = "every-operation")]
        soak "soak": Kind::Text, "--soak", text("7 days"),
            "How long after the switch `contract` may drop the old column, in minutes, hours or days; `change-model` waits 7 days without it.";
        #[cfg(feature = "every-operation")]
        max_rewrite "max_rewrite": Kind::Size, "--max-rewrite", text("100MB"),
            "The largest table that is written anew under a lock, in transactional mode; 100 MB without it.";
        #[cfg(feature = "every-operation")]
        new_column "new_column": Kind::Text, "--new-column", text("embedding_new"),
            "The column for the new model. Without it one is named after `column`, with `_new` behind it.";
        #[cfg(feature = "every-operation")]
        source "source": Kind::Text, "--source", text("title, body"),
            "The columns that an embedding is computed from, with commas between them: when one changes, the new embedding is to be computed again. Without it, when the old embedding changes.";
        #[cfg(feature = "every-operation")]
        missing "missing": Kind::Whole(0, u32::MAX), "--missing", whole(0),
            "So many rows may be without an embedding of the new model, because it refuses them.";
    }

    "A setting that new sessions of a role or database begin with; one section for each."
    SettingSpec = Setting {
        #[cfg(feature = "every-operation")]
        parameter "parameter": Kind::Choice(search_parameters), "--setting", text("hnsw.ef_search"),
            "The setting.";
        #[cfg(feature = "every-operation")]
        value "value": Kind::NumberOrWord, "--setting-value", whole(100),
            "Its value.";
        #[cfg(feature = "every-operation")]
        role "role": Kind::Text, "--setting-role", text("app"),
            "The role whose sessions begin with it. Without `role` and `database`: all of the database that the migration runs in.";
        #[cfg(feature = "every-operation")]
        database "database": Kind::Text, "--setting-database", text("shop"),
            "The database whose sessions begin with it; beside `role`, those of the role in it.";
        #[cfg(feature = "every-operation")]
        previous "previous": Kind::NumberOrWord, "--setting-previous", whole(40),
            "The value that is there now, if there is one: the way back puts it back, and resets the setting otherwise.";
    }

    "An upgrade of pgvector in this database, before all else."
    UpgradeSpec = Upgrade {
        #[cfg(feature = "every-operation")]
        pgvector "pgvector": Kind::Version, "--upgrade", text("0.8.6"),
            "The release to go to; its package is on the server.";
        #[cfg(feature = "every-operation")]
        from "from": Kind::Version, "--upgrade-from", text("0.7.4"),
            "The release that is there. With it, the plan stops at any other, and says which indexes should be built anew.";
    }

    "A dump that is restored without the indexes of this file, which the plan then builds."
    RestoreSpec = Restore {
        #[cfg(feature = "every-operation")]
        dump "dump": Kind::Text, "--restore", text("backup.dump"),
            "The dump: what `pg_dump --format=custom` or `--format=directory` wrote.";
        #[cfg(feature = "every-operation")]
        pgvector "pgvector": Kind::Version, "--restore-pgvector", text("0.7.4"),
            "The release of pgvector where the dump was made; an older one is refused.";
        #[cfg(feature = "every-operation")]
        jobs "jobs": Kind::Whole(1, 1024), "--restore-jobs", whole(4),
            "So many jobs restore the data; 1 when left out.";
    }

    #[cfg(feature = "every-number")]
    "A build that was timed on this server; what is left out is as in the first index. Two of them, with different rows, make the time of the others narrow."
    CalibrationSpec = Calibration {
        #[cfg(feature = "every-number")]
        rows "rows": Kind::Rows, "--timed-rows", text("10k"),
            "The rows that the index got.";
        #[cfg(feature = "every-number")]
        seconds "seconds": Kind::Seconds, "--timed-seconds", text("4.8 s"),
            "How long the build took: seconds, or a text such as `12 min`.";
        #[cfg(feature = "every-number")]
        vector_type "type": Kind::Text, "--timed-type", text("vector(1536)"),
            "The type of its column or expression, with its dimensions.";
        #[cfg(feature = "every-number")]
        m "m": Kind::Whole(2, 100), "--timed-m", whole(16),
            "Its `m`.";
        #[cfg(feature = "every-number")]
        ef_construction "ef_construction": Kind::Whole(4, 1000), "--timed-ef-construction", whole(64),
            "Its `ef_construction`.";
        #[cfg(feature = "every-number")]
        workers "workers": Kind::Whole(0, 1024), "--timed-workers", whole(0),
            "The workers that took part; 0 for a serial build.";
        #[cfg(feature = "every-number")]
        maintenance_work_mem "maintenance_work_mem": Kind::Size, "--timed-maintenance-work-mem", text("64MB"),
            "The setting of the session that built it; without it all rows fitted.";
    }

    #[cfg(feature = "every-number")]
    "The search that the index is for: `hnswkit estimate` says which plan PostgreSQL chooses for it, and how many rows come back. Every key is optional, and any of them asks for it."
    QuerySpec = Query {
        #[cfg(feature = "every-number")]
        limit "limit": Kind::Whole(1, u32::MAX), "--limit", whole(10),
            "The rows that it asks for; 10 when left out.";
        #[cfg(feature = "every-number")]
        offset "offset": Kind::Whole(0, u32::MAX), "--offset", whole(20),
            "The rows that it skips before them.";
        #[cfg(feature = "every-number")]
        selectivity "selectivity": Kind::Share, "--selectivity", text("1%"),
            "The share of the indexed rows that its conditions leave; without it there are no conditions.";
        #[cfg(feature = "every-number")]
        filter_index "filter_index": Kind::Choice(filter_indexes), "--filter-index", text("btree"),
            "`btree` when an index finds the rows that the conditions leave.";
        #[cfg(feature = "every-number")]
        ef_search "ef_search": Kind::Parameter(EfSearch::INFO), "--ef-search", whole(100),
            "`hnsw.ef_search` of the session.";
        #[cfg(feature = "every-number")]
        iterative_scan "iterative_scan": Kind::Choice(iterative_scans), "--iterative-scan", text("strict_order"),
            "`hnsw.iterative_scan` of the session.";
        #[cfg(feature = "every-number")]
        max_scan_tuples "max_scan_tuples": Kind::Parameter(MaxScanTuples::INFO), "--max-scan-tuples", whole(20_000),
            "`hnsw.max_scan_tuples` of the session.";
        #[cfg(feature = "every-number")]
        scan_mem_multiplier "scan_mem_multiplier": Kind::Parameter(ScanMemMultiplier::INFO), "--scan-mem-multiplier", whole(2),
            "`hnsw.scan_mem_multiplier` of the session.";
        #[cfg(feature = "every-number")]
        table_rows "table_rows": Kind::Rows, "--table-rows", text("12k"),
            "The rows of the table, those that the index leaves out too; without it those of the index.";
        #[cfg(feature = "every-number")]
        table_size "table_size": Kind::Size, "--table-size", text("24MB"),
            "The table without TOAST and indexes: `SELECT pg_relation_size('messages')`. Without it a key and the vector are reckoned with.";
        #[cfg(feature = "every-number")]
        work_mem "work_mem": Kind::Size, "--query-work-mem", text("4MB"),
            "`work_mem` of the session.";
        #[cfg(feature = "every-number")]
        random_page_cost "random_page_cost": Kind::Cost, "--random-page-cost", text("1.1"),
            "`random_page_cost` of the session; 4 when left out, as PostgreSQL has it.";
        #[cfg(feature = "every-number")]
        seq_page_cost "seq_page_cost": Kind::Cost, "--seq-page-cost", text("1"),
            "`seq_page_cost` of the session.";
        #[cfg(feature = "every-number")]
        effective_cache_size "effective_cache_size": Kind::Size, "--effective-cache-size", text("4GB"),
            "`effective_cache_size` of the session.";
        #[cfg(feature = "every-number")]
        workers "max_parallel_workers_per_gather": Kind::Whole(0, 1024), "--max-parallel-workers-per-gather", whole(2),
            "`max_parallel_workers_per_gather` of the session.";
    }

    #[cfg(feature = "every-number")]
    "What happens to the tables after the builds, for the numbers of `estimate`; every key is optional."
    ActivitySpec = Activity {
        #[cfg(feature = "every-number")]
        inserts "inserts": Kind::Rows, "--inserts", text("100k"),
            "The rows with a vector that are inserted a day.";
        #[cfg(feature = "every-number")]
        deletes "deletes": Kind::Rows, "--deletes", text("10k"),
            "The rows that are deleted a day.";
        #[cfg(feature = "every-number")]
        updates "updates": Kind::Rows, "--updates", text("50k"),
            "The updates a day that keep the vector and are not HOT: `n_tup_upd - n_tup_hot_upd` of `pg_stat_user_tables` counts them.";
        #[cfg(feature = "every-number")]
        vector_updates "vector_updates": Kind::Rows, "--vector-updates", text("5k"),
            "The updates a day that change the vector.";
        #[cfg(feature = "every-number")]
        days "days": Kind::Whole(1, 36_500), "--days", whole(30),
            "The days to look ahead; 30 when left out.";
        #[cfg(feature = "every-number")]
        autovacuum_vacuum_scale_factor "autovacuum_vacuum_scale_factor": Kind::Share, "--autovacuum-vacuum-scale-factor", text("5%"),
            "The share of dead rows that autovacuum waits for; 20% when left out, as PostgreSQL has it.";
        #[cfg(feature = "every-number")]
        autovacuum_work_mem "autovacuum_work_mem": Kind::Size, "--autovacuum-work-mem", text("256MB"),
            "The memory for the dead rows of a VACUUM; without it 64 MB, PostgreSQL's `maintenance_work_mem`.";
        #[cfg(feature = "every-number")]
        checkpoint_timeout "checkpoint_timeout": Kind::Seconds, "--checkpoint-timeout", text("5 min"),
            "The time between checkpoints; 5 minutes when left out, as PostgreSQL has it.";
    }

    #[cfg(feature = "every-number")]
    "The way to the replicas, for the numbers of `estimate`; every key is optional."
    ReplicationSpec = Replication {
        #[cfg(feature = "every-number")]
        bandwidth "bandwidth": Kind::Size, "--bandwidth", text("50MB"),
            "What goes to a replica in a second, in bytes.";
        #[cfg(feature = "every-number")]
        max_slot_wal_keep_size "max_slot_wal_keep_size": Kind::Size, "--max-slot-wal-keep-size", text("20GB"),
            "The WAL that the primary keeps for a slot at the most, when there is a limit.";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(feature = "every-operation")]
    fn the_description_of_operations_has_all_of_them() {
        let it = FIELDS.iter().find(|it| it.key == "operation").unwrap();
        for operation in hnswkit_core::plan::OPERATIONS {
            assert!(it.doc.contains(&format!("`{}`", operation.id)), "{}", operation.id);
        }
    }

    #[test]
    fn no_two_keys_share_a_flag_or_a_place() {
        for (n, one) in FIELDS.iter().enumerate() {
            assert!(one.flag.starts_with("--"), "{}", one.key);
            assert!(one.doc.ends_with('.'), "{}", one.key);
            assert!(one.kind.accepts(&one.read_text(&one.plain_example())), "{}", one.key);
            for two in &FIELDS[..n] {
                assert_ne!(one.flag, two.flag);
                assert_ne!((one.section, one.key), (two.section, two.key));
            }
        }
    }
}
