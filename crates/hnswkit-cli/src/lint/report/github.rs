//! Workflow commands, which GitHub Actions turns into annotations.
//!
//! <https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions>

use std::io::{self, Write};

use super::{Report, Reporter};

pub(super) static REPORTER: Reporter = Reporter { id: "github", for_people: false, write };

fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    for it in &report.document.findings {
        let level = match it.severity.as_str() {
            "error" => "error",
            "warning" => "warning",
            _ => "notice",
        };
        let (start, end) = (it.start, it.end);
        write!(out, "::{level} file={},line={}", property(&it.file), start.line)?;
        // The runner drops annotations whose columns are on different lines.
        if start.line == end.line {
            write!(out, ",col={},endLine={},endColumn={}", start.column, end.line, end.column)?;
        } else {
            write!(out, ",endLine={}", end.line)?;
        }
        write!(out, ",title={}::{}", property(&it.rule), data(&it.message))?;
        if let Some(help) = &it.help {
            write!(out, "%0Ahelp: {}", data(help))?;
        }
        out.write_all(b"\n")?;
    }
    Ok(())
}

// As `@actions/core` escapes them: packages/core/src/command.ts.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_a_property_is_escaped() {
        assert_eq!(property("a,b:c%\r\n"), "a%2Cb%3Ac%25%0D%0A");
        assert_eq!(data("a,b:c%\n"), "a,b:c%25%0A");
    }
}
