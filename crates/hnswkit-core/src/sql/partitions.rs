//! The gates before and behind an index of a partitioned table.
//!
//! The catalog is asked which partitions there are: one that was forgotten would leave the index
//! of the table INVALID for good, and its own rows without an index.

use std::{fmt, sync::Arc};

use super::{
    Lock, block,
    facts::{Facts, looks_at},
};
use crate::domain::{IndexDefinition, Literal, QualifiedName};

/// A partition and its index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartitionIndex {
    /// The index of the table that the partition is a part of.
    pub parent: Arc<IndexDefinition>,
    /// The index of the partition.
    pub definition: Arc<IndexDefinition>,
    /// Whether it has partitions of its own, and so no rows.
    pub is_partitioned: bool,
}

/// Fails unless the partitions are those of the catalog; gives an index that PostgreSQL has named
/// by itself, for a partition that was made meanwhile, the planned name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuardPartitions {
    /// The index of the partitioned table.
    pub definition: Arc<IndexDefinition>,
    /// Every partition at every depth.
    pub parts: Vec<PartitionIndex>,
    /// Whether an INVALID index of a partition is going to be built anew in its place.
    pub rebuilds: bool,
}

/// Fails unless the index of every partition is valid and has the planned parameters, which
/// attaching does not ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyPartitions {
    /// The index of the partitioned table.
    pub definition: Arc<IndexDefinition>,
}

/// The line of the spec that names the partitions of a table, as a scalar query.
pub struct PartitionsLine<'a>(
    /// The table.
    pub &'a QualifiedName,
);

impl fmt::Display for PartitionsLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "WITH RECURSIVE tree AS (
    SELECT i.inhrelid AS oid, i.inhrelid::regclass::text AS path
    FROM pg_inherits AS i
    WHERE i.inhparent = to_regclass({table})
    UNION ALL
    SELECT i.inhrelid, format('%s/%s', tree.path, i.inhrelid::regclass)
    FROM tree
    JOIN pg_inherits AS i ON i.inhparent = tree.oid
)
SELECT format(
    'partitions = [%s]',
    string_agg('\"' || replace(replace(path, '\\', '\\\\'), '\"', '\\\"') || '\"', ', ' ORDER BY path COLLATE \"C\")
)
FROM tree
JOIN pg_class AS c ON c.oid = tree.oid
WHERE c.relkind <> 'p'",
            table = Literal(self.0),
        )
    }
}

impl fmt::Display for GuardPartitions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows: Vec<_> = self
            .parts
            .iter()
            .map(|it| {
                format!(
                    "({}, {}, {}, {})",
                    Literal(&it.definition.table),
                    Literal(&it.parent.table),
                    Literal(it.definition.qualified_name()),
                    Literal(&it.definition.name.to_string()),
                )
            })
            .collect();
        let invalid = match self.rebuilds {
            true => "",
            false => {
                "
        IF it.kind = 'i' AND NOT it.usable THEN
            RAISE EXCEPTION 'index % is attached and INVALID', it.index
                USING HINT = format('REINDEX INDEX CONCURRENTLY %s; then run this again.', it.index);
        END IF;"
            }
        };
        block::write(
            f,
            &format!(
                "DECLARE
    table_name text := {table};
    line text;
    it record;
BEGIN
    IF (SELECT c.relkind FROM pg_class AS c WHERE c.oid = to_regclass(table_name)) IS DISTINCT FROM 'p' THEN
        RAISE EXCEPTION '% is not a partitioned table', table_name
            USING HINT = 'Look at its name; leave partitions out for a plain table.';
    END IF;
    line := (
        {line}
    );
    FOR it IN
        SELECT given.name, given.relation, t.relid, c.relkind, EXISTS (
            SELECT
            FROM pg_index AS i
            JOIN pg_partition_tree(to_regclass({index})) AS x ON x.relid = i.indexrelid
            WHERE i.indrelid = t.relid AND i.indisvalid
        ) AS has_index, t.parentrelid = to_regclass(given.parent) AS in_place
        FROM (SELECT * FROM pg_partition_tree(to_regclass(table_name)) WHERE 0 < level) AS t
        JOIN pg_class AS c ON c.oid = t.relid
        FULL JOIN (
            SELECT v.name, v.parent, to_regclass(v.name) AS relation
            FROM (VALUES
                {rows}
            ) AS v (name, parent, index, index_name)
        ) AS given ON given.relation = t.relid
    LOOP
        IF it.relid IS NULL OR NOT it.in_place THEN
            RAISE EXCEPTION 'partition % of the spec is not there, or not where it says', it.name
                USING DETAIL = format('There is: %s', line), HINT = 'Put that line into the spec, and generate again.';
        ELSIF it.relkind = 'f' THEN
            RAISE EXCEPTION 'partition % is a foreign table, which cannot be indexed', it.relid
                USING HINT = 'An index of the whole table would stay INVALID: plan one for each other partition.';
        ELSIF it.name IS NULL AND NOT it.has_index THEN
            RAISE EXCEPTION 'partition % is not in the spec', it.relid
                USING DETAIL = format('There is: %s', line),
                    HINT = 'Put that line into the spec, and generate again; detach what is partitioned and has no partitions.';
        END IF;
    END LOOP;
    FOR it IN
        SELECT v.index, v.index_name, i.indexrelid, c.relkind AS kind, i.indisvalid AS usable
        FROM (VALUES
            {rows}
        ) AS v (name, parent, index, index_name)
        JOIN pg_index AS i ON i.indrelid = to_regclass(v.name)
        JOIN pg_class AS c ON c.oid = i.indexrelid
        JOIN pg_partition_tree(to_regclass({index})) AS t ON t.relid = i.indexrelid
    LOOP{invalid}
        IF it.indexrelid IS DISTINCT FROM to_regclass(it.index) THEN
            IF to_regclass(it.index) IS NOT NULL THEN
                RAISE EXCEPTION 'index % is there beside %, which is attached', it.index, it.indexrelid::regclass
                    USING HINT = format('DROP INDEX CONCURRENTLY %s; then run this again.', it.index);
            END IF;
            RAISE NOTICE 'index % is attached: it becomes %', it.indexrelid::regclass, it.index;
            EXECUTE format('ALTER INDEX %s RENAME TO %s', it.indexrelid::regclass, it.index_name);
        END IF;
    END LOOP;
END",
                table = Literal(&self.definition.table),
                index = Literal(self.definition.qualified_name()),
                line = PartitionsLine(&self.definition.table).to_string().replace('\n', "\n        "),
                rows = rows.join(",\n                "),
            ),
        )
    }
}

