//! Texts that nobody wrote: no panic, and time that grows no faster than the text.

use std::time::{Duration, Instant};

use hnswkit_core::lint::{Options, RULES, Source, check};

/// A generator of numbers that are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: usize) -> usize {
        // Steele and others: SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((it ^ (it >> 31)) % n as u64) as usize
    }
}

/// The examples of all pages.
fn seeds() -> Vec<String> {
    let block = |it: &str| {
        it.split_once('\n').map(|it| it.1.split("```").next().unwrap_or_default().to_owned())
    };
    RULES.iter().flat_map(|it| it.page.split("```sql").skip(1).filter_map(block)).collect()
}

#[test]
fn no_text_makes_it_panic() {
    let seeds = seeds();
    let mut numbers = Numbers(7);
    let pieces = [
        "'",
        "\"",
        "$$",
        "$a$",
        "(",
        ")",
        "--",
        "/*",
        "*/",
        ";",
        "\\",
        "é",
        "\u{0}",
        "<=>",
        "CREATE",
        "BEGIN",
        ",",
        "::",
        "-- hnswkit-ignore ",
        "1e999",
        "99999999999999999999",
    ];
    for _ in 0..4_000 {
        let mut text = seeds[numbers.below(seeds.len())].clone();
        for _ in 0..=numbers.below(4) {
            let mut at = numbers.below(text.len() + 1);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            match numbers.below(3) {
                0 => text.insert_str(at, pieces[numbers.below(pieces.len())]),
                1 => text.truncate(at),
                _ => {
                    let mut end = (at + 1 + numbers.below(12)).min(text.len());
                    while !text.is_char_boundary(end) {
                        end += 1;
                    }
                    text.replace_range(at..end, "");
                }
            }
        }
        for it in check(&[Source::sql("noise.sql", &text)], &Options::default()) {
            assert!(text.get(it.span.clone()).is_some(), "{it:?}\n{text}");
            for edit in it.fix.iter().flat_map(|it| &it.edits) {
                assert!(text.get(edit.span.clone()).is_some(), "{it:?}\n{text}");
            }
        }
    }
}

fn time(text: &str) -> Duration {
    let start = Instant::now();
    check(&[Source::sql("long.sql", text)], &Options::default());
    start.elapsed()
}

/// Four times the text may take seven times as long, and a little.
#[test]
fn time_grows_with_the_text() {
    let create = "CREATE INDEX CONCURRENTLY IF NOT EXISTS i@ ON t USING hnsw (v vector_l2_ops) WITH (m = 101);\n";
    let own = "CREATE TABLE t@ (id int, v vector(3));\nCREATE INDEX i@ ON t@ USING hnsw (v vector_l2_ops);\nDROP INDEX i@;\n";
    let texts: &[(&str, &str, &str)] = &[
        ("one table, many indexes", create, ""),
        ("many tables", own, ""),
        (
            "queries",
            "SELECT a, 1 - (v <=> $1) AS s FROM t WHERE a = @ ORDER BY s DESC LIMIT 10;\n",
            "",
        ),
        (
            "suppressions",
            "-- hnswkit-ignore index-blocks-writes: x\nCREATE INDEX i@ ON t USING hnsw (v vector_l2_ops);\n",
            "",
        ),
        ("parentheses", "(", "SELECT v <=> q FROM t ORDER BY v <=> "),
        ("operators", " <=> v", "SELECT a FROM t ORDER BY v"),
        ("columns", ", v@ vector(3)", "CREATE TABLE t (id int"),
        ("keys", ", v@ <=> q", "SELECT a FROM t ORDER BY v"),
        ("subqueries", "SELECT a FROM (", ""),
        ("settings", "SET LOCAL hnsw.ef_search = 5000;\n", ""),
        (
            "transactions",
            "BEGIN;\nCREATE INDEX i@ ON t USING hnsw (v vector_l2_ops);\nROLLBACK;\n",
            "",
        ),
        ("drops", "DROP INDEX i@;\n", ""),
        ("quotes", "'", "SELECT "),
        ("dollars", "$a@$", "SELECT "),
        ("comments", "/* ", "SELECT "),
        (
            "conditions",
            " AND a = @",
            "SELECT a FROM t WHERE b ORDER BY v <=> q; SELECT a FROM t WHERE v <=> q < 1",
        ),
    ];
    let mut slow = vec![];
    for (name, part, head) in texts {
        let text = |n: usize| {
            let parts: String = (0..n).map(|it| part.replace('@', &it.to_string())).collect();
            format!("{head}{parts}")
        };
        let n = 60_000 / part.len();
        let (short, long) = (text(n), text(4 * n));
        // A busy machine is slow now and then, a slow algorithm always.
        let tries: Vec<_> = (0..5).map(|_| (time(&short), time(&long))).collect();
        let is_linear = |it: &(Duration, Duration)| it.1 < it.0 * 7 + Duration::from_millis(40);
        if !tries.iter().any(is_linear) {
            slow.push(format!("{name}: {n} and {} parts take {tries:?}", 4 * n));
        }
    }
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}
