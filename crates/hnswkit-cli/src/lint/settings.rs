//! The settings: from a spec file, with the flags laid over it.

use std::path::{Path, PathBuf};

use hnswkit_api::spec::{LintSettings, Spec};

use crate::{
    args::{Global, LintFlags},
    failure::Failure,
    spec_source::{self, Context},
};

/// Settings, and the folder that their paths are relative to.
pub(crate) struct Loaded {
    /// The settings.
    pub(crate) settings: LintSettings,
    /// The folder of the spec file; empty for the current one.
    pub(crate) base: PathBuf,
}

/// Reads the file, if there is one, and lays the flags over it.
///
/// # Errors
///
/// With everything that is wrong.
pub(crate) fn load(
    spec: Option<&Path>,
    flags: &LintFlags,
    global: Global,
) -> Result<Loaded, Failure> {
    let file = spec_source::file(spec, global)?;
    let (mut spec, mut reading) = match &file {
        Some(it) => Spec::read_toml(&it.text, &it.name),
        None => <_>::default(),
    };
    let base = file.as_ref().and_then(|it| Path::new(&it.name).parent().map(Path::to_owned));
    for (field, text) in &flags.target {
        if let Err(problem) = spec.set_flag(field.flag, text) {
            reading.push(*problem);
        }
    }
    for (field, texts) in &flags.lint {
        if let Err(problem) = spec.lint.set_flag(field, texts) {
            reading.push(*problem);
        }
    }
    match spec.to_lint_settings_after(reading) {
        Ok(settings) => Ok(Loaded { settings, base: base.unwrap_or_default() }),
        Err(problems) => {
            let context = Context { file, ..Context::default() };
            Err(Failure::Input(problems, Box::new(context)))
        }
    }
}
