//! Read-only queries to run before a plan.
//!
//! Each gives rows of two columns: `ok` (true, false, or NULL where only a person can tell) and
//! `detail`.

use std::{fmt, sync::Arc};

#[cfg(feature = "every-operation")]
use super::model_checks;
use super::{Built, IndexRequest, Partition, Stage, equal_index, name};
#[cfg(feature = "every-operation")]
use crate::sql::{ModelColumns, VerifyCast};
use crate::{
    domain::{
        Bytes, ElementType, Identifier, IndexDefinition, IndexKey, Literal, PgvectorVersion,
        QualifiedName,
    },
    sql::PartitionsLine,
};

/// A question to the server before anything is changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// The question.
    pub kind: CheckKind,
    /// The index that it is about.
    pub index: Arc<IndexDefinition>,
    column: Option<Column>,
    pgvector: PgvectorVersion,
    disk: Bytes,
    old: bool,
    /// The partitions with rows, when the table has some.
    partitions: Option<Vec<QualifiedName>>,
    #[cfg(feature = "every-operation")]
    model: Option<Arc<ModelColumns>>,
}

/// The column of an index, and the type that it should have.
#[derive(Debug, Clone, PartialEq)]
struct Column {
    name: Identifier,
    element: ElementType,
    dimensions: u32,
}

impl Column {
    fn of(index: &IndexRequest) -> Option<Self> {
        #[cfg(feature = "every-operation")]
        if let Some(it) = &index.reduced {
            let name = it.column().clone();
            return Some(Self { name, element: it.element(), dimensions: it.dimensions() });
        }
        // The type of an expression is the server's to judge: the guard asks it.
        let IndexKey::Column(name) = &index.definition.key else { return None };
        if let Some(it) = index.change.filter(|it| it.stage != Stage::Contract) {
            let (element, dimensions) = (it.from.element(), it.from.dimensions());
            return Some(Self { name: name.clone(), element, dimensions });
        }
        let it = index.vector_type;
        Some(Self { name: name.clone(), element: it.element(), dimensions: it.dimensions() })
    }
}

/// A kind of question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CheckKind {
    /// Is pgvector there, and new enough?
    Extension,
    /// Is the table a plain one, and is it ours?
    Rights,
    /// Are these the partitions of the table?
    Partitions,
    /// Has the column the planned type and dimensions?
    Column,
    /// Can another type hold every value?
    #[cfg(feature = "every-operation")]
    Values,
    #[cfg(feature = "every-operation")]
    /// Has every row its embedding of another model?
    Unfilled,
    #[cfg(feature = "every-operation")]
    /// Do two models give the same neighbours?
    Agreement,
    /// Is the name free, or taken by an INVALID leftover or another index?
    Name,
    /// Is there an equal index under another name?
    EqualIndex,
    /// Which transactions would a concurrent build wait for?
    OldTransactions,
    /// Is somebody else building an index on the table or vacuuming it?
    Activity,
    /// How much disk does it take?
    Disk,
    /// Is the index that is changed in use, and does anything need it?
    #[cfg(feature = "every-operation")]
    Usage,
}

impl CheckKind {
    /// All of them, in order.
    pub const ALL: &[Self] = &[
        Self::Extension,
        Self::Rights,
        Self::Partitions,
        Self::Column,
        #[cfg(feature = "every-operation")]
        Self::Values,
        #[cfg(feature = "every-operation")]
        Self::Unfilled,
        #[cfg(feature = "every-operation")]
        Self::Agreement,
        Self::Name,
        Self::EqualIndex,
        Self::OldTransactions,
        Self::Activity,
        Self::Disk,
        #[cfg(feature = "every-operation")]
        Self::Usage,
    ];

