//! Statements as people write them, with the findings that they deserve and no other.
//!
//! A file of `tests/lint-corpus` is one history. A line `--! rule-name, rule-name` tells what the
//! statement behind it is to find; without one it is to find nothing. `--? name=value` tells
//! options, and `--@ path` begins another source.

use std::{collections::BTreeMap, fs, path::Path};

use hnswkit_core::{
    lint::{Options, Source, check},
    parse,
};

#[derive(Default)]
struct Count {
    statements: usize,
    expected: usize,
    found: usize,
    missed: Vec<String>,
    false_alarms: Vec<String>,
}

#[test]
fn the_corpus_has_its_findings_and_no_other() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("lint-corpus");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    files.sort();
    let mut count = Count::default();
    for file in files {
        judge(&file, &mut count);
    }
    println!(
        "{} statements, {} findings expected: {} true positives, {} missed, {} false positives",
        count.statements,
        count.expected,
        count.found,
        count.missed.len(),
        count.false_alarms.len()
    );
    let Count { missed, false_alarms, .. } = &count;
    assert!(
        missed.is_empty() && false_alarms.is_empty(),
        "missed:\n{}\nfalse alarms:\n{}",
        missed.join("\n"),
        false_alarms.join("\n")
    );
    assert!(150 <= count.statements, "{} statements are too few", count.statements);
}

fn judge(file: &Path, count: &mut Count) {
    let Ok(text) = fs::read_to_string(file) else { panic!("cannot read {}", file.display()) };
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut options = Options::default();
    let mut sources = vec![(name.clone(), String::new())];
    for line in text.split_inclusive('\n') {
        if let Some(it) = line.strip_prefix("--@ ") {
            sources.push((it.trim().to_owned(), String::new()));
        } else if let Some(it) = line.strip_prefix("--? ") {
            set(&mut options, it.trim());
        } else if let Some((_, text)) = sources.last_mut() {
            text.push_str(line);
        }
    }
    let list: Vec<_> = sources.iter().map(|it| Source::sql(&it.0, &it.1)).collect();
    let findings = check(&list, &options);
    for (n, (path, text)) in sources.iter().enumerate() {
        let spans: Vec<_> = parse::statements(text).into_iter().map(|it| it.span).collect();
        count.statements += spans.len();
        let mut expected = expectations(text, &spans);
        count.expected += expected.values().map(Vec::len).sum::<usize>();
        for it in findings.iter().filter(|it| it.source == n) {
            // The last statement that begins before the finding, or the comment that is at fault.
            let at = spans.partition_point(|span| span.start <= it.span.start).saturating_sub(1);
            let line = text[..it.span.start].matches('\n').count() + 1;
            let list = expected.entry(at).or_default();
            match list.iter().position(|rule| rule == it.rule.id) {
                Some(position) => {
                    list.remove(position);
                    count.found += 1;
                }
                None => count.false_alarms.push(format!(
                    "{name} {path}:{line}: {}: {}\n    {}",
                    it.rule.id,
                    it.message,
                    text[spans[at].clone()].replace('\n', "\n    ")
                )),
            }
        }
        for (at, rules) in expected {
            for rule in rules {
                let statement = text[spans[at].clone()].replace('\n', "\n    ");
                count.missed.push(format!("{name} {path}: {rule}\n    {statement}"));
            }
        }
    }
}

/// The rules that each statement is to find.
fn expectations(text: &str, spans: &[parse::Span]) -> BTreeMap<usize, Vec<String>> {
    let mut expected: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let Some(rules) = line.strip_prefix("--! ") {
            let at = spans.partition_point(|span| span.start < start);
            let rules = rules.trim().split(", ").map(str::to_owned);
            expected.entry(at).or_default().extend(rules);
        }
        start += line.len();
    }
    expected
}

fn set(options: &mut Options, word: &str) {
    let (name, value) = word.split_once('=').unwrap_or((word, ""));
    match name {
        "pgvector" => options.pgvector = value.parse().ok(),
        it => panic!("`{it}` is no option of the corpus"),
    }
}
