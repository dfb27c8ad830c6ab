//! GitLab's code quality report.
//!
//! <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Report, Reporter, write_json};

pub(super) static REPORTER: Reporter = Reporter { id: "gitlab", for_people: false, write };

fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let findings = report.document.findings.iter().map(|it| {
        let severity = match it.severity.as_str() {
            "error" => "critical",
            "warning" => "major",
            _ => "info",
        };
        json!({
            "description": it.message,
            "check_name": it.rule,
            "fingerprint": it.fingerprint,
            "severity": severity,
            "location": {
                "path": it.file,
                "positions": {
                    "begin": { "line": it.start.line, "column": it.start.column },
                    "end": { "line": it.end.line, "column": it.end.column },
                },
            },
        })
    });
    write_json(out, &findings.collect::<Vec<Value>>())
}
