//! The JSON contract, from the types that are serialized.

use std::collections::BTreeMap;

use anyhow::Result;
use hnswkit_api::json::{DOCUMENTS, SCHEMA};
use serde_json::Value;

use crate::page::{Body, Page, code};

/// Where a schema refers to its parts.
const PARTS: &str = "#/$defs/";

pub(super) fn pages() -> Result<Vec<Page>> {
    let mut body = Body::new(
        "What the commands print with `--json`, field by field. \
         Fields are added, never renamed or taken away.",
    );
    body.push(&format!(
        "Every document says its version: `\"schema\": {SCHEMA}`, which grows when a field changes its \
         meaning. `schemas/<Document>.json` at the top of this site is the JSON Schema of each."
    ));
    body.table(
        ["document", "from"],
        DOCUMENTS.iter().map(|it| [format!("[{0}](document:{0})", it.name), it.from.to_owned()]),
    );
    body.heading(2, "Documents");
    let mut parts: BTreeMap<String, Value> = BTreeMap::new();
    for it in DOCUMENTS {
        let schema = (it.schema)();
        body.entry(3, "document", it.name, it.name);
        body.push(&format!("{} From {}.", text(&schema, "description"), it.from));
        fields(&mut body, &schema);
        for (name, part) in members(&schema, "$defs") {
            parts.insert(name.clone(), part.clone());
        }
    }
    body.heading(2, "Parts of documents");
    for (name, schema) in &parts {
        body.entry(3, "document", name, name);
        body.push(text(schema, "description"));
        fields(&mut body, schema);
    }
    let source = "crates/hnswkit-api/src/json/document.rs";
    Ok(vec![Page::new("reference", "reference/json", "JSON contract", body, source)])
}

/// The schemas, for programs.
pub(super) fn files() -> Vec<(String, String)> {
    let file =
        |name: &str, schema: Value| (format!("schemas/{name}.json"), format!("{schema:#}\n"));
    DOCUMENTS.iter().map(|it| file(it.name, (it.schema)())).collect()
}

fn text<'a>(schema: &'a Value, name: &str) -> &'a str {
    schema[name].as_str().unwrap_or_default()
}

fn members<'a>(schema: &'a Value, name: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    schema[name].as_object().into_iter().flatten()
}

fn fields(body: &mut Body, schema: &Value) {
    let rows: Vec<_> = members(schema, "properties")
        .map(|(name, it)| [code(name), kind(it), text(it, "description").to_owned()])
        .collect();
    if rows.is_empty() {
        body.push(&format!("It is {}.", kind(schema)));
    } else {
        body.table(["field", "type", "what it says"], rows);
    }
}

/// What a value is, in words; parts link to themselves.
fn kind(schema: &Value) -> String {
    if let Some(name) = text(schema, "$ref").strip_prefix(PARTS) {
        return format!("[{name}](#{name})");
    }
    for several in ["anyOf", "oneOf"] {
        if let Some(all) = schema[several].as_array() {
            return all.iter().map(kind).collect::<Vec<_>>().join(" or ");
        }
    }
    match &schema["type"] {
        Value::Array(all) => {
            let one = |it: &Value| kind(&with_type(schema, it));
            all.iter().map(one).collect::<Vec<_>>().join(" or ")
        }
        Value::String(it) => match it.as_str() {
            "array" => format!("list of {}", kind(&schema["items"])),
            "integer" => "whole number".to_owned(),
            "string" => "text".to_owned(),
            "boolean" => "`true` or `false`".to_owned(),
            "null" => "`null`".to_owned(),
            it => it.to_owned(),
        },
        _ => "any value".to_owned(),
    }
}

fn with_type(schema: &Value, kind: &Value) -> Value {
    let mut schema = schema.clone();
    schema["type"] = kind.clone();
    schema
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn types_are_told_in_words() {
        assert_eq!(kind(&json!({ "type": ["string", "null"] })), "text or `null`");
        let list = json!({ "type": "array", "items": { "$ref": "#/$defs/PlanStep" } });
        assert_eq!(kind(&list), "list of [PlanStep](#PlanStep)");
    }
}
