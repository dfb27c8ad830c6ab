//! Any text as a `hnswkit.toml`: it is planned and rendered, or refused, without a panic.
#![no_main]

use hnswkit_api::{answer, spec::Spec};
use hnswkit_core::render::FORMATS;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (spec, _) = Spec::read_toml(text, "hnswkit.toml");
    let _ = spec.to_command_line();
    let Ok(plan) = answer::planned(&spec) else { return };
    for format in FORMATS {
        assert!(!format.render(&plan, &spec.render_options()).is_empty());
    }
    let _ = answer::runbook(&spec);
    let _ = answer::monitor(&spec);
});
