//! Runs the steps, and says at the end what failed.

use std::{
    collections::BTreeSet,
    process::{Command, ExitCode},
    time::Instant,
};

use anyhow::{Result, bail};

use super::{
    steps::{STEPS, State, Step},
    tally::Tally,
};
use crate::{paths::Paths, process, servers::Selection};

/// `cargo xtask test [--fast] [STEP…]`.
///
/// The last line on standard output is `N passed, N failed, N skipped`.
///
/// # Errors
/// On an unknown step; what fails in a step is printed and makes the exit code 1.
pub(crate) fn run(paths: &Paths, args: &[&str]) -> Result<ExitCode> {
    let fast = args.contains(&"--fast");
    let names: Vec<&str> = args.iter().copied().filter(|it| *it != "--fast").collect();
    let steps = select(fast, &names)?;
    let mut state = State {
        paths: paths.clone(),
        servers: if fast { Selection::OldestAndNewest } else { Selection::All },
        tally: Tally::default(),
        cleanup: Vec::new(),
        env: Vec::new(),
    };
    let started = Instant::now();
    let mut failed = BTreeSet::new();
    let mut report = Vec::new();
    for step in steps {
        if let Err(message) = attempt(step, &failed, &mut state) {
            failed.insert(step.name);
            report.push(format!("{}: {message}", step.name));
        }
    }
    for end in state.cleanup.drain(..) {
        if let Err(error) = end() {
            eprintln!("cannot clean up: {error:#}");
        }
    }
    eprintln!("\n{} s in all", started.elapsed().as_secs());
    eprint!("{}", state.tally.failures);
    for line in &report {
        eprintln!("FAILED {line}");
    }
    println!("{}", state.tally);
    Ok(if state.tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The steps of these names with those that they need, or all; without the slow ones when it
/// shall be fast.
fn select(fast: bool, names: &[&str]) -> Result<Vec<&'static Step>> {
    if let Some(unknown) = names.iter().find(|name| STEPS.iter().all(|it| it.name != **name)) {
        let all: Vec<&str> = STEPS.iter().map(|it| it.name).collect();
        bail!("there is no step `{unknown}`; the steps are {}", all.join(", "));
    }
    // What a step needs stands before it, so one look from the end finds all of it.
    let mut needed: Vec<&str> = names.to_vec();
    for step in STEPS.iter().rev().filter_map(|it| it.after.map(|after| (it.name, after))) {
        if needed.contains(&step.0) {
            needed.push(step.1);
        }
    }
    let wanted = |it: &&Step| names.is_empty() || needed.contains(&it.name);
    Ok(STEPS.iter().filter(wanted).filter(|it| !(fast && it.slow)).collect())
}

/// Runs one step; a failure that no test reported counts as a failed test.
fn attempt(step: &Step, failed: &BTreeSet<&str>, state: &mut State) -> Result<(), String> {
    eprintln!("\n== {}", step.name);
    let before = state.tally.failed;
    let started = Instant::now();
    let result = match step.after.filter(|it| failed.contains(it)) {
        Some(needed) => Err(format!("not tried, because `{needed}` failed")),
        None => (step.run)(state).map_err(|error| format!("{error:#}")),
    };
    let seconds = started.elapsed().as_secs_f64();
    match &result {
        Ok(()) => eprintln!("== {}: ok, {seconds:.1} s{}", step.name, free(&state.paths)),
        Err(message) => {
            let free = free(&state.paths);
            eprintln!("== {}: FAILED after {seconds:.1} s{free}: {message}", step.name);
            if state.tally.failed == before {
                state.tally.failed += 1;
            }
        }
    }
    result
}

/// What the disk has left: a full one makes everything fail at once. Empty where `df` is not POSIX's.
fn free(paths: &Paths) -> String {
    let text = process::capture(Command::new("df").arg("-Pk").arg(&paths.root)).unwrap_or_default();
    let kilobytes = text.lines().nth(1).and_then(|it| it.split_whitespace().nth(3)?.parse().ok());
    kilobytes.map_or_else(String::new, |it: f64| format!(", {:.1} GB free", it * 1024.0 / 1e9))
}
