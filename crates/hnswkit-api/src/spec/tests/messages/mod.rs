//! Every message, once.

mod activity;
mod change;
mod file;
mod index;
mod model;
mod numbers;
mod replace;
mod server;
mod split;

use super::file;
use crate::spec::Spec;

/// The only problem of a file with these changes has this field, message and help.
#[track_caller]
fn check(changes: &[&str], field: &str, message: &str, help: &str) {
    let text = file(changes);
    let (spec, reading) = Spec::read_toml(&text, "f");
    let problems = spec.to_request_after(reading).unwrap_err();
    let found: Vec<_> = problems
        .iter()
        .map(|it| (it.field.as_str(), it.message.as_str(), it.help.as_str()))
        .collect();
    assert_eq!(found, [(field, message, help)]);
    for it in &problems {
        assert!(it.place.is_some(), "{it}");
        assert!(!it.message.ends_with('.') && !it.help.ends_with('.'), "{it}");
    }
}
