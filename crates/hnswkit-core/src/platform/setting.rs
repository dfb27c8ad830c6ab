//! Who may change a setting.

use super::Source;
use crate::domain::Bytes;

/// Yes, no, or nobody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Yes.
    Yes,
    /// No.
    No,
    /// We have read nothing about it.
    Unknown,
}

/// An answer and where it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The answer.
    pub answer: Answer,
    /// The page.
    pub source: Option<&'static Source>,
}

/// What a platform says of a setting.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Its name.
    pub name: &'static str,
    /// Whether a session may set it.
    pub session: Answer,
    /// Whether it may be set for a role or a database.
    pub role: Answer,
    /// Whether it may be set for the server.
    pub server: Answer,
    /// The most that it may be, when that is less than PostgreSQL takes.
    pub most: Option<Bytes>,
    /// What else is said.
    pub text: &'static str,
    /// Where.
    pub source: &'static Source,
}

/// A setting that matters around a build.
#[derive(Debug, Clone, Copy)]
pub struct AskedSetting {
    /// Its name.
    pub name: &'static str,
    /// Whether PostgreSQL itself lets every session change it.
    pub by_anybody: bool,
    /// Whether a change needs a restart.
    pub restart: bool,
    /// What it is for.
    pub why: &'static str,
}

const fn asked(
    name: &'static str,
    by_anybody: bool,
    restart: bool,
    why: &'static str,
) -> AskedSetting {
    AskedSetting { name, by_anybody, restart, why }
}

/// Settings that matter around a build.
// `context` in pg_settings of PostgreSQL 15 to 18; a test compares it with the servers.
pub const ASKED: &[AskedSetting] = &[
    asked("maintenance_work_mem", true, false, "the memory of a build"),
    asked("max_parallel_maintenance_workers", true, false, "the workers of a build"),
    asked("max_parallel_workers", true, false, "the workers of all sessions together"),
    asked(
        "min_parallel_table_scan_size",
        true,
        false,
        "the heap from which on a build has workers",
    ),
    asked("statement_timeout", true, false, "ends a build, and leaves an INVALID index"),
    asked("lock_timeout", true, false, "ends a build that waits at its end"),
    asked("max_worker_processes", false, true, "the most workers that there can be"),
    asked("shared_buffers", false, true, "PostgreSQL's own cache"),
    asked("huge_pages", false, true, "whether that cache is in huge pages"),
    asked(
        "min_dynamic_shared_memory",
        false,
        true,
        "memory for parallel builds from the beginning",
    ),
    asked("dynamic_shared_memory_type", false, true, "where parallel builds take memory from"),
    asked("hnsw.ef_search", true, false, "how wide a search looks"),
];

impl Answer {
    /// The word for tables and JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }
}

impl Rule {
    pub(super) const fn of(answer: Answer, source: &'static Source) -> Self {
        Self { answer, source: Some(source) }
    }

    pub(super) const UNKNOWN: Self = Self { answer: Answer::Unknown, source: None };
}

impl AskedSetting {
    /// Whether a session of that platform may set it.
    pub fn session(&self, entry: &super::Entry) -> Answer {
        match entry.setting(self.name) {
            Some(it) => it.session,
            // PostgreSQL's own rule, where the platform says nothing else.
            None if self.by_anybody => Answer::Yes,
            None => Answer::No,
        }
    }
}
