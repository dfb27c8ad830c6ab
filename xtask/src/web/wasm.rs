//! The core as WebAssembly: compiled, bound to JavaScript, made small.

use std::path::Path;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use super::{
    npm,
    toolchain::{self, TARGET},
};
use crate::{check::child, check::tally::Tally, paths::Paths, process};

/// What the page needs at once, and what it loads later; `text` has all of `core`, `full` all of
/// `text`, and `lint` stands for itself.
const BUILDS: &[Build] = &[
    Build { name: "core", features: &["plan"] },
    Build { name: "text", features: &["text"] },
    Build { name: "full", features: &["parse"] },
    Build { name: "lint", features: &["lint"] },
];

/// The crates that the page uses.
const PACKAGES: &[&str] = &["--package=hnswkit-core", "--package=hnswkit-api"];

/// What all browsers of the last years know, and rustc uses.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// The first kilobyte is the far end of the stack, which comes first: no valid pointer leads there.
/// The second round takes away what the first has made superfluous.
const SMALL: &[&str] = &["--low-memory-unused", "-Oz", "-Oz"];

struct Build {
    name: &'static str,
    features: &'static [&'static str],
}

/// Checks the pure crates for browsers, with and without what reads SQL.
///
/// # Errors
/// When they do not compile, or no compiler for browsers can be had.
pub(crate) fn check(paths: &Paths, tally: &mut Tally) -> Result<()> {
    for features in ["", "parse"] {
        let mut cargo = toolchain::cargo("check")?;
        cargo.args(PACKAGES).args(["--no-default-features", "--features", features]);
        cargo.arg("--target-dir").arg(paths.wasm()).current_dir(&paths.root);
        child::run(&mut cargo, tally)?;
    }
    Ok(())
}

/// Writes both builds with their types into `web/src/core/generated`.
///
/// # Errors
/// When one does not compile, or a tool fails.
pub(crate) fn build(paths: &Paths) -> Result<()> {
    let folder = paths.web().join("src/core/generated");
    std::fs::create_dir_all(&folder)?;
    for it in BUILDS {
        build_one(paths, it, &folder).with_context(|| format!("cannot build {}", it.name))?;
    }
    Ok(())
}

fn build_one(paths: &Paths, it: &Build, folder: &Path) -> Result<()> {
    let mut cargo = toolchain::cargo("build")?;
    cargo.args(["--profile=wasm", "--package=hnswkit-wasm"]).current_dir(&paths.root);
    cargo.args(["--no-default-features", "--features", &it.features.join(",")]);
    cargo.arg("--target-dir").arg(paths.wasm());
    eprintln!("{}", process::line(&cargo));
    child::run(&mut cargo, &mut Tally::default())?;
    let compiled = paths.wasm().join(TARGET).join("wasm/hnswkit_wasm.wasm");
    let mut bindgen = Bindgen::new();
    bindgen.input_path(&compiled).out_name(it.name).typescript(true).web(true)?;
    // The page starts afresh after a trap.
    bindgen.remove_producers_section(true).reset_state_function(true);
    bindgen.generate(folder)?;
    let bound = folder.join(format!("{}_bg.wasm", it.name));
    let small = folder.join(format!("{}_small.wasm", it.name));
    let mut wasm_opt = npm::program(&paths.web(), "wasm-opt");
    wasm_opt.args(FEATURES).args(["--strip-debug", "--strip-producers"]).args(SMALL);
    wasm_opt.arg(&bound).arg("-o").arg(&small);
    process::capture(&mut wasm_opt)?;
    std::fs::rename(small, bound)?;
    Ok(())
}
