//! No text makes us panic, overflow the stack, or take more than linear time.

use super::{expression, statements};

/// Statements of all kinds that we read, as material for worse ones.
const CORPUS: &[&str] = &[
    "CREATE INDEX CONCURRENTLY IF NOT EXISTS \"we\"\"ird\"\n    ON ONLY app.\"a b\"\n    \
     USING hnsw ((embedding::halfvec(1536)) extensions.halfvec_cosine_ops (x = 1) DESC NULLS LAST)\n    \
     WITH (m = 16, ef_construction = '64') TABLESPACE fast WHERE (deleted_at IS NULL);",
    "DROP INDEX CONCURRENTLY IF EXISTS a, b.\"c\" CASCADE; REINDEX (VERBOSE) INDEX CONCURRENTLY имя;",
    "ALTER INDEX i ATTACH PARTITION j; ALTER INDEX i SET (m = 1), RESET (m), RENAME TO k;",
    "ALTER TABLE t ADD COLUMN e vector(3) STORAGE plain, ALTER e TYPE halfvec(3) USING e::halfvec(3);",
    "DO $body$ BEGIN PERFORM 1; END $body$ LANGUAGE plpgsql; SET LOCAL hnsw.ef_search = 100;",
    "SET maintenance_work_mem TO '2GB'; SET TIME ZONE INTERVAL '-08:00' HOUR TO MINUTE; RESET ALL;",
    "BEGIN ISOLATION LEVEL READ COMMITTED, READ ONLY; ROLLBACK TO SAVEPOINT a; COMMIT AND CHAIN;",
    "SELECT id FROM m WHERE tenant = $1 ORDER BY e <=> vector '[1,2]' LIMIT 10; -- why\n",
    "WITH a AS (SELECT 1 UNION SELECT E'\\'' /* a /* b */ */) SELECT * FROM a JOIN b USING (id);",
    "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; END;",
    "COPY t FROM stdin;\n1\t2\n\\.\n\\connect db\nVACUUM (ANALYZE) t (a, b); LOAD 'vector';",
    "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, e vector(3) NOT NULL DEFAULT '[1,2,3]');",
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

/// The place in `text` at or before `at` where a character begins.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|it| text.is_char_boundary(*it)).unwrap()
}

fn mutate(text: &mut String, random: &mut Random) {
    const PIECES: &[&str] = &[
        "'", "\"", "$$", "$a$", "/*", "*/", "--", "\n", ";", "(", ")", "[", "]", ",", ".", "::",
        "\\", "\0", "é", "\u{2028}", "E'", "U&\"", "1e", "0x", "$1", "<=>", "NOT", "SELECT",
        "CASE", "WITH", "INDEX", "ON", "USING", "=", "IS", " ",
    ];
    let from = boundary(text, random.below(text.len() + 1));
    let to = boundary(text, from + random.below(12));
    match random.below(4) {
        0 => text.replace_range(from..to.max(from), ""),
        1 => text.insert_str(from, PIECES[random.below(PIECES.len())]),
        2 => text.truncate(to.max(from)),
        _ => {
            let other = CORPUS[random.below(CORPUS.len())];
            text.insert_str(from, &other[boundary(other, random.below(other.len()))..]);
        }
    }
}

#[test]
fn mutations_are_read_without_panic() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for round in 0..4_000 {
        let mut text = CORPUS[round % CORPUS.len()].to_owned();
        for _ in 0..=random.below(6) {
            mutate(&mut text, &mut random);
        }
        let mut end = 0;
        for it in statements(&text) {
            assert!(end <= it.span.start && it.span.start < it.span.end, "{text}");
            assert_eq!(it.text, &text[it.span.clone()]);
            end = it.span.end;
            if let Err(error) = it.statement {
                assert!(text.is_char_boundary(error.offset), "{text}");
                assert!(!error.message.is_empty() && !error.message.contains('\n'), "{text}");
            }
        }
        match expression(&text) {
            Ok(it) => assert_eq!(expression(it.as_str()), Ok(it), "{text}"),
            Err(error) => assert!(text.is_char_boundary(error.offset), "{text}"),
        }
    }
}

#[test]
fn the_corpus_itself_is_read() {
    for text in CORPUS {
        for it in statements(text) {
            assert!(it.statement.is_ok(), "{:?}\n{}", it.statement, it.text);
        }
    }
}

/// Texts of `n` parts that nest, or make trees as deep as they are long.
fn worst(n: usize) -> Vec<String> {
    let nested = [
        ("(", ")"),
        ("f(", ")"),
        ("ARRAY[", "]"),
        ("CASE WHEN ", " THEN 1 END"),
        ("NOT ", ""),
        ("- ", ""),
        ("(SELECT ", ")"),
        ("EXISTS (SELECT ", ")"),
        ("CAST(", " AS int)"),
        ("a IN (", ")"),
        ("(SELECT 1 FROM (SELECT ", ") x)"),
        ("case-", ""),
        ("IF(", ")"),
        ("sum(1) OVER (ORDER BY ", ")"),
        ("a::int[", "]"),
        ("current_time(", ""),
    ];
    let chained = [
        " OR a",
        " + a",
        "::int",
        " || a",
        ".a",
        "[1]",
        " IS NULL",
        " <=> a",
        " COLLATE a",
        " UNION SELECT 1",
        " FROM a JOIN b",
        " FROM (",
        "::int[]",
    ];
    let mut texts = vec![
        format!("SELECT 1 FROM a{}{}", " JOIN b".repeat(n), " ON true".repeat(n)),
        format!("SELECT 1 FROM a{}", " JOIN b ON true".repeat(n)),
        format!("CREATE INDEX ON a ({}b{})", "(".repeat(n), ")".repeat(n)),
        "EXPLAIN ".repeat(n),
        "PREPARE a AS ".repeat(n) + "SELECT 1",
        "SELECT $a$;".repeat(n),
        "/*".repeat(n),
        "COPY a FROM stdin;\n\\.x\n".repeat(n),
    ];
    for (open, close) in nested {
        texts.push(format!("SELECT {}1{}", open.repeat(n), close.repeat(n)));
        texts.push(format!("SELECT {}", open.repeat(n)));
    }
    texts.extend(chained.iter().map(|it| format!("SELECT a{}", it.repeat(n))));
    texts
}

#[test]
fn nothing_exhausts_the_stack() {
    // A debug build needs about twice the stack of the browser's.
    let read = || {
        for n in [5, 20, 31, 100, 290, 2_000] {
            for text in worst(n) {
                let read = statements(&text);
                assert_eq!(read.clone(), read);
                assert!(expression(text.trim_start_matches("SELECT ")).is_ok() || 1 < n);
            }
        }
    };
    std::thread::Builder::new().stack_size(2 << 20).spawn(read).unwrap().join().unwrap();
}
