//! `prometheus-sql-exporter`: the configuration of justwatchcom's `sql_exporter`, which Debian has.

use super::{
    Options, Output, OutputFile, SOURCES, Source, query,
    value::{Value, list, map, text},
};

pub(super) static OUTPUT: Output = Output {
    id: "sql-exporter",
    title: "prometheus-sql-exporter",
    usage: "Put your connection into hnsw_sql_exporter.yaml, start prometheus-sql-exporter with \
            -config.file, and let Prometheus scrape it as hnsw_scrape.yaml says: the names of \
            metrics are made there.",
    source: "https://github.com/justwatchcom/sql_exporter",
    render,
};

/// What the user puts in: the program reads environment variables in no other place.
const CONNECTION: &str = "postgres://monitor@127.0.0.1:5432/postgres?sslmode=prefer";

fn render(_: &Options) -> Vec<OutputFile> {
    vec![
        OutputFile { path: "hnsw_sql_exporter.yaml", content: configuration().to_yaml() },
        OutputFile { path: "hnsw_scrape.yaml", content: scrape().to_yaml() },
    ]
}

/// One job for each interval.
fn configuration() -> Value {
    let mut intervals: Vec<u32> = SOURCES.iter().map(|it| it.every).collect();
    intervals.sort_unstable();
    intervals.dedup();
    let job = |every: u32| {
        let queries = SOURCES.iter().filter(|it| it.every == every).map(source);
        map([
            ("name", text(format!("hnsw_{every}s"))),
            ("interval", text(format!("{every}s"))),
            ("connections", list([text(CONNECTION)])),
            ("queries", list(queries)),
        ])
    };
    map([("jobs", list(intervals.into_iter().map(job)))])
}

fn source(it: &Source) -> Value {
    let help: Vec<_> = it.metrics().map(|it| format!("{}: {}", it.suffix(), it.help)).collect();
    map([
        ("name", text(it.prefix)),
        ("help", text(help.join("; "))),
        ("labels", list(it.labels.iter().map(|it| text(it.name)))),
        ("values", list(it.metrics().map(|it| text(it.suffix())))),
        ("query", text(query(it) + "\n")),
    ])
}

/// The program calls a metric `sql_` and the query, and the column a label: here both become the
/// name that rules and dashboard know.
fn scrape() -> Value {
    let rename = map([
        ("source_labels", list([text("__name__"), text("col")])),
        ("separator", text("_")),
        ("regex", text("sql_(hnsw_.+)")),
        ("target_label", text("__name__")),
        ("replacement", text("$1")),
    ]);
    let forget = map([("regex", text("col|driver|sql_job")), ("action", text("labeldrop"))]);
    let job = map([
        ("job_name", text("hnsw-sql-exporter")),
        ("static_configs", list([map([("targets", list([text("127.0.0.1:9237")]))])])),
        ("metric_relabel_configs", list([rename, forget])),
    ]);
    map([("scrape_configs", list([job]))])
}
