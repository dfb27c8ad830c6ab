//! `[target]`: the server.

#[cfg(feature = "every-number")]
use hnswkit_core::estimate::{HugePages, ServerMemory};
use hnswkit_core::{
    domain::{Bytes, PgvectorVersion, Platform, PostgresVersion, VersionError},
    plan::Target,
};

use super::{check::Check, size};
use crate::{
    problem::Problems,
    spec::{Section, TargetSpec},
};

/// The first pgvector that compiles with PostgreSQL 18.
// pgvector CHANGELOG.md, 0.8.1.
const FIRST_WITH_POSTGRES_18: PgvectorVersion = PgvectorVersion::new(0, 8, 1);

pub(in crate::spec) fn convert(spec: &TargetSpec, problems: &mut Problems) -> Target {
    let mut check = Check { section: Section::Target, number: 0, values: spec, problems };
    let postgres = version::<PostgresVersion>(&mut check, "postgres", "17");
    let pgvector = version::<PgvectorVersion>(&mut check, "pgvector", "0.8.0");
    if let (Some(postgres), Some(pgvector)) = (postgres, pgvector)
        && 18 <= postgres.major
        && pgvector < FIRST_WITH_POSTGRES_18
    {
        check.refuse(
            "pgvector",
            format!(
                "`pgvector` must be {FIRST_WITH_POSTGRES_18} or later on PostgreSQL {postgres}, but is {pgvector}"
            ),
            "ask the server: SELECT extversion FROM pg_extension WHERE extname = 'vector'",
        );
    }
    let platform = check.choice("platform", |it| it.parse::<Platform>().ok(), synonym);
    let ram = ram(&mut check);
    let cpus = check.whole("cpus");
    Target {
        postgres,
        pgvector,
        platform: platform.unwrap_or_default(),
        ram,
        cpus,
        #[cfg(feature = "every-number")]
        memory: memory(&mut check, ram),
    }
}

/// What the memory of the server is spent on.
#[cfg(feature = "every-number")]
fn memory(check: &mut Check<'_>, ram: Option<Bytes>) -> ServerMemory {
    let shared_buffers = size::bytes(check, "shared_buffers");
    if let (Some(buffers), Some(ram)) = (shared_buffers, ram)
        && ram <= buffers
    {
        let message = format!("`shared_buffers` must be less than `ram`, {ram}, but is {buffers}");
        check.refuse("shared_buffers", message, "ask the server: SHOW shared_buffers");
    }
    ServerMemory {
        shared_buffers,
        max_connections: check.whole("max_connections"),
        work_mem: size::bytes(check, "work_mem"),
        shared_memory: size::bytes(check, "shared_memory"),
        min_dynamic_shared_memory: size::bytes(check, "min_dynamic_shared_memory"),
        huge_pages: check.choice("huge_pages", HugePages::named, |word| match word {
            "true" | "yes" => Some("on"),
            "false" | "no" => Some("off"),
            _ => None,
        }),
    }
}

pub(super) fn version<T>(check: &mut Check<'_>, key: &str, example: &str) -> Option<T>
where
    T: std::str::FromStr<Err = VersionError>,
{
    let text = check.value(key)?.to_string();
    match text.parse() {
        Ok(it) => Some(it),
        Err(VersionError::TooOld { oldest }) => {
            let message = format!("`{key}` must be {oldest} or later, but is {text}");
            check.refuse(key, message, format!("there is no plan for releases before {oldest}"));
            None
        }
        Err(_) => {
            let message = format!("`{key}` must be a version such as {example}, but is `{text}`");
            check.refuse(key, message, format!("write `{key} = \"{example}\"`"));
            None
        }
    }
}

fn ram(check: &mut Check<'_>) -> Option<Bytes> {
    let bytes = size::bytes(check, "ram")?;
    if bytes == Bytes(0) {
        check.refuse(
            "ram",
            "`ram` must be more than 0, but is 0GB",
            "leave it out when it is not known",
        );
        return None;
    }
    Some(bytes)
}

/// What people call platforms.
fn synonym(word: &str) -> Option<&'static str> {
    Some(match word {
        "aws" | "amazon" | "amazon-rds" | "aws-rds" => "rds",
        "container" | "podman" | "compose" => "docker",
        "k8s" | "helm" | "pod" => "kubernetes",
        "cnpg" | "cloudnativepg" => "cloudnative-pg",
        "spilo" | "postgres-operator" => "zalando",
        "crunchy" | "crunchydata" => "pgo",
        "gcp" | "google" | "google-cloud-sql" | "cloudsql" => "cloud-sql",
        "local" | "localhost" | "on-premise" | "bare-metal" | "vm" => "self-hosted",
        _ => return None,
    })
}
