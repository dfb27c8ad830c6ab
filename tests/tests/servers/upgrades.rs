//! pgvector brought to the release of its library, from every older one whose script is at hand.

use std::{fs, os::unix::fs::PermissionsExt as _};

use anyhow::{Context, Result, ensure};
use hnswkit_core::plan::Plan;
use hnswkit_tests::{
    Database, Direction, Element, Server, Session, Test, Version, create_table, plan_of, run_plan,
    run_steps,
};

pub(crate) const TESTS: &[Test] = &[
    Test { name: "from_the_release_before", since: Version::OLDEST, run: from_the_release_before },
    Test {
        name: "from_every_older_release",
        // PostgreSQL 18 finds extensions in other folders.
        since: Version::new(0, 8, 2),
        run: from_every_older_release,
    },
    Test {
        name: "a_rebuild_comes_behind_the_upgrade",
        since: Version::OLDEST,
        run: a_rebuild_comes_behind_the_upgrade,
    },
    Test { name: "what_it_cannot_do_it_refuses", since: Version::OLDEST, run: refuses },
];

const INSTALLED: &str = "SELECT extversion FROM pg_extension WHERE extname = 'vector'";
const SHARE: &str = "(SELECT setting FROM pg_config WHERE name = 'SHAREDIR') || '/extension/'";
const NEAREST: &str = "SET enable_seqscan = off;
    SELECT id FROM items ORDER BY embedding <-> '[1,2,3]' LIMIT 10";

fn upgrade(to: &str, from: &str) -> Result<Plan> {
    plan_of(&format!("[upgrade]\npgvector = \"{to}\"\nfrom = \"{from}\"\n"))
}

fn from_the_release_before(server: &Server) -> Result<()> {
    let database = Database::create(server, "upgrade")?;
    let mut session = database.connect()?;
    let own = session.value(INSTALLED)?;
    for before in releases_before(&mut session, server)? {
        rename(&mut session, &before)?;
        there_and_back(&mut session, &before, &own)?;
    }
    Ok(())
}

/// Releases whose scripts to this one change nothing: each is this one by another name.
fn releases_before(session: &mut Session, server: &Server) -> Result<Vec<String>> {
    let own = session.value(INSTALLED)?;
    let before = session.values(&format!(
        "SELECT source FROM pg_extension_update_paths('vector')
        WHERE target = '{own}' AND path = source || '--' || target"
    ))?;
    let mut same = vec![];
    for before in before {
        let script = session
            .value(&format!("SELECT pg_read_file({SHARE} || 'vector--{before}--{own}.sql')"))?;
        let is_sql = |it: &str| !(it.is_empty() || it.starts_with("--") || it.starts_with('\\'));
        if script.lines().any(is_sql) {
            println!("{server}: {before} has other objects than {own}, and no script of its own");
        } else {
            same.push(before);
        }
    }
    Ok(same)
}

fn rename(session: &mut Session, release: &str) -> Result<()> {
    Ok(session.batch_execute(&format!(
        "UPDATE pg_extension SET extversion = '{release}' WHERE extname = 'vector'"
    ))?)
}

/// Stopped before any of its steps, the new release is there before the new file of the index, and
/// the plan goes on.
fn a_rebuild_comes_behind_the_upgrade(server: &Server) -> Result<()> {
    let database = Database::create(server, "upgrade_rebuild")?;
    let mut session = database.connect()?;
    let own = session.value(INSTALLED)?;
    create_table(&mut session, "items", "embedding", Element::Vector(3), 200)?;
    session.batch_execute("CREATE INDEX ON items USING hnsw (embedding vector_l2_ops)")?;
    let file = "SELECT pg_relation_filenode('items_embedding_idx')";
    for before in releases_before(&mut session, server)? {
        let plan = plan_of(&format!(
            "[upgrade]\npgvector = \"{own}\"\nfrom = \"{before}\"\n[[index]]
operation = \"reindex\"\ntable = \"items\"\nname = \"items_embedding_idx\"\nrows = 200
column = \"embedding\"\ntype = \"vector(3)\"\nmetric = \"l2\"\n"
        ))?;
        let mut only_upgraded = 0;
        for n in 0..=plan.up.len() {
            rename(&mut session, &before)?;
            session.batch_execute("RESET ALL")?;
            let old = session.value(file)?;
            run_steps(&mut session, &plan.up[..n])?;
            let (release, is_built) = (session.value(INSTALLED)?, session.value(file)? != old);
            ensure!(release == own || !is_built, "built under {release}, after {n} steps");
            only_upgraded += u32::from(release == own && !is_built);
            session.batch_execute("RESET ALL")?;
            run_plan(&mut session, &plan, Direction::Up).with_context(|| format!("at {n}"))?;
            ensure!(session.value(INSTALLED)? == own, "not upgraded, stopped after {n} steps");
            ensure!(session.value(file)? != old, "not built, stopped after {n} steps");
        }
        ensure!(0 < only_upgraded, "the upgrade does not come first");
        ensure!(session.values(NEAREST)?.len() == 10);
        let notices = run_plan(&mut session, &plan, Direction::Down)?;
        ensure!(notices.iter().any(|it| it.starts_with(&format!("pgvector stays at {own}"))));
    }
    Ok(())
}

