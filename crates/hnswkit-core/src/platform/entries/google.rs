//! Google Cloud SQL and AlloyDB.

use super::unknown;
use crate::{
    domain::Platform,
    platform::{Answer, Claim, Entry, Rule, Source},
};

const MEMORY: Source =
    Source::page("https://cloud.google.com/sql/docs/postgres/manage-memory-usage-best-practices");
const EXTENSIONS: Source = Source::page("https://cloud.google.com/sql/docs/postgres/extensions");
const SERVICE: Source =
    Source::page("https://cloud.google.com/sql/docs/sqlserver/operational-guidelines");
const VERSIONS: Source = Source::page("https://cloud.google.com/sql/docs/postgres/db-versions");
const OMNI: Source = Source::page(
    "https://docs.cloud.google.com/alloydb/omni/linux/current/docs/automatic-memory-management",
);

/// Cloud SQL.
pub(in crate::platform) const CLOUD_SQL: Entry = Entry {
    superuser: Rule::of(Answer::No, &EXTENSIONS),
    postgres: Some(Claim::new(
        "9.6 to 17 in the copy that we read, which is of the time of 17.2; a new one within 90 days",
        &VERSIONS,
    )),
    extension: Some(Claim::new(
        "members of the role `cloudsqlsuperuser`, such as `postgres`; only extensions of Google's \
         list",
        &EXTENSIONS,
    )),
    server_settings: Some(Claim::new("flags of the instance", &MEMORY)),
    shared_buffers: Some((33, Claim::new("a third of the memory by default", &MEMORY))),
    notes: &[Claim::new(
        "an instance that runs out of memory through work_mem, queries and connections goes down, \
         and that is outside of the service's guarantee",
        &SERVICE,
    )],
    ..unknown(
        Platform::CloudSql,
        "Google Cloud SQL for PostgreSQL",
        "No superuser; settings of the server are flags of the instance.",
    )
};

/// AlloyDB.
pub(in crate::platform) const ALLOYDB: Entry = Entry {
    notes: &[Claim::new(
        "AlloyDB Omni sizes its buffers itself, up to 80 % of the memory unless `shared_buffers` \
         says otherwise; we have not read what the service does",
        &OMNI,
    )],
    ..unknown(
        Platform::AlloyDb,
        "Google AlloyDB for PostgreSQL",
        "We have read little about it: ask the server what the table calls unknown.",
    )
};
