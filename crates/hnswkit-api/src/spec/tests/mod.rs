//! Tests of the spec file as a whole.

mod all_at_once;
mod messages;
mod request;
mod robust;
mod schema;
mod tasks;

use super::{FIELDS, Section};

/// A file with one good index and these changes, each as in `index.m = 101`, or `index.m` alone
/// for a key that is left out.
fn file(changes: &[&str]) -> String {
    let mut lines: Vec<(String, String)> = [
        ("index.table", "\"messages\""),
        ("index.column", "\"embedding\""),
        ("index.type", "\"vector(1536)\""),
        ("index.metric", "\"cosine\""),
        ("index.rows", "\"10k\""),
    ]
    .map(|(key, value)| (key.to_owned(), value.to_owned()))
    .to_vec();
    for change in changes {
        let (key, value) = change.split_once(" = ").unwrap_or((change, ""));
        lines.retain(|(it, _)| it != key);
        if !value.is_empty() {
            lines.push((key.to_owned(), value.to_owned()));
        }
    }
    let mut text = String::new();
    for section in Section::ALL {
        let said = |it: &(String, String)| it.0.split('.').next() == Some(section.name());
        let optional = matches!(
            section,
            Section::Setting
                | Section::Upgrade
                | Section::Restore
                | Section::Calibration
                | Section::Query
                | Section::Activity
                | Section::Replication
        );
        if optional && !lines.iter().any(said) {
            continue;
        }
        text.push_str(section.header());
        text.push('\n');
        for (key, value) in &lines {
            if let Some((prefix, key)) = key.split_once('.')
                && prefix == section.name()
            {
                text.push_str(&format!("{key} = {value}\n"));
            }
        }
    }
    text
}

/// Every key with its example, as a file would have them.
fn every_example() -> impl Iterator<Item = String> {
    FIELDS.iter().map(|it| format!("{}.{}", it.section.name(), it.example_line()))
}

/// What an example of a section needs beside it.
fn beside(example: &str) -> &'static [&'static str] {
    match example.split(" = ").next().unwrap_or_default() {
        "setting.parameter" => &["setting.value = 100"],
        "setting.value" => &["setting.parameter = \"hnsw.ef_search\""],
        it if it.starts_with("setting.") => {
            &["setting.parameter = \"hnsw.ef_search\"", "setting.value = 100"]
        }
        "upgrade.from" => &["upgrade.pgvector = \"0.8.6\""],
        "restore.pgvector" | "restore.jobs" => &["restore.dump = \"backup.dump\""],
        "calibration.rows" => &["calibration.seconds = 4.8"],
        "calibration.seconds" => &["calibration.rows = \"10k\""],
        "query.filter_index" => &["query.selectivity = \"1%\""],
        it if it.starts_with("calibration.") => {
            &["calibration.rows = \"10k\"", "calibration.seconds = 4.8"]
        }
        _ => &[],
    }
}
