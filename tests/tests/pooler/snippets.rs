//! Searches with a setting of their own, by drivers that speak with a pooler.

use std::fs;

use anyhow::{Context, Result, ensure};
use hnswkit_core::snippet::Snippet;
use hnswkit_tests::{Server, Test, Version, run_in, tool};

use super::pgbouncer::{Mode, PgBouncer, search};

pub(crate) const TESTS: &[Test] = &[
    Test { name: "sql", since: Version::OLDEST, run: in_sql },
    Test { name: "rust_postgres", since: Version::OLDEST, run: rust_postgres },
    Test { name: "psycopg_and_sqlalchemy", since: Version::OLDEST, run: in_python },
];

/// In both modes, a client that does it is followed by one on the same connection that has the
/// default.
fn check(server: &Server, nearest: impl Fn(&PgBouncer) -> Result<usize>) -> Result<()> {
    for mode in [Mode::Transaction, Mode::Session] {
        let pooler = PgBouncer::start(server, mode)?;
        let before = search(&mut pooler.connect()?)?;
        let rows = nearest(&pooler)?;
        ensure!(rows == 60, "{mode:?}: {rows} rows");
        let after = search(&mut pooler.connect()?)?;
        ensure!(after == before && after.0 == 40, "{mode:?}: {before:?}, {after:?}");
    }
    Ok(())
}

fn in_sql(server: &Server) -> Result<()> {
    let code = Snippet::find("sql").context("no snippet")?.code;
    check(server, |pooler| {
        let mut session = pooler.connect()?;
        let mut rows = 0;
        for statement in code.split_inclusive(';') {
            rows += session.values(statement)?.len();
        }
        Ok(rows)
    })
}

mod with_postgres {
    use postgres::{Client, Error, Row};

    include!("../../../crates/hnswkit-core/src/snippet/programs/rust_postgres.rust");

    pub(super) fn run(client: &mut Client) -> Result<usize, Error> {
        nearest(client, "[1,2,3]").map(|it| it.len())
    }
}

fn rust_postgres(server: &Server) -> Result<()> {
    check(server, |pooler| Ok(with_postgres::run(&mut *pooler.connect()?)?))
}

/// The programs that `formats/pooled.rs` runs without a pooler in between.
const PROGRAMS: &[(&str, &str)] = &[
    ("psycopg", include_str!("../formats/pooled/psycopg.search.py")),
    ("sqlalchemy", include_str!("../formats/pooled/sqlalchemy.search.py")),
];

fn in_python(server: &Server) -> Result<()> {
    for (id, program) in PROGRAMS {
        let code = Snippet::find(id).context("no snippet")?.code;
        check(server, |pooler| {
            let folder = tempfile::tempdir()?;
            fs::write(folder.path().join("search.py"), program.replace("SNIPPET", code))?;
            let mut python = tool("python")?;
            python.arg("search.py").env("DATABASE_URL", pooler.url());
            let printed = run_in(folder.path(), &mut python)?;
            ensure!(printed.lines().any(|it| it == "60 40 same connection"), "{id}: {printed}");
            Ok(60)
        })?;
    }
    Ok(())
}
