//! What a form offers: keys with their ranges, types, metrics, platforms, versions, models.

#[cfg(feature = "every-operation")]
use hnswkit_core::domain::MODELS;
use hnswkit_core::domain::{ElementType, Metric, Model, OperatorClass, Platform, PostgresVersion};
use serde::Serialize;

use super::SCHEMA;
use crate::spec::{Example, FIELDS, Field, Kind, Scalar};

/// Everything that a form offers.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ParametersDocument {
    /// The version of the document.
    pub schema: u32,
    /// The keys of `hnswkit.toml`, in its order.
    pub fields: Vec<FieldEntry>,
    /// The types that can be indexed.
    pub types: Vec<TypeEntry>,
    /// The metrics.
    pub metrics: Vec<MetricEntry>,
    /// The platforms.
    pub platforms: Vec<String>,
    /// Releases of PostgreSQL that are planned for, newest first.
    pub postgres: Vec<String>,
    /// Releases of pgvector that were measured, newest first.
    pub pgvector: Vec<String>,
    /// Embedding models, by provider.
    pub models: Vec<ModelEntry>,
}

/// A key of `hnswkit.toml`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FieldEntry {
    /// `target`, `migration` or `index`.
    pub section: String,
    /// The key.
    pub key: String,
    /// `text`, `choice`, `version`, `size`, `rows`, `share`, `whole` or `later`.
    pub kind: String,
    /// The smallest whole number.
    pub min: Option<u32>,
    /// The largest whole number.
    pub max: Option<u32>,
    /// The value when none is given, if there is one.
    pub default: Option<u32>,
    /// The words, when it is one of several.
    pub choices: Vec<String>,
    /// What it says, in Markdown.
    pub doc: String,
    /// A value that shows how it is used.
    pub example: Scalar,
    /// The flag of the command.
    pub flag: String,
    /// The operations that take it; empty when every one does.
    pub only_for: Vec<String>,
}

/// A type that can be indexed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TypeEntry {
    /// The name as PostgreSQL spells it.
    pub name: String,
    /// The most dimensions that an HNSW index accepts.
    pub max_dimensions: u32,
    /// The first pgvector that can index it with HNSW.
    pub since: String,
    /// The metrics that it has.
    pub metrics: Vec<String>,
}

/// A metric.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MetricEntry {
    /// The name in `hnswkit.toml`.
    pub id: String,
    /// The operator that a query orders by.
    pub operator: String,
}

/// An embedding model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ModelEntry {
    /// The name.
    pub name: String,
    /// Who provides it.
    pub provider: String,
    /// The dimensions that it gives unless told otherwise.
    pub dimensions: u32,
    /// The type to index it as.
    #[serde(rename = "type")]
    pub vector_type: String,
    /// The metric to choose.
    pub metric: String,
    /// What else one should know; may be empty.
    pub note: String,
    /// Where the provider documents it.
    pub source: String,
}

/// Releases that were measured, newest first (`xtask/src/servers/table.rs`).
const PGVECTOR: &[&str] = &["0.8.6", "0.8.5", "0.8.2", "0.8.1", "0.8.0", "0.7.4", "0.6.2", "0.5.1"];

impl ParametersDocument {
    /// Everything, from the tables of the core.
    pub fn new() -> Self {
        let postgres = PostgresVersion::OLDEST.major..=PostgresVersion::NEWEST_KNOWN.major;
        Self {
            schema: SCHEMA,
            fields: FIELDS.iter().map(FieldEntry::from).collect(),
            types: ElementType::ALL.iter().map(|it| TypeEntry::from(*it)).collect(),
            metrics: Metric::ALL
                .iter()
                .map(|it| MetricEntry { id: it.name().into(), operator: it.operator().into() })
                .collect(),
            platforms: Platform::ALL.iter().map(|it| it.id().to_owned()).collect(),
            postgres: postgres.rev().map(|it| it.to_string()).collect(),
            pgvector: PGVECTOR.iter().map(|it| (*it).to_owned()).collect(),
            // The first visit to the browser page does without; the picker asks for them.
            #[cfg(not(feature = "every-operation"))]
            models: vec![],
            #[cfg(feature = "every-operation")]
            models: MODELS.iter().map(ModelEntry::from).collect(),
        }
    }
}

impl Default for ParametersDocument {
    fn default() -> Self {
        Self::new()
    }
}

impl From<&Field> for FieldEntry {
    fn from(it: &Field) -> Self {
        let (min, max) = it.kind.range().unzip();
        let default = match it.kind {
            Kind::Parameter(info) => Some(info.default),
            _ => None,
        };
        let choices = match it.kind {
            Kind::Choice(words) => words().into_iter().map(str::to_owned).collect(),
            _ => vec![],
        };
        Self {
            section: it.section.name().to_owned(),
            key: it.key.to_owned(),
            kind: kind(it.kind).to_owned(),
            min,
            max,
            default,
            choices,
            doc: it.doc.to_owned(),
            example: match it.example {
                Example::Text(it) => Scalar::Text(it.to_owned()),
                Example::Integer(it) => Scalar::Integer(it),
            },
            flag: it.flag.to_owned(),
            only_for: it.only_for().iter().map(|it| (*it).to_owned()).collect(),
        }
    }
}

/// The name of the kind.
fn kind(it: Kind) -> &'static str {
    match it {
        Kind::Text | Kind::List => "text",
        Kind::Choice(_) => "choice",
        Kind::Version => "version",
        Kind::Size => "size",
        Kind::Rows => "rows",
        Kind::Share => "share",
        #[cfg(feature = "every-number")]
        Kind::Seconds => "seconds",
        #[cfg(feature = "every-number")]
        Kind::Cost => "cost",
        Kind::Whole(..) | Kind::Parameter(_) => "whole",
        Kind::NumberOrWord => "number-or-word",
        Kind::Later => "later",
    }
}

impl From<ElementType> for TypeEntry {
    fn from(it: ElementType) -> Self {
        Self {
            name: it.name().to_owned(),
            max_dimensions: it.max_indexed_dimensions(),
            since: it.since().to_string(),
            metrics: OperatorClass::metrics(it).map(|it| it.name().to_owned()).collect(),
        }
    }
}

impl From<&Model> for ModelEntry {
    fn from(it: &Model) -> Self {
        Self {
            name: it.name.to_owned(),
            provider: it.provider.to_owned(),
            dimensions: it.dimensions,
            vector_type: it.vector_type().map(|it| it.to_string()).unwrap_or_default(),
            metric: it.metric.name().to_owned(),
            note: it.note.to_owned(),
            source: it.source.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use hnswkit_core::domain::PgvectorVersion;

    use super::*;

    #[test]
    fn releases_can_be_planned_for() {
        let document = ParametersDocument::new();
        assert_eq!(document.pgvector[0], PgvectorVersion::NEWEST_KNOWN.to_string());
        for it in &document.pgvector {
            assert!(it.parse::<PgvectorVersion>().is_ok(), "{it}");
        }
        assert_eq!(document.postgres.first().map(String::as_str), Some("18"));
        let m = document.fields.iter().find(|it| it.key == "m").unwrap();
        assert_eq!((m.min, m.max, m.default), (Some(2), Some(100), Some(16)));
    }
}
