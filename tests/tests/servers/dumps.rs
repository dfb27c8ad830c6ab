//! A dump of an older server, restored on this one by the commands that the plan says, and its
//! indexes built by the plan.

use std::{path::PathBuf, process::Command};

use anyhow::{Context, Result, ensure};
use hnswkit_core::plan::Plan;
use hnswkit_tests::{
    Database, Direction, Server, Session, Test, Version, hnsw_indexes, plan_of, run_in, run_plan,
};

pub(crate) const TESTS: &[Test] = &[Test {
    name: "a_dump_of_an_older_server_is_completed",
    since: Version::OLDEST,
    run: a_dump_of_an_older_server_is_completed,
}];

const SPEC: &str = include_str!("../../specs/operations/dump-restore.toml");
const SCHEMA: &str = include_str!("../../specs/operations/dump-restore.sql");
/// What the dump has besides: HNSW indexes, one with a comment, and others of all sorts.
const MORE: &str =
    "CREATE INDEX idx_items_embedding_hnsw ON items USING hnsw (embedding vector_l2_ops);
    CREATE INDEX \"It's cosine\" ON items USING hnsw (embedding vector_cosine_ops)
        WITH (m = 8, ef_construction = 32);
    COMMENT ON INDEX \"It's cosine\" IS 'for searches';
    CREATE INDEX idx_items_id ON items (id DESC);";
const ROWS: &str = "SELECT md5(string_agg(id || embedding::text, ',' ORDER BY id)) FROM items";

fn a_dump_of_an_older_server_is_completed(server: &Server) -> Result<()> {
    let servers = Server::from_env()?;
    let older = servers.iter().filter(|it| it.pgvector < server.pgvector);
    let source = older.max_by_key(|it| it.pgvector).unwrap_or(server);
    let there = Database::create(source, "dumped")?;
    let mut old = there.connect()?;
    old.batch_execute(SCHEMA)?;
    old.batch_execute(MORE)?;

    let here = Database::create(server, "restored")?;
    let mut new = here.connect()?;
    let bin = new.value("SELECT setting FROM pg_config WHERE name = 'BINDIR'")?;
    let bin = PathBuf::from(bin);
    if !bin.join("pg_restore").exists() {
        println!("{server}: no pg_restore here, nothing is restored");
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let shell = |command: &str| {
        let mut sh = Command::new("sh");
        sh.args(["-e", "-c", command]);
        sh.env("PATH", format!("{}:/usr/bin:/bin", bin.display()));
        sh.envs([("DATABASE_URL", here.url()), ("SOURCE_URL", there.url())]);
        run_in(folder.path(), &mut sh)
    };
    shell("pg_dump --format=custom --file=backup.dump \"$SOURCE_URL\"")?;

    let version = source.pgvector.to_string();
    let plan = plan_of(&SPEC.replace("0.5.0", &version))?;
    let (message, commands) = stops(&mut new, &plan)?;
    ensure!(message == "items is not restored: it is not there, or has no rows", "{message}");
    shell(&commands).with_context(|| commands.clone())?;
    ensure!(hnsw_indexes(&mut new)?.is_empty(), "the restore has built a graph");
    let others = "SELECT count(*) FROM pg_indexes WHERE tablename = 'items'";
    ensure!(new.value(others)? == "2", "the other indexes are not there");

    run_plan(&mut new, &plan, Direction::Up)?;
    let built = hnsw_indexes(&mut new)?;
    ensure!(built.len() == 2 && built.iter().all(|it| it.contains(" t t ")), "{built:?}");
    ensure!(new.value(ROWS)? == old.value(ROWS)?, "other rows");
    let counted = "SELECT reltuples FROM pg_class WHERE oid = 'items'::regclass";
    ensure!(new.value(counted)? == "300", "not counted");
    run_plan(&mut new, &plan, Direction::Up)?;
    ensure!(hnsw_indexes(&mut new)? == built, "built anew");

    let newer = plan_of(&SPEC.replace("0.5.0", "99.0.0"))?;
    let (message, _) = stops(&mut new, &newer)?;
    let expected =
        format!("pgvector is {}, older than 99.0.0 where the dump was made", server.pgvector);
    ensure!(message == expected, "{message}");
    println!("{server}: a dump of pgvector {version} is completed");
    Ok(())
}

/// The message with which the plan stops, and the commands of its hint.
fn stops(session: &mut Session, plan: &Plan) -> Result<(String, String)> {
    let error = run_plan(session, plan, Direction::Up).err().context("the plan does not stop")?;
    let mut causes = error.chain();
    let cause = causes.find_map(|it| it.downcast_ref::<postgres::Error>()?.as_db_error());
    let cause = cause.with_context(|| format!("{error:?}"))?;
    let hint = cause.hint().unwrap_or_default();
    let commands = hint.split_once('\n').map_or("", |it| it.1);
    Ok((cause.message().to_owned(), commands.to_owned()))
}
