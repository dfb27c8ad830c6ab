//! Filling a column from another in batches, and its proof.

use std::fmt;

use super::{
    Held, Lock, LockMode, Transaction, block,
    facts::{Facts, lock, looks_at},
};
use crate::domain::{ColumnType, Identifier, Literal, QualifiedName};

/// Copies a column to another where that is NULL, in batches of about a thousand rows, each with a
/// transaction of its own.
///
/// It walks through the pages once, as a [`SyncTrigger`](super::SyncTrigger) fills whatever is
/// written meanwhile. It never waits for a row: those that somebody holds are left for the next
/// round. Stopped, it goes on where rows are empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backfill {
    /// The table.
    pub table: QualifiedName,
    /// The column with the values.
    pub from: Identifier,
    /// The column to fill.
    pub to: Identifier,
}

/// Fails when a row's value is not the cast of the other column's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyBackfilled {
    /// The table.
    pub table: QualifiedName,
    /// The column with the values.
    pub from: Identifier,
    /// The column that was filled.
    pub to: Identifier,
    /// Its type.
    pub column_type: ColumnType,
    /// There is nothing to prove when this column is there: the switch is done.
    pub unless: Option<Identifier>,
}

impl fmt::Display for Backfill {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { table, from, to } = self;
        block::write(
            f,
            &format!(
                "<<run>>
DECLARE
    relation regclass := {relation};
    pages bigint;
    width bigint;
    page bigint;
    low tid;
    high tid;
    began timestamptz;
    told timestamptz := clock_timestamp();
    filled bigint;
    total bigint := 0;
BEGIN
    FOR round IN 1..100 LOOP
        pages := pg_relation_size(relation) / current_setting('block_size')::bigint;
        -- As many pages as hold about a thousand rows.
        SELECT CASE WHEN 0 < c.reltuples THEN greatest(1, (1000 * c.relpages / c.reltuples)::bigint) ELSE 16 END
        INTO width
        FROM pg_class AS c
        WHERE c.oid = relation;
        page := 0;
        WHILE page < pages LOOP
            began := clock_timestamp();
            low := format('(%s,0)', page);
            high := format('(%s,0)', page + width);
            -- For triggers that should not fire: WHEN (current_setting('hnswkit.backfill', true) ...).
            PERFORM set_config('hnswkit.backfill', 'on', true);
            WITH batch AS MATERIALIZED (
                SELECT it.ctid
                FROM {table} AS it
                WHERE it.ctid >= run.low
                    AND it.ctid < run.high
                    AND it.{from} IS NOT NULL
                    AND it.{to} IS NULL
                FOR NO KEY UPDATE SKIP LOCKED
            )
            UPDATE {table} AS it
            SET {to} = it.{from}
            FROM batch
            WHERE it.ctid = batch.ctid AND it.ctid >= run.low AND it.ctid < run.high;
            GET DIAGNOSTICS filled = ROW_COUNT;
            COMMIT;
            total := total + filled;
            IF 0 < filled THEN
                -- A pause, half as long as the batch took, for replicas and everybody else.
                PERFORM pg_sleep(extract(epoch FROM clock_timestamp() - began) / 2);
            END IF;
            page := page + width;
            IF told < clock_timestamp() - interval '10 seconds' THEN
                told := clock_timestamp();
                RAISE NOTICE '% rows filled, page % of %', total, least(page, pages), pages;
            END IF;
        END LOOP;
        IF NOT EXISTS (
            SELECT FROM {table} AS it WHERE it.{from} IS NOT NULL AND it.{to} IS NULL
        ) THEN
            RAISE NOTICE '% rows filled, none is left', total;
            RETURN;
        END IF;
        -- Rows that somebody had locked.
        PERFORM pg_sleep(1);
    END LOOP;
    RAISE EXCEPTION USING
        ERRCODE = 'object_in_use',
        MESSAGE = format('rows of %s are locked by others all the time', relation),
        HINT = 'Find who holds them (pg_locks, pg_prepared_xacts), then run this again: it goes on with what is left.';
END",
                relation = Literal(table),
            ),
        )
    }
}

impl fmt::Display for VerifyBackfilled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { table, from, to, column_type, unless } = self;
        let unless = unless.as_ref().map_or_else(String::new, |it| {
            format!(
                "    IF EXISTS (
        SELECT FROM pg_attribute
        WHERE attrelid = {}::regclass AND attname = {} AND NOT attisdropped
    ) THEN
        RETURN;
    END IF;
",
                Literal(table),
                Literal(it.as_str())
            )
        });
        block::write(
            f,
            &format!(
                "DECLARE
    different bigint;
    total bigint;
BEGIN
{unless}    SELECT
        count(*) FILTER (
            WHERE ROW(it.{to})::record
                OPERATOR(pg_catalog.*<>) ROW(it.{from}::{column_type})::record
        ),
        count(*)
    INTO different, total
    FROM {table} AS it;
    IF 0 < different THEN
        RAISE EXCEPTION USING
            ERRCODE = 'data_exception',
            MESSAGE = format('%s of %s rows have another value than the cast of the other column', different, total),
            HINT = 'Set them to NULL, then run this again: it fills them.';
    END IF;
    RAISE NOTICE '% rows compared, none is different', total;
END"
            ),
        )
    }
}

impl Facts for Backfill {
    fn title(&self) -> String {
        format!("fill {} of {} in batches", self.to, self.table)
    }

    fn transaction(&self) -> Transaction {
        // It commits after each batch.
        Transaction::Forbidden
    }

    fn lock(&self) -> Option<Lock> {
        lock(LockMode::RowExclusive, &self.table, Held::Batch)
    }
}

impl Facts for VerifyBackfilled {
    fn title(&self) -> String {
        format!("prove that {} of {} is {}, cast", self.to, self.table, self.from)
    }

    fn lock(&self) -> Option<Lock> {
        looks_at(&self.table)
    }
}
