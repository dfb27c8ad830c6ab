//! The documents whose SQL is run.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::blocks::page::Page;

/// Where they are; decisions are for those who change hnswkit.
const PLACES: &[&str] = &["README.md", "docs", "docs/guides", "docs/operations", "docs/concepts"];

/// The README and the pages of the documentation, named by their paths.
pub fn documents() -> Result<Vec<Page>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files: Vec<PathBuf> = vec![];
    for place in PLACES.iter().map(|it| root.join(it)).filter(|it| it.exists()) {
        match place.is_dir() {
            true => files.extend(fs::read_dir(place)?.filter_map(|it| Some(it.ok()?.path()))),
            false => files.push(place),
        }
    }
    files.retain(|it| it.extension().is_some_and(|it| it == "md"));
    files.sort();
    let page = |it: PathBuf| {
        let name = it.strip_prefix(&root).unwrap_or(&it).display().to_string();
        let text = fs::read_to_string(&it).with_context(|| name.clone())?;
        Page::read(&name, &text)
    };
    files.into_iter().map(page).collect()
}
