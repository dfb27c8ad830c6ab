//! The platforms, with what they allow and where we know it from.

use hnswkit_core::{
    domain::Bytes,
    platform::{ASKED, Claim, Entry, PLATFORMS, READ, Source},
};
use serde::Serialize;

use super::SCHEMA;

/// Every platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlatformsDocument {
    /// The version of the document.
    pub schema: u32,
    /// The day on which the sources were read.
    pub read: String,
    /// The platforms, in the order of the documentation.
    pub platforms: Vec<PlatformEntry>,
}

/// One platform; what nobody of us has read is null or `unknown`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlatformEntry {
    /// The id for `--platform`.
    pub id: String,
    /// What its makers call it.
    pub title: String,
    /// What sets it apart.
    pub about: String,
    /// Whether anybody is a superuser there: `yes`, `no` or `unknown`.
    pub superuser: String,
    /// The releases of PostgreSQL.
    pub postgres: Option<PlatformClaim>,
    /// The newest pgvector that we have read of; there may be a newer one.
    pub pgvector: Option<String>,
    /// What is said of it.
    pub pgvector_claim: Option<PlatformClaim>,
    /// Who may create and update the extension.
    pub extension: Option<PlatformClaim>,
    /// Where settings of the whole server are changed.
    pub server_settings: Option<PlatformClaim>,
    /// Where parallel builds take their memory from.
    pub shared_memory: Option<PlatformClaim>,
    /// The share of memory that is `shared_buffers` by default, in percent.
    pub shared_buffers_percent: Option<u64>,
    /// The settings that matter around a build.
    pub settings: Vec<PlatformSetting>,
    /// What ends a long statement.
    pub limits: Vec<PlatformLimit>,
    /// Poolers in front of it.
    pub poolers: Vec<PlatformPooler>,
    /// What else is worth knowing.
    pub notes: Vec<PlatformClaim>,
}

/// What a page says, in our words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlatformClaim {
    /// It.
    pub text: String,
    /// The address of the page, or what was measured.
    pub source: String,
    /// The day or month that the page gives itself.
    pub dated: Option<String>,
}

/// Who may change a setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlatformSetting {
    /// Its name.
    pub name: String,
    /// Whether a session may set it: `yes`, `no` or `unknown`.
    pub session: String,
    /// Whether it may be set for a role or database.
    pub role: String,
    /// Whether it may be set for the server.
    pub server: String,
    /// Whether a change needs a restart, where PostgreSQL says so.
    pub restart: bool,
    /// The most that it may be; null when PostgreSQL's own limit holds.
    pub most_bytes: Option<u64>,
    /// What is said; null when it is PostgreSQL's own rule, and the platform says nothing else.
    pub claim: Option<PlatformClaim>,
}

/// Something that ends a statement after a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlatformLimit {
    /// What it is.
    pub of: String,
    /// After so many seconds.
    pub seconds: u32,
    /// Whether a session cannot move it.
    pub fixed: bool,
    /// What to use instead.
    pub instead: String,
    /// The address of the page.
    pub source: String,
}

/// A pooler.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlatformPooler {
    /// What its makers call it.
    pub title: String,
    /// Whether a `SET` is there for the next statement: `yes`, `no` or `unknown`.
    pub keeps_settings: String,
    /// What its makers say.
    pub claim: PlatformClaim,
    /// How to get a session of one's own.
    pub instead: String,
}

impl PlatformsDocument {
    /// The platforms of these entries.
    pub fn of<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        let platforms = entries.into_iter().map(PlatformEntry::from).collect();
        Self { schema: SCHEMA, read: READ.to_owned(), platforms }
    }

    /// All of the core.
    pub fn new() -> Self {
        Self::of(PLATFORMS.iter().copied())
    }
}

impl Default for PlatformsDocument {
    fn default() -> Self {
        Self::new()
    }
}

fn claim(text: &str, source: &Source) -> PlatformClaim {
    PlatformClaim {
        text: text.to_owned(),
        source: source.url.to_owned(),
        dated: source.dated.map(str::to_owned),
    }
}

impl From<Claim> for PlatformClaim {
    fn from(it: Claim) -> Self {
        claim(it.text, it.source)
    }
}

impl From<&Entry> for PlatformEntry {
    fn from(entry: &Entry) -> Self {
        let settings = ASKED.iter().map(|asked| {
            let said = entry.setting(asked.name);
            let answer = |it: hnswkit_core::platform::Answer| it.id().to_owned();
            let session = asked.session(entry);
            PlatformSetting {
                name: asked.name.to_owned(),
                session: answer(session),
                role: answer(said.map_or(session, |it| it.role)),
                server: said.map_or_else(|| "unknown".to_owned(), |it| answer(it.server)),
                restart: asked.restart,
                most_bytes: said.and_then(|it| it.most).map(Bytes::get),
                claim: said.map(|it| claim(it.text, it.source)),
            }
        });
        let limits = entry.limits.iter().map(|it| PlatformLimit {
            of: it.of.to_owned(),
            seconds: it.seconds,
            fixed: it.fixed,
            instead: it.instead.to_owned(),
            source: it.source.url.to_owned(),
        });
        let poolers = entry.poolers.iter().map(|it| PlatformPooler {
            title: it.title.to_owned(),
            keeps_settings: it.keeps_settings.id().to_owned(),
            claim: it.claim.into(),
            instead: it.instead.to_owned(),
        });
        Self {
            id: entry.platform.id().to_owned(),
            title: entry.title.to_owned(),
            about: entry.about.to_owned(),
            superuser: entry.superuser.answer.id().to_owned(),
            postgres: entry.postgres.map(Into::into),
            pgvector: entry.pgvector.map(|(it, _)| it.to_string()),
            pgvector_claim: entry.pgvector.map(|(_, it)| it.into()),
            extension: entry.extension.map(Into::into),
            server_settings: entry.server_settings.map(Into::into),
            shared_memory: entry.shared_memory.map(Into::into),
            shared_buffers_percent: entry.shared_buffers.map(|(it, _)| it),
            settings: settings.collect(),
            limits: limits.collect(),
            poolers: poolers.collect(),
            notes: entry.notes.iter().map(|it| (*it).into()).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_has_read_is_null() {
        let json = serde_json::to_value(PlatformsDocument::new()).unwrap();
        let all = json["platforms"].as_array().unwrap();
        assert_eq!(all.len(), PLATFORMS.len());
        let of = |id: &str| all.iter().find(|it| it["id"] == id).unwrap();
        assert!(of("alloydb")["pgvector"].is_null());
        assert_eq!(of("azure")["settings"][0]["most_bytes"], 2_147_482_624_u64);
        assert!(of("rds")["settings"][0]["claim"].is_null());
        assert_eq!(of("supabase")["limits"][0]["seconds"], 60);
    }
}
