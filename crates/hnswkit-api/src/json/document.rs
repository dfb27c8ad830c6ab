//! Every document of the contract with its JSON Schema, for the documentation.

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::{
    ErrorDocument, EstimateDocument, ExplainDocument, FormatsDocument, ImportDocument,
    LintDocument, MonitorDocument, PackDocument, ParametersDocument, PictureDocument, PlanDocument,
    PlatformsDocument, ProgressDocument, RuleDocument, RulesDocument, RunbookDocument,
    RunbooksDocument, SnippetsDocument, SpecDocument, SpilledDocument,
};

/// A document that the command prints or the page gets.
#[derive(Debug)]
pub struct Document {
    /// The name of its type.
    pub name: &'static str,
    /// Who says it: a command, or the page.
    pub from: &'static str,
    /// Its JSON Schema, as it is written.
    pub schema: fn() -> Value,
}

fn schema_of<T: schemars::JsonSchema>() -> Value {
    // What is written is what matters: a field that may be null is there all the same.
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    generator.into_root_schema_for::<T>().to_value()
}

macro_rules! documents {
    ($($ty:ident $from:literal)+) => {
        /// Every document, in the order of the documentation.
        pub static DOCUMENTS: &[Document] = &[$(Document {
            name: stringify!($ty),
            from: $from,
            schema: schema_of::<$ty>,
        }),+];
    };
}

documents! {
    PlanDocument "`hnswkit plan --json`, `hnswkit generate --json`"
    EstimateDocument "`hnswkit estimate --json`"
    LintDocument "`hnswkit lint --json`"
    ExplainDocument "`hnswkit explain --json`"
    SpilledDocument "`hnswkit estimate --spilled-after N --json`"
    ProgressDocument "`hnswkit estimate --progress FILE --json`"
    MonitorDocument "`hnswkit monitor --json`"
    PackDocument "`hnswkit monitor --format FORMAT --json`"
    RunbookDocument "`hnswkit runbook --json`"
    RunbooksDocument "`hnswkit runbook --list --json`"
    FormatsDocument "`hnswkit formats --json`"
    PlatformsDocument "`hnswkit platforms --json`"
    SnippetsDocument "`hnswkit snippet --json`"
    RulesDocument "`hnswkit rules --json`"
    RuleDocument "`hnswkit explain RULE --json`"
    ErrorDocument "every command with `--json`, when its input is bad"
    SpecDocument "the page, for a spec file"
    ImportDocument "the page and `hnswkit init`, for a schema"
    ParametersDocument "the page, for its form"
    PictureDocument "the page, for its pictures"
}
