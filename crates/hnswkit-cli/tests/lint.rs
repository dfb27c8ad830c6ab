//! What holds for `hnswkit lint` as a whole: files, order, fixes, baselines, exit codes.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use serde_json::Value;

const PLAIN: &str = "CREATE INDEX i ON t USING hnsw (v vector_l2_ops);\n";
const BAD: &str = "CREATE INDEX CONCURRENTLY i ON t USING hnsw (v vector_l2_ops) WITH (m = 101, ef_construction = 400);\n";

/// An empty folder of that name with these files.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("lint").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for (file, text) in files {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn output(folder: &Path, args: &[&str], stdin: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_hnswkit"))
        .arg("lint")
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The command may be done without reading it.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    child.wait_with_output().unwrap()
}

/// What is printed on stdout and stderr.
#[track_caller]
fn run(folder: &Path, args: &[&str], code: i32) -> (String, String) {
    let Output { status, stdout, stderr } = output(folder, args, "");
    let text = |it| String::from_utf8(it).unwrap();
    let (stdout, stderr) = (text(stdout), text(stderr));
    assert_eq!(status.code(), Some(code), "{args:?}\n{stdout}\n{stderr}");
    (stdout, stderr)
}

#[track_caller]
fn json(folder: &Path, args: &[&str], code: i32) -> Value {
    serde_json::from_str(&run(folder, args, code).0).unwrap()
}

/// `file:rule` of each finding.
#[track_caller]
fn found(folder: &Path, args: &[&str], code: i32) -> Vec<String> {
    let document = json(folder, &[args, &["--json"]].concat(), code);
    let text = |it: &Value| it.as_str().unwrap().to_owned();
    let findings = document["findings"].as_array().unwrap();
    findings.iter().map(|it| format!("{}:{}", text(&it["file"]), text(&it["rule"]))).collect()
}

#[test]
fn files_are_read_in_the_order_of_their_versions() {
    let folder = folder(
        "order",
        &[("10_c.sql", PLAIN), ("2_b.sql", PLAIN), ("1_a.sql", "SELECT 1;\n"), ("x.txt", BAD)],
    );
    let select = "--select=index-blocks-writes";
    let expected = ["2_b.sql:index-blocks-writes", "10_c.sql:index-blocks-writes"];
    // As a folder, a glob of ours, and a glob of a shell's.
    assert_eq!(found(&folder, &[select], 1), expected);
    assert_eq!(found(&folder, &[select, "*.sql"], 1), expected);
    assert_eq!(found(&folder, &[select, "10_c.sql", "2_b.sql"], 1), expected);
    // An order that no shell has made is meant.
    let named = found(&folder, &[select, "2_b.sql", "10_c.sql", "1_a.sql"], 1);
    assert_eq!(named, expected);
    let named = found(&folder, &["--select=m-out-of-range", "x.txt", "2_b.sql"], 1);
    assert_eq!(named, ["x.txt:m-out-of-range"]);
}

#[test]
fn what_an_earlier_file_creates_a_later_one_knows() {
    let table = "CREATE TABLE t (v vector(3072));\n";
    let folder = folder("history", &[("m/1.sql", table), ("m/2.sql", BAD), ("schema.sql", table)]);
    let too_many = "--select=too-many-dimensions";
    assert_eq!(found(&folder, &[too_many, "m"], 1), ["m/2.sql:too-many-dimensions"]);
    assert!(found(&folder, &[too_many, "m/2.sql"], 0).is_empty());
    let with_schema = [too_many, "m/2.sql", "--schema", "schema.sql"];
    assert_eq!(found(&folder, &with_schema, 1), ["m/2.sql:too-many-dimensions"]);
}

#[test]
fn stdin_is_a_file() {
    let folder = folder("stdin", &[]);
    let it = output(&folder, &["-", "--stdin-name", "x.sql", "--format=concise", "-q"], BAD);
    let text = String::from_utf8(it.stdout).unwrap();
    assert!(
        text.contains("x.sql:1:73: error: `m` must be between 2 and 100, but is 101"),
        "{text}"
    );
    assert_eq!(it.status.code(), Some(1));
}

#[test]
fn levels_decide_on_the_exit_code() {
    let folder = folder("levels", &[("a.sql", PLAIN)]);
    let only = "--select=index-blocks-writes";
    for (args, code) in [
        (&[only][..], 1),
        (&[only, "--fail-on=error"], 0),
        (&[only, "--fail-on=never"], 0),
        (&[only, "--severity=index-blocks-writes=error", "--fail-on=error"], 1),
        (&[only, "--severity=index-blocks-writes=hint"], 0),
        (&[only, "--severity=index-blocks-writes=hint", "--fail-on=hint"], 1),
        (&[only, "--ignore=index-blocks-writes"], 0),
        (&[only, "--rows=t=100"], 0),
        (&["absent.sql"], 2),
        (&["--ignore=nothing"], 2),
        (&["--format=nothing"], 2),
    ] {
        run(&folder, args, code);
    }
}

