//! The JSON Schema of `[lint]`, from the table of its keys.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value as Json, json};

use super::{
    LINT_FIELDS, LintField, LintKind, LintSpec,
    table::{rules, severities},
};

impl JsonSchema for LintSpec {
    fn schema_name() -> Cow<'static, str> {
        "LintSpec".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let properties: Map<String, Json> =
            LINT_FIELDS.iter().map(|it| (it.key.to_owned(), key(it))).collect();
        json_schema!({
            "description": "How `hnswkit lint` checks SQL; every key is optional.",
            "type": "object",
            "properties": properties,
            "additionalProperties": false,
        })
    }
}

fn key(field: &LintField) -> Json {
    let list_of_rules =
        || json!({ "type": "array", "items": { "type": "string", "enum": rules() } });
    let mut schema = match field.kind {
        LintKind::Text => json!({ "type": "string", "minLength": 1 }),
        LintKind::Choice(words) => json!({ "type": "string", "enum": words() }),
        LintKind::Size => {
            json!({ "type": "string", "pattern": "^ *[0-9][0-9._ ]*[kKmMgGtT]?i?[bB]? *$" })
        }
        LintKind::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        LintKind::Rules => list_of_rules(),
        LintKind::Rows => json!({
            "type": "object",
            "additionalProperties": { "type": ["integer", "number", "string"], "minimum": 0 },
        }),
        LintKind::Severities => {
            let one = json!({ "type": "string", "enum": severities() });
            let rules: Map<String, Json> =
                rules().into_iter().map(|it| (it.to_owned(), one.clone())).collect();
            json!({ "type": "object", "properties": rules, "additionalProperties": false })
        }
        LintKind::Paths => json!({
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "path": { "type": "string", "minLength": 1 },
                    "ignore": list_of_rules(),
                },
                "required": ["path", "ignore"],
                "additionalProperties": false,
            },
        }),
    };
    if let Json::Object(members) = &mut schema {
        members.insert("description".into(), field.doc.into());
    }
    schema
}