    /// The id, for JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Extension => "extension",
            Self::Rights => "rights",
            Self::Partitions => "partitions",
            Self::Column => "column",
            #[cfg(feature = "every-operation")]
            Self::Values => "values",
            #[cfg(feature = "every-operation")]
            Self::Unfilled => "unfilled",
            #[cfg(feature = "every-operation")]
            Self::Agreement => "agreement",
            Self::Name => "name",
            Self::EqualIndex => "equal-index",
            Self::OldTransactions => "old-transactions",
            Self::Activity => "activity",
            Self::Disk => "disk",
            #[cfg(feature = "every-operation")]
            Self::Usage => "usage",
        }
    }

    /// Whether it is a question about an index that is built there.
    pub(super) fn is_about(self, built: Built) -> bool {
        match self {
            Self::Disk => built == Built::There,
            Self::Name | Self::EqualIndex => built != Built::Nowhere,
            _ => true,
        }
    }

    /// The question, for people.
    pub const fn question(self) -> &'static str {
        match self {
            Self::Extension => "Is pgvector installed, new enough, and on the search_path?",
            Self::Rights => "Is it a table that one build can index, and may this role do it?",
            Self::Partitions => "Which partitions has the table, as a line of the spec?",
            Self::Column => "Has the column the planned type and dimensions?",
            #[cfg(feature = "every-operation")]
            Self::Values => "Can a halfvec hold every value?",
            #[cfg(feature = "every-operation")]
            Self::Unfilled => "Has every row its embedding of the new model?",
            #[cfg(feature = "every-operation")]
            Self::Agreement => "How many neighbours have both models in common?",
            Self::Name => "Is the name of the index free?",
            Self::EqualIndex => "Is there an equal index under another name?",
            Self::OldTransactions => "Which transactions would a concurrent build wait for?",
            Self::Activity => "Is another session building on the table or vacuuming it?",
            Self::Disk => "How much disk is used, and how much does this take?",
            #[cfg(feature = "every-operation")]
            Self::Usage => "Is the index in use, and does another one need it?",
        }
    }

    /// What to do when `ok` is false.
    pub const fn cure(self) -> &'static str {
        match self {
            Self::Extension => {
                "CREATE EXTENSION vector, or ALTER EXTENSION vector UPDATE; put its schema on the search_path."
            }
            Self::Rights => {
                "Run as the owner of the table; of a partitioned table say the `partitions`."
            }
            Self::Partitions => "Put the line into the spec, and generate again.",
            Self::Column => "Correct the type in the spec, or the column.",
            #[cfg(feature = "every-operation")]
            Self::Values => {
                "Normalize vectors beyond 65,504; what becomes all zero is in no cosine index."
            }
            #[cfg(feature = "every-operation")]
            Self::Unfilled => "Let the worker go on until it finds none.",
            #[cfg(feature = "every-operation")]
            Self::Agreement => "Read the answers that differ: another model is meant to differ.",
            Self::Name => {
                "An INVALID leftover is removed by the migration; for anything else choose another name."
            }
            Self::EqualIndex => "Leave the migration out, or drop the other index afterwards.",
            Self::OldTransactions => {
                "Wait until they end, or end them; the build waits for them in any case."
            }
            Self::Activity => "Wait until it is done: two concurrent builds on one table deadlock.",
            Self::Disk => "PostgreSQL cannot tell how much is free: compare with df on the server.",
            #[cfg(feature = "every-operation")]
            Self::Usage => "It is a part of a partitioned index: change that one.",
        }
    }
}

