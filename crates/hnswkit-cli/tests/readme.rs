//! The README and the documents show what the command prints.

use std::path::Path;

#[test]
fn the_readme_is_true() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    std::env::set_current_dir(root).unwrap();
    trycmd::TestCases::new().case("README.md");
}

/// Commands that documents show beside ours; nothing is compared.
const OTHERS: &[&str] = &["alembic", "cargo", "git", "pg_restore", "pip", "psql", "python"];

#[test]
fn the_documents_are_true() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    std::env::set_current_dir(root).unwrap();
    let cases = trycmd::TestCases::new();
    for it in OTHERS {
        cases.register_bin(*it, trycmd::schema::Bin::Ignore);
    }
    cases.case("docs/guides/*.md").case("docs/operations/*.md");
    cases.case("docs/concepts/*.md").case("docs/claims.md");
}
