//! reviewdog's diagnostics, with suggestions.
//!
//! <https://github.com/reviewdog/reviewdog/tree/master/proto/rdf>

use std::io::{self, Write};

use hnswkit_api::problem::Position;
use serde_json::{Map, Value, json};

use super::{Report, Reporter, write_json};
use crate::lint::text::Text;

pub(super) static REPORTER: Reporter = Reporter { id: "rdjson", for_people: false, write };

fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let diagnostics = report.findings().map(|(text, it)| {
        let message = match &it.help {
            Some(help) => format!("{}\nhelp: {help}", it.message),
            None => it.message.clone(),
        };
        let severity = match it.severity.as_str() {
            "error" => "ERROR",
            "warning" => "WARNING",
            _ => "INFO",
        };
        let mut diagnostic = Map::new();
        diagnostic.insert("message".into(), message.into());
        let location = json!({ "path": it.file, "range": range(text, it.start, it.end) });
        diagnostic.insert("location".into(), location);
        diagnostic.insert("severity".into(), severity.into());
        diagnostic.insert("code".into(), json!({ "value": it.rule }));
        if let Some(edits) = &it.fix {
            let suggestions = edits
                .iter()
                .map(|it| json!({ "range": range(text, it.start, it.end), "text": it.text }));
            diagnostic.insert("suggestions".into(), suggestions.collect());
        }
        Value::Object(diagnostic)
    });
    let diagnostics: Vec<Value> = diagnostics.collect();
    write_json(out, &json!({ "source": { "name": "hnswkit" }, "diagnostics": diagnostics }))
}

fn range(text: &Text, start: Position, end: Position) -> Value {
    json!({ "start": position(text, start), "end": position(text, end) })
}

/// Columns count bytes of UTF-8 there, from 1.
fn position(text: &Text, it: Position) -> Value {
    let column = (it.byte as usize).saturating_sub(text.line_start(it.line)) + 1;
    json!({ "line": it.line, "column": column })
}
