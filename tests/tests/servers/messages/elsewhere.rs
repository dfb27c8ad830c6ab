//! What migrations say in tests of their own: each message with the test that makes a server say it.

use anyhow::{Result, ensure};
use hnswkit_core::explain::explain;
use hnswkit_tests::Version;

use super::case::On;

/// A file of tests, and the messages that they expect, for names that they choose.
struct Tests {
    /// Its text.
    source: &'static str,
    /// Where its tests run.
    on: On,
    /// The patterns, and the message as the test has it, up to what it leaves open.
    says: &'static [(&'static str, &'static str)],
}

/// What a test writes for a value that it does not know.
const OPEN: &str = "…";

const ELSEWHERE: &[Tests] = &[
    Tests {
        source: include_str!("../column_changes.rs"),
        on: On::since(Version::new(0, 7, 0)),
        says: COLUMNS,
    },
    Tests { source: include_str!("../change_model.rs"), on: On::ALL, says: MODELS },
    Tests { source: include_str!("../repairs.rs"), on: On::ALL, says: REPAIRS },
    Tests { source: include_str!("../partitions.rs"), on: On::ALL, says: PARTITIONS },
    Tests { source: include_str!("../upgrades.rs"), on: On::ALL, says: UPGRADES },
    Tests { source: include_str!("../dumps.rs"), on: On::ALL, says: DUMPS },
    Tests { source: include_str!("../default_settings.rs"), on: On::ALL, says: SETTINGS },
    Tests {
        source: include_str!("../default_settings.rs"),
        on: On::before(Version::new(0, 8, 0)),
        says: &[(
            "pgvector {version} does not have hnsw.{parameter}",
            "pgvector {} does not have hnsw.max_scan_tuples",
        )],
    },
];

const COLUMNS: &[(&str, &str)] = &[
    ("{column} of {table} is used by others", "embedding of items is used by others"),
    (
        "triggers of {table} would fire for each row that is filled",
        "triggers of items would fire for each row that is filled",
    ),
    (
        "{table} is published: subscribers stop at a column that they do not have",
        "items is published: subscribers stop at a column that they do not have",
    ),
    (
        "{table} is no plain table, or has partitions or children",
        "items is no plain table, or has partitions or children",
    ),
    (
        "{rows#} rows have elements beyond 65504, which a halfvec cannot hold",
        "1 rows have elements beyond 65504, which a halfvec cannot hold",
    ),
    (
        "{column} of {table} is there and is not halfvec({dimensions#})",
        "embedding_new of items is there and is not halfvec(3)",
    ),
    ("{column} of {table} is not vector({dimensions#})", "embedding of items is not vector(3)"),
    ("{column} of {table} is {type} already", "embedding of items is halfvec(3) already"),
    ("{column} of {table} is generated", "embedding of items is generated"),
    (
        "the columns of {table} were switched less than {soak#} {unit} ago",
        "the columns of items were switched less than 2 days ago",
    ),
    (
        "{table} is larger than {bytes#} bytes: nobody could read it while it is written anew",
        "items is larger than …",
    ),
    (
        "the new column of {table} is not there, or its trigger is not",
        "the new column of items is not there, or its trigger is not",
    ),
    ("the columns of {table} are not switched", "the columns of items are not switched"),
    ("the columns of {table} are switched", "the columns of items are switched"),
    (
        "{column} of {table} is there: the columns are switched",
        "embedding_old of items is there: the columns are switched",
    ),
    ("the old column of {table} was dropped", "the old column of items was dropped"),
    (
        "{rows#} of {all#} rows have another value than the cast of the other column",
        "1 of 101 rows have another value than the cast of the other column",
    ),
    (
        "{rows#} rows become all zero as halfvec: no cosine search finds them",
        "1 rows become all zero as halfvec: no cosine search finds them",
    ),
    ("{rows#} rows filled, none is left", "101 rows filled, none is left"),
    ("{rows#} rows compared, none is different", "101 rows compared, none is different"),
    (
        "function {function}() is there and is not of this migration",
        "() is there and is not of this migration",
    ),
];

const MODELS: &[(&str, &str)] = &[
    ("{table} is not a plain table", "notes is not a plain table"),
    (
        "column {column} of {table} is not vector({dimensions#})",
        "column embedding of notes is not vector(8)",
    ),
    ("{table} has not all the columns of `source`", "notes has not all the columns of `source`"),
    ("function {function}() is there", "function zz_notes_embedding_new_stale() is there"),
    ("column {column} of {table} is not prepared", "column embedding_new of notes is not prepared"),
    ("column {column} of {table} has an index", "column embedding_new of notes has an index"),
    ("column {column} of {table} still serves", "column embedding of notes still serves"),
    ("column {column} of {table} serves already", "column embedding_new of notes serves already"),
    (
        "column {column} of {table} has not served for {soak#} {unit} yet",
        "column embedding_new of notes has not served for 7 days yet",
    ),
    (
        "column {column} of {table} was dropped: it cannot come back",
        "column embedding of notes was dropped: it cannot come back",
    ),
    ("{rows#} rows of {table} have no {column}", "rows of notes have no embedding_new"),
    (
        "not as planned: {table} has column {column} and its trigger",
        "not as planned: notes has column embedding_new and its trigger",
    ),
    (
        "not as planned: column {column} of {table} serves",
        "not as planned: column embedding_new of notes serves",
    ),
    (
        "not as planned: {table} has column {column} and no column {old}",
        "not as planned: notes has column embedding_new and no column embedding",
    ),
    (
        "not as planned: {table} has no column {column}, and no trigger for it",
        "not as planned: notes has no column embedding_new, and no trigger for it",
    ),
];

