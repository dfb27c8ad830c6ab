//! squawk, the linter that many teams run, over the SQL that we write.

use std::{fs, io::Write as _};

use hnswkit_core::render::{FORMATS, Options, Role};
use hnswkit_tests::{EXAMPLES, operations, output_in, text, tool, tools};

#[test]
fn squawk_finds_nothing() {
    if tools().is_none() {
        assert!(std::env::var_os("CI").is_none(), "in CI the tools must be there");
        // Past the test runner, which keeps what a passing test prints to itself.
        let skipped = "1 test skipped: no tools (eval \"$(cargo xtask tools)\")";
        writeln!(std::io::stderr(), "{skipped}").unwrap();
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut names = vec![];
    let operations = operations().unwrap();
    for example in EXAMPLES.iter().chain(&operations) {
        let plan = example.plan().unwrap();
        for format in FORMATS {
            for (n, file) in format.render(&plan, &Options::default()).into_iter().enumerate() {
                if file.role == Role::Preflight || !file.path.ends_with(".sql") {
                    continue;
                }
                // Lines for psql itself are no SQL.
                let lines = file.content.lines().filter(|it| !it.starts_with('\\'));
                let name = format!("{}-{}-{n}-{}.sql", example.name, format.id, file.role.id());
                let text = lines.collect::<Vec<_>>().join("\n") + "\n";
                fs::write(folder.path().join(&name), text).unwrap();
                names.push(name);
            }
        }
    }
    assert!(!names.is_empty());
    let mut squawk = tool("squawk").unwrap();
    squawk.args(["--reporter", "gcc"]).args(&names);
    let output = output_in(folder.path(), &mut squawk).unwrap();
    assert!(output.status.success(), "{}", text(&output));
}
