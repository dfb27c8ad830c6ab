//! What servers say to sessions that meet others, wait too long, or are ended.

use std::{thread, time::Duration};

use anyhow::{Context, Result, ensure};
use hnswkit_tests::{Database, Server, Session, output_in, text, tool};

use super::case::{On, Scenario, said};

/// A database with a table.
pub(super) struct Place {
    database: Database,
}

impl Place {
    /// The table has ten rows.
    pub(super) fn on(server: &Server) -> Result<Self> {
        let database = Database::create(server, "sessions")?;
        database.connect()?.batch_execute(
            "CREATE TABLE t (i int, v vector(3));
            INSERT INTO t SELECT i, '[1,2,3]' FROM generate_series(1, 10) AS i;
            CREATE TABLE u (i int);
            CREATE INDEX t_idx ON t (i)",
        )?;
        Ok(Self { database })
    }

    fn connect(&self) -> Result<Session> {
        self.database.connect()
    }

    /// What psql prints for these lines.
    fn psql(&self, lines: &str) -> Result<String> {
        let folder = tempfile::tempdir()?;
        std::fs::write(folder.path().join("lines.sql"), lines)?;
        let mut psql = tool("psql")?;
        psql.args(["-X", "-q", "-f", "lines.sql", self.database.url()]);
        Ok(text(&output_in(folder.path(), &mut psql)?))
    }

    /// Waits until so many sessions wait for locks.
    fn waiting(&self, count: usize) -> Result<()> {
        let sql = format!(
            "SELECT {count} <= count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'"
        );
        let mut observer = self.connect()?;
        for _ in 0..500 {
            if observer.value(&sql)? == "t" {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(20));
        }
        anyhow::bail!("nobody waits")
    }
}

const LOST: &str = "server closed the connection unexpectedly";

pub(super) const SCENARIOS: &[Scenario<Place>] = &[
    Scenario {
        name: "lock_timeout",
        on: On::ALL,
        says: &[
            "canceling statement due to lock timeout",
            "could not obtain lock on relation \"{name}\"",
        ],
        run: |it| {
            let mut holder = it.connect()?;
            holder.batch_execute("BEGIN; LOCK TABLE t")?;
            let mut lines = said(&mut it.connect()?, "SET lock_timeout = 10; SELECT * FROM t");
            lines.extend(said(&mut it.connect()?, "BEGIN; LOCK TABLE t NOWAIT"));
            Ok(lines.join("\n"))
        },
    },
    Scenario {
        name: "aborted_transaction",
        on: On::ALL,
        says: &["current transaction is aborted, commands ignored until end of transaction block"],
        run: |it| {
            let mut session = it.connect()?;
            session.batch_execute("BEGIN")?;
            ensure!(session.batch_execute("SELECT 1 / 0").is_err());
            Ok(said(&mut session, "SELECT 1").join("\n"))
        },
    },
    Scenario {
        name: "two_builds_on_a_table",
        on: On::ALL,
        says: &["deadlock detected"],
        run: two_builds_on_a_table,
    },
    Scenario {
        name: "two_indexes_of_a_name",
        on: On::ALL,
        says: &["duplicate key value violates unique constraint \"pg_class_relname_nsp_index\""],
        run: two_indexes_of_a_name,
    },
    Scenario {
        name: "several_statements",
        on: On::ALL,
        says: &["cannot insert multiple commands into a prepared statement"],
        run: |it| {
            let error = it.connect()?.prepare("SELECT 1; SELECT 2").err().context("it works")?;
            let error = error.as_db_error().context("not of the server")?.clone();
            Ok(format!("{}:  {}", error.severity(), error.message()))
        },
    },
    Scenario {
        name: "pipeline",
        on: On::before_postgres(17),
        says: &[
            "CREATE INDEX CONCURRENTLY cannot be executed within a pipeline",
            "DROP INDEX CONCURRENTLY cannot be executed within a pipeline",
            "REINDEX CONCURRENTLY cannot be executed within a pipeline",
            "VACUUM cannot be executed within a pipeline",
        ],
        run: pipelines,
    },
    Scenario {
        name: "pipeline",
        on: On::since_postgres(18),
        says: &[
            "CREATE INDEX CONCURRENTLY cannot run inside a transaction block",
            "DROP INDEX CONCURRENTLY cannot run inside a transaction block",
            "REINDEX CONCURRENTLY cannot run inside a transaction block",
            "VACUUM cannot run inside a transaction block",
        ],
        run: pipelines,
    },
    Scenario {
        name: "terminated",
        on: On::ALL,
        says: &["terminating connection due to administrator command", LOST],
        run: |it| it.psql("SELECT pg_terminate_backend(pg_backend_pid());"),
    },
    Scenario {
        name: "idle_sessions",
        on: On::ALL,
        says: &[
            "terminating connection due to idle-in-transaction timeout",
            "terminating connection due to idle-session timeout",
            LOST,
        ],
        run: |it| {
            let one = it.late("SET idle_in_transaction_session_timeout = 400; BEGIN;")?;
            Ok(format!("{one}\n{}", it.late("SET idle_session_timeout = 400;")?))
        },
    },
    Scenario {
        name: "long_transaction",
        on: On::since_postgres(17),
        says: &["terminating connection due to transaction timeout", LOST],
        run: |it| it.late("SET transaction_timeout = 400; BEGIN;"),
    },
];

