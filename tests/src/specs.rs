//! The plans that the tests run and the golden files show: one spec and one schema each.

use anyhow::{Result, anyhow};
use hnswkit_api::spec::Spec;
use hnswkit_core::plan::{Plan, plan};

use crate::version::Version;

/// A spec with the tables that it is about.
pub struct Example {
    /// The name of the files in `tests/specs`.
    pub name: &'static str,
    /// The spec.
    pub toml: &'static str,
    /// Makes the tables and their rows.
    pub schema: &'static str,
    /// The oldest pgvector that it works on.
    pub since: Version,
}

macro_rules! example {
    ($name:literal, $toml:literal, $since:expr) => {
        Example {
            name: $name,
            toml: include_str!($toml),
            schema: include_str!(concat!("../specs/", $name, ".sql")),
            since: $since,
        }
    };
}

/// An operation on what is there: `tests/specs/operations/<name>.{toml,sql}`.
#[macro_export]
macro_rules! operation {
    ($name:literal, $since:expr) => {
        $crate::Example {
            name: $name,
            toml: include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/specs/operations/",
                $name,
                ".toml"
            )),
            schema: include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/specs/operations/",
                $name,
                ".sql"
            )),
            since: $since,
        }
    };
}

/// All of them; the first is the story of the README.
pub static EXAMPLES: &[Example] = &[
    example!("task-tracker", "../../examples/task-tracker.toml", Version::OLDEST),
    example!(
        "task-tracker-transactional",
        "../specs/task-tracker-transactional.toml",
        Version::OLDEST
    ),
    example!("hostile", "../specs/hostile.toml", Version::OLDEST),
    example!("partial", "../specs/partial.toml", Version::OLDEST),
    example!("types", "../specs/types.toml", Version::new(0, 7, 0)),
    example!("quantize", "../specs/quantize.toml", Version::new(0, 7, 0)),
    example!("parallel", "../specs/parallel.toml", Version::new(0, 6, 0)),
];

/// Several operations on indexes that are there, in both modes.
pub static OPERATIONS: &[Example] = &[
    operation!("operations", Version::OLDEST),
    operation!("in-place-of", Version::OLDEST),
    operation!("operations-transactional", Version::OLDEST),
];

impl Example {
    /// The example of that name.
    pub fn named(name: &str) -> Result<&'static Self> {
        EXAMPLES
            .iter()
            .chain(OPERATIONS)
            .find(|it| it.name == name)
            .ok_or_else(|| anyhow!("no example {name}"))
    }

    /// Its plan.
    pub fn plan(&self) -> Result<Plan> {
        plan_of(self.toml)
    }
}

/// The plan of a spec.
pub fn plan_of(toml: &str) -> Result<Plan> {
    let request = Spec::from_toml(toml, "hnswkit.toml")
        .and_then(|it| it.to_request())
        .map_err(|it| anyhow!("{it}"))?;
    plan(request).map_err(|it| anyhow!("{it:?}"))
}
