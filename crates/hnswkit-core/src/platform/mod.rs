//! Where PostgreSQL runs, as data: who may set what, limits, shared memory; each with its source.
//!
//! What nobody has read anywhere is `None`, and is said to be unknown.

mod entries;
mod pooler;
mod setting;
mod source;

use crate::domain::{Bytes, PgvectorVersion, Platform};

pub use pooler::{POOLERS, Pooler};
pub use setting::{ASKED, Answer, AskedSetting, Rule, Setting};
pub use source::{Claim, READ, Source};

/// What is known of a platform.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// Which it is.
    pub platform: Platform,
    /// What its makers call it.
    pub title: &'static str,
    /// What sets it apart, in a sentence.
    pub about: &'static str,
    /// Whether anybody is a superuser there.
    pub superuser: Rule,
    /// The releases of PostgreSQL.
    pub postgres: Option<Claim>,
    /// The newest release of pgvector that we have read of; there may be a newer one.
    pub pgvector: Option<(PgvectorVersion, Claim)>,
    /// Who may create and update the extension, and what has to be done before.
    pub extension: Option<Claim>,
    /// Where settings of the whole server are changed.
    pub server_settings: Option<Claim>,
    /// Settings of which it says something.
    pub settings: &'static [Setting],
    /// The share of the memory that is `shared_buffers` where nobody has changed it, in percent.
    pub shared_buffers: Option<(u64, Claim)>,
    /// Where parallel builds take their memory from.
    pub shared_memory: Option<Claim>,
    /// Whether they take none of `/dev/shm`.
    pub without_dev_shm: bool,
    /// What ends a long statement.
    pub limits: &'static [Limit],
    /// Poolers that stand in front of it, or often do.
    pub poolers: &'static [&'static Pooler],
    /// What else is worth knowing before a build.
    pub notes: &'static [Claim],
}

/// Something that ends a statement after a time.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// What it is, as in `the SQL editor of the dashboard`.
    pub of: &'static str,
    /// After so many seconds.
    pub seconds: u32,
    /// Whether a `SET statement_timeout` of the session cannot move it.
    pub fixed: bool,
    /// What to use instead.
    pub instead: &'static str,
    /// Where we know it from.
    pub source: &'static Source,
}

/// A beginning of SQL that only superusers may run, and what to do instead.
#[derive(Debug, Clone, Copy)]
pub struct Refused {
    /// The words.
    pub words: &'static str,
    /// What to do where there is no superuser.
    pub instead: &'static str,
}

/// What PostgreSQL lets only superusers do and people do around an index.
// PostgreSQL 18 documentation: ALTER SYSTEM, COPY, CREATE FUNCTION, ALTER ROLE.
pub const REFUSED: &[Refused] = &[
    Refused {
        words: "ALTER SYSTEM",
        instead: "change it in the session, for a role or database, or where the platform keeps \
                  the settings of the server",
    },
    Refused { words: "FROM PROGRAM", instead: "run the program at the client: \\copy in psql" },
    Refused { words: "TO PROGRAM", instead: "run the program at the client: \\copy in psql" },
    Refused { words: "LANGUAGE C", instead: "install the extension of the platform" },
    Refused {
        words: "SET session_replication_role",
        instead: "leave triggers on, and load in batches",
    },
];

/// Every platform, in the order of the documentation.
pub const PLATFORMS: &[&Entry] = &[
    &entries::SELF_HOSTED,
    &entries::DOCKER,
    &entries::KUBERNETES,
    &entries::CLOUDNATIVE_PG,
    &entries::ZALANDO,
    &entries::PGO,
    &entries::STACKGRES,
    &entries::SUPABASE,
    &entries::NEON,
    &entries::RDS,
    &entries::AURORA,
    &entries::CLOUD_SQL,
    &entries::ALLOYDB,
    &entries::AZURE,
];

impl Entry {
    /// What is known of a platform.
    pub fn of(platform: Platform) -> &'static Self {
        let found = PLATFORMS.iter().find(|it| it.platform == platform);
        found.copied().unwrap_or(&entries::SELF_HOSTED)
    }

    /// What it says of a setting.
    pub fn setting(&self, name: &str) -> Option<&Setting> {
        self.settings.iter().find(|it| it.name == name)
    }

    /// The most that a setting may be.
    pub fn most(&self, name: &str) -> Option<Bytes> {
        self.setting(name)?.most
    }

    /// What of `sql` it refuses, as far as we know.
    pub fn refuses(&self, sql: &str) -> Option<&'static Refused> {
        // Who does not know whether there is a superuser does without.
        if self.superuser.answer == Answer::Yes {
            return None;
        }
        let words: Vec<_> = sql.split_whitespace().collect();
        REFUSED.iter().find(|it| {
            let wanted: Vec<_> = it.words.split(' ').collect();
            let same = |(one, two): (&&str, &&str)| one.eq_ignore_ascii_case(two);
            words.windows(wanted.len()).any(|it| it.iter().zip(&wanted).all(same))
        })
    }

    /// The sources of all that is said of it, each once.
    pub fn sources(&self) -> Vec<&'static Source> {
        let claims = [self.postgres, self.extension, self.server_settings, self.shared_memory];
        let mut all: Vec<_> = claims.into_iter().flatten().map(|it| it.source).collect();
        all.extend(self.superuser.source);
        all.extend(self.pgvector.iter().map(|(_, it)| it.source));
        all.extend(self.shared_buffers.iter().map(|(_, it)| it.source));
        all.extend(self.settings.iter().map(|it| it.source));
        all.extend(self.limits.iter().map(|it| it.source));
        all.extend(self.poolers.iter().map(|it| it.claim.source));
        all.extend(self.notes.iter().map(|it| it.source));
        let mut once: Vec<&'static Source> = vec![];
        for it in all {
            if !once.iter().any(|known| known.url == it.url) {
                once.push(it);
            }
        }
        once
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_platform_has_an_entry() {
        let ids: Vec<_> = PLATFORMS.iter().map(|it| it.platform).collect();
        assert_eq!(ids, Platform::ALL);
    }

    #[test]
    fn the_plan_and_the_table_agree_on_the_most() {
        for it in PLATFORMS {
            let id = it.platform;
            assert_eq!(it.most("maintenance_work_mem"), id.most_memory(), "{id}");
        }
    }

    #[test]
    fn every_source_is_an_address_with_a_day() {
        for it in PLATFORMS.iter().flat_map(|it| it.sources()) {
            assert!(it.url.starts_with("https://") || it.is_measured(), "{}", it.url);
            let day = it.dated.unwrap_or(READ);
            assert!(day.len() == 10 || day.len() == 7, "{}: {day}", it.url);
        }
    }

    #[test]
    fn settings_are_those_that_are_asked_about() {
        for entry in PLATFORMS {
            for it in entry.settings {
                assert!(ASKED.iter().any(|asked| asked.name == it.name), "{}", it.name);
            }
        }
    }

    #[test]
    fn sql_for_superusers_is_known() {
        let neon = Entry::of(Platform::Neon);
        for sql in ["ALTER SYSTEM SET a = 1", "alter system\nset a = 1", "COPY t FROM PROGRAM 'x'"]
        {
            assert!(neon.refuses(sql).is_some(), "{sql}");
            assert!(Entry::of(Platform::SelfHosted).refuses(sql).is_none(), "{sql}");
        }
        assert!(neon.refuses("ALTER TABLE t SET (parallel_workers = 2)").is_none());
    }
}
