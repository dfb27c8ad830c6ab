//! Poolers, and what becomes of a session's settings in them.

use super::{Answer, Claim, Source};

/// A pooler between a client and PostgreSQL.
#[derive(Debug, Clone, Copy)]
pub struct Pooler {
    /// What its makers call it.
    pub title: &'static str,
    /// Whether a `SET` is there for the next statement of the same client, in the mode that is
    /// usual for it.
    pub keeps_settings: Answer,
    /// What its makers say.
    pub claim: Claim,
    /// How to get a session of one's own.
    pub instead: &'static str,
}

const PGBOUNCER_FEATURES: Source = Source::page("https://www.pgbouncer.org/features.html");
const SUPABASE_TIMEOUTS: Source =
    Source::page("https://supabase.com/docs/guides/database/postgres/timeouts");
const PINNING: Source = Source::page(
    "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy-pinning.html",
);
const NEON_POOLING: Source = Source::page("https://neon.com/docs/connect/connection-pooling");

/// PgBouncer.
pub(super) const PGBOUNCER: Pooler = Pooler {
    title: "PgBouncer in transaction mode",
    keeps_settings: Answer::No,
    claim: Claim::new(
        "a server connection is a client's for one transaction only, and SET and RESET are never \
         supported; session mode supports all",
        &PGBOUNCER_FEATURES,
    ),
    instead: "connect to PostgreSQL itself, or to a database of PgBouncer's with pool_mode = session",
};

/// Supavisor.
pub(super) const SUPAVISOR: Pooler = Pooler {
    title: "Supavisor in transaction mode (port 6543)",
    keeps_settings: Answer::No,
    claim: Claim::new(
        "settings of a session work in session mode (port 5432) and in direct connections, not in \
         transaction mode",
        &SUPABASE_TIMEOUTS,
    ),
    instead: "use the direct connection, or the session pooler on port 5432",
};

/// Neon's pooled address.
pub(super) const NEON: Pooler = Pooler {
    title: "the pooled address (PgBouncer in transaction mode)",
    keeps_settings: Answer::No,
    claim: Claim::new(
        "pooled connections go through PgBouncer in transaction mode, with its limitations",
        &NEON_POOLING,
    ),
    instead: "use the direct address: the one without -pooler in the host name",
};

/// RDS Proxy.
pub(super) const RDS_PROXY: Pooler = Pooler {
    title: "RDS Proxy",
    keeps_settings: Answer::Yes,
    claim: Claim::new(
        "a SET pins the client to one database connection until its session ends: settings stay, \
         and the connection is nobody else's meanwhile",
        &PINNING,
    ),
    instead: "connect to the instance itself, so that the proxy keeps its connections",
};

/// PgCat.
const PGCAT_SOURCE: Source = Source::page("https://github.com/postgresml/pgcat");
const PGCAT: Pooler = Pooler {
    title: "PgCat in transaction mode, its default",
    keeps_settings: Answer::No,
    claim: Claim::new(
        "a server is a client's for one transaction only, and SET is not supported; session \
         mode supports it",
        &PGCAT_SOURCE,
    ),
    instead: "connect to PostgreSQL itself, or to a pool with pool_mode = \"session\"",
};

/// Every pooler.
pub const POOLERS: &[&Pooler] = &[&PGBOUNCER, &SUPAVISOR, &NEON, &RDS_PROXY, &PGCAT];
