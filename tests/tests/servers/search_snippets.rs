//! Searches with a setting of their own, in SQL and in Rust; `formats/pooled.rs` has the others.

use anyhow::{Context, Result, ensure};
use hnswkit_core::snippet::Snippet;
use hnswkit_tests::{Database, Server, Session, Test, Version};

pub(crate) const TESTS: &[Test] = &[
    Test { name: "sql", since: Version::OLDEST, run: in_sql },
    Test { name: "rust_postgres", since: Version::OLDEST, run: rust_postgres },
    Test { name: "tokio_postgres", since: Version::OLDEST, run: tokio_postgres },
    Test { name: "a_set_without_local_leaks", since: Version::OLDEST, run: a_set_leaks },
];

const SCHEMA: &str = "CREATE TABLE items (id bigint PRIMARY KEY, embedding vector(3));
    INSERT INTO items SELECT n, format('[%s,%s,%s]', n % 7, n % 11, n % 13)::vector
        FROM generate_series(1, 300) AS n;
    CREATE INDEX ON items USING hnsw (embedding vector_l2_ops);
    ANALYZE items;
    SET enable_seqscan = off";
const PLAIN: &str = "SELECT id FROM items ORDER BY embedding <-> '[1,2,3]' LIMIT 60";

fn prepared(server: &Server) -> Result<(Database, Session)> {
    let database = Database::create(server, "snippet")?;
    let mut session = database.connect()?;
    session.batch_execute(SCHEMA)?;
    Ok((database, session))
}

fn in_sql(server: &Server) -> Result<()> {
    let (_database, mut session) = prepared(server)?;
    let code = Snippet::find("sql").context("no snippet")?.code;
    let mut rows = 0;
    for statement in code.split_inclusive(';') {
        rows += session.values(statement)?.len();
    }
    ensure!(rows == 60, "{rows} rows");
    ensure!(session.values(PLAIN)?.len() == 40, "it leaked");
    Ok(())
}

mod with_postgres {
    use postgres::{Client, Error, Row};

    include!("../../../crates/hnswkit-core/src/snippet/programs/rust_postgres.rs");

    pub(super) fn run(client: &mut Client) -> Result<usize, Error> {
        nearest(client, "[1,2,3]").map(|it| it.len())
    }
}

fn rust_postgres(server: &Server) -> Result<()> {
    let (_database, mut session) = prepared(server)?;
    let rows = with_postgres::run(&mut session)?;
    ensure!(rows == 60, "{rows} rows");
    ensure!(session.values(PLAIN)?.len() == 40, "it leaked");
    Ok(())
}

mod with_tokio {
    use tokio_postgres::{Client, Error, NoTls, Row};

    include!("../../../crates/hnswkit-core/src/snippet/programs/tokio_postgres.rs");

    /// The rows with the setting, and those of the next search.
    pub(super) async fn run(url: &str, plain: &str) -> Result<(usize, usize), Error> {
        let (mut client, connection) = tokio_postgres::connect(url, NoTls).await?;
        let connection = tokio::spawn(connection);
        client.batch_execute("SET enable_seqscan = off").await?;
        let with_it = nearest(&mut client, "[1,2,3]").await?.len();
        let after = client.query(plain, &[]).await?.len();
        drop(client);
        // It ends when the client does.
        let _ = connection.await;
        Ok((with_it, after))
    }
}

fn tokio_postgres(server: &Server) -> Result<()> {
    let (database, _session) = prepared(server)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let rows = runtime.block_on(with_tokio::run(database.url(), PLAIN))?;
    ensure!(rows == (60, 40), "{rows:?} rows");
    Ok(())
}

/// What the snippets are there for.
fn a_set_leaks(server: &Server) -> Result<()> {
    let (_database, mut session) = prepared(server)?;
    for set in ["SET hnsw.ef_search = 100", "SELECT set_config('hnsw.ef_search', '100', false)"] {
        session.batch_execute("RESET hnsw.ef_search")?;
        session.batch_execute(&format!("BEGIN; {set}; COMMIT"))?;
        ensure!(session.values(PLAIN)?.len() == 60, "{set} does not leak");
    }
    Ok(())
}
