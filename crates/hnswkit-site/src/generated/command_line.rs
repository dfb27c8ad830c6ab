//! The command line, from the command's own description.

use std::collections::BTreeMap;

use anyhow::Result;
use clap::{Arg, Command};

use crate::page::{Body, Page, code, prose};

/// A flag that so many commands take is told once.
const SHARED: usize = 3;

pub(super) fn pages() -> Result<Vec<Page>> {
    let mut command = hnswkit_cli::command().disable_help_subcommand(true);
    command.build();
    let commands: Vec<_> = command.get_subcommands().filter(|it| !it.is_hide_set()).collect();
    let shared = shared(&commands);

    let mut body = Body::new(
        "Every command with its arguments and flags, as `hnswkit help` tells them. \
         The flags that describe an index say the same as the keys of [hnswkit.toml](page:reference/spec).",
    );
    body.table(
        ["command", "what it does"],
        commands.iter().map(|it| {
            let about = it.get_about().map(ToString::to_string).unwrap_or_default();
            [format!("[{0}](command:{0})", it.get_name()), prose(&about)]
        }),
    );
    body.push("Exit codes and examples stand below each command.");
    for it in &commands {
        one(&mut body, it, &shared);
    }
    for (heading, args) in by_heading(&shared) {
        body.heading(2, &format!("Flags: {}", heading.to_lowercase()));
        arguments(&mut body, &args);
    }
    let source = "crates/hnswkit-cli/src/args/mod.rs";
    Ok(vec![Page::new("reference", "reference/commands", "Command line", body, source)])
}

fn one(body: &mut Body, command: &Command, shared: &[&Arg]) {
    let name = command.get_name();
    body.entry(2, "command", name, &code(&format!("hnswkit {name}")));
    let about = command.get_long_about().or(command.get_about());
    body.push(&prose(&about.map(ToString::to_string).unwrap_or_default()));
    let (common, own): (Vec<_>, Vec<_>) = shown(command)
        .partition(|it| shared.iter().any(|one| one.get_id() == it.get_id() && same(one, it)));
    arguments(body, &own);
    let headings: Vec<_> = by_heading(&common).into_iter().map(|it| it.0.to_lowercase()).collect();
    if !headings.is_empty() {
        let links = headings.iter().map(|it| format!("[{it}](#flags-{it})"));
        let links: Vec<_> = links.collect();
        body.push(&format!("And the flags: {}.", links.join(", ")));
    }
    if let Some(it) = command.get_after_long_help() {
        body.code("text", &it.to_string());
    }
}

/// What readers are told of; `--help` and hidden flags go without saying.
fn shown(command: &Command) -> impl Iterator<Item = &Arg> {
    command.get_arguments().filter(|it| !it.is_hide_set() && it.get_id() != "help")
}

/// The flags that many commands take, each once.
fn shared<'a>(commands: &[&'a Command]) -> Vec<&'a Arg> {
    let mut all: Vec<(&Arg, usize)> = vec![];
    for arg in commands.iter().flat_map(|it| shown(it)) {
        match all.iter_mut().find(|it| it.0.get_id() == arg.get_id() && same(it.0, arg)) {
            Some(it) => it.1 += 1,
            None => all.push((arg, 1)),
        }
    }
    let many = all.into_iter().filter(|it| it.1 >= SHARED && it.0.get_help_heading().is_some());
    many.map(|it| it.0).collect()
}

fn same(one: &Arg, other: &Arg) -> bool {
    help(one) == help(other) && one.get_help_heading() == other.get_help_heading()
}

fn by_heading<'a>(args: &[&'a Arg]) -> BTreeMap<&'a str, Vec<&'a Arg>> {
    let mut all: BTreeMap<&str, Vec<&Arg>> = BTreeMap::new();
    for it in args {
        all.entry(it.get_help_heading().unwrap_or("Other")).or_default().push(it);
    }
    all
}

fn help(arg: &Arg) -> String {
    let help = arg.get_long_help().or(arg.get_help());
    help.map(ToString::to_string).unwrap_or_default()
}

fn arguments(body: &mut Body, args: &[&Arg]) {
    if args.is_empty() {
        return;
    }
    body.table(["argument", "meaning"], args.iter().map(|it| [code(&usage(it)), meaning(it)]));
}

/// `-o, --output <DIR>`
fn usage(arg: &Arg) -> String {
    let short = arg.get_short().map(|it| format!("-{it}"));
    let long = arg.get_long().map(|it| format!("--{it}"));
    let mut names: Vec<_> = short.into_iter().chain(long).collect();
    let aliases = arg.get_visible_aliases().unwrap_or_default();
    names.extend(aliases.iter().map(|it| format!("--{it}")));
    let values = arg.get_value_names().unwrap_or_default();
    let values = values.iter().map(|it| format!("<{it}>")).collect::<Vec<_>>().join(" ");
    let takes = arg.get_action().takes_values();
    match (names.is_empty(), takes && !values.is_empty()) {
        (true, _) => values,
        (false, true) => format!("{} {values}", names.join(", ")),
        (false, false) => names.join(", "),
    }
}

fn meaning(arg: &Arg) -> String {
    let mut text = prose(&help(arg));
    let values = arg.get_possible_values();
    let takes = arg.get_action().takes_values();
    let words: Vec<_> =
        values.iter().filter(|it| !it.is_hide_set()).map(|it| code(it.get_name())).collect();
    if takes && !words.is_empty() && !arg.is_hide_possible_values_set() {
        text.push_str(&format!(" One of {}.", words.join(", ")));
    }
    let defaults = arg.get_default_values();
    if takes && !defaults.is_empty() {
        let defaults = defaults.iter().map(|it| code(&it.to_string_lossy()));
        text.push_str(&format!(" Default: {}.", defaults.collect::<Vec<_>>().join(", ")));
    }
    text
}
