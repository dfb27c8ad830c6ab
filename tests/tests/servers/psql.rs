//! The psql scripts, run by the real psql.

use std::fs;

use anyhow::{Result, ensure};
use hnswkit_core::render::{Format, Options, Role};
use hnswkit_tests::{
    Database, EXAMPLES, Server, Test, Version, hnsw_indexes, output_in, run_in, text, tool,
};

pub(crate) const TESTS: &[Test] = &[
    Test { name: "up_down_up", since: Version::OLDEST, run: up_down_up },
    Test {
        name: "it_stops_at_the_first_error",
        since: Version::OLDEST,
        run: it_stops_at_the_first_error,
    },
];

/// Both formats of SQL files, as their heads say to run them.
fn up_down_up(server: &Server) -> Result<()> {
    for example in EXAMPLES.iter().filter(|it| server.has(it.since)) {
        let plan = example.plan()?;
        for format in ["psql", "sql"] {
            let format: &Format = format.parse()?;
            let folder = tempfile::tempdir()?;
            let database = Database::create(server, example.name)?;
            let mut session = database.connect()?;
            session.batch_execute(example.schema)?;
            let files = format.render(&plan, &Options::default());
            let psql = |role| -> Result<String> {
                let Some(file) = files.iter().find(|it| it.role == role) else {
                    return Ok(String::new());
                };
                fs::write(folder.path().join("script.sql"), &file.content)?;
                let mut psql = tool("psql")?;
                psql.args([database.url(), "--no-psqlrc", "--set", "ON_ERROR_STOP=1"]);
                psql.args(["--file", "script.sql"]);
                run_in(folder.path(), &mut psql)
            };
            psql(Role::Preflight)?;
            for again in [false, true] {
                let said = psql(Role::Up)?;
                ensure!(said.contains("nothing to build") == again, "{}: {said}", example.name);
            }
            let said = psql(Role::Verify)?;
            ensure!(format.id != "sql" || said.contains("valid, ready and as planned"), "{said}");
            let built = hnsw_indexes(&mut session)?;
            ensure!(built.len() == plan.request.indexes.len(), "{}: {built:?}", example.name);
            for _ in 0..2 {
                psql(Role::Down)?;
                ensure!(hnsw_indexes(&mut session)?.is_empty(), "{}", example.name);
            }
            psql(Role::Up)?;
        }
    }
    Ok(())
}

fn it_stops_at_the_first_error(server: &Server) -> Result<()> {
    let example = &EXAMPLES[0];
    let database = Database::create(server, "psql stops")?;
    let mut session = database.connect()?;
    session.batch_execute(example.schema)?;
    session.batch_execute("CREATE INDEX idx_atoms_embedding_hnsw ON atoms (id)")?;
    let format: &Format = "psql".parse()?;
    let files = format.render(&example.plan()?, &Options::default());
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("script.sql"), &files[0].content)?;
    let mut psql = tool("psql")?;
    psql.args([database.url(), "--no-psqlrc", "--file", "script.sql"]);
    let output = output_in(folder.path(), &mut psql)?;
    ensure!(output.status.code() == Some(3), "{}", text(&output));
    ensure!(text(&output).contains("is there with another definition"), "{}", text(&output));
    ensure!(hnsw_indexes(&mut session)?.is_empty());
    Ok(())
}
