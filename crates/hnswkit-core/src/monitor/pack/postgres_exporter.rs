//! `prometheus-postgres-exporter`: the file of `--extend.query-path`.

use super::{
    Options, Output, OutputFile, SOURCES, Source, query,
    value::{Value, list, map, text},
};

pub(super) static OUTPUT: Output = Output {
    id: "postgres-exporter",
    title: "prometheus-postgres-exporter",
    usage: "Start prometheus-postgres-exporter with --extend.query-path=hnsw_queries.yaml; a role \
            with pg_monitor suffices.",
    source: "https://github.com/prometheus-community/postgres_exporter",
    render,
};

fn render(_: &Options) -> Vec<OutputFile> {
    let sources = SOURCES.iter().map(|it| (it.prefix.to_owned(), source(it)));
    let content = Value::Map(sources.collect()).to_yaml();
    vec![OutputFile { path: "hnsw_queries.yaml", content }]
}

fn source(it: &Source) -> Value {
    let labels = it.labels.iter().map(|it| column(it.name, "LABEL", "Label"));
    let numbers = it.metrics().map(|it| {
        let usage = it.kind.id().to_ascii_uppercase();
        column(it.suffix(), &usage, it.help)
    });
    let mut entries = vec![
        ("query".to_owned(), text(query(it) + "\n")),
        ("metrics".to_owned(), list(labels.chain(numbers))),
    ];
    // With --auto-discover-databases, what is about the server is asked in one database only.
    if it.is_of_server() {
        entries.insert(1, ("master".to_owned(), Value::Flag(true)));
    }
    if 60 < it.every {
        entries.insert(1, ("cache_seconds".to_owned(), Value::Number(i64::from(it.every))));
    }
    Value::Map(entries)
}

fn column(name: &str, usage: &str, help: &str) -> Value {
    let description = map([("usage", text(usage)), ("description", text(help))]);
    Value::Map(vec![(name.to_owned(), description)])
}
