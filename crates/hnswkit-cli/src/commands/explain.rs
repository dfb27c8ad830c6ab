//! `hnswkit explain`.

use std::path::Path;

use hnswkit_api::{explain, json::RuleDocument};
use hnswkit_core::explain::explanations;

use crate::{
    args::{Explain, Global, SpecArgs, SpecFlags},
    failure::Failure,
    output::{self, explain::show, json, rule_page::rule_page},
    pasted, planning, spec_source,
};

/// The argument, as help calls it.
const FIELD: &str = "FILE|TEXT";

/// Explains the messages of a text.
pub(super) fn run(args: &Explain, global: Global) -> Result<(), Failure> {
    if let Some(it) = args.what.as_deref().filter(|it| !Path::new(it).is_file()) {
        match RuleDocument::of(it) {
            Some(it) if global.json => return json::print(&it),
            Some(_) => return output::stdout(&rule_page(it).unwrap_or_default()),
            None => {}
        }
    }
    let text = text(args.what.as_deref(), global)?;
    let plan = match &args.spec {
        Some(path) => {
            let args = SpecArgs { spec: Some(path.clone()), flags: SpecFlags::default() };
            Some(planning::plan(spec_source::require(&args, global)?)?.plan)
        }
        None => None,
    };
    let document = explain::explain(&text, plan.as_ref());
    if global.json {
        json::print(&document)?;
    } else {
        let (known, unknown) = show(&document, args.spec.is_some());
        output::stdout(&known)?;
        if !global.quiet || document.found.is_empty() {
            output::stderr(&unknown);
        }
    }
    if document.found.is_empty() { Err(Failure::Check) } else { Ok(()) }
}

/// The text that is meant.
fn text(what: Option<&str>, global: Global) -> Result<String, Failure> {
    let Some(what) = what.filter(|it| *it != "-") else {
        return pasted::stdin(FIELD, global);
    };
    let path = Path::new(what);
    if path.is_file() {
        return pasted::file(FIELD, path, global);
    }
    if let Some(it) = explanations().find(|it| it.id == what) {
        return Ok(it.examples.first().copied().unwrap_or_default().to_owned());
    }
    // One word is no message: somebody meant a file.
    if !what.contains(char::is_whitespace) {
        return Err(Failure::input(
            FIELD,
            format!("there is no file `{what}`, and no explanation of that name"),
            "name a file, give the message in quotes, or pipe it in",
        ));
    }
    Ok(what.to_owned())
}
