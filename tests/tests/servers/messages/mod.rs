//! Every message that is explained, produced: on each server, in its wording.

mod case;
mod elsewhere;
mod library;
mod plans;
mod releases;
mod rights;
mod sessions;
mod statements;
mod table;
mod trouble;

use anyhow::{Result, ensure};
use hnswkit_core::explain::{explain, explanations};
use hnswkit_tests::{Database, Server, Session, Test, Version};

use case::{Scenario, compare, said};

pub(crate) const TESTS: &[Test] = &[
    Test {
        name: "statements_are_explained",
        since: Version::OLDEST,
        run: statements_are_explained,
    },
    Test {
        name: "roles_without_rights_are_explained",
        since: Version::OLDEST,
        run: |server| gather(|problems| rights::run(server, problems)),
    },
    Test {
        name: "sessions_are_explained",
        since: Version::OLDEST,
        run: |server| {
            let mut place = sessions::Place::on(server)?;
            gather(|problems| each(sessions::SCENARIOS, server, &mut place, problems))
        },
    },
    Test {
        name: "plans_are_explained",
        since: Version::OLDEST,
        run: |server| {
            let mut place = plans::Place::on(server)?;
            gather(|problems| each(plans::SCENARIOS, server, &mut place, problems))
        },
    },
    Test {
        name: "a_server_in_trouble_is_explained",
        since: Version::OLDEST,
        run: |server| {
            if !first_or_last_of_its_postgresql(server)? {
                return Ok(());
            }
            // Other servers than ours cannot be starved.
            let Some(mut place) = trouble::Place::like(server)? else { return Ok(()) };
            gather(|problems| each(trouble::SCENARIOS, server, &mut place, problems))
        },
    },
    Test {
        name: "every_text_of_the_library_is_known",
        since: Version::OLDEST,
        run: library::every_text_is_known,
    },
    Test {
        name: "every_message_is_produced",
        since: Version::OLDEST,
        run: |_| elsewhere::are_expected().and_then(|()| table::every_message_is_produced()),
    },
    Test { name: "every_check_runs", since: Version::OLDEST, run: every_check_runs },
];

/// What servers in trouble say is PostgreSQL's, so that two of each release are enough.
fn first_or_last_of_its_postgresql(server: &Server) -> Result<bool> {
    let servers = Server::from_env()?;
    let alike = servers.iter().filter(|it| it.postgres_major == server.postgres_major);
    let alike: Vec<Version> = alike.map(|it| it.pgvector).collect();
    let (first, last) = (alike.iter().min(), alike.iter().max());
    Ok(alike.is_empty() || [first, last].contains(&Some(&server.pgvector)))
}

/// Fails with all problems at once.
fn gather(run: impl FnOnce(&mut Vec<String>) -> Result<()>) -> Result<()> {
    let mut problems = vec![];
    run(&mut problems)?;
    ensure!(problems.is_empty(), "{}", problems.join("\n\n"));
    Ok(())
}

/// Runs the scenarios that are for this server.
fn each<P>(
    scenarios: &[Scenario<P>],
    server: &Server,
    place: &mut P,
    problems: &mut Vec<String>,
) -> Result<()> {
    for it in scenarios.iter().filter(|it| it.on.has(server)) {
        let done = (it.run)(place).and_then(|said| compare(it.name, &said, it.says));
        let Err(problem) = done else { continue };
        let in_ci = std::env::var_os("CI").is_some_and(|it| it == "true");
        if problem.is::<trouble::Skipped>() && !in_ci {
            eprintln!("{server}: {} skipped: {problem}", it.name);
        } else {
            problems.push(format!("{}: {problem:#}", it.name));
        }
    }
    Ok(())
}

fn statements_are_explained(server: &Server) -> Result<()> {
    let fresh = || -> Result<Database> {
        let database = Database::create(server, "statements")?;
        database.connect()?.batch_execute(statements::SCHEMA)?;
        Ok(database)
    };
    let database = fresh()?;
    let groups = statements::said().filter(|(on, _)| on.has(server));
    gather(|problems| {
        for (sql, patterns) in groups.flat_map(|(_, said)| said) {
            if explained(&database, sql, patterns).is_err() {
                // Some need room that a VACUUM gives, and an autovacuum at the same time keeps.
                let again = explained(&fresh()?, sql, patterns);
                problems.extend(again.err().map(|it| it.to_string()));
            }
        }
        Ok(())
    })
}

/// Runs statements, each in the same session of its own: settings and the library stay loaded
/// otherwise.
fn explained(database: &Database, sql: &str, patterns: &[&str]) -> Result<()> {
    let mut session = database.connect()?;
    let lines: Vec<_> = sql.split(";;").flat_map(|it| said(&mut session, it)).collect();
    compare(sql, &lines.join("\n"), patterns)
}

/// The examples name tables and indexes; with these, every check has something to look at.
fn every_check_runs(server: &Server) -> Result<()> {
    let database = Database::create(server, "checks")?;
    let mut session: Session = database.connect()?;
    session.batch_execute(
        "CREATE TABLE messages (embedding vector(3));
        CREATE INDEX messages_embedding_idx ON messages USING hnsw (embedding vector_l2_ops)",
    )?;
    for entry in explanations() {
        for example in entry.examples {
            for found in explain(&format!("ERROR:  {example}")).found {
                for (_, sql) in found.checks() {
                    let result = session.simple_query(&format!("BEGIN READ ONLY; {sql} COMMIT"));
                    ensure!(result.is_ok(), "{}: {sql}\n{result:?}", entry.id);
                }
            }
        }
    }
    Ok(())
}
