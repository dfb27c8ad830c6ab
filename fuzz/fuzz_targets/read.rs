//! Any text as a schema, an expression, or messages of a server: it is read without a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = hnswkit_core::parse::expression(text);
    let _ = hnswkit_api::import::import_utf16(text);
    let _ = hnswkit_api::explain::explain_utf16(text, None);
});
