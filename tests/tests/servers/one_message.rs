//! Files that a tool sends as one message each, as golang-migrate and Prisma's engine do.

use anyhow::{Context, Result, ensure};
use hnswkit_core::{
    plan::Plan,
    render::{Format, Options, Role},
};
use hnswkit_tests::{
    Database, Example, Reference, Server, Session, Test, Version, hnsw_indexes, refusal,
};

pub(crate) const TESTS: &[Test] = &[
    Test {
        name: "each_file_runs_as_one_message",
        since: Version::OLDEST,
        run: each_file_runs_as_one_message,
    },
    Test {
        name: "each_file_of_an_operation_runs_as_one_message",
        since: Version::OLDEST,
        run: each_file_of_an_operation_runs_as_one_message,
    },
    Test {
        name: "after_any_part_of_an_operation_the_parts_so_far_go_back",
        since: Version::OLDEST,
        run: after_any_part_of_an_operation_the_parts_so_far_go_back,
    },
    Test {
        name: "a_failed_build_is_cured_as_the_gate_says",
        since: Version::OLDEST,
        run: a_failed_build_is_cured_as_the_gate_says,
    },
    Test {
        name: "two_files_in_one_message_are_refused",
        since: Version::OLDEST,
        run: two_files_in_one_message_are_refused,
    },
];

/// The texts of the format's files with that role, in the order in which the tool runs them.
fn texts(format: &str, plan: &Plan, role: Role) -> Result<Vec<String>> {
    let format: &Format = format.parse()?;
    let files = format.render(plan, &Options::default());
    let mut files: Vec<_> = files.into_iter().filter(|it| it.role == role).collect();
    files.sort_by(|one, other| one.path.cmp(&other.path));
    // The ways back of pairs are run from the last pair to the first.
    if role == Role::Down && format.id == "golang-migrate" {
        files.reverse();
    }
    Ok(files.into_iter().map(|it| it.content).collect())
}

fn run(session: &mut Session, texts: &[String]) -> Result<()> {
    texts.iter().try_for_each(|it| session.batch_execute(it).with_context(|| it.clone()))
}

fn each_file_runs_as_one_message(server: &Server) -> Result<()> {
    for format in ["golang-migrate", "prisma"] {
        for name in ["task-tracker", "task-tracker-transactional", "hostile", "partial"] {
            let example = Example::named(name)?;
            let plan = example.plan()?;
            let database = Database::create(server, &format!("{format} {name}"))?;
            let mut session = database.connect()?;
            session.batch_execute(example.schema)?;
            let (up, down) = (texts(format, &plan, Role::Up)?, texts(format, &plan, Role::Down)?);
            for _ in 0..2 {
                run(&mut session, &up)?;
                let built = hnsw_indexes(&mut session)?;
                ensure!(built.len() == plan.request.indexes.len(), "{built:?}");
                ensure!(built.iter().all(|it| it.contains(" t t ")), "{built:?}");
                run(&mut session, &down)?;
                ensure!(hnsw_indexes(&mut session)?.is_empty());
            }
        }
    }
    Ok(())
}

/// Operations that change what is there, each with the oldest pgvector that has its types; each is
/// run there, back and there again.
const OPERATIONS: &[(&str, Version)] = &[
    ("operations", Version::OLDEST),
    ("operations-transactional", Version::OLDEST),
    ("replace-key", HALFVEC),
    ("change-type-expand", HALFVEC),
];

/// The first release with halfvec.
const HALFVEC: Version = Version::new(0, 7, 0);

