//! One finding a line, each as in our own document.

use std::io::{self, Write};

use super::{Report, Reporter};

pub(super) static REPORTER: Reporter = Reporter { id: "jsonl", for_people: false, write };

fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    for it in &report.document.findings {
        serde_json::to_writer(&mut *out, it)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