impl fmt::Display for VerifyPartitions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let it = &*self.definition;
        block::write(
            f,
            &format!(
                "DECLARE
    it record;
BEGIN
    FOR it IN
        SELECT c.oid, c.reloptions, i.indisvalid
        FROM pg_partition_tree(to_regclass({index})) AS t
        JOIN pg_class AS c ON c.oid = t.relid
        JOIN pg_index AS i ON i.indexrelid = t.relid
        WHERE NOT i.indisvalid OR t.isleaf AND ({differs})
    LOOP
        IF NOT it.indisvalid THEN
            RAISE EXCEPTION 'index % is INVALID', it.oid::regclass
                USING HINT = 'Run the migration again: it goes on where this one ended.';
        END IF;
        RAISE EXCEPTION 'index % has other parameters than planned: %', it.oid::regclass, it.reloptions
            USING HINT = format('{cure}', it.oid::regclass);
    END LOOP;
END",
                index = Literal(it.qualified_name()),
                differs = differs("c.reloptions", it),
                cure = cure(it),
            ),
        )
    }
}

/// Whether the options of an index are others than planned.
pub(super) fn differs(options: &str, it: &IndexDefinition) -> String {
    use crate::domain::{EfConstruction, M};
    let one = |key: &str, default: u32, planned: u32| {
        format!(
            "coalesce(substring({options}::text FROM '[{{,]{key}=([0-9]+)'), '{default}') <> '{planned}'"
        )
    };
    format!(
        "{} OR {}",
        one("m", M::INFO.default, it.hnsw.m().get()),
        one("ef_construction", EfConstruction::INFO.default, it.hnsw.ef_construction().get()),
    )
}

/// How an index that is attached gets other parameters; `%1$s` is its name.
pub(super) fn cure(it: &IndexDefinition) -> String {
    format!(
        "ALTER INDEX %1$s SET (m = {}, ef_construction = {}); REINDEX INDEX CONCURRENTLY %1$s; then run this again.",
        it.hnsw.m(),
        it.hnsw.ef_construction()
    )
}

impl Facts for GuardPartitions {
    fn title(&self) -> String {
        format!("stop unless these are the partitions of {}", self.definition.table)
    }

    fn lock(&self) -> Option<Lock> {
        looks_at(&self.definition.table)
    }
}

impl Facts for VerifyPartitions {
    fn title(&self) -> String {
        format!("prove every part of {}", self.definition.qualified_name())
    }

    fn lock(&self) -> Option<Lock> {
        looks_at(&self.definition.table)
    }
}
