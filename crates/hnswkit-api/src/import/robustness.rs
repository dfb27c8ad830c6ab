//! What no text may do to the importer: make it panic, or answer with what does not fit together.

use super::{import, import_utf16};

/// Texts as material for worse ones.
const CORPUS: &[&str] = &[
    "CREATE TABLE \"my.schema\".\"Or\"\"der\" (id int, \"имя\" extensions.vector(1536) NOT NULL);\n",
    "CREATE INDEX i ON t USING hnsw ((e::halfvec(3)) halfvec_l2_ops) WITH (m = 24) WHERE a > 1;\n",
    "ALTER TABLE ONLY t ADD e vector(3), ALTER e TYPE halfvec(4), RENAME COLUMN e TO f;\n",
    "CREATE TABLE p (e vector(3)) PARTITION BY RANGE (e);\nCREATE TABLE p1 PARTITION OF p DEFAULT;\n",
    "DROP INDEX CONCURRENTLY IF EXISTS i, j; DROP TABLE IF EXISTS t CASCADE;\n",
    "app=# \\d t\n              Table \"public.t\"\n Column |   Type    | Nullable \n\
     --------+-----------+----------\n e | f  | vector(3) | not null \n\
     Partition of: \"P\" FOR VALUES FROM (1) TO (2)\nIndexes:\n    \"i \"j\" hnsw (e vector_l2_ops) INVALID\n\n",
    "Table \"a.b\"\nColumn|Type|Nullable\ne|vector(3)|\n",
    "┌────────┬───────────┐\n│ Column │   Type    │\n├────────┼───────────┤\n│ e      │ vector(3) │\n└────────┴───────────┘\n",
    "-- Dumped from database version 16.4\n",
];

const PIECES: &[&str] = &[
    "\n",
    "\"",
    "'",
    "|",
    "│",
    "-----",
    "+",
    " ",
    "(",
    ")",
    ";",
    ",",
    ".",
    "Table \"",
    "Indexes:",
    "vector(3)",
    "Column",
    "Type",
    "\0",
    "é",
    "🦀",
    "hnsw (",
    "$$",
    "/*",
    "=# ",
    "\u{2028}",
];

/// A generator of numbers that are the same in every run (xorshift64).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).unwrap()
    }
}

fn mutate(text: &mut String, random: &mut Random) {
    let at = random.below(text.len() + 1);
    let at = (0..=at).rev().find(|it| text.is_char_boundary(*it)).unwrap();
    match random.below(4) {
        0 => text.insert_str(at, PIECES[random.below(PIECES.len())]),
        1 => text.truncate(at),
        2 => text.insert_str(at, CORPUS[random.below(CORPUS.len())]),
        _ => text.drain(..at).for_each(drop),
    }
}

#[test]
fn mutations_are_read_without_panic() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for round in 0..3_000 {
        let mut text = CORPUS[round % CORPUS.len()].repeat(1 + round % 2);
        for _ in 0..=random.below(6) {
            mutate(&mut text, &mut random);
        }
        let mut it = import(&text);
        for at in it.positions() {
            assert!(text.is_char_boundary(at.byte as usize), "{text}");
        }
        for column in &it.columns {
            assert!(column.planned.is_none_or(|n| (n as usize) < it.spec.index.len()), "{text}");
            assert!(column.indexes.iter().all(|n| (*n as usize) < it.indexes.len()), "{text}");
        }
        // What is planned can be planned: only names that collide are left to people.
        if let Err(problems) = it.spec.to_request()
            && !it.spec.index.is_empty()
        {
            let named = problems.iter().all(|it| it.message.contains("already"));
            assert!(named, "{text}\n{problems}");
        }
        assert_eq!(import_utf16(&text).columns.len(), it.columns.len());
    }
}

#[test]
fn long_texts_are_no_trap() {
    // In time that grows with the square of the text this would take minutes.
    let n = 3_000;
    for text in [
        "CREATE TABLE t (e vector(3));".repeat(n),
        "ALTER TABLE t ADD e vector(3); ALTER TABLE t RENAME TO u; ALTER TABLE u RENAME TO t;"
            .repeat(n),
        "CREATE INDEX i ON t USING hnsw (e vector_l2_ops);".repeat(n),
        "Table \"a.b\"\n".repeat(n),
        format!("Table \"a.b\"\nColumn|Type\n{}", "e|vector(3)\n".repeat(n)),
        format!("Column|Type\n{}", "|".repeat(30 * n)),
        "CREATE TABLE p (e vector(3)) PARTITION BY RANGE (e);".to_owned()
            + &"CREATE TABLE q PARTITION OF p DEFAULT;".repeat(n),
    ] {
        let _ = import(&text);
    }
    let many: String = (0..n).map(|it| format!("CREATE TABLE t{it} (e vector(3));\n")).collect();
    let it = import(&many);
    assert_eq!((it.columns.len(), it.spec.index.len()), (n, n));
}