/// The older release as its own script makes it, with the library of this server: what a server
/// is after its package was replaced.
fn from_every_older_release(server: &Server) -> Result<()> {
    let mut tried = vec![];
    for older in Server::from_env()? {
        if server.pgvector <= older.pgvector {
            continue;
        }
        let database = Database::create(server, "upgrade_older")?;
        let mut session = database.connect()?;
        let own = session.value(INSTALLED)?;
        let Some(_folder) = extension_folder(&mut session, &older)? else {
            println!("{server}: runs on another machine, no folder for {}", older.pgvector);
            continue;
        };
        // The setting that the folder is named by is one of new sessions.
        let mut session = database.connect()?;
        let from = older.pgvector.to_string();
        session.batch_execute(&format!(
            "DROP EXTENSION vector; CREATE EXTENSION vector VERSION '{from}'"
        ))?;
        there_and_back(&mut session, &from, &own).with_context(|| from.clone())?;
        tried.push(from);
    }
    println!("{server}: upgraded from {}", tried.join(", "));
    Ok(())
}

/// A folder with the scripts of both servers, in which this database finds pgvector.
fn extension_folder(session: &mut Session, older: &Server) -> Result<Option<tempfile::TempDir>> {
    let folder = tempfile::tempdir()?;
    let inside = folder.path().join("extension");
    fs::create_dir(&inside)?;
    for it in [folder.path(), &inside] {
        fs::set_permissions(it, fs::Permissions::from_mode(0o755))?;
    }
    let path = inside.display().to_string();
    if !session.values(&format!("SELECT pg_ls_dir('{path}', true, false)"))?.is_empty()
        || session.value(&format!("SELECT (pg_stat_file('{path}', true)).isdir"))? != "t"
    {
        return Ok(None);
    }
    let names = session.values(&format!(
        "SELECT it FROM pg_ls_dir({SHARE}) AS it WHERE it ~ '^vector(--.*--.*[.]sql|[.]control)$'"
    ))?;
    for name in names {
        let text = session.value(&format!("SELECT pg_read_file({SHARE} || '{name}')"))?;
        fs::write(inside.join(&name), text)?;
    }
    let name = format!("vector--{}.sql", older.pgvector);
    let text = Session::connect(&older.url)?
        .value(&format!("SELECT pg_read_file({SHARE} || '{name}')"))?;
    fs::write(inside.join(&name), text)?;
    session.batch_execute(&format!(
        "DO $$ BEGIN EXECUTE format(
            'ALTER DATABASE %I SET extension_control_path = %L',
            current_database(), '{}:$system'
        ); END $$",
        folder.path().display()
    ))?;
    Ok(Some(folder))
}

/// Up, again, the way back, which leaves it, and up again; the index is not written.
fn there_and_back(session: &mut Session, from: &str, to: &str) -> Result<()> {
    create_table(session, "items", "embedding", Element::Vector(3), 200)?;
    session.batch_execute("CREATE INDEX ON items USING hnsw (embedding vector_l2_ops)")?;
    let file = "SELECT pg_relation_filenode('items_embedding_idx')";
    let before = (session.value(file)?, session.values(NEAREST)?);
    let plan = upgrade(to, from)?;
    run_plan(session, &plan, Direction::Up)?;
    ensure!(session.value(INSTALLED)? == to, "{from} is not {to}");
    let notices = run_plan(session, &plan, Direction::Up)?;
    ensure!(notices.iter().any(|it| it == &format!("pgvector is {to} already")), "{notices:?}");
    let notices = run_plan(session, &plan, Direction::Down)?;
    let stays = format!("pgvector stays at {to}: it has no scripts to an older release");
    ensure!(notices.contains(&stays), "{notices:?}");
    run_plan(session, &plan, Direction::Up)?;
    let after = (session.value(file)?, session.values(NEAREST)?);
    ensure!(before == after, "{before:?} became {after:?}");
    for sql in
        ["INSERT INTO items (embedding) VALUES ('[1,2,3]')", "VACUUM items", "DROP TABLE items"]
    {
        session.batch_execute(sql)?;
    }
    Ok(())
}

fn refuses(server: &Server) -> Result<()> {
    let database = Database::create(server, "upgrade_refused")?;
    let mut session = database.connect()?;
    let own = session.value(INSTALLED)?;
    let mut refused = |plan: Plan, message: &str| -> Result<()> {
        let error = run_plan(&mut session, &plan, Direction::Up).err();
        let text = error.map(|it| format!("{it:?}")).unwrap_or_default();
        ensure!(text.contains(message), "{text:?} does not say: {message}");
        Ok(())
    };
    refused(upgrade("99.0.0", "0.5.0")?, "the server does not have pgvector 99.0.0")?;
    let installed =
        |it: &str| format!("UPDATE pg_extension SET extversion = '{it}' WHERE extname = 'vector'");
    database.connect()?.batch_execute(&installed("0.4.4"))?;
    refused(upgrade(&own, "0.5.0")?, "pgvector is 0.4.4, not 0.5.0")?;
    database.connect()?.batch_execute(&installed(&own))?;
    if own == "0.5.1" {
        return Ok(());
    }
    refused(
        plan_of("[upgrade]\npgvector = \"0.5.1\"\n")?,
        &format!("pgvector has no way from {own} to 0.5.1"),
    )?;
    Ok(())
}
