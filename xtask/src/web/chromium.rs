//! A browser for the tests.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::{debian, process};

/// What Chromium is called, where it is there already.
const NAMES: &[&str] = &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Finds Chromium, or installs it.
///
/// # Errors
/// When there is none and none can be installed.
pub(crate) fn need() -> Result<PathBuf> {
    if let Some(it) = NAMES.iter().find_map(|name| process::find(name)) {
        return Ok(it);
    }
    debian::need(&["chromium"], "the tests in a browser")?;
    process::find("chromium").context("there is no chromium; install it and run this again")
}
