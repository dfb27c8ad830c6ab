//! Every test on every server, as trials of libtest-mimic.

use std::{process::ExitCode, sync::Arc};

use anyhow::Result;
use libtest_mimic::{Arguments, Failed, Trial};

use crate::{server::Server, tools::program, turn::Turn, version::Version};

/// Tests that run at the same time, at most: two for each core of CI, as many wait for locks.
const THREADS: usize = 4;

/// A test that runs on every server that has what it needs.
pub struct Test {
    /// What holds, as an identifier: `writes_go_on_during_the_build`.
    pub name: &'static str,
    /// The oldest pgvector on which it holds.
    pub since: Version,
    /// The test.
    pub run: fn(&Server) -> Result<()>,
}

/// What is done on a server.
pub(crate) type Check = Box<dyn Fn(&Server) -> Result<()> + Send + Sync>;

/// A test that is made while the program runs, as one is needed for each line of a table.
pub struct Made {
    /// What holds, with the module: `operations::replace::goes_there_and_back`.
    pub name: String,
    /// The oldest pgvector on which it holds.
    pub since: Version,
    /// The test.
    pub run: Check,
}

/// Modules of tests by their names.
pub type Suite = &'static [(&'static str, &'static [Test])];

/// Runs the suites on the servers; the result is for `main`.
///
/// Without a server all tests are ignored and `cure` is printed; in CI that is a failure.
pub fn run(suites: &[Suite], servers: Result<Vec<Server>>, cure: &str) -> ExitCode {
    run_made(suites, vec![], servers, cure)
}

/// As [`run`] on the servers of the environment, when these programs of the machine are there.
pub fn run_with(programs: &[&str], suites: &[Suite]) -> ExitCode {
    let missing: Vec<_> = programs.iter().filter(|it| program(it).is_none()).collect();
    if missing.is_empty() {
        let cure = r#"no server (cargo xtask servers start; eval "$(cargo xtask servers env)")"#;
        return run(suites, Server::from_env(), cure);
    }
    let code = skip(suites, &format!("no {missing:?} (cargo xtask tools)"));
    if std::env::var_os("CI").is_some_and(|it| it == "true") {
        eprintln!("error: in CI nothing may be skipped");
        return ExitCode::FAILURE;
    }
    code
}

/// As [`run`], with tests that were made.
pub fn run_made(
    suites: &[Suite],
    made: Vec<Made>,
    servers: Result<Vec<Server>>,
    cure: &str,
) -> ExitCode {
    let servers = match servers {
        Ok(servers) => servers,
        Err(error) => {
            eprintln!("error: {error:#}");
            return ExitCode::FAILURE;
        }
    };
    if servers.is_empty() {
        let code = skip_made(suites, made, cure);
        if std::env::var_os("CI").is_some_and(|it| it == "true") {
            eprintln!("error: in CI nothing may be skipped");
            return ExitCode::FAILURE;
        }
        return code;
    }
    let mut trials = trials(suites, &servers);
    trials.extend(trials_of(made, &servers));
    libtest_mimic::run(&arguments(), trials).exit_code()
}

/// Ignores all tests, one trial each, so that the summary counts them.
pub fn skip(suites: &[Suite], why: &str) -> ExitCode {
    skip_names(tests(suites).map(|(module, it)| format!("{module}::{}", it.name)), why)
}

/// As [`skip`], with tests that were made.
pub fn skip_made(suites: &[Suite], made: Vec<Made>, why: &str) -> ExitCode {
    let names = tests(suites).map(|(module, it)| format!("{module}::{}", it.name));
    skip_names(names.chain(made.into_iter().map(|it| it.name)), why)
}

fn skip_names(names: impl Iterator<Item = String>, why: &str) -> ExitCode {
    let arguments = arguments();
    let trial = |it| Trial::test(format!("skipped::{it}"), || Ok(())).with_ignored_flag(true);
    let trials: Vec<Trial> = names.map(trial).collect();
    if !arguments.list {
        eprintln!("{} tests skipped: {why}", trials.len());
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn arguments() -> Arguments {
    let mut arguments = Arguments::from_args();
    arguments.test_threads = Some(arguments.test_threads.unwrap_or(THREADS).min(THREADS));
    arguments
}

fn tests(suites: &[Suite]) -> impl Iterator<Item = (&'static str, &'static Test)> {
    let modules = suites.iter().flat_map(|it| it.iter());
    modules.flat_map(|(module, tests)| tests.iter().map(move |it| (*module, it)))
}

fn trials(suites: &[Suite], servers: &[Server]) -> Vec<Trial> {
    let mut trials = Vec::new();
    for server in servers {
        for (module, test) in tests(suites).filter(|(_, it)| server.has(it.since)) {
            let name = format!("{}::{module}::{}", server.label, test.name);
            let server = server.clone();
            trials.push(Trial::test(name, move || {
                let _turn = Turn::take();
                (test.run)(&server).map_err(|error| Failed::from(format!("{server}: {error:?}")))
            }));
        }
    }
    trials
}

fn trials_of(made: Vec<Made>, servers: &[Server]) -> Vec<Trial> {
    let mut trials = vec![];
    for test in made.into_iter().map(Arc::new) {
        for server in servers.iter().filter(|it| it.has(test.since)) {
            let (test, server) = (Arc::clone(&test), server.clone());
            trials.push(Trial::test(format!("{}::{}", server.label, test.name), move || {
                let _turn = Turn::take();
                (test.run)(&server).map_err(|error| Failed::from(format!("{server}: {error:?}")))
            }));
        }
    }
    trials
}
