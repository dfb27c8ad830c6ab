//! Which module of the core may use which.

use std::collections::BTreeSet;

use crate::repository::{none, texts};

/// The folder of the core's modules.
const CORE: &str = "crates/hnswkit-core/src/";

/// Every module of the core with those that it may use.
///
/// The reader of SQL (`parse`, `lint`) stays an independent judge of the writer (`sql`, `plan`).
const ALLOWED: &[(&str, &[&str])] = &[
    ("hash", &[]),
    ("domain", &["hash"]),
    ("snippet", &[]),
    ("sql", &["domain", "hash"]),
    ("estimate", &["domain"]),
    ("platform", &["domain"]),
    ("plan", &["domain", "sql", "estimate", "hash", "platform"]),
    ("render", &["domain", "sql", "plan", "hash"]),
    ("parse", &["domain"]),
    ("lint", &["domain", "parse", "estimate"]),
    ("explain", &["domain", "parse"]),
    ("monitor", &["domain", "sql", "plan", "estimate"]),
    ("runbook", &["domain", "sql", "plan", "render", "estimate", "explain", "monitor"]),
];

#[test]
fn modules_use_only_those_below_them() {
    let mut problems = Vec::new();
    for (file, text) in texts(".rs") {
        let Some(module) = file.strip_prefix(CORE).map(top) else { continue };
        if module == "lib" {
            continue;
        }
        let Some((_, allowed)) = ALLOWED.iter().find(|(it, _)| *it == module) else {
            problems.push(format!("{file}: `{module}` is not in the table"));
            continue;
        };
        for used in uses(&text) {
            if used.starts_with(char::is_uppercase) {
                problems.push(format!("{file}: name the module of `crate::{used}`"));
            }
            let ours = ALLOWED.iter().any(|(it, _)| *it == used);
            if ours && used != module && !allowed.contains(&used.as_str()) {
                problems.push(format!("{file}: `{module}` uses `{used}`"));
            }
        }
    }
    none(&problems, "the directions in ARCHITECTURE.md do not allow this");
}

/// `plan/create.rs` and `plan.rs` belong to `plan`.
fn top(path: &str) -> &str {
    let first = path.split('/').next().unwrap_or(path);
    first.strip_suffix(".rs").unwrap_or(first)
}

/// The first names after `crate::`, also in groups like `crate::{domain::M, sql}`.
fn uses(text: &str) -> BTreeSet<String> {
    let code: Vec<&str> =
        text.lines().map(str::trim_start).filter(|it| !it.starts_with("//")).collect();
    let code = code.join("\n");
    let mut found = BTreeSet::new();
    for (start, prefix) in code.match_indices("crate::") {
        let rest = &code[start + prefix.len()..];
        match rest.strip_prefix('{') {
            Some(group) => found.extend(heads(group)),
            None => found.extend([word(rest)]),
        };
    }
    found
}

/// The first names of the items of a group, up to its closing brace.
fn heads(group: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut depth = 0_u32;
    let mut item = String::new();
    for letter in group.chars() {
        match (letter, depth) {
            ('}', 0) => break,
            (',', 0) => names.push(std::mem::take(&mut item)),
            ('{', _) => depth += 1,
            ('}', _) => depth -= 1,
            (_, 0) => item.push(letter),
            _ => {}
        }
    }
    names.push(item);
    names.iter().map(|it| word(it.trim_start())).filter(|it| !it.is_empty()).collect()
}

fn word(text: &str) -> String {
    text.chars().take_while(|it| it.is_alphanumeric() || *it == '_').collect()
}

#[test]
fn groups_are_read() {
    let text = "use crate::{\n    domain::{M, Bytes},\n    sql, plan::Step,\n};\n// crate::lint\ncrate::hash::fnv1a(b);";
    let expected = ["domain", "hash", "plan", "sql"].map(str::to_owned);
    assert_eq!(uses(text), BTreeSet::from(expected));
}
