//! Searches with a setting of their own, by each library on one pooled connection: sixty rows with
//! it, and forty, the default, by the next search.

use anyhow::{Context, Result, ensure};
use hnswkit_core::snippet::{SNIPPETS, Snippet, SnippetProof};
use hnswkit_tests::{Database, Example, OwnTest, Project, Server};

/// A program around a snippet, which takes the place of `SNIPPET`.
struct Around {
    id: &'static str,
    /// Where its library is installed.
    install: &'static str,
    file: &'static str,
    program: &'static str,
    /// Whether the program searches; else a parser reads the snippet.
    runs: bool,
    command: &'static [&'static str],
}

macro_rules! around {
    ($($runs:literal $id:literal $install:literal $file:literal: $($word:literal)+;)+) => {
        static AROUND: &[Around] = &[$(Around {
            id: $id,
            install: $install,
            file: $file,
            program: include_str!(concat!("pooled/", $id, ".", $file)),
            runs: $runs,
            command: &[$($word),+],
        }),+];

        pub(crate) const OWN: &[OwnTest] = &[$(OwnTest {
            name: concat!("a_setting_stays_in_its_transaction_", $id),
            install: $install,
            run: |server| check(server, $id),
        }),+];
    };
}

around! {
    true "psycopg" "alembic" "search.py": "python" "search.py";
    true "asyncpg" "tortoise" "search.py": "python" "search.py";
    true "sqlalchemy" "alembic" "search.py": "python" "search.py";
    false "sqlalchemy-asyncio" "alembic" "search.py": "python" "search.py";
    true "django" "django" "search.py": "python" "search.py";
    true "node-postgres" "knex" "search.mjs": "node" "search.mjs";
    true "knex" "knex" "search.mjs": "node" "search.mjs";
    true "kysely" "kysely" "search.mjs": "node" "search.mjs";
    true "drizzle" "drizzle" "search.mjs": "node" "search.mjs";
    false "prisma" "knex" "search.mjs": "node" "search.mjs";
    true "typeorm" "typeorm" "search.mjs": "node" "search.mjs";
    true "sequelize" "sequelize" "search.mjs": "node" "search.mjs";
    true "rails" "rails" "search.rb": "ruby" "search.rb";
    true "laravel" "laravel" "search.php": "php" "search.php";
    true "pdo" "laravel" "search.php": "php" "search.php";
    true "jdbc" "liquibase" "Search.java": "java" "-cp" "*" "Search.java";
    false "ecto" "elixir" "search.exs": "elixir" "search.exs";
}

/// Run by `servers/search_snippets.rs`.
const ELSEWHERE: &[&str] = &["sql", "rust-postgres", "tokio-postgres"];

/// What is said of a snippet is what happens here.
pub(crate) fn holds() {
    for it in SNIPPETS.iter().filter(|it| !ELSEWHERE.contains(&it.id)) {
        let expected = match AROUND.iter().find(|around| around.id == it.id) {
            Some(around) if around.runs => SnippetProof::Run,
            Some(_) => SnippetProof::Read,
            None => SnippetProof::Written,
        };
        assert_eq!(it.proof, expected, "{}", it.id);
    }
}

/// Three hundred rows, and a planner that takes the index for so few.
const SCHEMA: &str = "CREATE TABLE items (id bigint PRIMARY KEY, embedding vector(3));
    INSERT INTO items SELECT n, format('[%s,%s,%s]', n % 7, n % 11, n % 13)::vector
        FROM generate_series(1, 300) AS n;
    CREATE INDEX ON items USING hnsw (embedding vector_l2_ops);
    ANALYZE items;
    DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET enable_seqscan = off', current_database()); END $$";

fn check(server: &Server, id: &str) -> Result<()> {
    let around = AROUND.iter().find(|it| it.id == id).context("no program")?;
    let snippet = Snippet::find(id).context("no snippet")?;
    let database = Database::create(server, &format!("pooled {id}"))?;
    database.connect()?.batch_execute(SCHEMA)?;
    let plan = Example::named("task-tracker")?.plan()?;
    let project = Project::create(around.install, "sql", plan, &database)?;
    if project.install().join("node_modules").exists() {
        project.link_node_modules()?;
    }
    ensure!(around.program.contains("SNIPPET"), "the program has no place for the snippet");
    project.write(around.file, &around.program.replace("SNIPPET", snippet.code))?;
    let [command, args @ ..] = around.command else { unreachable!("no command") };
    let jars = project.install().join("node_modules/liquibase/dist/liquibase/internal/lib/*");
    let jars = jars.display().to_string();
    let args: Vec<_> = args.iter().map(|it| if *it == "*" { jars.as_str() } else { it }).collect();
    let printed = project.run(command, &args)?;
    let expected = if around.runs { "60 40 same connection" } else { "read" };
    // Some libraries warn besides.
    ensure!(printed.lines().any(|it| it == expected), "{printed}");
    Ok(())
}
