//! Amazon RDS and Aurora.

use super::unknown;
use crate::{
    domain::{PgvectorVersion, Platform},
    platform::{Claim, Entry, Source, pooler::RDS_PROXY},
};

const PARAMETERS: Source = Source::page(
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Parameters.html",
);
const MEMORY: Source = Source::page(
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Tuning.concepts.memory.html",
);
const RDS_EXTENSIONS: Source = Source::page(
    "https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-extensions.html",
);
const AURORA_EXTENSIONS: Source = Source::page(
    "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraPostgreSQLReleaseNotes/AuroraPostgreSQL.Extensions.html",
);
const AURORA_PGVECTOR: Source = Source::dated(
    "https://aws.amazon.com/blogs/database/supercharging-vector-search-performance-and-relevance-with-pgvector-0-8-0-on-amazon-aurora-postgresql/",
    "2025-05-29",
);
const RDS_HNSW: Source = Source::dated(
    "https://aws.amazon.com/about-aws/whats-new/2023/10/amazon-rds-postgresql-pgvector-hnsw-indexing/",
    "2023-10-05",
);
const TUNING: Source = Source::page(
    "https://docs.aws.amazon.com/prescriptive-guidance/latest/tuning-postgresql-parameters/autovacuum-work-mem.html",
);

const NOT_BY_ITSELF: &str =
    "the extension is not upgraded with the engine: ALTER EXTENSION vector UPDATE is yours to run";

/// RDS.
pub(in crate::platform) const RDS: Entry = Entry {
    extension: Some(Claim::new(NOT_BY_ITSELF, &RDS_EXTENSIONS)),
    server_settings: Some(Claim::new(
        "a DB parameter group; too large a `shared_buffers` or `max_connections` keeps the \
         instance from starting",
        &PARAMETERS,
    )),
    shared_buffers: Some((
        25,
        Claim::new("{DBInstanceClassMemory/32768} pages of 8 kB: a quarter", &MEMORY),
    )),
    poolers: &[&RDS_PROXY],
    notes: &[
        Claim::new(
            "HNSW came with pgvector 0.5.0, from PostgreSQL 15.4-R2, 14.9-R2, 13.12-R2 and \
             12.16-R2 on",
            &RDS_HNSW,
        ),
        Claim::new(
            "later releases of pgvector are listed by minor release of PostgreSQL; we have not \
             read that table",
            &RDS_EXTENSIONS,
        ),
    ],
    ..unknown(
        Platform::Rds,
        "Amazon RDS for PostgreSQL",
        "Settings of the server are in a parameter group; releases of pgvector follow the minor \
         release of PostgreSQL.",
    )
};

/// Aurora.
pub(in crate::platform) const AURORA: Entry = Entry {
    pgvector: Some((PgvectorVersion::new(0, 8, 0), Claim::new("0.8.0", &AURORA_PGVECTOR))),
    extension: Some(Claim::new(NOT_BY_ITSELF, &AURORA_EXTENSIONS)),
    server_settings: Some(Claim::new("a DB cluster or DB parameter group", &TUNING)),
    poolers: &[&RDS_PROXY],
    ..unknown(
        Platform::Aurora,
        "Amazon Aurora PostgreSQL",
        "Settings of the server are in a parameter group of the cluster or the instance.",
    )
};
