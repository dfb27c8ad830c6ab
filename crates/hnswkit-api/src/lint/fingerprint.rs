//! Names of findings that stay the same while lines move.

use std::collections::BTreeMap;

use hnswkit_core::{hash::fnv1a, lint::Finding};

/// Counts findings that look the same.
#[derive(Debug, Default)]
pub(super) struct Fingerprints(BTreeMap<u64, u32>);

impl Fingerprints {
    /// The name of the next finding of the file: from its rule, the file, its statement, and how
    /// often all of these were there before.
    pub(super) fn next(&mut self, it: &Finding, file: &str, text: &str) -> String {
        let statement = text.get(it.statement.clone()).unwrap_or_default();
        let mut key = String::with_capacity(file.len() + statement.len() + 40);
        key.push_str(it.rule.id);
        key.push('\n');
        // Windows writes paths with other signs, and means the same file.
        key.extend(file.trim_start_matches("./").chars().map(|it| match it {
            '\\' => '/',
            it => it,
        }));
        key.push('\n');
        for (n, word) in statement.split_whitespace().take(MAX_WORDS).enumerate() {
            if 0 < n {
                key.push(' ');
            }
            key.push_str(word);
        }
        let hash = fnv1a(key.as_bytes());
        let before = self.0.entry(hash).or_default();
        let name = match *before {
            0 => hash,
            n => fnv1a(format!("{hash:016x} {n}").as_bytes()),
        };
        *before += 1;
        format!("{name:016x}")
    }
}

/// A statement with thousands of findings is read for each of them.
const MAX_WORDS: usize = 200;
