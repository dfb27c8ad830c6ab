//! The JSON Schema says what the reader does.

use serde_json::Value as Json;

use super::{beside, every_example, file};
use crate::spec::{FIELDS, STORY, Spec, schema};

/// Just enough of JSON Schema to judge a spec: the keywords that `schema.rs` writes.
fn accepts(root: &Json, schema: &Json, value: &Json) -> bool {
    if let Some(reference) = schema.get("$ref").and_then(Json::as_str) {
        return accepts(root, root.pointer(&reference[1..]).unwrap(), value);
    }
    let number = |key: &str| schema.get(key).and_then(Json::as_f64);
    schema
        .as_object()
        .unwrap()
        .keys()
        .for_each(|it| assert!(KEYWORDS.contains(&it.as_str()), "{it}"));
    let is = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64(),
        "number" => value.is_number(),
        _ => panic!("{name}"),
    };
    let of_type = match schema.get("type") {
        Some(Json::String(it)) => is(it),
        Some(Json::Array(them)) => them.iter().any(|it| is(it.as_str().unwrap())),
        _ => true,
    };
    let in_range = value.as_f64().is_none_or(|it| {
        number("minimum").is_none_or(|min| min <= it)
            && number("maximum").is_none_or(|max| it <= max)
            && number("exclusiveMaximum").is_none_or(|max| it < max)
    });
    let known = schema.get("enum").is_none_or(|it| it.as_array().unwrap().contains(value));
    let allowed = schema.get("not").is_none();
    let has = |them: &Json| {
        them.as_array().unwrap().iter().all(|it| value.get(it.as_str().unwrap()).is_some())
    };
    let complete = schema.get("required").is_none_or(has)
        && schema.get("oneOf").is_none_or(|them| {
            1 == them.as_array().unwrap().iter().filter(|it| has(&it["required"])).count()
        })
        && schema
            .get("anyOf")
            .is_none_or(|them| them.as_array().unwrap().iter().any(|it| has(&it["required"])));
    let members = value.as_object().is_none_or(|them| {
        let Some(properties) = schema.get("properties") else { return true };
        them.iter()
            .all(|(key, it)| properties.get(key).is_some_and(|schema| accepts(root, schema, it)))
    });
    let items = value.as_array().is_none_or(|them| {
        schema.get("minItems").and_then(Json::as_u64).is_none_or(|min| min <= them.len() as u64)
            && them.iter().all(|it| accepts(root, &schema["items"], it))
    });
    of_type && in_range && known && allowed && complete && members && items
}

const KEYWORDS: &[&str] = &[
    "$defs",
    "$schema",
    "additionalProperties",
    "anyOf",
    "default",
    "description",
    "enum",
    "examples",
    "exclusiveMaximum",
    "items",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "not",
    "oneOf",
    "pattern",
    "properties",
    "required",
    "title",
    "type",
];

#[track_caller]
fn check(text: &str, accepted: bool) {
    let spec = serde_json::to_value(Spec::from_toml(text, "f").unwrap()).unwrap();
    let schema = schema();
    assert_eq!(accepts(&schema, &schema, &spec), accepted, "{text}");
}

#[test]
fn the_story_and_every_example_are_accepted() {
    check(STORY, true);
    for example in every_example() {
        let more: &[&str] = if example.starts_with("index.expression") {
            &["index.column"]
        } else {
            beside(&example)
        };
        check(&file(&[&[example.as_str()], more].concat()), true);
    }
}

#[test]
fn what_the_reader_refuses_an_editor_marks() {
    check(&file(&["index.m = 101"]), false);
    check(&file(&["index.rows = -5"]), false);
    check(&file(&["index.metric = \"cosin\""]), false);
    check(&file(&["index.table"]), false);
    check(&file(&["index.column"]), false);
    check(&file(&["index.expression = \"a\""]), false);
    check(&file(&["index.operation = \"move\""]), false);
    check(&file(&["setting.parameter = \"hnsw.ef_search\""]), false);
    check(&file(&["upgrade.from = \"0.7.4\""]), false);
    check(&file(&["restore.jobs = 4"]), false);
    check(&file(&["calibration.rows = 4"]), false);
}

#[test]
fn every_key_is_described() {
    let schema = schema();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    for field in FIELDS {
        let section = field.section.name();
        let name = format!("{}{}Spec", section[..1].to_uppercase(), &section[1..]);
        let key = &schema["$defs"][name.as_str()]["properties"][field.key];
        assert_eq!(key["description"], field.doc);
        assert_eq!(key["examples"].as_array().unwrap().len(), 1, "{}", field.key);
        assert_eq!(schema["$defs"][name.as_str()]["additionalProperties"], false);
    }
}