#[test]
fn bad_input_is_one_document() {
    let folder = folder("bad", &[("hnswkit.toml", "[lint]\nignor = 1\nfail_on = \"x\"\n")]);
    let document = json(&folder, &["--json"], 2);
    assert_eq!(document["errors"].as_array().unwrap().len(), 2);
    assert_eq!(document, json(&folder, &["--format", "json"], 2));
    let (_, stderr) = run(&folder, &[], 2);
    assert!(stderr.contains("hnswkit.toml:2:1") && stderr.contains("did you mean `ignore`?"));
}

#[test]
fn a_spec_file_says_what_is_looked_at() {
    let toml = r#"
        [lint]
        exclude = ["seeds"]
        select = ["m-out-of-range", "index-blocks-writes"]
        schema = ["schema.sql"]
        [[lint.per_path]]
        path = "old/**"
        ignore = ["m-out-of-range"]
    "#;
    let both = format!("{BAD}{PLAIN}");
    let folder = folder(
        "spec",
        &[
            ("hnswkit.toml", toml),
            ("db/seeds/a.sql", BAD),
            ("old/a.sql", &both),
            ("new/a.sql", &both),
            ("schema.sql", BAD),
            ("node_modules/x.sql", BAD),
            (".hidden/x.sql", BAD),
        ],
    );
    let expected = [
        "new/a.sql:m-out-of-range",
        "new/a.sql:index-blocks-writes",
        "old/a.sql:index-blocks-writes",
    ];
    let all = found(&folder, &[], 1);
    assert_eq!(all.iter().filter(|it| !it.starts_with("schema")).collect::<Vec<_>>(), expected);
    assert!(found(&folder, &["db/seeds/a.sql"], 0).is_empty());
    // From elsewhere, its paths are those of its folder.
    let elsewhere = folder.join("new");
    let there = found(&elsewhere, &["--spec", "../hnswkit.toml", "a.sql"], 1);
    assert_eq!(there, ["a.sql:m-out-of-range", "a.sql:index-blocks-writes"]);
}

#[test]
fn fixes_are_written_and_nothing_else() {
    let text = format!("\u{feff}-- é\r\n{}", PLAIN.replace('\n', "\r\n"));
    let folder = folder("fix", &[("a.sql", &text), ("b.sql", BAD)]);
    let file = folder.join("a.sql");
    let select = "--select=index-blocks-writes,m-out-of-range";
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    }
    let (_, stderr) = run(&folder, &["--fix", select], 1);
    assert_eq!(stderr, "nothing to fix\n");
    assert_eq!(fs::read_to_string(&file).unwrap(), text);

    let (diff, _) = run(&folder, &["--diff", "--unsafe-fixes", select], 1);
    assert!(diff.starts_with("--- a/a.sql\n+++ b/a.sql\n"), "{diff}");
    assert_eq!(fs::read_to_string(&file).unwrap(), text);

    let (stdout, stderr) = run(&folder, &["--fix", "--unsafe-fixes", select, "-q"], 1);
    assert!(stdout.contains("m-out-of-range") && !stdout.contains("blocks"), "{stdout}");
    assert_eq!(stderr, "");
    let fixed = text.replace("INDEX", "INDEX CONCURRENTLY");
    assert_eq!(fs::read_to_string(&file).unwrap(), fixed);
    assert_eq!(fs::read_to_string(folder.join("b.sql")).unwrap(), BAD);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    }
    run(&folder, &["--diff", "--unsafe-fixes", select], 0);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
}

#[test]
fn stdin_is_fixed_to_stdout() {
    let folder = folder("fix-stdin", &[]);
    let args = ["-", "--fix", "--unsafe-fixes", "--select=index-blocks-writes"];
    let it = output(&folder, &args, PLAIN);
    let text = String::from_utf8(it.stdout).unwrap();
    assert_eq!(text, PLAIN.replace("INDEX", "INDEX CONCURRENTLY"));
    assert_eq!(it.status.code(), Some(0));
}

