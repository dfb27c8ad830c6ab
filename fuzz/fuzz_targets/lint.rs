//! Any text as a file of SQL: it is judged without a panic, and places lie within it.
#![no_main]

use hnswkit_core::lint::{Options, Source, check};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let sources = [Source::schema("schema.sql", text), Source::sql("1.sql", text)];
    for it in check(&sources, &Options::default()) {
        assert!(text.get(it.span.clone()).is_some(), "{it:?}");
        for edit in it.fix.iter().flat_map(|it| &it.edits) {
            assert!(text.get(edit.span.clone()).is_some(), "{it:?}");
        }
    }
});
