//! A server of one's own.

use super::unknown;
use crate::{
    domain::Platform,
    platform::{Answer, Claim, Entry, Rule, Source, pooler::PGBOUNCER},
};

const CONFIG: Source = Source::page("https://www.postgresql.org/docs/current/runtime-config.html");
const MEASURED: Source = Source::page("measured with PostgreSQL 16.2 and 18.6");

/// A server of one's own.
pub(in crate::platform) const SELF_HOSTED: Entry = Entry {
    superuser: Rule::of(Answer::Yes, &CONFIG),
    server_settings: Some(Claim::new(
        "`postgresql.conf` or ALTER SYSTEM, then a reload or a restart",
        &CONFIG,
    )),
    shared_memory: Some(Claim::new(
        "`/dev/shm`: ask `df -h /dev/shm`. With `min_dynamic_shared_memory`, or with \
         `dynamic_shared_memory_type` of `sysv` or `mmap`, builds do without it",
        &MEASURED,
    )),
    poolers: &[&PGBOUNCER],
    ..unknown(
        Platform::SelfHosted,
        "A server of your own",
        "PostgreSQL as it comes: nothing is refused to a superuser.",
    )
};