const REPAIRS: &[(&str, &str)] = &[
    (
        "index {index} is not what the plan says that it is",
        "index nearest is not what the plan says that it is",
    ),
    ("{old} and {new} are both there", "nearest_old and nearest_new are both there"),
    (
        "{index} is INVALID: its drop has begun, it cannot come back",
        "nearest_old is INVALID: its drop has begun, it cannot come back",
    ),
    (
        "the index that {index} has replaced was dropped: it cannot come back",
        "the index that nearest has replaced was dropped: it cannot come back",
    ),
    (
        "index {index} is of a replacement that was given up: removing it",
        "index nearest_new is of a replacement that was given up: removing it",
    ),
    (
        "more leftovers of {index} than this can remove at once",
        "more leftovers of nearest than this can remove at once",
    ),
    ("{index} is there and is not a leftover", "nearest_leftover is there and is not a leftover"),
    ("INVALID leftovers are still there: {names}", "INVALID leftovers are still there: nearest_cc"),
    (
        "index {index} is INVALID, left by something that did not finish: removing it",
        "index nearest_ccnew is INVALID, left by something that did not finish: removing it",
    ),
    (
        "another session is building an index on {table}",
        "another session is building an index on items",
    ),
    ("another index does the same work: {names}", "another index does the same work: twin"),
    (
        "index {index} is not the same as the planned one",
        "index other is not the same as the planned one",
    ),
    (
        "index {index} is INVALID and has another definition",
        "index nearest is INVALID and has another definition",
    ),
    (
        "index {index} does not exist: nothing to drop",
        "index nearest does not exist: nothing to drop",
    ),
];

const PARTITIONS: &[(&str, &str)] = &[
    ("{table} is not a partitioned table", "events is not a partitioned table"),
    (
        "partition {partition} of the spec is not there, or not where it says",
        "partition events_1 of the spec is not there, or not where it says",
    ),
    ("partition {partition} is not in the spec", "partition events_3 is not in the spec"),
    (
        "partition {partition} is a foreign table, which cannot be indexed",
        "partition events_far is a foreign table, which cannot be indexed",
    ),
    (
        "index {index} has other parameters than planned",
        "index idx_events_2a_embedding_hnsw has other parameters than planned",
    ),
    (
        "index {index} is attached: it becomes {name}",
        "index events_1_embedding_idx is attached: it becomes idx_events_1_embedding_hnsw",
    ),
    (
        "index {index} is there and not complete: going on",
        "index idx_events_embedding_hnsw is there and not complete: going on",
    ),
];

const UPGRADES: &[(&str, &str)] = &[
    ("pgvector is {version} already", "pgvector is {to} already"),
    (
        "pgvector stays at {version}: it has no scripts to an older release",
        "pgvector stays at {to}: it has no scripts to an older release",
    ),
    ("the server does not have pgvector {version}", "the server does not have pgvector 99.0.0"),
    ("pgvector is {version}, not {from}", "pgvector is 0.4.4, not 0.5.0"),
    ("pgvector has no way from {from} to {to}", "pgvector has no way from {own} to 0.5.1"),
];

const DUMPS: &[(&str, &str)] = &[
    (
        "{table} is not restored: it is not there, or has no rows",
        "items is not restored: it is not there, or has no rows",
    ),
    (
        "pgvector is {version}, older than {dumped} where the dump was made",
        "pgvector is {}, older than 99.0.0 where the dump was made",
    ),
];

const SETTINGS: &[(&str, &str)] =
    &[("{scope} has hnsw.{parameter} = {value}", "this database has hnsw.ef_search = 60")];

/// The patterns with their servers.
pub(super) fn said() -> impl Iterator<Item = (On, &'static str)> {
    ELSEWHERE.iter().flat_map(|it| it.says.iter().map(|(pattern, _)| (it.on, *pattern)))
}

/// The tests do expect these messages, and they are explained by these patterns.
pub(super) fn are_expected() -> Result<()> {
    for Tests { source, says, .. } in ELSEWHERE {
        for (pattern, message) in *says {
            let expected = message.trim_end_matches(OPEN);
            ensure!(source.contains(expected), "no test of its file expects: {message}");
            let is_whole = !message.ends_with(OPEN)
                && !message.contains("{}")
                && !message.starts_with(['(', 'r']);
            if is_whole {
                let explained = explain(&format!("ERROR:  {message}"));
                let found: Vec<_> = explained.found.iter().map(|it| it.pattern).collect();
                ensure!(found == [*pattern], "{message}: {found:?}");
            }
        }
    }
    Ok(())
}
