//! Prometheus: rules that alert.

use super::{
    ALERTS, Alert, Options, Output, OutputFile,
    value::{Value, list, map, text},
};

pub(super) static OUTPUT: Output = Output {
    id: "prometheus-rules",
    title: "Prometheus alerting rules",
    usage: "Name hnsw_rules.yaml below rule_files in prometheus.yml; with --site-url, alerts link to \
            their runbooks.",
    source: "https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/",
    render,
};

fn render(options: &Options) -> Vec<OutputFile> {
    let group =
        map([("name", text("hnsw")), ("rules", list(ALERTS.iter().map(|it| rule(it, options))))]);
    let content = map([("groups", list([group]))]).to_yaml();
    vec![OutputFile { path: "hnsw_rules.yaml", content }]
}

fn rule(it: &Alert, options: &Options) -> Value {
    let mut annotations = vec![
        ("summary", it.summary.to_owned()),
        ("description", it.description.to_owned()),
        ("reason", it.reason.to_owned()),
        ("runbook", it.runbook.to_owned()),
    ];
    if let Some(url) = options.runbook(it.runbook) {
        annotations.push(("runbook_url", url));
    }
    let annotations = annotations.into_iter().map(|(key, it)| (key.to_owned(), text(it))).collect();
    map([
        ("alert", text(it.name)),
        ("expr", text(it.expr)),
        ("for", text(it.wait)),
        ("labels", map([("severity", text(it.severity.id()))])),
        ("annotations", Value::Map(annotations)),
    ])
}