impl Place {
    /// What psql prints when it comes back to a session too late; the session must not end before
    /// psql is away, however busy the machine is.
    fn late(&self, first: &str) -> Result<String> {
        self.psql(&format!("{first}\n\\! sleep 1\nSELECT 1;\n"))
    }
}

/// Each statement behind another in a pipeline.
fn pipelines(it: &mut Place) -> Result<String> {
    let statements = [
        "CREATE INDEX CONCURRENTLY ON t (i)",
        "DROP INDEX CONCURRENTLY t_idx",
        "REINDEX TABLE CONCURRENTLY t",
        "VACUUM t",
    ];
    let one = |sql| {
        format!(
            "\\startpipeline\nSELECT \\bind \\sendpipeline\n{sql} \\bind \\sendpipeline\n\\endpipeline\n"
        )
    };
    it.psql(&statements.map(one).concat())
}

/// Both wait for a writer, then for each other.
fn two_builds_on_a_table(it: &mut Place) -> Result<String> {
    let mut writer = it.connect()?;
    writer.batch_execute("BEGIN; INSERT INTO t (v) VALUES ('[1,2,3]')")?;
    let place = &*it;
    let build = |name: &str| -> Result<String> {
        let mut session = place.connect()?;
        session.batch_execute("SET deadlock_timeout = 100")?;
        let sql = format!("CREATE INDEX CONCURRENTLY {name} ON t USING hnsw (v vector_l2_ops)");
        Ok(said(&mut session, &sql).join("\n"))
    };
    thread::scope(|scope| {
        let builds = ["one", "two"].map(|name| scope.spawn(move || build(name)));
        place.waiting(2)?;
        writer.batch_execute("ROLLBACK")?;
        let [one, two] = builds.map(|it| it.join());
        let panicked = |_| anyhow::anyhow!("a builder panicked");
        Ok(format!("{}\n{}", one.map_err(panicked)??, two.map_err(panicked)??))
    })
}

/// The second waits for the first to take the name or to leave it.
fn two_indexes_of_a_name(it: &mut Place) -> Result<String> {
    let mut first = it.connect()?;
    first.batch_execute("BEGIN; CREATE INDEX same ON t (i)")?;
    let mut second = it.connect()?;
    let place = &*it;
    thread::scope(|scope| {
        let waits = scope.spawn(move || said(&mut second, "CREATE INDEX same ON u (i)"));
        place.waiting(1)?;
        first.batch_execute("COMMIT")?;
        let said = waits.join().map_err(|_| anyhow::anyhow!("the second panicked"))?;
        Ok(said.join("\n"))
    })
}