fn each_file_of_an_operation_runs_as_one_message(server: &Server) -> Result<()> {
    for (name, _) in OPERATIONS.iter().filter(|(_, since)| server.has(*since)) {
        let example = Example::named(name)?;
        let plan = example.plan()?;
        let reference = Reference::of(server, example)?;
        for format in ["golang-migrate", "prisma"] {
            let database = Database::create(server, &format!("{format} {name}"))?;
            let mut session = database.connect()?;
            session.batch_execute(example.schema)?;
            let (up, down) = (texts(format, &plan, Role::Up)?, texts(format, &plan, Role::Down)?);
            run(&mut session, &up)?;
            reference.is_after(&mut session).with_context(|| format!("{format}: up"))?;
            run(&mut session, &down)?;
            reference.is_back(&mut session).with_context(|| format!("{format}: down"))?;
            run(&mut session, &up)?;
            reference.is_after(&mut session).with_context(|| format!("{format}: up again"))?;
        }
    }
    Ok(())
}

/// A tool stops where a part fails, and people take back what was applied.
fn after_any_part_of_an_operation_the_parts_so_far_go_back(server: &Server) -> Result<()> {
    let example = Example::named("operations")?;
    let plan = example.plan()?;
    let reference = Reference::of(server, example)?;
    let (up, mut down) =
        (texts("golang-migrate", &plan, Role::Up)?, texts("golang-migrate", &plan, Role::Down)?);
    down.reverse();
    let database = Database::create(server, "one message parts")?;
    let mut session = database.connect()?;
    session.batch_execute(example.schema)?;
    // A part that is there for its way back does nothing, and cannot fail.
    let can_fail = |n: &usize| up.get(*n).is_none_or(|it| !it.ends_with("\nSELECT 1;\n"));
    for n in (1..=up.len()).filter(can_fail) {
        run(&mut session, &up[..n]).with_context(|| format!("{n} parts up"))?;
        for it in down[..n].iter().rev() {
            session.batch_execute(it).with_context(|| format!("back from part {n}: {it}"))?;
        }
        reference.is_back(&mut session).with_context(|| format!("back from part {n}"))?;
    }
    Ok(())
}

/// The tool has recorded the guard, and repeats the build alone.
fn a_failed_build_is_cured_as_the_gate_says(server: &Server) -> Result<()> {
    let example = Example::named("task-tracker")?;
    let up = texts("golang-migrate", &example.plan()?, Role::Up)?;
    let [guard, clean, build, rest @ .., verify] = up.as_slice() else {
        anyhow::bail!("{} files", up.len());
    };
    let database = Database::create(server, "one message failed build")?;
    let mut session = database.connect()?;
    session.batch_execute(example.schema)?;
    run(&mut session, &[guard.clone(), clean.clone()])?;
    // An old snapshot that the build waits for, and a timeout.
    let mut reader = database.connect()?;
    reader.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1 FROM atoms")?;
    session.batch_execute("SET lock_timeout = '300ms'")?;
    let error = refusal(&mut session, build)?;
    ensure!(error.message() == "canceling statement due to lock timeout", "{error}");
    drop(reader);
    session.batch_execute("RESET lock_timeout")?;

    session.batch_execute(build)?;
    run(&mut session, rest)?;
    let error = refusal(&mut session, verify)?;
    ensure!(error.message().ends_with("is INVALID: no query uses it"), "{error}");
    let hint = error.hint().unwrap_or_default();
    let cure = "REINDEX INDEX CONCURRENTLY idx_messages_embedding_hnsw";
    ensure!(hint.contains(&format!("Otherwise {cure}; then run this again.")), "{hint}");
    session.batch_execute(cure)?;
    session.batch_execute(verify)?;
    let built = hnsw_indexes(&mut session)?;
    ensure!(built.len() == 2 && built.iter().all(|it| it.contains(" t t ")), "{built:?}");
    Ok(())
}

fn two_files_in_one_message_are_refused(server: &Server) -> Result<()> {
    let example = Example::named("task-tracker")?;
    let database = Database::create(server, "one message two files")?;
    let mut session = database.connect()?;
    session.batch_execute(example.schema)?;
    let up = texts("golang-migrate", &example.plan()?, Role::Up)?;
    let error = refusal(&mut session, &up.join("\n"))?;
    ensure!(
        error.message() == "DROP INDEX CONCURRENTLY cannot run inside a transaction block",
        "{error}"
    );
    Ok(())
}
