//! `hnswkit snippet`.

use hnswkit_api::json::SnippetsDocument;
use hnswkit_core::snippet::{SNIPPETS, Snippet};

use crate::{
    args::{self, Global},
    failure::Failure,
    output::{
        self, json,
        style::{DIM, TITLE, paint},
        table::Table,
    },
};

/// Lists the snippets, or shows one; what is known of it goes to stderr.
pub(super) fn run(args: &args::Snippet, global: Global) -> Result<(), Failure> {
    let named = args.driver.as_deref().and_then(Snippet::find);
    if global.json {
        return json::print(&SnippetsDocument::new(named));
    }
    if let Some(it) = named {
        if !global.quiet {
            output::stderr(&format!("{}: {}\n", it.title, it.proof.sentence()));
        }
        return output::stdout(it.code);
    }
    let mut table = Table::default();
    table.row(["id", "for", "language", "proof"].map(|it| paint(DIM, it)));
    for it in SNIPPETS {
        let language = it.language.to_owned();
        table.row([paint(TITLE, it.id), it.title.to_owned(), language, it.proof.id().to_owned()]);
    }
    let mut out = String::new();
    table.push(&mut out, "");
    output::stdout(&out)
}
