//! What holds for the command as a whole: files, streams, exit codes.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{
    collections::BTreeSet,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

const STORY: &str = include_str!("../../../examples/task-tracker.toml");

/// The first index of the story, alone.
const SPEC: &str = r#"
[target]
pgvector = "0.8.0"

[migration]
format = "FORMAT"

[[index]]
table = "messages"
column = "embedding"
type = "vector(1536)"
metric = "cosine"
rows = "10k"
m = 16
ef_construction = 64
"#;

/// The same in flags, but for the format.
const FLAGS: &[&str] = &[
    "messages.embedding",
    "--type=vector(1536)",
    "--metric=cosine",
    "--rows=10k",
    "--m=16",
    "--ef-construction=64",
    "--pgvector=0.8.0",
];

/// An empty folder of that name.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn hnswkit(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hnswkit"));
    command.args(args).current_dir(folder).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command
}

#[track_caller]
fn run(folder: &Path, args: &[&str], code: i32) -> String {
    let Output { status, stdout, stderr } = hnswkit(folder, args).output().unwrap();
    let stderr = String::from_utf8(stderr).unwrap();
    assert_eq!(status.code(), Some(code), "{args:?}\n{stderr}");
    String::from_utf8(stdout).unwrap()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

#[test]
fn spec_and_flags_give_the_same() {
    let (with_spec, without) = (folder("same-spec"), folder("same-flags"));
    for format in ["alembic", "psql", "sql"] {
        fs::write(with_spec.join("hnswkit.toml"), SPEC.replace("FORMAT", format)).unwrap();
        let flags = [FLAGS, &["--format", format]].concat();
        for command in ["generate", "plan", "estimate", "runbook", "monitor"] {
            for more in [&[][..], &["--json"]] {
                let one = run(&with_spec, &[&[command], more].concat(), 0);
                let two = run(&without, &[&[command], flags.as_slice(), more].concat(), 0);
                assert!(100 < one.len());
                assert_eq!(one, two, "{command} {more:?}");
            }
        }
    }
}

#[test]
fn a_spec_that_init_writes_is_the_one_that_the_flags_say() {
    let folder = folder("init");
    let printed = run(&folder, &[&["generate"], FLAGS].concat(), 0);
    run(&folder, &[&["init"], FLAGS].concat(), 0);
    assert_eq!(run(&folder, &["generate"], 0), printed);
}

#[test]
fn bad_input_writes_nothing() {
    let folder = folder("bad");
    for command in [&["generate", "-o", "out"][..], &["runbook", "-o", "out.md"], &["init"]] {
        let bad = ["messages.embedding", "--type=vector(0)", "--rows=-5", "--m=101"];
        run(&folder, &[command, &bad].concat(), 2);
    }
    assert!(files(&folder).is_empty());
}

#[test]
fn a_refusal_changes_no_file() {
    let folder = folder("refusal");
    fs::write(folder.join("hnswkit.toml"), STORY).unwrap();
    run(&folder, &["generate", "--format=sql", "-o", "out"], 0);
    let written = files(&folder);
    assert_eq!(written.len(), 5);
    for it in &written[1..3] {
        fs::write(it, "mine\n").unwrap();
    }
    fs::remove_file(&written[4]).unwrap();
    run(&folder, &["generate", "--format=sql", "-o", "out"], 2);
    assert_eq!(files(&folder), written[..4]);
    assert_eq!(fs::read_to_string(&written[1]).unwrap(), "mine\n");
    run(&folder, &["generate", "--format=sql", "-o", "out", "--force"], 0);
    run(&folder, &["generate", "--format=sql", "-o", "out", "--check"], 0);
    assert_eq!(files(&folder), written);
}

#[test]
fn a_revision_keeps_its_place_in_the_chain() {
    let folder = folder("chain");
    let versions = folder.join("alembic/versions");
    fs::create_dir_all(&versions).unwrap();
    fs::write(folder.join("hnswkit.toml"), STORY).unwrap();
    fs::write(versions.join("a.py"), "revision = 'aaa'\ndown_revision = None\n").unwrap();
    let args = ["generate", "--versions=alembic/versions", "-o", "."];
    let check = [&args[..], &["--check"]].concat();
    run(&folder, &args, 0);
    let ours = files(&versions).into_iter().find(|it| !it.ends_with("a.py")).unwrap();
    assert!(fs::read_to_string(&ours).unwrap().contains("\ndown_revision = \"aaa\"\n"));
    run(&folder, &args, 0);
    run(&folder, &check, 0);
    // Somebody gives it another name, and others build upon it.
    fs::rename(&ours, versions.join("2026_01_01_indexes.py")).unwrap();
    let id = ours.file_name().unwrap().to_str().unwrap().split('_').next().unwrap().to_owned();
    for next in ["b", "c"] {
        let text = format!("revision = '{next}'\ndown_revision = '{id}'\n");
        fs::write(versions.join(format!("{next}.py")), text).unwrap();
    }
    run(&folder, &check, 0);
    assert_eq!(files(&versions).len(), 4);
}

#[test]
fn stdin_is_a_spec() {
    let folder = folder("stdin");
    let mut child = hnswkit(&folder, &["generate", "--spec", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(STORY.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    fs::write(folder.join("hnswkit.toml"), STORY).unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), run(&folder, &["generate"], 0));
}

#[test]
fn pipes_get_no_color_unless_asked() {
    let folder = folder("color");
    fs::write(folder.join("hnswkit.toml"), STORY).unwrap();
    assert!(!run(&folder, &["plan"], 0).contains('\u{1b}'));
    assert!(run(&folder, &["plan", "--color=always"], 0).contains('\u{1b}'));
}

#[test]
fn every_answer_is_one_json_document() {
    let folder = folder("json");
    fs::write(folder.join("hnswkit.toml"), STORY).unwrap();
    let commands: &[(&[&str], i32)] = &[
        (&["plan"], 0),
        (&["generate"], 0),
        (&["generate", "-o", "out"], 0),
        (&["generate", "-o", "out", "--check"], 0),
        (&["generate", "-o", "other", "--check"], 1),
        (&["estimate"], 0),
        (&["estimate", "--spilled-after", "8000"], 0),
        (&["monitor"], 0),
        (&["monitor", "--format", "grafana"], 0),
        (&["monitor", "--format", "grafana", "-o", "pack"], 0),
        (&["monitor", "--format", "grafana", "--id", "size"], 2),
        (&["monitor", "--format", "grafana", "--site-url", "docs"], 2),
        (&["runbook"], 0),
        (&["explain", "ERROR:  deadlock detected"], 0),
        (&["explain", "nothing of interest"], 1),
        (&["explain", "absent.log"], 2),
        (&["explain", "m-out-of-range"], 0),
        (&["formats"], 0),
        (&["rules"], 0),
        (&["lint"], 0),
        (&["lint", "absent.sql"], 2),
        (&["init", "-o", "new.toml"], 0),
        (&["init", "a.b"], 2),
        (&["completions", "bash"], 0),
        (&["man"], 0),
        (&["plan", "--spec", "absent.toml"], 2),
        (&["plan", "--bogus"], 2),
        (&["generate", "--versions", "absent"], 2),
    ];
    for (args, code) in commands {
        let text = run(&folder, &[args, &["--json"][..]].concat(), *code);
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(json["schema"], 1, "{args:?}");
        assert_eq!(json["errors"].is_array(), *code == 2, "{args:?}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = folder("pipe");
    let mut child = hnswkit(&folder, &["completions", "zsh"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
}

/// A runbook is read when there is no time to find out what the option is called.
#[test]
fn commands_that_a_runbook_names_work() {
    let folder = folder("runbook");
    fs::write(folder.join("hnswkit.toml"), STORY).unwrap();
    let list: serde_json::Value =
        serde_json::from_str(&run(&folder, &["runbook", "--list", "--json"], 0)).unwrap();
    let ids = list["runbooks"].as_array().unwrap();
    assert!(10 < ids.len());
    let mut commands = BTreeSet::new();
    for it in ids {
        let id = it["id"].as_str().unwrap();
        let text = run(&folder, &["runbook", id], 0);
        assert_eq!(text, run(&folder, &["runbook", "--id", id], 0));
        let spans = text.split('`').filter_map(|it| it.strip_prefix("hnswkit "));
        let typed = text.lines().filter_map(|it| it.strip_prefix("$ hnswkit "));
        commands.extend(spans.chain(typed).map(str::to_owned));
    }
    assert!(10 < commands.len(), "{commands:?}");
    for command in commands {
        let mut args: Vec<_> =
            command.split(' ').map(|it| if it == "N" { "9759" } else { it }).collect();
        if args == ["explain"] {
            // Alone, it reads what is pasted.
            args.push("ERROR:  deadlock detected");
        }
        assert!(!run(&folder, &args, 0).is_empty(), "{command}");
    }
    // Lines that a page says to put into the spec are understood there.
    for id in ["out-of-memory", "shared-memory-too-small"] {
        let text = run(&folder, &["runbook", id], 0);
        let (_, lines) = text.split_once("```toml\n").unwrap();
        let (lines, _) = lines.split_once("```").unwrap();
        let spec = STORY.replace("m = 16\n", &format!("m = 16\n{lines}"));
        fs::write(folder.join("less.toml"), &spec).unwrap();
        let plan = run(&folder, &["estimate", "--spec", "less.toml"], 0);
        assert!(spec.contains("workers = 0") && plan.contains("serial"), "{plan}");
    }
}
