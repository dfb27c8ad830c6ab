//! What holds for single files.

use crate::repository::{none, texts};

/// No source file is longer.
const MAX_LINES: usize = 500;

/// Files that may be longer, each with the reason.
const LONG: &[(&str, &str)] = &[];

/// What we write for others is as long as its plan.
const WRITTEN: &str = "tests/golden/";

/// Parts of paths that exist only where this is developed.
const PRIVATE: &[&str] = &[concat!("/", "work/"), concat!("/", "root/")];

#[test]
fn every_source_file_says_what_it_owns() {
    let silent = texts(".rs").into_iter().filter(|(_, text)| !text.starts_with("//! "));
    let problems: Vec<String> = silent.map(|(name, _)| name).collect();
    none(&problems, "begin these with a `//!` line that says what the file owns");
}

#[test]
fn no_source_file_is_long() {
    let mut problems = Vec::new();
    for (name, text) in texts(".rs").into_iter().filter(|it| !it.0.starts_with(WRITTEN)) {
        let n_lines = text.lines().count();
        let excused = LONG.iter().any(|(it, _)| *it == name);
        match (n_lines <= MAX_LINES, excused) {
            (false, false) => problems.push(format!("{name}: {n_lines} lines")),
            (true, true) => problems.push(format!("{name}: is short, remove it from LONG")),
            _ => {}
        }
    }
    none(&problems, "split these into files with one job each");
}

#[test]
fn no_file_names_a_private_path() {
    let mut problems = Vec::new();
    for (name, text) in texts("") {
        for (number, line) in (1..).zip(text.lines()) {
            if PRIVATE.iter().any(|it| line.contains(it)) {
                problems.push(format!("{name}:{number}: {}", line.trim()));
            }
        }
    }
    none(&problems, "these paths exist on nobody else's machine");
}
