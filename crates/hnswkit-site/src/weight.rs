//! What a page weighs, as a host compresses it.

use std::{collections::BTreeMap, io::Write as _};

use anyhow::{Result, ensure};
use flate2::{Compression, write::GzEncoder};

/// What a page may weigh with all that it loads by itself, compressed.
pub(crate) const BUDGET: usize = 60_000;

/// What every page loads; the script of the search comes when one searches.
const EVERYWHERE: &[&str] =
    &["assets/site.css", "assets/site.js", "assets/theme.js", "assets/icon.svg"];

/// The heaviest page.
///
/// # Errors
/// When a page is heavier than its budget.
pub(crate) fn heaviest(files: &BTreeMap<String, Vec<u8>>) -> Result<(String, usize)> {
    let mut shared = 0;
    for it in EVERYWHERE {
        shared += files.get(*it).map_or(Ok(0), |it| gzip(it))?;
    }
    let mut heaviest = (String::new(), 0);
    for (name, bytes) in files.iter().filter(|it| it.0.ends_with(".html")) {
        let weight = gzip(bytes)? + shared;
        ensure!(weight <= BUDGET, "{name} weighs {weight} bytes of {BUDGET}, compressed");
        if heaviest.1 < weight {
            heaviest = (name.clone(), weight);
        }
    }
    Ok(heaviest)
}

fn gzip(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}
