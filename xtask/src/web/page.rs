//! The page: types checked, bundled, tested.

use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use super::npm;
use crate::{
    check::{child, tally::Tally},
    paths::Paths,
    process,
};

/// Checks types and bundles the page into `web/dist`.
///
/// # Errors
/// When a type is wrong or the bundler fails.
pub(crate) fn build(paths: &Paths) -> Result<()> {
    for (program, args) in [("tsc", &["--noEmit"][..]), ("vite", &["build", "--logLevel=warn"])] {
        let mut command = npm::program(&paths.web(), program);
        command.args(args);
        eprintln!("{program} {}", args.join(" "));
        child::run(&mut command, &mut Tally::default())?;
    }
    Ok(())
}

/// Runs the tests of one project of `web/vitest.config.ts`, and counts them.
///
/// # Errors
/// When a test fails.
pub(crate) fn test(
    paths: &Paths,
    project: &str,
    env: &[(&'static str, String)],
    tally: &mut Tally,
) -> Result<()> {
    let report = paths.target.join(format!("vitest-{project}.json"));
    if report.exists() {
        std::fs::remove_file(&report)?;
    }
    let mut vitest: Command = npm::program(&paths.web(), "vitest");
    vitest.args(["run", "--project", project, "--reporter=default", "--reporter=json"]);
    vitest.arg(format!("--outputFile.json={}", report.display()));
    vitest.envs(env.iter().map(|(name, value)| (name, value)));
    vitest.env("HNSWKIT_COMMAND", paths.target.join("debug/hnswkit"));
    vitest.env("HNSWKIT_SITE", super::site::folder(paths));
    vitest.env("HNSWKIT_SITE_COMMAND", paths.target.join("debug/hnswkit-site"));
    let result = child::run(&mut vitest, &mut Tally::default());
    let text = std::fs::read_to_string(&report)
        .with_context(|| format!("`{}` left no report", process::line(&vitest)))?;
    let counts: Value = serde_json::from_str(&text)?;
    let count = |name: &str| counts[name].as_u64().unwrap_or_default();
    tally.passed += count("numPassedTests");
    tally.failed += count("numFailedTests");
    tally.skipped += count("numPendingTests") + count("numTodoTests");
    for file in counts["testResults"].as_array().into_iter().flatten() {
        for test in file["assertionResults"].as_array().into_iter().flatten() {
            if test["status"] == "failed" {
                let name = test["fullName"].as_str().unwrap_or_default();
                let message = test["failureMessages"][0].as_str().unwrap_or_default();
                tally.failures.add(name, message);
            }
        }
    }
    result
}
