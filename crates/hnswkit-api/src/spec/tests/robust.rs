//! No input makes the reader panic or slow.

use std::fmt::Write as _;

use super::{every_example, file};
use crate::spec::{STORY, Spec};

/// A small generator of numbers, the same on every run (xorshift64*).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % end
    }
}

fn read(text: &str) {
    let (spec, reading) = Spec::read_toml(text, "f");
    if let Err(problems) = spec.to_request_after(reading) {
        assert!(!problems.is_empty());
        for it in &problems {
            assert!(!it.message.contains('\n'), "{it}");
            let place = it.place.as_ref();
            assert!(place.is_none_or(|it| it.start <= it.end && 0 < it.start.line), "{it:?}");
        }
    }
    if let Ok(spec) = Spec::from_toml(text, "f") {
        // Numbers that are none equal nothing, not even themselves.
        if !text.contains("nan") {
            assert_eq!(Spec::from_toml(&spec.to_toml(), "f").as_ref(), Ok(&spec));
        }
    }
}

#[test]
fn mutated_files_never_panic() {
    let examples: Vec<String> = every_example().collect();
    let all: Vec<&str> = examples.iter().map(String::as_str).collect();
    let seeds = [STORY.to_owned(), file(&all), file(&["index.column = \"имя\""])];
    let pieces = [
        "[",
        "]",
        "[[",
        "]]",
        "\"",
        "'",
        "\"\"\"",
        "=",
        ".",
        ",",
        "{",
        "}",
        "#",
        "\n",
        "\r\n",
        "\u{0}",
        "\u{feff}",
        "é",
        "🦀",
        "-",
        "1e999",
        "nan",
        "0x",
        "2026-01-01",
        "index",
        "target",
        "true",
        "[lint]",
        "per_path = [{",
        "rows.a",
        "99999999999999999999",
        "[index.m]",
        "index.m = 1",
        "\\u",
        "m = ",
    ];
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    for _ in 0..4_000 {
        let mut text = seeds[numbers.below(seeds.len())].clone();
        for _ in 0..=numbers.below(4) {
            let mut boundary = |text: &str| {
                let mut at = numbers.below(text.len() + 1);
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                at
            };
            let (one, two) = (boundary(&text), boundary(&text));
            match numbers.below(3) {
                0 => text.insert_str(one, pieces[numbers.below(pieces.len())]),
                1 => {
                    let end = text.floor_char_boundary(one.max(two).min(one.min(two) + 9));
                    text.replace_range(one.min(two)..end, "");
                }
                _ => text.truncate(one.max(two)),
            }
        }
        read(&text);
    }
}

#[test]
fn hostile_files_are_refused_in_bounded_time() {
    read(&"[".repeat(100_000));
    read(&format!("x = {}", "[".repeat(100_000)));
    read(&format!("index = [{}]", "{},".repeat(10_000)));
    read(&format!("{} = 1", "x".repeat(1_000_000)));
    read(&format!("[[index]]\n{} = 1", "a.".repeat(10_000) + "b"));
    read(&format!("[[index]]\ntype = \"{}\"", "x".repeat(1_000_000)));
    read(&"[[index]]\n".repeat(10_000));
    for (open, close) in [("(", ")"), ("NOT ", ""), ("a[", "]"), ("CASE WHEN ", ""), ("-", "")] {
        let nested = format!("{}a{}", open.repeat(50_000), close.repeat(50_000));
        read(&file(&[&format!("index.where = '{nested}'")]));
    }
}

#[test]
fn ten_thousand_indexes_are_read() {
    let mut text = String::new();
    for n in 0..10_000 {
        write!(text, "[[index]]\ntable = \"t{n}\"\ncolumn = \"embedding\"\ntype = \"vector(1536)\"\nmetric = \"cosine\"\nrows = \"10k\"\nm = 16\nef_construction = 64\n").unwrap();
    }
    let request = Spec::from_toml(&text, "f").unwrap().to_request().unwrap();
    assert_eq!(request.indexes.len(), 10_000);

    // All on one line, all of one name: every place and every name is looked up.
    let table = "{table = \"t\", column = \"é\", type = \"vector(3)\", metric = \"l2\", rows = 1},";
    let text = format!("index = [{}]", table.repeat(10_000));
    let problems = Spec::from_toml(&text, "f").unwrap().to_request().unwrap_err();
    assert_eq!(problems.len(), 9_999);
}
