//! Supabase.

use super::unknown;
use crate::{
    domain::{PgvectorVersion, Platform},
    platform::{Answer, Claim, Entry, Limit, Rule, Setting, Source, pooler::SUPAVISOR},
};

const TIMEOUTS: Source =
    Source::page("https://supabase.com/docs/guides/database/postgres/timeouts");
const EDITOR: Source = Source::page(
    "https://supabase.com/docs/guides/troubleshooting/avoiding-timeouts-in-long-running-queries-6nmbdN",
);
const CONFIGURATION: Source =
    Source::page("https://supabase.com/docs/guides/database/postgres/configuration");
const CUSTOM: Source =
    Source::page("https://supabase.com/docs/guides/database/custom-postgres-config");
const IMAGE: Source =
    Source::page("https://github.com/supabase/postgres/blob/develop/nix/ext/versions.json");
const PGVECTOR: Source = Source::dated("https://github.com/supabase/postgres/pull/2158", "2026-05");

const fn user(name: &'static str, text: &'static str) -> Setting {
    Setting {
        name,
        session: Answer::Yes,
        role: Answer::Yes,
        server: Answer::Yes,
        most: None,
        text,
        source: &CUSTOM,
    }
}

const fn by_the_cli(name: &'static str) -> Setting {
    Setting {
        name,
        session: Answer::No,
        role: Answer::No,
        server: Answer::Yes,
        most: None,
        text: "with the CLI (`supabase postgres-config update`), which restarts the database",
        source: &CUSTOM,
    }
}

/// Supabase.
pub(in crate::platform) const SUPABASE: Entry = Entry {
    superuser: Rule::of(Answer::No, &CUSTOM),
    postgres: Some(Claim::new("PostgreSQL 15 and 17", &IMAGE)),
    pgvector: Some((
        PgvectorVersion::new(0, 8, 2),
        Claim::new("0.8.2, once the project itself has been upgraded", &PGVECTOR),
    )),
    server_settings: Some(Claim::new(
        "the CLI, `supabase postgres-config update`, by an owner or administrator; ALTER ROLE and \
         ALTER DATABASE for settings that a user may change",
        &CUSTOM,
    )),
    settings: &[
        user("maintenance_work_mem", "for the whole server with the CLI"),
        user("max_parallel_maintenance_workers", "for the whole server with the CLI"),
        user("max_parallel_workers", "for the whole server with the CLI"),
        Setting {
            name: "statement_timeout",
            session: Answer::Yes,
            role: Answer::Yes,
            server: Answer::Unknown,
            most: None,
            text: "anon 3 s, authenticated 8 s, everybody else 2 min, unless a session, role or \
                   function says otherwise; the dashboard and the clients stay below 60 s",
            source: &TIMEOUTS,
        },
        by_the_cli("max_worker_processes"),
        by_the_cli("shared_buffers"),
    ],
    limits: &[
        Limit {
            of: "the SQL editor of the dashboard",
            seconds: 60,
            fixed: true,
            instead: "run it with psql, over the direct connection or the session pooler (port 5432)",
            source: &EDITOR,
        },
        Limit {
            of: "statement_timeout of all users",
            seconds: 120,
            fixed: false,
            instead: "SET statement_timeout = 0 in the session, as the plan does",
            source: &CONFIGURATION,
        },
    ],
    poolers: &[&SUPAVISOR],
    ..unknown(
        Platform::Supabase,
        "Supabase",
        "No superuser; the SQL editor stops after a minute, and one of the poolers loses settings.",
    )
};
