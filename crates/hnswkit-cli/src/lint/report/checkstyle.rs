//! Checkstyle's XML, which most build servers read.

use std::io::{self, Write};

use super::{Report, Reporter, xml::escape};

pub(super) static REPORTER: Reporter = Reporter { id: "checkstyle", for_people: false, write };

fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<checkstyle version=\"4.3\">")?;
    for (text, findings) in report.by_text() {
        writeln!(out, "  <file name=\"{}\">", escape(&text.name))?;
        for it in findings {
            let severity = if it.severity == "hint" { "info" } else { &it.severity };
            let (line, column) = (it.start.line, it.start.column);
            let message = match &it.help {
                Some(help) => escape(&format!("{}; {help}", it.message)),
                None => escape(&it.message),
            };
            writeln!(
                out,
                "    <error line=\"{line}\" column=\"{column}\" severity=\"{severity}\" \
                 message=\"{message}\" source=\"hnswkit.{}\"/>",
                it.rule
            )?;
        }
        writeln!(out, "  </file>")?;
    }
    writeln!(out, "</checkstyle>")
}
