//! Tests the rules with the examples of their pages.

use super::{Finding, Options, RULES, Rule, Severity, Source, check};

/// The headings of every page, in order.
const HEADINGS: &[&str] = &["## What it finds", "## Why it matters", "## What to do", "## Sources"];

/// Every block of SQL of a page, with what stands behind ` ```sql `.
fn blocks(page: &str) -> Vec<(&str, &str)> {
    page.split("```sql")
        .skip(1)
        .filter_map(|it| {
            let (info, rest) = it.split_once('\n')?;
            Some((info.trim(), rest.split_once("```")?.0))
        })
        .collect()
}

/// What the words behind ` ```sql ` tell.
fn options(info: &str) -> Options {
    let mut options = Options::default();
    for word in info.split_whitespace() {
        let (name, value) = word.split_once('=').unwrap();
        match name {
            "pgvector" => options.pgvector = Some(value.parse().unwrap()),
            "postgres" => options.postgres = Some(value.parse().unwrap()),
            "platform" => options.platform = Some(value.parse().unwrap()),
            "ram" => options.ram = Some(value.parse().unwrap()),
            "cpus" => options.cpus = Some(value.parse().unwrap()),
            "shm" => options.shared_memory = Some(value.parse().unwrap()),
            "tool" => {
                options.tool = super::Tool::ALL.iter().copied().find(|it| it.id() == value);
                assert!(options.tool.is_some(), "{info}");
            }
            "rows" => {
                let (table, rows) = value.split_once(':').unwrap();
                options.rows.insert(table.to_owned(), rows.parse().unwrap());
            }
            // The oldest server on which it is run.
            "from" => {}
            it => panic!("`{it}` is no option of an example"),
        }
    }
    options
}

/// A file of an example, with its name.
fn files(block: &str) -> Vec<(String, String)> {
    let mut files = vec![("example.sql".to_owned(), String::new())];
    for line in block.lines() {
        if let Some(name) = line.strip_prefix("-- file: ") {
            match files.last_mut() {
                Some(it) if it.1.trim().is_empty() => it.0 = name.to_owned(),
                _ => files.push((name.to_owned(), String::new())),
            }
        } else if let Some((_, it)) = files.last_mut() {
            it.push_str(line);
            it.push('\n');
        }
    }
    files
}

/// The findings as they are written under their line.
fn shown(files: &[(String, String)], rule: &Rule, findings: &[Finding]) -> Vec<String> {
    let mut lines = vec![];
    for (n, (_, text)) in files.iter().enumerate() {
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let is_mark = line.trim_start().starts_with("--") && line.contains('^');
            if !is_mark {
                for it in findings.iter().filter(|it| it.source == n) {
                    if (start..start + line.len()).contains(&it.span.start) {
                        lines.push(mark(line, it, it.span.start - start, rule));
                    }
                }
            }
            start += line.len();
        }
    }
    lines
}

fn mark(line: &str, it: &Finding, from: usize, rule: &Rule) -> String {
    let to = (from + it.span.len()).min(line.trim_end().len());
    let indent = line[..from].chars().count();
    let width = line[from..to].chars().count().max(1);
    let other = if it.rule == rule { String::new() } else { format!("[{}]", it.rule.id) };
    format!(
        "{}{} {}{other}: {}",
        " ".repeat(indent),
        "^".repeat(width),
        it.severity.name(),
        it.message
    )
}

/// The marks that a page has.
fn marks(block: &str) -> Vec<String> {
    block
        .lines()
        .filter(|it| it.starts_with("--") && it.trim_start_matches(['-', ' ']).starts_with('^'))
        .map(|it| it.replacen("--", "  ", 1))
        .collect()
}

#[test]
fn every_example_finds_what_its_page_says() {
    let mut wrong = vec![];
    for rule in RULES {
        for (info, block) in blocks(rule.page) {
            let files = files(block);
            let sources: Vec<_> = files.iter().map(|it| Source::sql(&it.0, &it.1)).collect();
            let findings = check(&sources, &options(info));
            let found = shown(&files, rule, &findings);
            let expected = marks(block);
            let same = found.len() == expected.len()
                && found.iter().all(|it| expected.iter().any(|mark| same(mark, it)));
            if !same || found.len() != findings.len() {
                let found = found.iter().map(|it| it.replacen("  ", "--", 1)).collect::<Vec<_>>();
                wrong.push(format!("{}: found\n{}\nin\n{block}", rule.id, found.join("\n")));
            }
        }
    }
    assert!(wrong.is_empty(), "{} examples\n{}", wrong.len(), wrong.join("\n\n"));
}

/// A span in the first two columns leaves no room behind `--`: only its end is compared.
fn same(mark: &str, found: &str) -> bool {
    mark == found || {
        let near = found.starts_with('^') || found.starts_with(" ^");
        near && mark.trim_start_matches([' ', '^']) == found.trim_start_matches([' ', '^'])
            && mark.find(" e").or(mark.find(" w")).or(mark.find(" h")).is_some()
    }
}

#[test]
fn every_page_has_its_parts() {
    for rule in RULES {
        let page = rule.page;
        assert!(page.starts_with(&format!("# {}\n", rule.id)), "{}", rule.id);
        let mut at = 0;
        for heading in HEADINGS {
            let next = page[at..].find(heading);
            at += next.unwrap_or_else(|| panic!("{}: {heading}", rule.id));
        }
        let blocks = blocks(page);
        assert!(
            blocks.iter().any(|it| !marks(it.1).is_empty()),
            "{} has no example that it finds",
            rule.id
        );
        assert!(
            blocks.iter().any(|it| marks(it.1).is_empty()),
            "{} has no example that is fine",
            rule.id
        );
        assert!(page[at..].contains("\n- "), "{} has no source", rule.id);
        if rule.severity == Severity::Error {
            assert!(page.contains("\nServer: `"), "{} does not quote the server", rule.id);
        }
    }
}

#[test]
fn ids_are_unique_kebab_and_in_order() {
    for rule in RULES {
        assert!(
            rule.id.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-'),
            "{}",
            rule.id
        );
        assert!(!rule.summary.ends_with('.'), "{}", rule.id);
    }
    assert!(RULES.is_sorted_by(|a, b| a.id < b.id), "{:?}", RULES);
}
