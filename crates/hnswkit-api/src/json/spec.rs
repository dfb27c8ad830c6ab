//! A spec file as it was read.

use serde::Serialize;

#[cfg(feature = "parse")]
use super::SCHEMA;
use crate::{problem::Problem, spec::Spec};

/// As much of a spec file as can be read, and what is wrong with the rest.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct SpecDocument {
    /// The version of the document.
    pub schema: u32,
    /// The spec.
    pub spec: Spec,
    /// What could not be read.
    pub errors: Vec<Problem>,
}

#[cfg(feature = "parse")]
impl SpecDocument {
    /// Reads the text of a `hnswkit.toml`.
    pub fn from_toml(text: &str) -> Self {
        let (spec, problems) = Spec::read_toml(text, "hnswkit.toml");
        Self { schema: SCHEMA, spec, errors: problems.into_iter().collect() }
    }
}
