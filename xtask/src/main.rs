//! `cargo xtask`: set-up and checks of the repository, everything that is not the product.

mod accuracy;
mod check;
mod container;
mod debian;
mod env;
mod formats;
mod paths;
mod process;
mod python;
mod servers;
mod tools;
mod web;

use std::process::ExitCode;

use anyhow::Result;

use crate::paths::Paths;

/// What `cargo xtask` can do, in the order of its help.
const COMMANDS: &[Command] = &[
    Command {
        name: "test",
        usage: "test [--fast] [STEP…]",
        about: "every check of the repository, or some; --fast: no page, wasm32, release, container; two servers",
        run: check::run,
    },
    Command {
        name: "servers",
        usage: "servers start [--all] | stop | status | env",
        about: "PostgreSQL with pgvector, several versions, from PyPI",
        run: servers::run,
    },
    Command {
        name: "container",
        usage: "container",
        about: "the image of upstream's container, pulled or made",
        run: container::run,
    },
    Command {
        name: "tools",
        usage: "tools",
        about: "the migration tools that the tests run, in target/tools/bin",
        run: tools::run,
    },
    Command {
        name: "formats",
        usage: "formats [--all] [--install] [TOOL…]",
        about: "every migration tool runs what we write for it; --all: those too that compile for minutes",
        run: formats::run,
    },
    Command {
        name: "accuracy",
        usage: "accuracy [--full | --judge | --more | --small | --fit | --page]",
        about: "estimates against servers over a grid: measures all of it (20 minutes, a quiet machine) and writes the table and its page; --small: the tests' grid; --fit: the coefficients of time; --page: the page from the table",
        run: accuracy::run,
    },
    Command {
        name: "wasm",
        usage: "wasm",
        about: "the core for the browser page, in web/src/core/generated",
        run: web::run_wasm,
    },
    Command {
        name: "site",
        usage: "site [--serve] [--base-url URL] [--repository URL]",
        about: "planner and documentation as files, in target/site; --serve: serves them, and builds what changes",
        run: web::run_site,
    },
    Command {
        name: "env",
        usage: "env",
        about: "what the tests need to know: eval \"$(cargo xtask env)\"",
        run: env::run,
    },
];

/// One command of `cargo xtask`.
struct Command {
    name: &'static str,
    usage: &'static str,
    about: &'static str,
    run: fn(&Paths, &[&str]) -> Result<ExitCode>,
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match dispatch(&args) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(args: &[&str]) -> Result<ExitCode> {
    let found = args.first().and_then(|name| COMMANDS.iter().find(|it| it.name == *name));
    match found {
        Some(command) => (command.run)(&Paths::find()?, &args[1..]),
        None => {
            help();
            Ok(if matches!(args, [] | ["help" | "--help" | "-h"]) {
                ExitCode::SUCCESS
            } else {
                ExitCode::from(2)
            })
        }
    }
}

fn help() {
    eprintln!("usage: cargo xtask <command>\n");
    for command in COMMANDS {
        eprintln!("  {}\n      {}", command.usage, command.about);
    }
}
