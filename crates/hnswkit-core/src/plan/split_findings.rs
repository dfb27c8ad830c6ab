//! What is worth saying about an index that is one of many: of partitions, or of tenants.

use super::{
    BuildSettings, IndexRequest, Partition, Request, Severity, Tenancy, Tenant, Tenants,
    findings::Note,
};
use crate::domain::{PostgresVersion, Rows};

pub(super) fn rows_split(
    request: &Request,
    index: &IndexRequest,
    _: &BuildSettings,
) -> Option<Note> {
    let Some(Partition::Part(whole)) = &index.partition else { return None };
    let parts = || {
        let of = |it: &&IndexRequest| matches!(&it.partition, Some(Partition::Part(other)) if other == whole);
        request.indexes.iter().filter(of)
    };
    let n = parts().count();
    let rows: u64 = parts().map(|it| it.rows.get()).sum();
    if n < 2 || parts().any(|it| it.rows.get().abs_diff(index.rows.get()) > 1) {
        return None;
    }
    Some(Note {
        id: "rows-split",
        severity: Severity::Hint,
        message: format!(
            "the {} rows of {} are taken to lie evenly in {n} partitions, about {} in each",
            number(rows),
            whole.table,
            index.rows
        ),
        help: "the largest partition decides about memory: say the rows of each, as in partitions = { \"a\" = \"2M\", \"b\" = \"50k\" }"
            .to_owned(),
    })
}

fn number(n: u64) -> String {
    Rows::new(n).map_or_else(|_| n.to_string(), |it| it.to_string())
}

pub(super) fn new_partitions(_: &Request, index: &IndexRequest, _: &BuildSettings) -> Option<Note> {
    if !index.is_whole() || index.operation.id == "drop" {
        return None;
    }
    let it = &index.definition;
    Some(Note {
        id: "new-partitions",
        severity: Severity::Hint,
        message: format!(
            "a partition that is made empty gets its part of {} by itself; one that is attached \
             with rows has it built at once, while the partition and a default partition are locked",
            it.name
        ),
        help: format!(
            "build an equal index on the table to attach, concurrently and with m = {}, \
             ef_construction = {}: ATTACH PARTITION adopts it",
            it.hnsw.m(),
            it.hnsw.ef_construction()
        ),
    })
}

pub(super) fn tenants(_: &Request, index: &IndexRequest, _: &BuildSettings) -> Option<Note> {
    let it = index.tenants.as_deref()?;
    let large: Vec<_> = it.known.iter().filter(|it| it.is_large()).collect();
    let n = large.len();
    let limit = number(Tenant::LARGE);
    let table = &index.definition.table;
    let column = &it.column;
    let (message, help) = match it.tenancy {
        Tenancy::Partial => (
            format!(
                "{} of {} known tenants have an index of their own, all others share one",
                it.own,
                it.known.len()
            ),
            format!(
                "a tenant that grows above {limit} rows gets its own: add it to tenants, and replace the shared one"
            ),
        ),
        Tenancy::One if n == 0 => (
            format!(
                "no known tenant has more than {limit} rows: an ordinary index on {column} finds \
                 them, and sorting them is exact and takes milliseconds"
            ),
            format!(
                "without searches over all tenants, leave HNSW out: CREATE INDEX ON {table} ({column})"
            ),
        ),
        Tenancy::One => {
            let least = large.iter().map(|it| it.rows.get()).min().unwrap_or_default();
            let share = 100.0 * least as f64 / (it.rows.get().max(1)) as f64;
            (
                format!(
                    "one index for all tenants: the smallest of {n} large ones has {share:.1}% of \
                     the rows, so that ten of its rows are among about {} of the nearest",
                    number((1000.0 / share.max(0.001)).round() as u64)
                ),
                "SET hnsw.iterative_scan = strict_order (pgvector 0.8.0 and later), or a search finds too few rows"
                    .to_owned(),
            )
        }
        Tenancy::List | Tenancy::Hash if index.partition.is_some() => return None,
        Tenancy::List | Tenancy::Hash => (
            format!(
                "{n} tenants have more than {limit} rows: as partial indexes they would be more \
                 than {}, which is as many as the planner tells apart",
                Tenants::MAX_OWN
            ),
            format!(
                "PARTITION BY HASH ({column}), 16 to 64 partitions, and say partitions = […]; \
                 this plan builds one index until then"
            ),
        ),
    };
    Some(Note { id: "tenants", severity: Severity::Hint, message, help })
}

pub(super) fn literals(_: &Request, index: &IndexRequest, _: &BuildSettings) -> Option<Note> {
    let it = index.tenants.as_deref().filter(|it| it.tenancy == Tenancy::Partial)?;
    let first = it.known.first()?;
    let column = &it.column;
    Some(Note {
        id: "tenant-literal",
        severity: Severity::Warning,
        message: format!(
            "a query uses a partial index only when it is planned with the value: WHERE {column} = \
             {}; a generic plan, with {column} = $1, uses none of them; rows where {column} is NULL \
             are in none",
            first.literal()
        ),
        help: "write the value into the query, or SET plan_cache_mode = force_custom_plan for the role that searches"
            .to_owned(),
    })
}

/// Locks that a session takes without the shared lock table.
// PostgreSQL 17 src/include/storage/proc.h, FP_LOCK_SLOTS_PER_BACKEND.
const FAST_PATH: usize = 16;
/// PostgreSQL's default for `max_locks_per_transaction`; 18 has as many slots of the fast path.
const DEFAULT_LOCKS: usize = 64;
/// PostgreSQL's default for `max_connections`.
const DEFAULT_CONNECTIONS: usize = 100;

pub(super) fn lock_table(
    request: &Request,
    index: &IndexRequest,
    _: &BuildSettings,
) -> Option<Note> {
    let table = &index.definition.table;
    let (locks, what) = match (&index.partition, &index.tenants) {
        (Some(Partition::Whole(parts)), _) => (
            2 * (1 + parts.len()),
            format!("a search of {table} that reads every partition locks each with its index"),
        ),
        (None, Some(it)) if it.tenancy == Tenancy::Partial => (
            2 + it.own,
            format!("planning any query or write on {table} locks it and each of its indexes"),
        ),
        _ => return None,
    };
    let fast = match request.target.postgres {
        Some(PostgresVersion { major: 18.., .. }) => DEFAULT_LOCKS,
        _ => FAST_PATH,
    };
    let shared = locks.saturating_sub(fast);
    if shared == 0 {
        return None;
    }
    let room = DEFAULT_LOCKS * DEFAULT_CONNECTIONS;
    let severity = if DEFAULT_LOCKS < shared { Severity::Warning } else { Severity::Hint };
    Some(Note {
        id: "lock-table",
        severity,
        message: format!(
            "{what}: at least {locks} locks, {shared} of them in the shared lock table, which holds \
             max_locks_per_transaction × (max_connections + max_prepared_transactions), {} by \
             default: enough for {} such transactions at once",
            number(room as u64),
            room / shared
        ),
        help: match severity {
            Severity::Warning => format!(
                "max_locks_per_transaction = {} (needs a restart, replicas first), or a WHERE that leaves few partitions",
                shared.next_power_of_two()
            ),
            Severity::Hint => "other indexes of the table count too: reckon with them".to_owned(),
        },
    })
}