#[test]
fn what_is_no_utf_8_is_read_and_never_written() {
    let folder = folder("latin", &[]);
    let bytes = [b"-- caf\xe9\n", PLAIN.as_bytes()].concat();
    fs::write(folder.join("a.sql"), &bytes).unwrap();
    let args = ["--fix", "--unsafe-fixes", "--select=index-blocks-writes"];
    let (stdout, stderr) = run(&folder, &args, 1);
    assert!(stdout.contains("a.sql:2:1") && stderr.contains("not UTF-8"), "{stdout}{stderr}");
    assert_eq!(fs::read(folder.join("a.sql")).unwrap(), bytes);
}

#[test]
fn a_baseline_knows_what_was_there() {
    let only = "--select=m-out-of-range";
    let two = format!("{BAD}{}", BAD.replace(" i ", " j "));
    let folder = folder("baseline", &[("a.sql", &two)]);
    run(&folder, &[only, "--write-baseline", "known.json"], 0);
    let with = [only, "--baseline", "known.json"];
    let document = json(&folder, &[&with[..], &["--json"]].concat(), 0);
    assert_eq!(
        (document["known"].as_u64(), document["counts"]["error"].as_u64()),
        (Some(2), Some(0))
    );

    // Lines move and are broken; one is mended, another is new.
    let text = BAD.replace(" USING", "\n  USING") + &BAD.replace(" i ", " k ");
    fs::write(folder.join("a.sql"), format!("SELECT 1;\n\n{text}")).unwrap();
    let (stdout, stderr) = run(&folder, &[&with[..], &["--format=concise"]].concat(), 1);
    assert!(stdout.starts_with("a.sql:5:") && stdout.contains("1 known"), "{stdout}");
    assert!(stderr.contains("the baseline knows `m-out-of-range`, which is gone"), "{stderr}");

    fs::write(folder.join("known.json"), "{}").unwrap();
    run(&folder, &with, 2);
}

#[test]
fn many_findings_take_no_time() {
    let mut sql = String::new();
    for n in 0..5_000 {
        sql.push_str(&BAD.replace(" i ", &format!(" i{n} ")).replace(" t ", &format!(" t{n} ")));
    }
    let folder = folder("many", &[("a.sql", &sql), ("b.sql", &sql.replace('\n', " "))]);
    for format in [
        "human",
        "concise",
        "json",
        "jsonl",
        "sarif",
        "github",
        "gitlab",
        "junit",
        "checkstyle",
        "rdjson",
    ] {
        let time = std::time::Instant::now();
        let (out, _) = run(&folder, &["--format", format, "--select=m-out-of-range"], 1);
        let n = out.matches("`m` must be between 2 and 100, but is 101").count();
        assert!(10_000 <= n, "{format}: {n}");
        // Unoptimized and beside other tests; quadratic time would be minutes.
        assert!(time.elapsed().as_secs() < 20, "{format} took {:?}", time.elapsed());
    }
}

#[test]
fn reports_are_what_their_readers_expect() {
    let folder =
        folder("reports", &[("m/a b.sql", &format!("-- é\n{BAD}{PLAIN}")), ("m/c.sql", "")]);
    let args =
        |format: &'static str| ["--format", format, "--select=index-blocks-writes,m-out-of-range"];
    let parse =
        |format| -> Value { serde_json::from_str(&run(&folder, &args(format), 1).0).unwrap() };

    let sarif = parse("sarif");
    let one = &sarif["runs"][0];
    let result = &one["results"][1];
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(
        one["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize]["id"],
        result["ruleId"]
    );
    assert_eq!(
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        "m/a%20b.sql"
    );
    let replacement = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(replacement["insertedContent"]["text"], " CONCURRENTLY");
    assert_eq!(
        (&replacement["deletedRegion"]["startColumn"], &replacement["deletedRegion"]["endColumn"]),
        (&13.into(), &13.into())
    );

    let gitlab = parse("gitlab");
    assert_eq!(gitlab[0]["severity"], "critical");
    assert_ne!(gitlab[0]["fingerprint"], gitlab[1]["fingerprint"]);

    let rdjson = parse("rdjson");
    assert_eq!(rdjson["diagnostics"][0]["severity"], "ERROR");
    assert_eq!(rdjson["diagnostics"][1]["suggestions"][0]["text"], " CONCURRENTLY");

    let (junit, _) = run(&folder, &args("junit"), 1);
    assert!(
        junit.contains("<testsuites name=\"hnswkit\" tests=\"3\" failures=\"2\" errors=\"0\">"),
        "{junit}"
    );
    let (github, _) = run(&folder, &args("github"), 1);
    assert!(github.starts_with("::error file=m/a b.sql,line=2,col=73,endLine=2,endColumn=76,title=m-out-of-range::`m` must"), "{github}");
}
