//! Every path that a document names exists.

use crate::repository::{none, root, texts};

/// What a path of the repository begins with.
const FOLDERS: &[&str] = &["crates/", "docs/", "tests/", "xtask/", "examples/", "web/", ".ci/"];

/// What the build makes, and so is not there on a fresh machine.
const MADE: &[&str] = &["web/dist", "web/src/core/generated"];

#[test]
fn documents_name_only_paths_that_exist() {
    let mut problems = Vec::new();
    for (name, text) in texts(".md") {
        for (number, line) in (1..).zip(without_fences(&text)) {
            let gone = paths(line)
                .into_iter()
                .filter(|it| !MADE.contains(&it.trim_end_matches('/')))
                .filter(|it| !root().join(it).exists());
            problems.extend(gone.map(|it| format!("{name}:{number}: {it}")));
        }
    }
    none(&problems, "these documents name paths that do not exist");
}

/// The lines, those inside of ``` fences empty.
fn without_fences(text: &str) -> impl Iterator<Item = &str> {
    let mut fenced = false;
    text.lines().map(move |line| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        if fenced || fence { "" } else { line }
    })
}

/// The repository's paths among the words in backticks; patterns and placeholders are none.
fn paths(line: &str) -> Vec<&str> {
    let code = line.split('`').skip(1).step_by(2);
    let path = code.filter(|it| FOLDERS.iter().any(|folder| it.starts_with(folder)));
    path.filter(|it| !it.contains([' ', '*', '<', '{', '…', '$']))
        .map(|it| it.split([':', '#']).next().unwrap_or(it))
        .collect()
}

#[test]
fn paths_are_found_in_backticks_only() {
    let line = "see `tests/README.md:3` and `crates/*/src`, not tests/other.md, `docs/<name>.md`";
    assert_eq!(paths(line), ["tests/README.md"]);
}
