//! Console sessions: what people type, and what they see.
//!
//! `TRYCMD=overwrite cargo test -p hnswkit-cli --test cli` takes over what is printed now.

#[test]
fn sessions() {
    trycmd::TestCases::new().case("tests/cmd/*.trycmd");
}
