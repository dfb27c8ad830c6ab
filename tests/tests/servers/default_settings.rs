//! Settings that new sessions of a role begin with: who may change them, and what is never lost.

use anyhow::{Result, ensure};
use hnswkit_core::plan::Plan;
use hnswkit_tests::{
    Database, Direction, Role, Server, Session, Test, Version, plan_of, refusal, run_plan,
};

pub(crate) const TESTS: &[Test] = &[
    Test {
        name: "new_sessions_of_a_role_begin_with_it",
        since: Version::OLDEST,
        run: new_sessions_of_a_role_begin_with_it,
    },
    Test { name: "no_other_value_is_lost", since: Version::OLDEST, run: no_other_value_is_lost },
    Test {
        name: "without_the_library_anything_goes",
        since: Version::OLDEST,
        run: without_the_library_anything_goes,
    },
];

fn set(value: u32, more: &str) -> Result<Plan> {
    plan_of(&format!("[[setting]]\nparameter = \"hnsw.ef_search\"\nvalue = {value}\n{more}"))
}

/// What a new session of the role searches with, once it has touched a vector.
fn of_new_sessions(database: &Database, role: &Role) -> Result<String> {
    let mut session = Session::connect(&role.url(database.url()))?;
    session.batch_execute("SELECT '[1]'::vector")?;
    session.value("SHOW hnsw.ef_search")
}

fn new_sessions_of_a_role_begin_with_it(server: &Server) -> Result<()> {
    let database = Database::create(server, "role_settings")?;
    let role = Role::create(&database)?;
    let mut session = database.connect()?;
    let everywhere = set(100, &format!("role = '''\"{}\"'''", role.name))?;
    let here = format!("role = '''\"{}\"'''\ndatabase = \"{}\"", role.name, database.name());
    let here = set(200, &here)?;
    run_plan(&mut session, &everywhere, Direction::Up)?;
    ensure!(of_new_sessions(&database, &role)? == "100");
    // What is said of the role in one database counts more.
    run_plan(&mut session, &here, Direction::Up)?;
    ensure!(of_new_sessions(&database, &role)? == "200");
    run_plan(&mut session, &here, Direction::Down)?;
    ensure!(of_new_sessions(&database, &role)? == "100");
    run_plan(&mut session, &everywhere, Direction::Down)?;
    ensure!(of_new_sessions(&database, &role)? == "40");

    // A role without any rights may do it for itself.
    let url = role.url(database.url());
    let mut own = Session::connect(&url)?;
    run_plan(&mut own, &everywhere, Direction::Up)?;
    ensure!(of_new_sessions(&database, &role)? == "100");
    run_plan(&mut own, &everywhere, Direction::Down)?;
    Ok(())
}

fn no_other_value_is_lost(server: &Server) -> Result<()> {
    let database = Database::create(server, "kept_settings")?;
    let mut session = database.connect()?;
    let now = "SELECT setconfig::text FROM pg_db_role_setting
        WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())";
    run_plan(&mut session, &set(60, "")?, Direction::Up)?;
    let error = run_plan(&mut session, &set(100, "")?, Direction::Up).err();
    let text = error.map(|it| format!("{it:?}")).unwrap_or_default();
    ensure!(text.contains("this database has hnsw.ef_search = 60"), "{text}");
    ensure!(session.values(now)? == ["{hnsw.ef_search=60}"]);

    let known = set(100, "previous = 60")?;
    run_plan(&mut session, &known, Direction::Up)?;
    // Somebody changes it behind our back: the way back leaves that alone.
    run_plan(&mut session, &set(80, "previous = 100")?, Direction::Up)?;
    ensure!(run_plan(&mut session, &known, Direction::Down).is_err());
    ensure!(session.values(now)? == ["{hnsw.ef_search=80}"]);
    run_plan(&mut session, &set(80, "previous = 100")?, Direction::Down)?;
    run_plan(&mut session, &known, Direction::Down)?;
    ensure!(session.values(now)? == ["{hnsw.ef_search=60}"]);

    let nobody = set(100, "role = \"hnswkit_nobody\"")?;
    let error = run_plan(&mut session, &nobody, Direction::Up).err();
    let text = error.map(|it| format!("{it:?}")).unwrap_or_default();
    ensure!(text.contains("role hnswkit_nobody does not exist"), "{text}");
    if !server.has(Version::new(0, 8, 0)) {
        let later = "[[setting]]\nparameter = \"hnsw.max_scan_tuples\"\nvalue = 50000\n";
        let error = run_plan(&mut session, &plan_of(later)?, Direction::Up).err();
        let text = error.map(|it| format!("{it:?}")).unwrap_or_default();
        let message = format!("pgvector {} does not have hnsw.max_scan_tuples", server.pgvector);
        ensure!(text.contains(&message), "{text}");
    }
    Ok(())
}

/// Why the statements load the library: without it PostgreSQL takes what it would refuse.
fn without_the_library_anything_goes(server: &Server) -> Result<()> {
    let database = Database::create(server, "unloaded")?;
    let alter = "DO $$ BEGIN
            EXECUTE format('ALTER DATABASE %I SET hnsw.ef_search = 5000', current_database());
        END $$";
    database.connect()?.batch_execute(alter)?;
    let mut session = database.connect()?;
    ensure!(session.value("SHOW hnsw.ef_search")? == "5000");
    session.take_notices();
    session.batch_execute("SELECT '[1]'::vector")?;
    let notices = session.take_notices();
    ensure!(
        notices.iter().any(|it| it.message().starts_with("5000 is outside the valid range")),
        "{notices:?}"
    );
    ensure!(session.value("SHOW hnsw.ef_search")? == "40");
    let refused = refusal(&mut session, alter)?;
    ensure!(refused.message().starts_with("5000 is outside the valid range"), "{refused:?}");

    // And who is no superuser may change nothing at all.
    let role = Role::create(&database)?;
    let url = role.url(database.url());
    let own = "ALTER ROLE CURRENT_USER SET hnsw.ef_search = 100";
    let refused = refusal(&mut *Session::connect(&url)?, own)?;
    ensure!(
        refused.message() == "permission denied to set parameter \"hnsw.ef_search\"",
        "{refused:?}"
    );
    Ok(())
}
