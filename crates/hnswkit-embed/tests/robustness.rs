//! Programs with anything wrong in them: nothing panics, and time grows with their length only.

use std::{fs, path::Path, time::Instant};

use hnswkit_core::lint::{Content, Options, Piece, check};

fn programs() -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<(String, String)>) {
        for it in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = it.path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|it| it != "expected") {
                let text = fs::read_to_string(&path).unwrap_or_default();
                found.push((path.display().to_string(), text));
            }
        }
    }
    let mut found = vec![];
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs"), &mut found);
    found.sort();
    assert!(20 < found.len(), "the programs are missing");
    found
}

/// Reads and judges the program; every place has to be one of it.
fn read(name: &str, text: &str) {
    let Some(source) = hnswkit_embed::source(name, text) else { panic!("{name} is no program") };
    let Content::Program(pieces) = &source.content else { panic!("{name} is SQL") };
    for it in pieces {
        if let Piece::Sql(it) = it {
            for at in 0..=it.text.len() {
                assert!(it.map.offset(at) <= text.len(), "{name}: {}", it.text);
            }
        }
    }
    for it in check(&[source], &Options::default()) {
        assert!(text.get(it.span.clone()).is_some(), "{name}: {it:?}");
        for edit in it.fix.iter().flat_map(|it| &it.edits) {
            assert!(text.get(edit.span.clone()).is_some(), "{name}: {it:?}");
        }
    }
}

/// A number that the seed leads to, the same on every run (Knuth, MMIX).
fn next(seed: &mut u64) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) as usize
}

#[test]
fn broken_programs_are_read_as_far_as_they_can_be() {
    let noise = [
        "", "\"", "'", "`", "(", ")", "{", "}", "\\", "é‹", "\0", "<<~SQL\n", "#{", "${", "\n",
        "%s", "--",
    ];
    let mut seed = 20_261_123;
    for (name, text) in programs() {
        for _ in 0..40 {
            let mut broken = text.clone();
            for _ in 0..=next(&mut seed) % 3 {
                let mut from = next(&mut seed) % (broken.len() + 1);
                let mut to = (from + next(&mut seed) % 20).min(broken.len());
                while !broken.is_char_boundary(from) {
                    from -= 1;
                }
                while !broken.is_char_boundary(to) {
                    to += 1;
                }
                broken.replace_range(from..to, noise[next(&mut seed) % noise.len()]);
            }
            read(&name, &broken);
        }
    }
}

#[test]
fn what_is_nested_deeply_is_read_without_end_of_stack() {
    for name in ["a.py", "a.ts", "a.rb"] {
        for (open, middle, close) in [
            ("(", "'hnsw'", ")"),
            ("[", "'hnsw'", "]"),
            ("f(", "'hnsw'", ")"),
            ("'hnsw' + ", "'a'", ""),
            ("{a: ", "'hnsw'", "}"),
            ("", "hnsw", ".a()"),
            ("if (a) { ", "hnsw()", "} "),
            ("function a() { ", "hnsw()", "} "),
        ] {
            let text = format!("{}{middle}{}", open.repeat(20_000), close.repeat(20_000));
            read(name, &text);
        }
    }
}

#[test]
fn time_grows_with_the_length() {
    for (name, part) in [
        (
            "a.py",
            "op.execute(f\"CREATE INDEX i_{n} ON t{n} USING hnsw (v vector_l2_ops) WITH (m = {M})\")\n",
        ),
        ("a.py", "S = 'SELECT 1'\ndef f(sql):\n    c.execute(sql)\nf(S)\nhnsw = f'{S}{S}{x}'\n"),
        (
            "a.ts",
            "await q.query(`CREATE INDEX i${n} ON t USING hnsw (v vector_l2_ops) WITH (m = ${M})`);\n",
        ),
        (
            "a.ts",
            "// hnswkit-ignore m-out-of-range: why\nawait q.query('CREATE INDEX i ON t USING hnsw (v vector_l2_ops) WITH (m = 1)');\n",
        ),
        (
            "a.rb",
            "execute <<~SQL\n  CREATE INDEX #{i} ON t USING hnsw (v vector_l2_ops) WITH (m = 1)\nSQL\n",
        ),
        ("a.rb", "add_index :t, :v, using: :hnsw, name: 'x', opclass: :vector_l2_ops\n"),
        ("a.py", "op.execute('''hnsw \\n \\' "),
        ("a.ts", "sql`hnsw ${ "),
        ("a.rb", "execute <<~SQL, \"hnsw #{ "),
    ] {
        let time = |count: usize| {
            let text = part.repeat(count);
            let start = Instant::now();
            assert!(hnswkit_embed::source(name, &text).is_some());
            start.elapsed().as_secs_f64()
        };
        time(50);
        // Sixteen times the length; a square would be 256 times the time. A busy machine is slow
        // now and then, a slow algorithm always.
        let tries: Vec<_> = (0..5).map(|_| (time(200), time(3_200))).collect();
        let is_linear = |it: &(f64, f64)| it.1 < 0.2 || it.1 < it.0 * 90.0;
        assert!(tries.iter().any(is_linear), "{name} {part}: {tries:?}");
    }
}
