//! The `hnswkit` command.
fn main() {}
