//! `hnswkit completions`.

use clap::CommandFactory as _;
use serde::Serialize;

use crate::{
    args::{Cli, Completions, Global},
    failure::Failure,
    output::{self, json},
};

/// A script for a shell.
#[derive(Serialize)]
struct CompletionsDocument {
    schema: u32,
    shell: String,
    content: String,
}

/// Prints the script.
pub(super) fn run(args: &Completions, global: Global) -> Result<(), Failure> {
    let mut script = vec![];
    clap_complete::generate(args.shell, &mut Cli::command(), "hnswkit", &mut script);
    let content = String::from_utf8_lossy(&script).into_owned();
    if global.json {
        let schema = hnswkit_api::json::SCHEMA;
        return json::print(&CompletionsDocument {
            schema,
            shell: args.shell.to_string(),
            content,
        });
    }
    output::as_it_is(&content)
}
