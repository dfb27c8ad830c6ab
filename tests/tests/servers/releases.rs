//! The runbooks that go from one server to another: a dump restored, an extension updated.

use std::{path::PathBuf, process::Command};

use anyhow::{Context, Result, ensure};
use hnswkit_tests::{
    Server, Session, Test, Version, ask, part, plain_builds, run_in, story_with_rows,
};

pub(crate) const TESTS: &[Test] = &[
    Test { name: "a_dump_is_restored", since: Version::OLDEST, run: a_dump_is_restored },
    // The scripts of older releases create what a newer one has already.
    Test {
        name: "an_extension_is_updated",
        since: Version::new(0, 8, 1),
        run: an_extension_is_updated,
    },
];

/// The state that Verify shows of the story's first index.
const STATE: &str = "SELECT format('valid %s, ready %s', i.indisvalid, i.indisready)
    FROM pg_index AS i WHERE i.indexrelid = to_regclass('idx_messages_embedding_hnsw')";

/// The commands of the page, with the server's own pg_dump; those that need its files are skipped
/// where it runs on another machine.
fn a_dump_is_restored(server: &Server) -> Result<()> {
    let (database, plan) = story_with_rows(server, "restore")?;
    let page = "restore-from-a-dump";
    let mut session = database.connect()?;
    session.batch_execute(&plain_builds(&plan)?)?;
    let bin = session.value("SELECT setting FROM pg_config WHERE name = 'BINDIR'")?;
    let bin = PathBuf::from(bin);
    if !bin.join("pg_restore").exists() || !bin.join("createdb").exists() {
        println!("{server}: no pg_restore and createdb here, nothing is restored");
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let restored = format!("{}_restored", database.name());
    let shell = |command: &str| {
        let mut sh = Command::new("sh");
        let at = server.url.rsplit_once('/').map_or("", |it| it.0);
        let address = at.rsplit_once('@').map_or("", |it| it.1);
        let (host, port) = address.rsplit_once(':').unwrap_or((address, "5432"));
        sh.args(["-e", "-c", &command.replace("restored", &restored)]);
        sh.env("PATH", format!("{}:/usr/bin:/bin", bin.display()));
        sh.envs([("PGHOST", host), ("PGPORT", port), ("PGUSER", "postgres")]);
        run_in(folder.path(), &mut sh)
    };
    let result = (|| {
        shell(&format!("pg_dump --format=custom --file=backup.dump {}", database.name()))?;
        let list = shell(&part(page, &plan, "Check")?.commands[0])?;
        ensure!(list.contains("EXTENSION - vector") && list.contains("idx_atoms_embedding_hnsw"));
        for command in part(page, &plan, "Do")?.commands {
            shell(&command).with_context(|| command.clone())?;
        }
        let psql = |block: &str| {
            let url = database.url().replace(database.name(), &restored);
            let mut session = Session::connect(&url)?;
            session.values(block)
        };
        psql(&part(page, &plan, "Do")?.blocks[0])?;
        let state = part(page, &plan, "Verify")?.blocks.remove(0);
        let state = state.replacen("    i.indisvalid AS valid,", "", 1);
        ensure!(psql(&state)?.len() == 2);
        ensure!(psql(STATE)? == ["valid t, ready t"]);
        ensure!(psql("SELECT count(embedding) FROM messages")? == ["2000"]);
        Ok(())
    })();
    let mut admin = Session::connect(&server.url)?;
    admin.batch_execute(&format!("DROP DATABASE IF EXISTS {restored} WITH (FORCE)"))?;
    result
}

/// The script of the last release runs, in a database that is said to be one release behind.
fn an_extension_is_updated(server: &Server) -> Result<()> {
    let (database, plan) = story_with_rows(server, "upgrade")?;
    let page = "upgrade-pgvector";
    let mut session = database.connect()?;
    session.batch_execute(&plain_builds(&plan)?)?;
    let now = server.pgvector.to_string();
    let (line, patch) = now.rsplit_once('.').context("no patch release")?;
    let before = format!("{line}.{}", patch.parse::<u32>()? - 1);
    session.batch_execute(&format!(
        "UPDATE pg_extension SET extversion = '{before}' WHERE extname = 'vector'"
    ))?;
    let seen = ask(&database, page, &plan, "Check", 0)?;
    ensure!(seen.starts_with(&format!("{before}|{now}|")), "{seen}");
    ask(&database, page, &plan, "Do", 0)?;
    let seen = ask(&database, page, &plan, "Verify", 0)?;
    ensure!(seen.starts_with(&format!("{now}|{now}|")), "{seen}");
    let seen = ask(&database, page, &plan, "Verify", 1)?;
    ensure!(seen.contains("Index Scan using idx_messages_embedding_hnsw"), "{seen}");
    Ok(())
}
