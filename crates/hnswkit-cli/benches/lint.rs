//! How fast `hnswkit lint` reads 10 MB, beside squawk on the same files.
//!
//! `cargo bench -p hnswkit-cli --bench lint`; squawk is looked for in `$HNSWKIT_TOOLS/bin`, then in
//! `target/tools/bin`, where `cargo xtask tools` puts it.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on has failed")]

use std::{
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

const BYTES: usize = 10_000_000;

/// The best of so many runs counts: what else the machine does only makes them slower.
const RUNS: usize = 7;

fn main() {
    // `cargo test --benches` starts it too, and wants no numbers.
    if !env::args().any(|it| it == "--bench") {
        return;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-lint");
    fs::create_dir_all(&folder).unwrap();
    let ours = PathBuf::from(env!("CARGO_BIN_EXE_hnswkit"));
    let squawk = squawk();
    for (name, of) in [("little", little as fn(&mut String, usize)), ("all", all)] {
        let path = folder.join(format!("{name}.sql"));
        fs::write(&path, text(of)).unwrap();
        let file = path.to_str().unwrap();
        let best = time(&ours, &["lint", "--format", "concise", file]);
        println!("{name} concerns us: {}", speed(best));
        let Some(squawk) = &squawk else { continue };
        // The remaining one, `tty`, takes minutes for 10 MB: it is never the fastest.
        let fastest = ["gcc", "json", "gitlab"]
            .into_iter()
            .map(|it| (time(squawk, &["--reporter", it, file]), it))
            .min()
            .unwrap();
        let factor = fastest.0.as_secs_f64() / best.as_secs_f64();
        let name = format!("squawk --reporter {}", fastest.1);
        println!("{name:>20}: {}, {factor:.1} times as long", speed(fastest.0));
    }
    fs::write(folder.join("one.sql"), "SELECT 1;\n").unwrap();
    let path = folder.join("one.sql");
    let start = time(&ours, &["lint", path.to_str().unwrap()]);
    println!("cold start: {:.1} ms", start.as_secs_f64() * 1e3);
    findings(&ours, &folder);
    if squawk.is_none() {
        println!("squawk is not here: `cargo xtask tools` installs it");
    }
}

/// Every output with 10,000 findings and with half as many.
fn findings(ours: &Path, folder: &Path) {
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
        let of = |n: usize| {
            let mut sql = String::new();
            (0..n).for_each(|it| {
                writeln!(sql, "CREATE INDEX CONCURRENTLY i{it} ON t{it} USING hnsw (v vector_l2_ops) WITH (m = 101, ef_construction = 400);").unwrap();
            });
            let path = folder.join(format!("{n}.sql"));
            fs::write(&path, sql).unwrap();
            time(
                ours,
                &["lint", "--select=m-out-of-range", "--format", format, path.to_str().unwrap()],
            )
        };
        let (half, all) = (of(5_000), of(10_000));
        let milliseconds = |it: Duration| it.as_secs_f64() * 1e3;
        println!(
            "{format:>10}: 5,000 findings {:.0} ms, 10,000 {:.0} ms",
            milliseconds(half),
            milliseconds(all)
        );
    }
}

fn squawk() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let tools = env::var_os("HNSWKIT_TOOLS").map_or(root.join("target/tools"), PathBuf::from);
    Some(tools.join("bin/squawk")).filter(|it| it.is_file())
}

fn time(program: &Path, args: &[&str]) -> Duration {
    let run = || {
        let start = Instant::now();
        let status = Command::new(program)
            .args(args)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap();
        // With findings it is 1.
        assert!(status.code().is_some_and(|it| it < 2), "{status}");
        start.elapsed()
    };
    let first = run();
    // What takes seconds need not be repeated as often.
    let runs = if Duration::from_secs(1) < first { 2 } else { RUNS };
    (1..runs).map(|_| run()).fold(first, Duration::min)
}

fn speed(it: Duration) -> String {
    format!("{:.0} ms, {:.1} MB/s", it.as_secs_f64() * 1e3, BYTES as f64 / 1e6 / it.as_secs_f64())
}

fn text(of: fn(&mut String, usize)) -> String {
    let mut text = String::with_capacity(BYTES + 1_000);
    let mut n = 0;
    while text.len() < BYTES {
        of(&mut text, n);
        n += 1;
    }
    text
}

/// Tables, indexes and rows of an application; one statement in fifty is about vectors.
fn little(out: &mut String, n: usize) {
    writeln!(
        out,
        "CREATE TABLE orders_{n} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, customer_id bigint NOT NULL, note text DEFAULT 'it''s fine; really', created_at timestamptz NOT NULL DEFAULT now());
CREATE INDEX CONCURRENTLY orders_{n}_customer ON orders_{n} (customer_id) WHERE note IS NOT NULL;
INSERT INTO orders_{n} (customer_id, note) VALUES (1, 'first'), (2, 'second -- no comment'), (3, NULL);
UPDATE orders_{n} SET note = coalesce(note, '') || $$tail; $$ WHERE id % 7 = 3;
ALTER TABLE orders_{n} ADD COLUMN total numeric(12, 2);"
    )
    .unwrap();
    if n.is_multiple_of(10) {
        writeln!(out, "CREATE INDEX CONCURRENTLY docs_{n}_hnsw ON docs_{n} USING hnsw (embedding vector_cosine_ops);").unwrap();
    }
}

/// Tables with vectors, their indexes, and their queries.
fn all(out: &mut String, n: usize) {
    writeln!(
        out,
        "CREATE TABLE docs_{n} (id bigint PRIMARY KEY, embedding vector(1536) NOT NULL);
CREATE INDEX CONCURRENTLY docs_{n}_hnsw ON docs_{n} USING hnsw (embedding vector_cosine_ops) WITH (m = 16, ef_construction = 64);
INSERT INTO docs_{n} (id, embedding) VALUES ({n}, '[1,2,3]');
SELECT id, embedding <=> $1 AS distance FROM docs_{n} ORDER BY embedding <=> $1 LIMIT 10;
DROP INDEX CONCURRENTLY docs_{n}_hnsw;"
    )
    .unwrap();
}
