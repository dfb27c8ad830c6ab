//! Neon.

use super::unknown;
use crate::{
    domain::{PgvectorVersion, Platform},
    platform::{Answer, Claim, Entry, Rule, Setting, Source, pooler},
};

const COMPATIBILITY: Source =
    Source::dated("https://neon.com/docs/reference/compatibility", "2025-01-06");
const PGVECTOR: Source = Source::dated("https://neon.com/docs/extensions/pgvector", "2025-01-30");

const fn user(name: &'static str, text: &'static str, source: &'static Source) -> Setting {
    Setting {
        name,
        session: Answer::Yes,
        role: Answer::Yes,
        server: Answer::No,
        most: None,
        text,
        source,
    }
}

const fn fixed(name: &'static str, text: &'static str) -> Setting {
    Setting {
        name,
        session: Answer::No,
        role: Answer::No,
        server: Answer::No,
        most: None,
        text,
        source: &COMPATIBILITY,
    }
}

/// Neon.
pub(in crate::platform) const NEON: Entry = Entry {
    superuser: Rule::of(Answer::No, &COMPATIBILITY),
    postgres: Some(Claim::new(
        "PostgreSQL 14 to 17 when the page was written; it is older than PostgreSQL 18",
        &COMPATIBILITY,
    )),
    pgvector: Some((
        PgvectorVersion::new(0, 8, 0),
        Claim::new(
            "0.8.0 when the page was written, and one release before the newest can be had too",
            &PGVECTOR,
        ),
    )),
    extension: Some(Claim::new(
        "CREATE EXTENSION vector, from the SQL editor or a client; extensions that are not on \
         Neon's list cannot be installed",
        &COMPATIBILITY,
    )),
    server_settings: Some(Claim::new(
        "not by users: settings of the server follow the size of the compute; for a session, role \
         or database all that have the context `user`",
        &COMPATIBILITY,
    )),
    settings: &[
        user(
            "maintenance_work_mem",
            "64 MB to 671 MB by the size of the compute; up to 50 or 60 % of its memory is \
             recommended for a build",
            &PGVECTOR,
        ),
        user("max_parallel_maintenance_workers", "2 unless it is set", &PGVECTOR),
        user("max_parallel_workers", "8", &COMPATIBILITY),
        fixed("max_worker_processes", "12 and 2 for each compute unit"),
        fixed(
            "shared_buffers",
            "128 MB to 1 GB; Neon's own file cache extends it to 80 % of the memory",
        ),
        fixed("dynamic_shared_memory_type", "`mmap`: parallel builds take no /dev/shm"),
    ],
    shared_memory: Some(Claim::new(
        "`dynamic_shared_memory_type` is `mmap`: files of the data folder, not `/dev/shm`",
        &COMPATIBILITY,
    )),
    without_dev_shm: true,
    poolers: &[&pooler::NEON],
    notes: &[
        Claim::new(
            "`idle_in_transaction_session_timeout` is 5 minutes: a transaction that waits for a \
             person is ended",
            &COMPATIBILITY,
        ),
        Claim::new(
            "with autoscaling the values of the largest size count, whatever the size is now",
            &COMPATIBILITY,
        ),
    ],
    ..unknown(
        Platform::Neon,
        "Neon",
        "No superuser and no settings of the server; the pooled address loses settings of a session.",
    )
};
