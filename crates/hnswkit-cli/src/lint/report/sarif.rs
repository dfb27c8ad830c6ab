//! SARIF 2.1.0, with the pages of the rules and fixes.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use hnswkit_api::{
    json::{LintEdit, LintFinding},
    problem::Position,
};
use hnswkit_core::lint::{RULES, Rule};
use serde_json::{Map, Value, json};

use super::{Report, Reporter, write_json};

pub(super) static REPORTER: Reporter = Reporter { id: "sarif", for_people: false, write };

fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    // Only the rules that found something: their pages are long.
    let mut found: BTreeMap<&str, usize> =
        report.document.findings.iter().map(|it| (it.rule.as_str(), 0)).collect();
    let mut rules = vec![];
    for it in RULES.iter().copied() {
        if let Some(place) = found.get_mut(it.id) {
            *place = rules.len();
            rules.push(rule(it));
        }
    }
    let place = |id: &str| found.get(id).copied().unwrap_or_default();
    let results = report.document.findings.iter().map(|it| result(it, place(&it.rule)));
    let results: Vec<Value> = results.collect();
    let version = env!("CARGO_PKG_VERSION");
    write_json(
        out,
        &json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": {
                    "driver": {
                        "name": "hnswkit",
                        "version": version,
                        "semanticVersion": version,
                        "rules": rules,
                    },
                },
                "columnKind": "unicodeCodePoints",
                "results": results,
            }],
        }),
    )
}

fn level(severity: &str) -> &'static str {
    match severity {
        "error" => "error",
        "warning" => "warning",
        _ => "note",
    }
}

fn rule(it: &Rule) -> Value {
    json!({
        "id": it.id,
        "shortDescription": { "text": it.summary },
        "help": { "text": it.summary, "markdown": it.page },
        "defaultConfiguration": { "level": level(it.severity.name()) },
        "properties": { "tags": ["pgvector", "hnsw"], "problem.severity": problem(it) },
    })
}

/// GitHub's word for the severity.
fn problem(it: &Rule) -> &'static str {
    match it.severity.name() {
        "error" => "error",
        "warning" => "warning",
        _ => "recommendation",
    }
}

fn result(it: &LintFinding, rule: usize) -> Value {
    let message = match &it.help {
        Some(help) => format!("{}; {help}", it.message),
        None => it.message.clone(),
    };
    let mut result = Map::new();
    result.insert("ruleId".into(), it.rule.as_str().into());
    result.insert("ruleIndex".into(), rule.into());
    result.insert("level".into(), level(&it.severity).into());
    result.insert("message".into(), json!({ "text": message }));
    let location = json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&it.file) },
            "region": region(it.start, it.end),
        },
    });
    result.insert("locations".into(), json!([location]));
    result.insert("partialFingerprints".into(), json!({ "statement/v1": it.fingerprint }));
    if let Some(edits) = &it.fix {
        result.insert("fixes".into(), json!([fix(it, edits)]));
    }
    Value::Object(result)
}

fn fix(it: &LintFinding, edits: &[LintEdit]) -> Value {
    let replacements = edits.iter().map(|it| {
        json!({
            "deletedRegion": region(it.start, it.end),
            "insertedContent": { "text": it.text },
        })
    });
    let replacements: Vec<Value> = replacements.collect();
    json!({
        "description": { "text": it.help.as_deref().unwrap_or(&it.message) },
        "artifactChanges": [{
            "artifactLocation": { "uri": uri(&it.file) },
            "replacements": replacements,
        }],
    })
}

fn region(start: Position, end: Position) -> Value {
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "byteOffset": start.byte,
        "byteLength": end.byte.saturating_sub(start.byte),
    })
}

/// The path as a reference of RFC 3986.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    // Before a colon, the first part would be a scheme.
    if path.split('/').next().is_some_and(|it| it.contains(':')) {
        out.push_str("./");
    }
    for byte in path.replace('\\', "/").bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => out.push(char::from(byte)),
            b'-' | b'.' | b'_' | b'~' | b'/' | b':' | b'@' | b'+' | b'=' | b'(' | b')' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_a_reference() {
        assert_eq!(uri("m/a b%é.sql"), "m/a%20b%25%C3%A9.sql");
        assert_eq!(uri("a:b/c"), "./a:b/c");
        assert_eq!(uri("m\\a.sql"), "m/a.sql");
    }
}
