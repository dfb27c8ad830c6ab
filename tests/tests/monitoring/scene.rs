//! A database in which everything happens at once that the pack watches.

use std::{
    fs,
    process::{Child, Command, Stdio},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use hnswkit_core::monitor::pack::{Options, Output};
use hnswkit_tests::{
    Database, Element, Process, Server, Session, client_tool, create_table, fill_vectors,
    free_port, program,
};
use tempfile::TempDir;

/// An index that is searched, a table that is vacuumed slowly, a build that waits for an open
/// transaction, a replica with a slot; and a role that may see it.
pub(super) struct Scene {
    /// The database.
    pub(super) database: Database,
    /// A session of a superuser.
    pub(super) session: Session,
    /// A member of pg_monitor.
    pub(super) role: String,
    /// The replication slot.
    pub(super) slot: String,
    /// Where files go.
    pub(super) folder: TempDir,
    blocker: Option<Session>,
    busy: Vec<(String, JoinHandle<()>)>,
    receiver: Child,
}

impl Scene {
    /// Sets it up, and waits until all of it happens.
    pub(super) fn set_up(server: &Server, name: &str) -> Result<Self> {
        let database = Database::create(server, name)?;
        let mut session = database.connect()?;
        let role = format!("{}_role", database.name());
        session.batch_execute(&format!("CREATE ROLE {role} LOGIN IN ROLE pg_monitor"))?;
        // So many notes that a VACUUM that rests after every page outlasts the test.
        for (table, n_rows) in [("items", 237), ("docs", 237), ("notes", 2000)] {
            create_table(&mut session, table, "embedding", Element::Vector(64), 0)?;
            fill_vectors(&mut session, table, "embedding", Element::Vector(64), n_rows, Some(3))?;
        }
        session.batch_execute(
            "CREATE INDEX items_hnsw ON items USING hnsw (embedding vector_cosine_ops) WITH (m = 8);
            CREATE INDEX notes_hnsw ON notes USING hnsw (embedding vector_cosine_ops);
            ALTER TABLE notes SET (autovacuum_enabled = off);
            DELETE FROM notes WHERE id <= 1000;
            SELECT pg_stat_force_next_flush();
            ANALYZE",
        )?;
        session.batch_execute("VACUUM items")?;
        let slot = format!("{}_slot", database.name());
        session.value(&format!("SELECT pg_create_physical_replication_slot('{slot}', true)"))?;
        let folder = tempfile::tempdir()?;
        let receiver = receive(server, &slot, &folder)?;
        let mut blocker = database.connect()?;
        blocker.batch_execute(
            "SET application_name = 'a \"report\"'; BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1",
        )?;
        let mut scene = Self {
            database,
            session,
            role,
            slot,
            folder,
            blocker: Some(blocker),
            busy: vec![],
            receiver,
        };
        let build =
            "CREATE INDEX CONCURRENTLY docs_hnsw ON docs USING hnsw (embedding vector_l2_ops)";
        scene.begin("", build)?;
        scene.until("SELECT count(*) FROM pg_stat_progress_create_index WHERE phase = 'waiting for old snapshots'")?;
        scene.begin("SET vacuum_cost_delay = 100; SET vacuum_cost_limit = 1", "VACUUM notes")?;
        scene.until(
            "SELECT count(*) FROM pg_stat_progress_vacuum WHERE relid = 'notes'::regclass",
        )?;
        scene.until(&format!(
            "SELECT count(*) FROM pg_replication_slots WHERE slot_name = '{}' AND active",
            scene.slot
        ))?;
        Ok(scene)
    }

    /// Runs the statement in a session of its own.
    fn begin(&mut self, before: &str, statement: &str) -> Result<()> {
        let mut session = self.database.connect()?;
        session.batch_execute(before)?;
        let pid = session.value("SELECT pg_backend_pid()")?;
        let statement = statement.to_owned();
        // It ends with an error, as it is canceled.
        let thread = thread::spawn(move || drop(session.batch_execute(&statement)));
        self.busy.push((pid, thread));
        Ok(())
    }

    fn until(&mut self, count: &str) -> Result<()> {
        let until = Instant::now() + Duration::from_secs(30);
        while self.session.value(count)? == "0" {
            if until < Instant::now() {
                bail!("30 s without an answer to {count}");
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// Cancels the build, which leaves an INVALID index, and the vacuum.
    pub(super) fn cancel(&mut self) -> Result<()> {
        for (pid, thread) in self.busy.drain(..) {
            self.session.value(&format!("SELECT pg_cancel_backend({pid})"))?;
            thread.join().map_err(|_| anyhow::anyhow!("a session panicked"))?;
        }
        self.blocker = None;
        Ok(())
    }

    /// Searches that go by the index.
    pub(super) fn search(&mut self) -> Result<()> {
        self.session.batch_execute(
            "SET enable_seqscan = off;
            SET enable_sort = off;
            SELECT id FROM items ORDER BY embedding <=> (SELECT embedding FROM items WHERE id = 1) LIMIT 5;
            INSERT INTO items (embedding) SELECT embedding FROM items LIMIT 3;
            SELECT pg_stat_force_next_flush()",
        )?;
        Ok(())
    }

    /// Where a member of pg_monitor connects; the scheme that Go programs know.
    pub(super) fn url(&self) -> String {
        let url = self.database.url().replacen("postgresql://", "postgres://", 1);
        let (before, after) = url.split_once('@').unwrap_or(("", &url));
        let scheme = before.split_once("://").map_or("postgres", |(it, _)| it);
        format!("{scheme}://{}@{after}?sslmode=disable", self.role)
    }

    /// Writes the files of an output; the path of the first.
    pub(super) fn write(&self, id: &str) -> Result<std::path::PathBuf> {
        let output: &Output = id.parse()?;
        let site_url = Some("https://docs.example.com/hnsw".to_owned());
        let files = output.files(&Options { site_url });
        for file in &files {
            fs::write(self.folder.path().join(file.path), &file.content)?;
        }
        Ok(self.folder.path().join(files.first().context("no file")?.path))
    }

    /// Starts the exporter that Debian has, with our queries and nothing else.
    pub(super) fn start_exporter(&self) -> Result<(Process, u16)> {
        let queries = self.write("postgres-exporter")?;
        let port = free_port()?;
        let mut exporter = found("prometheus-postgres-exporter")?;
        exporter.env("DATA_SOURCE_NAME", self.url());
        exporter.arg(format!("--extend.query-path={}", queries.display()));
        exporter.args(["--disable-default-metrics", "--disable-settings-metrics"]);
        // These two read columns that PostgreSQL 17 has moved.
        exporter.args(["--no-collector.bgwriter", "--no-collector.database"]);
        exporter.arg(format!("--web.listen-address=127.0.0.1:{port}"));
        Ok((Process::start(&mut exporter, self.folder.path(), port)?, port))
    }
}

/// A program of the table of programs, which are all there.
pub(super) fn found(name: &str) -> Result<Command> {
    program(name).with_context(|| format!("{name} is not installed"))
}

fn receive(server: &Server, slot: &str, folder: &TempDir) -> Result<Child> {
    let wal = folder.path().join("wal");
    fs::create_dir(&wal)?;
    let mut receive = client_tool("pg_receivewal")?;
    receive.arg("--directory").arg(wal).args(["--slot", slot, "--synchronous"]);
    receive.args(["--status-interval=1", "--dbname", &server.url]);
    receive.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    receive.spawn().context("pg_receivewal")
}

impl Drop for Scene {
    fn drop(&mut self) {
        let _ = self.cancel();
        // It may have ended by itself.
        let _ = self.receiver.kill();
        let _ = self.receiver.wait();
        let gone = format!(
            "SELECT count(*) FROM pg_replication_slots WHERE slot_name = '{}' AND NOT active",
            self.slot
        );
        let cleaned = self.until(&gone).and_then(|()| {
            self.session.value(&format!("SELECT pg_drop_replication_slot('{}')", self.slot))?;
            self.session.batch_execute(&format!("DROP OWNED BY {0}; DROP ROLE {0}", self.role))?;
            Ok(())
        });
        if let Err(error) = cleaned {
            eprintln!("cannot clean up {}: {error:#}", self.slot);
        }
    }
}
