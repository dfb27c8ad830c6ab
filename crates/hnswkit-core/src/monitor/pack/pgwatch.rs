//! pgwatch 3: definitions of metrics, and a preset of all of them.

use super::{
    Kind, Options, Output, OutputFile, SOURCES, Source,
    query::{Naming, named},
    value::{Value, list, map, text},
};

pub(super) static OUTPUT: Output = Output {
    id: "pgwatch",
    title: "pgwatch 3",
    usage: "Add the metrics and the preset of hnsw_metrics.yaml to the file that pgwatch is started \
            with by --metrics.",
    source: "https://pgwat.ch/latest/reference/metric_definitions.html",
    render,
};

/// pgwatch's conventions: a time in nanoseconds, and a prefix that makes a column a tag.
const NAMING: Naming = Naming {
    label: "tag_",
    first: Some("(extract(epoch FROM clock_timestamp()) * 1e9)::int8 AS epoch_ns"),
};

/// The oldest PostgreSQL that the questions ran on.
const OLDEST_POSTGRES: &str = "15";

fn render(_: &Options) -> Vec<OutputFile> {
    let metrics = SOURCES.iter().map(|it| (it.prefix.to_owned(), source(it))).collect();
    let every = |it: &Source| (it.prefix.to_owned(), Value::Number(i64::from(it.every)));
    let preset = map([
        ("description", text("HNSW indexes of pgvector")),
        ("metrics", Value::Map(SOURCES.iter().map(every).collect())),
    ]);
    let document = map([("metrics", Value::Map(metrics)), ("presets", map([("hnsw", preset)]))]);
    vec![OutputFile { path: "hnsw_metrics.yaml", content: document.to_yaml() }]
}

fn source(it: &Source) -> Value {
    let gauges = it.metrics().filter(|it| it.kind == Kind::Gauge).map(|it| text(it.suffix()));
    let question = it.question().map(|it| it.header().question).unwrap_or_default();
    map([
        ("description", text(question)),
        ("is_instance_level", Value::Flag(it.is_of_server())),
        ("gauges", list(gauges)),
        ("sqls", Value::Map(vec![(OLDEST_POSTGRES.to_owned(), text(named(it, NAMING) + "\n"))])),
    ])
}
