//! `cargo xtask container`: the image of upstream's container, pulled, or made where none can be.

mod engine;
mod image;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::paths::Paths;

pub(crate) use self::{
    engine::Engine,
    image::{TAG, is_there},
};

/// `cargo xtask container`.
///
/// # Errors
/// When there is no Docker engine, or no way to the image.
pub(crate) fn run(paths: &Paths, args: &[&str]) -> Result<ExitCode> {
    if !args.is_empty() {
        bail!("usage: cargo xtask container");
    }
    prepare(paths)?;
    println!("export HNSWKIT_TEST_CONTAINER='{TAG}'");
    Ok(ExitCode::SUCCESS)
}

/// Makes sure that the engine runs and has the image; says whether the engine was started here.
///
/// # Errors
/// As [`run`].
pub(crate) fn prepare(paths: &Paths) -> Result<Engine> {
    let engine = engine::ensure(paths)?;
    image::ensure(paths)?;
    Ok(engine)
}
