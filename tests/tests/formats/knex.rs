//! Knex, by its command.

use anyhow::{Result, ensure};
use hnswkit_tests::{Database, Migrator, OwnTest, Project, Server, hnsw_indexes, plan_of};

pub(crate) static MIGRATOR: Migrator =
    Migrator { format: "knex", install: "knex", setup, up, down, applied };

pub(crate) const OWN: &[OwnTest] = &[OwnTest {
    name: "question_marks_are_no_bindings",
    install: "knex",
    run: question_marks_are_no_bindings,
}];

/// A table, a column and a predicate with what `knex.raw` takes for bindings.
const QUESTIONS: &str = r#"
[migration]
name = "questions"

[[index]]
table = "what? :name ??"
column = "why?"
type = "vector(3)"
metric = "l2"
rows = 10
where = "tags ? 'a?' AND \"what?\" = 1"
"#;

const TABLE: &str =
    "CREATE TABLE \"what? :name ??\" (\"why?\" vector(3), tags jsonb, \"what?\" int)";

const KNEXFILE: &str = "module.exports = { client: 'pg', connection: process.env.DATABASE_URL };\n";

fn setup(project: &Project) -> Result<()> {
    project.link_node_modules()?;
    project.write("knexfile.js", KNEXFILE)
}

fn up(project: &Project) -> Result<()> {
    project.run("knex", &["migrate:latest"]).map(drop)
}

fn down(project: &Project) -> Result<()> {
    project.run("knex", &["migrate:down"]).map(drop)
}

fn applied(project: &Project) -> Result<bool> {
    let said = project.run("knex", &["migrate:list"])?;
    Ok(said.contains("Found 1 Completed Migration") && said.contains("No Pending Migration"))
}

fn question_marks_are_no_bindings(server: &Server) -> Result<()> {
    let database = Database::create(server, "knex questions")?;
    let mut session = database.connect()?;
    session.batch_execute(TABLE)?;
    let project = Project::create("knex", "knex", plan_of(QUESTIONS)?, &database)?;
    setup(&project)?;
    project.write_files()?;
    up(&project)?;
    ensure!(hnsw_indexes(&mut session)?.len() == 1);
    let predicate = "SELECT pg_get_expr(indpred, indrelid) FROM pg_index WHERE indpred IS NOT NULL
        AND indrelid = '\"what? :name ??\"'::regclass";
    let predicate = session.values(predicate)?;
    ensure!(predicate[0].contains("(tags ? 'a?'::text)"), "{predicate:?}");
    down(&project)?;
    ensure!(hnsw_indexes(&mut session)?.is_empty());
    Ok(())
}
