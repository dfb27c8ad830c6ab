//! The README shows what the command prints.

use std::path::Path;

#[test]
fn the_readme_is_true() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    std::env::set_current_dir(root).unwrap();
    trycmd::TestCases::new().case("README.md");
}
