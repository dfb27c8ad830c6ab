//! The JSON Schema of the spec file, from the table of its keys.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value as Json, json};

#[cfg(feature = "every-number")]
use super::{ActivitySpec, CalibrationSpec, QuerySpec, ReplicationSpec};
use super::{
    Example, FIELDS, Field, IndexSpec, Kind, MigrationSpec, RestoreSpec, Section, SettingSpec,
    Spec, TargetSpec, UpgradeSpec,
};

/// The JSON Schema of `hnswkit.toml`, for editors.
///
/// It describes a file that stands for itself; a command line may add what the file leaves out.
pub fn schema() -> Json {
    schemars::schema_for!(Spec).to_value()
}

impl JsonSchema for Spec {
    fn schema_name() -> Cow<'static, str> {
        "Spec".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut properties = Map::new();
        let mut property = |name: &str, schema: Schema| {
            properties.insert(name.to_owned(), schema.to_value());
        };
        property("target", generator.subschema_for::<TargetSpec>());
        property("migration", generator.subschema_for::<MigrationSpec>());
        let items = generator.subschema_for::<IndexSpec>();
        property("index", json_schema!({ "type": "array", "minItems": 1, "items": items }));
        let items = generator.subschema_for::<SettingSpec>();
        property("setting", json_schema!({ "type": "array", "minItems": 1, "items": items }));
        property("upgrade", generator.subschema_for::<UpgradeSpec>());
        property("restore", generator.subschema_for::<RestoreSpec>());
        #[cfg(feature = "every-number")]
        {
            let items = generator.subschema_for::<CalibrationSpec>();
            let list = json_schema!({ "type": "array", "minItems": 1, "items": items });
            property("calibration", list);
            property("activity", generator.subschema_for::<ActivitySpec>());
            property("replication", generator.subschema_for::<ReplicationSpec>());
        }
        #[cfg(feature = "every-number")]
        property("query", generator.subschema_for::<QuerySpec>());
        // Without the reader of SQL there are no rules to name.
        #[cfg(feature = "parse")]
        property("lint", generator.subschema_for::<super::LintSpec>());
        json_schema!({
            "title": "hnswkit.toml",
            "description": "HNSW indexes of pgvector: a migration that creates them, and how SQL about them is checked.",
            "type": "object",
            "properties": properties,
            "anyOf": [
                { "required": ["index"] },
                { "required": ["setting"] },
                { "required": ["upgrade"] },
                { "required": ["lint"] },
            ],
            "additionalProperties": false,
        })
    }
}

macro_rules! section_schemas {
    ($($ty:ident $section:ident,)+) => {
        $(impl JsonSchema for $ty {
            fn schema_name() -> Cow<'static, str> {
                stringify!($ty).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                section(Section::$section, Self::DOC)
            }
        })+
    };
}

section_schemas! {
    TargetSpec Target,
    MigrationSpec Migration,
    IndexSpec Index,
    SettingSpec Setting,
    UpgradeSpec Upgrade,
    RestoreSpec Restore,
}

#[cfg(feature = "every-number")]
section_schemas! {
    CalibrationSpec Calibration,
    QuerySpec Query,
    ActivitySpec Activity,
    ReplicationSpec Replication,
}

fn section(section: Section, doc: &str) -> Schema {
    let properties: Map<String, Json> = FIELDS
        .iter()
        .filter(|it| it.section == section)
        .map(|it| (it.key.to_owned(), key(it)))
        .collect();
    let mut schema = json_schema!({
        "description": doc,
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    });
    if section == Section::Index {
        schema.insert("required".into(), json!(["table", "type", "metric", "rows"]));
        let key = json!([{ "required": ["column"] }, { "required": ["expression"] }]);
        schema.insert("oneOf".into(), key);
    }
    let required: &[&str] = match section {
        Section::Setting => &["parameter", "value"],
        Section::Upgrade => &["pgvector"],
        Section::Restore => &["dump"],
        #[cfg(feature = "every-number")]
        Section::Calibration => &["rows", "seconds"],
        _ => &[],
    };
    if !required.is_empty() {
        schema.insert("required".into(), json!(required));
    }
    schema
}

fn key(field: &Field) -> Json {
    let mut schema = match field.kind {
        Kind::Text => json!({ "type": "string", "minLength": 1 }),
        Kind::Choice(words) => json!({ "type": "string", "enum": words() }),
        Kind::Version | Kind::NumberOrWord => json!({ "type": ["string", "integer"] }),
        Kind::Size => {
            json!({ "type": "string", "pattern": "^ *[0-9][0-9._ ]*[kKmMgGtT]?i?[bB]? *$" })
        }
        Kind::Rows => json!({ "type": ["integer", "number", "string"], "minimum": 0 }),
        Kind::Share => {
            json!({ "type": ["number", "string"], "minimum": 0, "exclusiveMaximum": 1 })
        }
        #[cfg(feature = "every-number")]
        Kind::Seconds => json!({ "type": ["integer", "number", "string"], "minimum": 0 }),
        #[cfg(feature = "every-number")]
        Kind::Cost => json!({ "type": ["integer", "number", "string"], "minimum": 0 }),
        Kind::Whole(min, max) => json!({ "type": "integer", "minimum": min, "maximum": max }),
        Kind::Parameter(it) => json!({
            "type": "integer",
            "minimum": it.min,
            "maximum": it.max,
            "default": it.default,
        }),
        Kind::List => json!({
            "type": ["string", "array", "object"],
            "minLength": 1,
            "minItems": 1,
            "items": { "type": "string", "minLength": 1 },
            "additionalProperties": { "type": ["integer", "string"], "minimum": 0 },
        }),
        Kind::Later => json!({ "not": {} }),
    };
    if let Json::Object(members) = &mut schema {
        members.insert("description".into(), field.doc.into());
        let example = match field.example {
            Example::Text(it) => it.into(),
            Example::Integer(it) => it.into(),
        };
        members.insert("examples".into(), Json::Array(vec![example]));
    }
    schema
}