impl Check {
    /// The questions for one index.
    pub(super) fn all(index: &IndexRequest, disk: Bytes) -> Vec<Self> {
        let it = Self {
            kind: CheckKind::Extension,
            index: Arc::clone(&index.definition),
            column: Column::of(index),
            pgvector: index.definition.operator_class.since,
            disk,
            old: index.builds_beside(),
            partitions: match &index.partition {
                Some(Partition::Whole(parts)) => {
                    let leaves = parts.iter().filter(|it| !it.is_partitioned);
                    Some(leaves.map(|it| it.definition.table.clone()).collect())
                }
                _ => None,
            },
            #[cfg(feature = "every-operation")]
            model: model_checks::columns(index).map(Arc::new),
        };
        let is_column = it.column.is_some();
        // From `vector` to `halfvec`, before anything is changed.
        let narrows = index.change.is_some_and(|it| {
            it.stage == Stage::Expand && it.from.element() == ElementType::Vector
        }) && index.vector_type.element() == ElementType::Halfvec;
        let is_whole = it.partitions.is_some();
        let kinds = CheckKind::ALL.iter().filter(|kind| match kind {
            CheckKind::Column => is_column,
            CheckKind::Partitions => is_whole,
            // Its partitions are asked one by one.
            CheckKind::EqualIndex | CheckKind::Activity | CheckKind::Disk => !is_whole,
            #[cfg(feature = "every-operation")]
            CheckKind::Usage => index.is_there() && !is_whole,
            #[cfg(feature = "every-operation")]
            CheckKind::Values => narrows,
            #[cfg(feature = "every-operation")]
            CheckKind::Unfilled => it.model.is_some(),
            #[cfg(feature = "every-operation")]
            CheckKind::Agreement => {
                it.model.as_ref().is_some_and(|it| model_checks::can_agree(it, &index.definition))
            }
            _ => true,
        });
        #[cfg(not(feature = "every-operation"))]
        let _ = narrows;
        kinds.map(|kind| Self { kind: *kind, ..it.clone() }).collect()
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let it = &*self.index;
        let (table, name) = (Literal(&it.table), Literal(it.qualified_name()));
        match self.kind {
            CheckKind::Extension => {
                let PgvectorVersion { major, minor, patch } = self.pgvector;
                write!(
                    f,
                    "SELECT
    string_to_array(e.extversion, '.')::int[] >= ARRAY[{major}, {minor}, {patch}]
        AND n.nspname = ANY (current_schemas(true)) AS ok,
    format('pgvector %s in schema %s; needs {needs} or later', e.extversion, n.nspname) AS detail
FROM pg_extension AS e
JOIN pg_namespace AS n ON n.oid = e.extnamespace
WHERE e.extname = 'vector'
UNION ALL
SELECT false, 'pgvector is not installed in this database'
WHERE NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'vector');",
                    needs = self.pgvector,
                )
            }
            CheckKind::Rights => write!(
                f,
                "SELECT
    c.relkind IN ({kinds})
        AND pg_has_role(c.relowner, 'USAGE')
        AND has_schema_privilege(c.relnamespace, 'CREATE')
        AND has_database_privilege(current_database(), 'TEMPORARY') AS ok,
    format(
        'kind %s, owner %s (ours: %s), may create in the schema: %s, may create temporary tables: %s',
        c.relkind,
        pg_get_userbyid(c.relowner),
        pg_has_role(c.relowner, 'USAGE'),
        has_schema_privilege(c.relnamespace, 'CREATE'),
        has_database_privilege(current_database(), 'TEMPORARY')
    ) AS detail
FROM pg_class AS c
WHERE c.oid = to_regclass({table})
UNION ALL
SELECT false, 'the table does not exist, or its schema is not on the search_path'
WHERE to_regclass({table}) IS NULL;",
                kinds = if self.partitions.is_some() { "'p'" } else { "'r', 'm'" },
            ),
            CheckKind::Partitions => {
                let names = self.partitions.iter().flatten();
                let names: Vec<_> = names.map(|it| Literal(it).to_string()).collect();
                write!(
                    f,
                    "SELECT
    (
        SELECT array_agg(t.relid::oid ORDER BY t.relid::oid)
        FROM pg_partition_tree(to_regclass({table})) AS t
        WHERE t.isleaf AND 0 < t.level
    ) = (
        SELECT array_agg(to_regclass(name)::oid ORDER BY to_regclass(name)::oid)
        FROM unnest(ARRAY[{names}]) AS name
    ) AS ok,
    (
        {line}
    ) AS detail;",
                    names = names.join(", "),
                    line = PartitionsLine(&it.table).to_string().replace('\n', "\n        "),
                )
            }
            CheckKind::Column => {
                let Some(Column { name: column, element, dimensions }) = &self.column else {
                    return Ok(());
                };
                write!(
                    f,
                    "SELECT
    t.typname = {element_name} AND a.atttypmod = {dimensions} AS ok,
    format('%s is %s; planned is {element}({dimensions})', a.attname, format_type(a.atttypid, a.atttypmod)) AS detail
FROM pg_attribute AS a
JOIN pg_type AS t ON t.oid = a.atttypid
WHERE a.attrelid = to_regclass({table})
    AND a.attname = {column}
    AND NOT a.attisdropped;",
                    element_name = Literal(element),
                    column = Literal(column.as_str()),
                )
            }
            #[cfg(feature = "every-operation")]
            CheckKind::Unfilled => {
                self.model.iter().try_for_each(|it| model_checks::unfilled(f, it))
            }
            #[cfg(feature = "every-operation")]
            CheckKind::Agreement => {
                self.model.iter().try_for_each(|model| model_checks::agreement(f, model, it))
            }
            #[cfg(feature = "every-operation")]
            CheckKind::Values => {
                let IndexKey::Column(column) = &it.key else { return Ok(()) };
                write!(
                    f,
                    "SELECT
    count(*) FILTER (
        WHERE {overflows}
    ) = 0 AS ok,
    format(
        'elements beyond 65504 in %s rows; all zero as halfvec: %s rows',
        count(*) FILTER (
            WHERE {overflows}
        ),
        count(*) FILTER (
            WHERE {vanishes}
        )
    ) AS detail
FROM {table} AS it;",
                    overflows = VerifyCast::overflows(column),
                    vanishes = VerifyCast::vanishes(column),
                    table = it.table,
                )
            }
            CheckKind::Name => write!(
                f,
                "SELECT
    i.indrelid IS NOT DISTINCT FROM to_regclass({table}) AS ok,
    CASE
        WHEN i.indexrelid IS NULL THEN format('%s is there and is not an index', c.oid::regclass)
        WHEN NOT (i.indisvalid AND i.indisready) THEN format('%s is INVALID: a leftover', c.oid::regclass)
        ELSE format('is there: %s', pg_get_indexdef(c.oid))
    END AS detail
FROM pg_class AS c
LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
WHERE c.oid IN (to_regclass({name}), to_regclass({leftover}));",
                leftover = Literal(it.table.sibling(name::leftover(&it.name))),
            ),
            CheckKind::EqualIndex => equal_index::write(f, it),
            CheckKind::OldTransactions => f.write_str(
                "SELECT
    CASE WHEN coalesce(a.xact_start, now()) < now() - interval '1 minute' THEN false END AS ok,
    format(
        'pid %s, user %s, %s, open for %s: %s',
        a.pid,
        a.usename,
        a.state,
        date_trunc('second', now() - a.xact_start),
        left(a.query, 80)
    ) AS detail
FROM pg_stat_activity AS a
WHERE a.datname = current_database()
    AND a.pid <> pg_backend_pid()
    AND (a.backend_xmin IS NOT NULL OR a.backend_xid IS NOT NULL)
    AND a.backend_type <> 'autovacuum worker'
UNION ALL
SELECT
    false,
    format('prepared transaction %s, open for %s', p.gid, date_trunc('second', now() - p.prepared))
FROM pg_prepared_xacts AS p
WHERE p.database = current_database();",
            ),
            CheckKind::Activity => write!(
                f,
                "SELECT
    false AS ok,
    format('pid %s, %s, since %s: %s', l.pid, l.mode, a.query_start, left(a.query, 80)) AS detail
FROM pg_locks AS l
LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.relation = to_regclass({table})
    AND l.pid <> pg_backend_pid()
    AND l.mode IN (
        'ShareUpdateExclusiveLock',
        'ShareLock',
        'ShareRowExclusiveLock',
        'ExclusiveLock',
        'AccessExclusiveLock'
    );"
            ),
            CheckKind::Disk => {
                let (old, size) = match self.old {
                    true => (
                        ", while the old index stays (%s)",
                        format!(",\n        pg_size_pretty(pg_relation_size(to_regclass({name})))"),
                    ),
                    false => ("", String::new()),
                };
                write!(
                    f,
                    "SELECT
    NULL::boolean AS ok,
    format(
        'table with indexes %s, database %s; this takes up to {disk} more (index and WAL){old}',
        pg_size_pretty(pg_total_relation_size(to_regclass({table}))),
        pg_size_pretty(pg_database_size(current_database())){size}
    ) AS detail;",
                    disk = self.disk,
                )
            }
            #[cfg(feature = "every-operation")]
            // No other constraint and no replica identity can need it: it is never unique.
            CheckKind::Usage => write!(
                f,
                "SELECT
    CASE WHEN h.inhparent IS NOT NULL THEN false END AS ok,
    concat_ws(
        '; ',
        format(
            '%s, %s scans since %s',
            pg_size_pretty(pg_relation_size(s.indexrelid)),
            s.idx_scan,
            coalesce(d.stats_reset::text, 'the statistics began')
        ),
        'the last ' || (to_jsonb(s) ->> 'last_idx_scan'),
        'part of ' || h.inhparent::regclass
    ) AS detail
FROM pg_stat_all_indexes AS s
JOIN pg_stat_database AS d ON d.datname = current_database()
LEFT JOIN pg_inherits AS h ON h.inhrelid = s.indexrelid
WHERE s.indexrelid = to_regclass({name});"
            ),
        }
    }
}
