//! Any text as a program of each language: the SQL in it is judged without a panic.
#![no_main]

use hnswkit_core::lint::{Options, check};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for name in ["alembic/versions/a.py", "migrations/1.ts", "db/migrate/1.rb"] {
        let Some(source) = hnswkit_embed::source(name, text) else { continue };
        for it in check(&[source], &Options::default()) {
            assert!(text.get(it.span.clone()).is_some(), "{it:?}");
        }
    }
});
