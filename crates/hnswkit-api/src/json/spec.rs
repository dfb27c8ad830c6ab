//! A spec file as it was read.

use serde::Serialize;

#[cfg(feature = "parse")]
use super::SCHEMA;
#[cfg(feature = "parse")]
use crate::utf16;
use crate::{problem::Problem, spec::Spec};

/// As much of a spec file as can be read, and what is wrong with the rest.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

    /// The same with offsets in UTF-16 code units, in which browsers count.
    pub fn from_toml_utf16(text: &str) -> Self {
        let mut document = Self::from_toml(text);
        let places = document.errors.iter_mut().filter_map(|it| it.place.as_mut());
        utf16::convert(text, places.flat_map(|it| [&mut it.start, &mut it.end]));
        document
    }
}

#[cfg(test)]
#[cfg(feature = "parse")]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_bytes_or_units() {
        let text = "# 🦀\n[target]\nram = 3\n\n[[index]]\ntable = \"t\"\n";
        let byte = |it: SpecDocument| it.errors[0].place.as_ref().map(|it| it.start.byte);
        assert_eq!(byte(SpecDocument::from_toml(text)), Some(22));
        assert_eq!(byte(SpecDocument::from_toml_utf16(text)), Some(20));
    }
}
