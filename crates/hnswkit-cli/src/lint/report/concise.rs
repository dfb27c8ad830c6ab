//! One line a finding, as editors and `grep` have it.

use std::io::{self, Write};

use super::{Report, Reporter};
use crate::output::{
    lint::{severity_style, summary},
    style::{DIM, paint},
};

pub(super) static REPORTER: Reporter = Reporter { id: "concise", for_people: true, write };

fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    for it in &report.document.findings {
        let severity = paint(severity_style(&it.severity), &it.severity);
        let rule = paint(DIM, format!("[{}]", it.rule));
        let place = format!("{}:{}:{}", it.file, it.start.line, it.start.column);
        writeln!(out, "{place}: {severity}: {} {rule}", it.message)?;
    }
    if !report.quiet {
        write!(out, "{}", summary(report.document))?;
    }
    Ok(())
}
