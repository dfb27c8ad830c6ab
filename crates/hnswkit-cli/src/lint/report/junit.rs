//! JUnit's XML: a suite for each file, a failed test for each finding.
//!
//! <https://github.com/testmoapp/junitxml>

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use hnswkit_api::json::LintFinding;
use hnswkit_core::lint::Role;

use super::{Report, Reporter, xml::escape};

pub(super) static REPORTER: Reporter = Reporter { id: "junit", for_people: false, write };

fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let findings: BTreeMap<&str, &[LintFinding]> =
        report.by_text().map(|(text, them)| (text.name.as_str(), them)).collect();
    let judged: Vec<_> = report.texts.iter().filter(|it| it.role == Role::Judged).collect();
    let of = |name: &str| findings.get(name).copied().unwrap_or_default();
    let tests: usize = judged.iter().map(|it| of(&it.name).len().max(1)).sum();
    let failures = report.document.findings.len();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    let counts = format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"0\"");
    writeln!(out, "<testsuites name=\"hnswkit\" {counts}>")?;
    for text in judged {
        suite(out, &text.name, of(&text.name))?;
    }
    writeln!(out, "</testsuites>")
}

fn suite(out: &mut dyn Write, name: &str, findings: &[LintFinding]) -> io::Result<()> {
    let (n, failures) = (findings.len().max(1), findings.len());
    let name = escape(name);
    writeln!(
        out,
        "  <testsuite name=\"{name}\" tests=\"{n}\" failures=\"{failures}\" errors=\"0\">"
    )?;
    if findings.is_empty() {
        writeln!(out, "    <testcase name=\"{name}\" classname=\"hnswkit\"/>")?;
    }
    for it in findings {
        let (line, column) = (it.start.line, it.start.column);
        let message = escape(&it.message);
        writeln!(
            out,
            "    <testcase name=\"{} ({line}:{column})\" classname=\"{name}\">",
            it.rule
        )?;
        let place = format!("{}:{line}:{column}", it.file);
        let help = it.help.as_ref().map_or_else(String::new, |it| format!("\nhelp: {it}"));
        // Line breaks are kept within an element.
        let body =
            escape(&format!("{place}: {}", it.message)) + &escape(&help).replace("&#10;", "\n");
        writeln!(
            out,
            "      <failure message=\"{message}\" type=\"{}\">{body}</failure>",
            it.severity
        )?;
        writeln!(out, "    </testcase>")?;
    }
    writeln!(out, "  </testsuite>")
}
