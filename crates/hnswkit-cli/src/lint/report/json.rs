//! Our own document.

use std::io::{self, Write};

use super::{Report, Reporter};

pub(super) static REPORTER: Reporter = Reporter { id: "json", for_people: false, write };

fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    hnswkit_api::json::write(&mut *out, report.document)?;
    out.write_all(b"\n")
}
