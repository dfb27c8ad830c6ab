//! The files of the repository.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// The repository's folder.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every file that is tracked, or would be by `git add --all`, from the root, sorted.
#[expect(clippy::expect_used, reason = "without git there is nothing to test")]
pub(crate) fn files() -> Vec<String> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .expect("git is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let list = String::from_utf8(output.stdout).expect("names are UTF-8");
    let names = list.split('\0').filter(|it| !it.is_empty()).map(str::to_owned);
    let mut files: Vec<String> = names.filter(|it| root().join(it).is_file()).collect();
    files.sort();
    files.dedup();
    assert!(files.len() > 10, "git lists too few files: {files:?}");
    files
}

/// The files whose names end so, with their text.
pub(crate) fn texts(ending: &str) -> Vec<(String, String)> {
    let names = files().into_iter().filter(|it| it.ends_with(ending));
    names
        .filter_map(|it| {
            let text = String::from_utf8(std::fs::read(root().join(&it)).ok()?).ok()?;
            Some((it, text))
        })
        .collect()
}

/// Fails with all the problems at once, and the cure.
#[track_caller]
pub(crate) fn none(problems: &[String], cure: &str) {
    assert!(problems.is_empty(), "{cure}:\n  {}", problems.join("\n  "));
}
