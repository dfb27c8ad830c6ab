//! `hnswkit man`.

use std::{io, path::Path};

use clap::{Command, CommandFactory as _};
use clap_mangen::Man as Page;
use hnswkit_api::json::SCHEMA;
use serde::Serialize;

use crate::{
    args::{Cli, Global, Man},
    failure::Failure,
    files::{self, NewFile},
    output::{self, json, written},
};

/// The manual.
#[derive(Serialize)]
struct ManDocument {
    schema: u32,
    pages: Vec<ManPage>,
}

/// One page, as roff.
#[derive(Serialize)]
struct ManPage {
    path: String,
    content: String,
}

/// Prints the page of the command, or writes those of all commands.
pub(super) fn run(args: &Man, global: Global) -> Result<(), Failure> {
    let pages = pages().map_err(|error| Failure::of_stdout(&error))?;
    match &args.output {
        Some(folder) => {
            let file = |it: &'_ ManPage| (folder.join(Path::new(&it.path)), it.content.clone());
            let owned: Vec<_> = pages.iter().map(file).collect();
            let files: Vec<_> = owned
                .iter()
                .map(|(path, content)| NewFile { path: path.clone(), content })
                .collect();
            // Pages of another version are ours to replace.
            let done = files::write(&files, true)?;
            written::report(&files, &done, &[], global)
        }
        None if global.json => json::print(&ManDocument { schema: SCHEMA, pages }),
        None => output::as_it_is(pages.first().map_or("", |it| it.content.as_str())),
    }
}

/// The page of the command first.
fn pages() -> io::Result<Vec<ManPage>> {
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    let commands = command.get_subcommands().filter(|it| !it.is_hide_set()).cloned();
    [command.clone()].into_iter().chain(commands).map(page).collect()
}

fn page(command: Command) -> io::Result<ManPage> {
    let page = Page::new(command);
    let mut roff = vec![];
    page.render(&mut roff)?;
    let content = String::from_utf8_lossy(&roff).into_owned();
    Ok(ManPage { path: page.get_filename(), content })
}
