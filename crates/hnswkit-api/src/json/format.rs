//! The migration tools that we write for.

use hnswkit_core::render::FORMATS;
use serde::Serialize;

use super::SCHEMA;

/// Every format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FormatsDocument {
    /// The version of the document.
    pub schema: u32,
    /// The formats, in the order of the documentation.
    pub formats: Vec<FormatEntry>,
}

/// One format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FormatEntry {
    /// The id for `--format`.
    pub id: String,
    /// The name of the tool.
    pub title: String,
    /// The world that it belongs to, such as `Python`.
    pub family: String,
    /// The class of tools, `A` to `D`.
    pub class: String,
    /// What the class means.
    pub class_summary: String,
    /// The files and how they are run.
    pub about: String,
    /// Where the tool documents it.
    pub source: String,
    /// The tool's usual folder, below the project.
    pub folder: String,
    /// How it orders its migrations: `none`, `chain`, `sequence`, `time` or `milliseconds`.
    pub numbering: String,
    /// How we know that the files are right: `executed`, `parsed` or `documented`.
    pub proof: String,
    /// The same with version and date.
    pub proof_text: String,
}

impl FormatsDocument {
    /// All formats of the core.
    pub fn new() -> Self {
        let formats = FORMATS.iter().map(|it| FormatEntry {
            id: it.id.to_owned(),
            title: it.title.to_owned(),
            family: it.family.title().to_owned(),
            class: it.class.letter().to_string(),
            class_summary: it.class.summary().to_owned(),
            about: it.about.to_owned(),
            source: it.source.to_owned(),
            folder: it.folder.to_owned(),
            numbering: it.numbering.id().to_owned(),
            proof: it.proof.id().to_owned(),
            proof_text: it.proof.to_string(),
        });
        Self { schema: SCHEMA, formats: formats.collect() }
    }
}

impl Default for FormatsDocument {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_listed() {
        let json = serde_json::to_value(FormatsDocument::new()).unwrap();
        assert_eq!(json["schema"], 1);
        let formats = json["formats"].as_array().unwrap();
        let ids: Vec<_> = formats.iter().map(|it| it["id"].as_str().unwrap()).collect();
        assert_eq!(ids, FORMATS.iter().map(|it| it.id).collect::<Vec<_>>());
        for it in formats {
            assert!(["A", "B", "C", "D"].contains(&it["class"].as_str().unwrap()), "{it}");
        }
    }
}
