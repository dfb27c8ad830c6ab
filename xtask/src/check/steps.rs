//! The steps of `cargo xtask test`, in order.

use std::process::Command;

use anyhow::Result;

use super::{child, release, tally::Tally};
use crate::{container, debian, formats, paths::Paths, servers, servers::Selection, tools, web};

/// What the steps share.
pub(crate) struct State {
    /// Where things lie.
    pub(crate) paths: Paths,
    /// Which servers are wanted.
    pub(crate) servers: Selection,
    /// The tests so far.
    pub(crate) tally: Tally,
    /// What has to be ended.
    pub(crate) cleanup: Vec<Box<dyn FnOnce() -> Result<()>>>,
    /// The environment of the tests.
    pub(crate) env: Vec<(&'static str, String)>,
}

/// One step.
pub(crate) struct Step {
    /// Its name, in headers and in the list of failures.
    pub(crate) name: &'static str,
    /// Whether `--fast` leaves it out.
    pub(crate) slow: bool,
    /// The step without which it is not tried.
    pub(crate) after: Option<&'static str>,
    /// The step.
    pub(crate) run: fn(&mut State) -> Result<()>,
}

/// Quick checks first; what a step prepares comes before what uses it.
pub(crate) const STEPS: &[Step] = &[
    Step { name: "fmt", slow: false, after: None, run: fmt },
    Step { name: "packages", slow: false, after: None, run: packages },
    Step { name: "clippy", slow: false, after: None, run: clippy },
    Step { name: "unit-tests", slow: false, after: None, run: unit_tests },
    Step {
        name: "wasm32",
        slow: true,
        after: None,
        run: |it| web::check(&it.paths, &mut it.tally),
    },
    Step { name: "page", slow: true, after: None, run: build_page },
    Step { name: "site", slow: true, after: Some("page"), run: build_site },
    Step { name: "page-tests", slow: true, after: Some("page"), run: page_tests },
    Step {
        name: "release",
        slow: true,
        after: None,
        run: |it| release::check(&it.paths, &mut it.tally),
    },
    Step { name: "servers", slow: false, after: None, run: start_servers },
    Step { name: "container", slow: true, after: None, run: start_container },
    Step { name: "tools", slow: false, after: None, run: install_tools },
    Step { name: "formats", slow: true, after: None, run: install_formats },
    Step { name: "server-tests", slow: false, after: Some("servers"), run: server_tests },
    Step { name: "browser-tests", slow: true, after: Some("site"), run: browser_tests },
];

fn cargo(state: &mut State, args: &[&str]) -> Result<()> {
    let mut command = Command::new("cargo");
    command.args(args).current_dir(&state.paths.root);
    command.envs(state.env.iter().map(|(name, value)| (name, value)));
    child::run(&mut command, &mut state.tally)
}

fn fmt(state: &mut State) -> Result<()> {
    cargo(state, &["fmt", "--all", "--check"])
}

/// `pg_query` makes its bindings with libclang and compiles C.
fn packages(_: &mut State) -> Result<()> {
    debian::need(&["gcc", "libc6-dev", "libclang-dev"], "PostgreSQL's parser (pg_query)")
}

fn clippy(state: &mut State) -> Result<()> {
    cargo(state, &["clippy", "--quiet", "--workspace", "--all-targets", "--", "--deny", "warnings"])
}

fn unit_tests(state: &mut State) -> Result<()> {
    cargo(state, &["test", "--no-fail-fast", "--workspace", "--exclude", "hnswkit-tests"])
}

fn build_page(state: &mut State) -> Result<()> {
    web::build(&state.paths)
}

/// The documentation around the page: dead links, weights and time are checked while it is built.
fn build_site(state: &mut State) -> Result<()> {
    web::build_site(&state.paths, &[])
}

/// The functions of the page, and the core in node against the command.
fn page_tests(state: &mut State) -> Result<()> {
    cargo(state, &["build", "--quiet", "--package=hnswkit-cli"])?;
    for project in ["unit", "wasm"] {
        web::test(&state.paths, project, &state.env, &mut state.tally)?;
    }
    Ok(())
}

/// Page and documentation in a browser; what the page copies runs on a server.
fn browser_tests(state: &mut State) -> Result<()> {
    // What the page writes is compared with what the command writes.
    cargo(state, &["build", "--quiet", "--package=hnswkit-cli"])?;
    let chromium = web::need_chromium()?;
    state.env.push(("HNSWKIT_CHROMIUM", chromium.display().to_string()));
    web::test(&state.paths, "browser", &state.env, &mut state.tally)
}

fn start_servers(state: &mut State) -> Result<()> {
    let n_started = servers::start(&state.paths, state.servers)?;
    if n_started > 0 {
        let paths = state.paths.clone();
        state.cleanup.push(Box::new(move || servers::stop(&paths)));
    }
    state.env.push(("HNSWKIT_TEST_SERVERS", servers::env_value(&state.paths)?));
    Ok(())
}

fn start_container(state: &mut State) -> Result<()> {
    let engine = container::prepare(&state.paths)?;
    state.cleanup.push(Box::new(|| engine.stop()));
    state.env.push(("HNSWKIT_TEST_CONTAINER", container::TAG.to_owned()));
    Ok(())
}

fn install_tools(state: &mut State) -> Result<()> {
    let folder = tools::prepare(&state.paths)?;
    state.env.push(("HNSWKIT_TOOLS", folder.display().to_string()));
    Ok(())
}

/// All of them: those that have to be compiled take two minutes together.
fn install_formats(state: &mut State) -> Result<()> {
    formats::prepare(&state.paths, true, &[])?;
    state.env.push(("HNSWKIT_FORMATS", state.paths.formats().display().to_string()));
    Ok(())
}

fn server_tests(state: &mut State) -> Result<()> {
    if state.env.iter().all(|(name, _)| *name != "HNSWKIT_TEST_CONTAINER") {
        // Left out by `--fast`, or failed and listed already.
        state.env.push(("HNSWKIT_TEST_CONTAINER", "off".to_owned()));
    }
    if state.env.iter().all(|(name, _)| *name != "HNSWKIT_FORMATS") {
        state.env.push(("HNSWKIT_FORMATS", "off".to_owned()));
    }
    // Documents show what the command prints.
    cargo(state, &["build", "--quiet", "--package=hnswkit-cli"])?;
    let command = state.paths.target.join("debug/hnswkit");
    state.env.push(("HNSWKIT_COMMAND", command.display().to_string()));
    cargo(state, &["test", "--no-fail-fast", "--package", "hnswkit-tests"])
}
