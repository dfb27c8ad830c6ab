//! Operations, from `OPERATIONS`, with the keys of `hnswkit.toml` that only some of them take.

use anyhow::Result;
use hnswkit_api::spec::{FIELDS, Field};
use hnswkit_core::plan::{OPERATIONS, Operation};

use crate::{
    page::{Body, Page, code, prose},
    site::repository,
};

pub(super) fn pages() -> Result<Vec<Page>> {
    let mut body = Body::new(
        "What can be done with an index: the words for `operation` in `hnswkit.toml`, and for \
         `--operation`. Each one runs up, down and up again on every server of our tests, and is \
         interrupted at every step.",
    );
    body.push("How several of them go together in one spec: [Operations](page:operations/index).");
    body.table(
        ["operation", "the way back"],
        OPERATIONS
            .iter()
            .map(|it| [format!("[{}](operation:{})", code(it.id), it.id), prose(it.way_back)]),
    );
    for it in OPERATIONS {
        body.entry(2, "operation", it.id, &code(it.id));
        body.push(&prose(it.about));
        let keys: Vec<_> =
            keys(it).map(|it| format!("[{0}](spec:index.{1})", code(it.key), it.key)).collect();
        let mut facts = vec![format!("The way back: {}", prose(it.way_back))];
        if !keys.is_empty() {
            facts.push(format!("Keys that not every operation takes: {}", keys.join(", ")));
        }
        if repository().join(format!("docs/operations/{}.md", it.id)).exists() {
            facts.push(format!("In detail: [Operations](page:operations/{})", it.id));
        }
        body.list(facts);
        body.code("toml", &example(it));
    }
    let source = "crates/hnswkit-core/src/plan/operation.rs";
    Ok(vec![Page::new("reference", "reference/operations", "Operations", body, source)])
}

/// The keys that it takes and others do not.
fn keys(operation: &Operation) -> impl Iterator<Item = &'static Field> {
    FIELDS.iter().filter(|it| it.only_for().contains(&operation.id))
}

/// How it is written, as far as it differs from `create`.
fn example(operation: &Operation) -> String {
    let mut lines = vec!["[[index]]".to_owned(), format!("operation = \"{}\"", operation.id)];
    lines.extend(keys(operation).map(Field::example_line));
    lines.join("\n")
}
