//! A migration tool that is run up, down and up on every example.

use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use libtest_mimic::{Arguments, Failed, Trial};

use crate::{
    catalog::hnsw_indexes,
    database::Database,
    project::{FORMATS, Project, installed},
    reference::Reference,
    server::Server,
    session::Session,
    specs::Example,
    turn::Turn,
};

/// A migration tool, and how a project of it is run.
pub struct Migrator {
    /// The id of the format.
    pub format: &'static str,
    /// Its name in the table of `cargo xtask formats`.
    pub install: &'static str,
    /// Writes the project's configuration; the files of the plan follow.
    pub setup: fn(&Project) -> Result<()>,
    /// Runs everything that is pending.
    pub up: fn(&Project) -> Result<()>,
    /// Takes all of the plan's files back.
    pub down: fn(&Project) -> Result<()>,
    /// Whether the tool's own status says that all of the plan's files are applied.
    pub applied: fn(&Project) -> Result<bool>,
}

/// A test of one tool's own, beside the examples: a guard, a wrong way and its message.
pub struct OwnTest {
    /// What holds, as an identifier.
    pub name: &'static str,
    /// Its name in the table of `cargo xtask formats`.
    pub install: &'static str,
    /// The test.
    pub run: fn(&Server) -> Result<()>,
}

type Run = Box<dyn Fn(&Server) -> Result<()> + Send>;

/// The examples that every tool runs: both modes, and names that break what is not quoted right.
const EXAMPLES: &[&str] = &["task-tracker", "task-tracker-transactional", "hostile"];

/// Operations on what is there, that every tool runs as well.
const OPERATIONS: &[&str] = &["operations", "change-type-expand"];

/// Runs every tool that is installed; the others are ignored, and counted.
///
/// In CI it is a failure when a tool is missing.
pub fn run_migrators(
    migrators: &'static [&'static Migrator],
    own: &'static [&'static [OwnTest]],
) -> ExitCode {
    let server = match Server::from_env() {
        Ok(servers) => servers.into_iter().max_by_key(|it| (it.pgvector, it.postgres_major)),
        Err(error) => {
            eprintln!("error: {error:#}");
            return ExitCode::FAILURE;
        }
    };
    let in_ci = std::env::var_os("CI").is_some_and(|it| it == "true");
    let off = std::env::var_os(FORMATS).is_some_and(|it| it == "off");
    let mut trials = vec![];
    let mut missing = vec![];
    let mut add = |name: String, install: &'static str, run: Run| match &server {
        Some(server) if installed(install).is_some() => {
            let server = server.clone();
            trials.push(Trial::test(name, move || {
                let _turn = Turn::take();
                run(&server).map_err(|error| Failed::from(format!("{server}: {error:?}")))
            }));
        }
        _ => {
            missing.push(install);
            let name = format!("skipped::{name}");
            trials.push(Trial::test(name, || Ok(())).with_ignored_flag(true));
        }
    };
    for it in migrators {
        for example in EXAMPLES {
            let name = format!("{}::{example}", it.format.replace('-', "_"));
            add(name, it.install, Box::new(|server| up_down_up(it, example, server)));
        }
        for example in OPERATIONS {
            let name = format!("{}::{example}", it.format.replace('-', "_"));
            add(name, it.install, Box::new(|server| there_and_back(it, example, server)));
        }
    }
    for it in own.iter().flat_map(|it| it.iter()) {
        add(format!("own::{}::{}", it.install, it.name), it.install, Box::new(it.run));
    }
    let n_skipped = missing.len();
    missing.sort_unstable();
    missing.dedup();
    let mut arguments = Arguments::from_args();
    arguments.test_threads = Some(arguments.test_threads.unwrap_or(2).min(2));
    if n_skipped > 0 && !arguments.list {
        let why = if off {
            "HNSWKIT_FORMATS is off"
        } else {
            "cargo xtask formats; eval \"$(cargo xtask env)\""
        };
        eprintln!("{n_skipped} tests skipped ({why}): {}", missing.join(", "));
    }
    let code = libtest_mimic::run(&arguments, trials).exit_code();
    if in_ci && !missing.is_empty() {
        eprintln!("error: in CI nothing may be skipped: {missing:?}");
        return ExitCode::FAILURE;
    }
    code
}

/// Up, status, down with nothing left, status, and up again.
fn up_down_up(migrator: &Migrator, example: &str, server: &Server) -> Result<()> {
    let example = Example::named(example)?;
    let plan = example.plan()?;
    let database = Database::create(server, &format!("{}_{}", migrator.format, example.name))?;
    let mut session = database.connect()?;
    session.batch_execute(example.schema)?;
    let project = Project::create(migrator.install, migrator.format, plan, &database)?;
    (migrator.setup)(&project).context("set-up")?;
    project.write_files()?;

    (migrator.up)(&project).context("up")?;
    let built = as_planned(&mut session, &project).context("after up")?;
    ensure!((migrator.applied)(&project)?, "after up the tool says that it is not applied");

    (migrator.down)(&project).context("down")?;
    let left = session.values(LEFT)?;
    ensure!(left.is_empty(), "after down: {left:?}");
    ensure!(!(migrator.applied)(&project)?, "after down the tool says that it is applied");

    (migrator.up)(&project).context("up again")?;
    let again = as_planned(&mut session, &project).context("after up again")?;
    ensure!(again == built, "{built} indexes, then {again}");
    Ok(())
}

/// Up, status, down, status, and up again: each time as the plan's own steps leave it.
fn there_and_back(migrator: &Migrator, example: &str, server: &Server) -> Result<()> {
    let example = Example::named(example)?;
    let reference = Reference::of(server, example)?;
    let database = Database::create(server, &format!("{}_{}", migrator.format, example.name))?;
    let mut session = database.connect()?;
    session.batch_execute(example.schema)?;
    let project = Project::create(migrator.install, migrator.format, example.plan()?, &database)?;
    (migrator.setup)(&project).context("set-up")?;
    project.write_files()?;

    (migrator.up)(&project).context("up")?;
    reference.is_after(&mut session).context("after up")?;
    ensure!((migrator.applied)(&project)?, "after up the tool says that it is not applied");

    (migrator.down)(&project).context("down")?;
    reference.is_back(&mut session).context("after down")?;
    ensure!(!(migrator.applied)(&project)?, "after down the tool says that it is applied");

    (migrator.up)(&project).context("up again")?;
    reference.is_after(&mut session).context("after up again")
}

/// Everything that we could leave behind: indexes, and temporary or stray objects of ours.
const LEFT: &str = "SELECT c.oid::regclass::text FROM pg_class AS c
    LEFT JOIN pg_am AS a ON a.oid = c.relam
    WHERE a.amname = 'hnsw' OR c.relname LIKE '%hnswkit%' OR c.relname LIKE '%leftover%'";

/// Every planned index is there, valid and ready; the plan's own verification passes.
fn as_planned(session: &mut Session, project: &Project) -> Result<usize> {
    let built = hnsw_indexes(session)?;
    ensure!(built.len() == project.plan.request.indexes.len(), "{built:?}");
    ensure!(built.iter().all(|it| it.contains(" t t ")), "{built:?}");
    for step in &project.plan.up {
        if let Some(verify) = &step.verify {
            session.batch_execute(&verify.to_string()).context("the plan's verification")?;
        }
    }
    Ok(built.len())
}
