//! The keys of `hnswkit.toml`, from `FIELDS` and `LINT_FIELDS`.

use anyhow::Result;
use hnswkit_api::spec::{
    FIELDS, Field, Kind, LINT_FIELDS, LintField, LintKind, STORY, Section, schema,
};

use crate::page::{Body, Page, code, thousands};

/// The JSON Schema that the site publishes.
const SCHEMA: &str = "hnswkit.schema.json";

pub(super) fn pages() -> Result<Vec<Page>> {
    let mut body = Body::new(
        "What the file can say, key by key. The flags of the command say the same, and \
         [the planner](planner:) reads and writes the same file.",
    );
    body.push(&format!(
        "`{SCHEMA}` at the top of this site is the JSON Schema of the file, for editors. \
         Unknown keys are errors that name the nearest known key."
    ));
    body.code("toml", STORY);
    for section in Section::ALL {
        body.heading(2, &code(section.header()));
        for it in FIELDS.iter().filter(|it| it.section == *section) {
            field(&mut body, it);
        }
        if *section == Section::Lint {
            LINT_FIELDS.iter().for_each(|it| lint_field(&mut body, it));
        }
    }
    let source = "crates/hnswkit-api/src/spec/table.rs";
    Ok(vec![Page::new("reference", "reference/spec", "hnswkit.toml", body, source)])
}

/// The schema, for editors.
pub(super) fn files() -> Vec<(String, String)> {
    vec![(SCHEMA.to_owned(), format!("{:#}\n", schema()))]
}

fn field(body: &mut Body, it: &Field) {
    let id = format!("{}.{}", it.section.name(), it.key);
    body.entry(3, "spec", &id, &code(it.key));
    body.push(it.doc);
    let mut facts = vec![];
    match it.kind {
        Kind::Choice(words) => {
            let words: Vec<_> = words().into_iter().map(code).collect();
            facts.push(format!("One of {}", words.join(", ")));
        }
        Kind::Parameter(it) => facts.push(format!(
            "{} to {}, default {}: [{}](parameter:{})",
            thousands(it.min),
            thousands(it.max),
            thousands(it.default),
            code(it.name),
            it.name
        )),
        Kind::Whole(min, max) => {
            facts.push(format!("A whole number from {} to {}", thousands(min), thousands(max)));
        }
        it => facts.push(format!("Value: {it}")),
    }
    facts.push(format!("Flag: {}", code(it.flag)));
    facts.push(format!("Example: {}", code(&it.example_line())));
    body.list(facts);
}

fn lint_field(body: &mut Body, it: &LintField) {
    body.entry(3, "spec", &format!("lint.{}", it.key), &code(it.key));
    body.push(it.doc);
    let mut facts = vec![];
    match it.kind {
        LintKind::Choice(words) => {
            let words: Vec<_> = words().into_iter().map(code).collect();
            facts.push(format!("One of {}", words.join(", ")));
        }
        it => facts.push(format!("Value: {}", expects(it))),
    }
    if !it.flag.is_empty() {
        facts.push(format!("Flag: {}", code(it.flag)));
    }
    facts.push(format!("Example: {}", code(&format!("{} = {}", it.key, it.example))));
    body.list(facts);
}

fn expects(kind: LintKind) -> &'static str {
    match kind {
        LintKind::Text | LintKind::Choice(_) => "a text",
        LintKind::Size => "a size with its unit, in quotes",
        LintKind::Texts => "a list of texts",
        LintKind::Rules => "a list of [rules](page:rules/index)",
        LintKind::Rows => "a number of rows for each table",
        LintKind::Severities => "`hint`, `warning` or `error` for each rule",
        LintKind::Paths => "a list of sections with `path` and `ignore`",
    }
}
