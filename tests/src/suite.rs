//! Every test on every server, as trials of libtest-mimic.

use std::process::ExitCode;

use anyhow::Result;
use libtest_mimic::{Arguments, Failed, Trial};

use crate::{server::Server, turn::Turn, version::Version};

/// Tests that run at the same time, at most: the machines have two cores.
const THREADS: usize = 2;

/// A test that runs on every server that has what it needs.
pub struct Test {
    /// What holds, as an identifier: `writes_go_on_during_the_build`.
    pub name: &'static str,
    /// The oldest pgvector on which it holds.
    pub since: Version,
    /// The test.
    pub run: fn(&Server) -> Result<()>,
}

/// Modules of tests by their names.
pub type Suite = &'static [(&'static str, &'static [Test])];

/// Runs the suites on the servers; the result is for `main`.
///
/// Without a server all tests are ignored and `cure` is printed; in CI that is a failure.
pub fn run(suites: &[Suite], servers: Result<Vec<Server>>, cure: &str) -> ExitCode {
    let servers = match servers {
        Ok(servers) => servers,
        Err(error) => {
            eprintln!("error: {error:#}");
            return ExitCode::FAILURE;
        }
    };
    if servers.is_empty() {
        let code = skip(suites, cure);
        if std::env::var_os("CI").is_some_and(|it| it == "true") {
            eprintln!("error: in CI nothing may be skipped");
            return ExitCode::FAILURE;
        }
        return code;
    }
    libtest_mimic::run(&arguments(), trials(suites, &servers)).exit_code()
}

/// Ignores all tests, one trial each, so that the summary counts them.
pub fn skip(suites: &[Suite], why: &str) -> ExitCode {
    let arguments = arguments();
    let names = tests(suites).map(|(module, it)| format!("skipped::{module}::{}", it.name));
    let trials: Vec<Trial> =
        names.map(|it| Trial::test(it, || Ok(())).with_ignored_flag(true)).collect();
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
