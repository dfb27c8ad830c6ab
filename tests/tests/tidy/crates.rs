//! Which crate may depend on which.

use toml::{Table, Value};

use crate::repository::{none, texts};

/// Every crate of the workspace with those of the workspace that it may depend on.
const ALLOWED: &[(&str, &[&str])] = &[
    ("hnswkit-core", &[]),
    ("hnswkit-api", &["hnswkit-core"]),
    ("hnswkit-embed", &["hnswkit-core"]),
    ("hnswkit-wasm", &["hnswkit-api"]),
    ("hnswkit-cli", &["hnswkit-api", "hnswkit-core", "hnswkit-embed"]),
    ("hnswkit-site", &["hnswkit-api", "hnswkit-cli", "hnswkit-core"]),
    ("hnswkit-tests", &["hnswkit-api", "hnswkit-cli", "hnswkit-core"]),
    ("hnswkit-fuzz", &["hnswkit-api", "hnswkit-core", "hnswkit-embed"]),
    // Only what SeaORM itself needs, to run what we write for it.
    ("hnswkit-sea-orm", &[]),
    ("xtask", &[]),
    // Programs around migration tools, each in a workspace of its own.
    ("run-sqlx", &[]),
    ("run-diesel", &[]),
    ("run-refinery", &[]),
];

/// Where a manifest lists dependencies.
const LISTS: &[&str] = &["dependencies", "dev-dependencies", "build-dependencies"];

#[test]
fn crates_depend_only_on_those_below_them() {
    let mut problems = Vec::new();
    for (file, text) in texts("Cargo.toml") {
        let manifest: Table = text.parse().expect("cargo reads it too");
        let Some(name) = package(&manifest) else { continue };
        let Some((_, allowed)) = ALLOWED.iter().find(|(it, _)| *it == name) else {
            problems.push(format!("{file}: {name} is not in the table"));
            continue;
        };
        for dependency in dependencies(&manifest) {
            let ours = ALLOWED.iter().any(|(it, _)| *it == dependency);
            if ours && !allowed.contains(&dependency.as_str()) {
                problems.push(format!("{file}: {name} depends on {dependency}"));
            }
        }
    }
    none(&problems, "the directions in ARCHITECTURE.md do not allow this");
}

fn package(manifest: &Table) -> Option<&str> {
    manifest.get("package")?.get("name")?.as_str()
}

/// The names in all lists of dependencies, those for some targets too.
fn dependencies(manifest: &Table) -> Vec<String> {
    let targets = manifest.get("target").and_then(Value::as_table);
    let targets = targets.into_iter().flat_map(Table::values).filter_map(Value::as_table);
    let tables = std::iter::once(manifest).chain(targets);
    let lists = tables.flat_map(|it| LISTS.iter().filter_map(|list| it.get(*list)?.as_table()));
    lists.flat_map(|it| it.keys().cloned()).collect()
}
