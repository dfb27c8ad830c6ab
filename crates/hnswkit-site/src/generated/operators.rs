//! Operators and operator classes, from `Metric` and `OPERATOR_CLASSES`.

use anyhow::Result;
use hnswkit_core::domain::{Metric, OPERATOR_CLASSES};

use crate::page::{Body, Page, code};

pub(super) fn pages() -> Result<Vec<Page>> {
    let mut body = Body::new(
        "An index serves the queries that order by the operator of its operator class, and no others.",
    );
    body.heading(2, "Metrics and operators");
    body.push("`ORDER BY column <operator> value`, ascending, with a `LIMIT`.");
    for it in Metric::ALL {
        body.entry(3, "metric", it.name(), &format!("{} ({})", capital_name(*it), code(it.name())));
        let classes = OPERATOR_CLASSES.iter().filter(|class| class.metric == *it);
        let classes: Vec<_> =
            classes.map(|it| format!("[{}](operator-class:{})", code(it.name), it.name)).collect();
        body.push(&format!("Operator {}; {}.", code(it.operator()), classes.join(", ")));
        if it.skips_zero_vectors() {
            body.push("An index of this metric leaves vectors out whose elements are all zero.");
        }
    }
    body.heading(2, "Operator classes");
    for it in OPERATOR_CLASSES {
        body.entry(3, "operator-class", it.name, &code(it.name));
        body.push(&format!(
            "[{0}](type:{0}) with [{1}](metric:{2}): {3}. Since pgvector [{4}](version:{4}).",
            it.element,
            capital_name(it.metric),
            it.metric,
            code(it.metric.operator()),
            it.since,
        ));
    }
    body.push("Source: pgvector 0.8.6, `sql/vector.sql` and README.md (\"Querying\").");
    let source = "crates/hnswkit-core/src/domain/metric.rs";
    let title = "Operators and operator classes";
    Ok(vec![Page::new("reference", "reference/operators", title, body, source)])
}

fn capital_name(metric: Metric) -> &'static str {
    match metric {
        Metric::L2 => "Euclidean distance",
        Metric::InnerProduct => "Negative inner product",
        Metric::Cosine => "Cosine distance",
        Metric::L1 => "Taxicab distance",
        Metric::Hamming => "Hamming distance",
        Metric::Jaccard => "Jaccard distance",
    }
}
