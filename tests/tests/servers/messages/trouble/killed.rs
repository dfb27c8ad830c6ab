//! Processes that are ended, and what the others are told.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    thread,
};

use anyhow::{Context, Result, ensure};
use hnswkit_tests::text;

use super::{Place, Skipped, patiently, psql_says};

impl Place {
    /// What psql says in one session when another one is ended by a signal.
    pub(super) fn bystander(&mut self, signal: &str) -> Result<String> {
        let mut victim = self.connect()?;
        let pid = victim.value("SELECT pg_backend_pid()")?.parse()?;
        let mut observer = self.connect()?;
        self.own.recovers(|own| {
            thread::scope(|scope| {
                let psql = scope.spawn(|| own.psql(&["SELECT pg_sleep(60)"]));
                let sleeping = "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'";
                patiently(|| Ok(observer.values(sleeping)?.pop()))?;
                own.signal(pid, signal)?;
                psql.join().map_err(|_| anyhow::anyhow!("psql panicked"))?
            })
        })
    }
}

/// A process that helps another one is ended.
pub(super) fn worker_killed(it: &mut Place) -> Result<String> {
    // So it is called since PostgreSQL 16.
    let helped = match it.own.server.postgres_major {
        ..16 => "SET force_parallel_mode = on; SELECT pg_sleep(60)",
        _ => "SET debug_parallel_query = on; SELECT pg_sleep(60)",
    };
    for signal in ["KILL", "SEGV"] {
        let mut observer = it.connect()?;
        let mut session = it.connect()?;
        it.own.recovers(|own| {
            thread::scope(|scope| {
                let leader = scope.spawn(move || session.batch_execute(helped).is_err());
                let worker =
                    "SELECT pid FROM pg_stat_activity WHERE backend_type = 'parallel worker'";
                let pid = patiently(|| Ok(observer.values(worker)?.pop()))?;
                own.signal(pid.parse()?, signal)?;
                let _ = leader.join();
                Ok(())
            })
        })?;
    }
    let lines = it.own.logged("parallel worker")?;
    Ok(lines.lines().filter(|it| it.contains("by signal")).collect::<Vec<_>>().join("\n"))
}

pub(super) fn crashed(it: &mut Place) -> Result<String> {
    for signal in ["SEGV", "ABRT"] {
        it.bystander(signal)?;
    }
    Ok(format!("{}\n{}", it.own.logged("by signal 11")?, it.own.logged("by signal 6")?))
}

/// The kernel ends a build that takes more than its control group may have.
pub(super) fn killed_by_the_kernel(it: &mut Place) -> Result<String> {
    let mut session = it.connect()?;
    let pid = session.value("SELECT pg_backend_pid()")?;
    let limited = Limited::create(&pid)?;
    let sql = "SET maintenance_work_mem = '64MB'; SET max_parallel_maintenance_workers = 0;
        CREATE INDEX ON wide USING hnsw (v vector_l2_ops) WITH (m = 4, ef_construction = 8)";
    limited.enter(&pid)?;
    it.own.recovers(|_| {
        ensure!(session.batch_execute(sql).is_err(), "the build had enough memory");
        Ok(())
    })?;
    drop(limited);
    let log = Command::new("dmesg").output()?;
    let log = text(&log);
    let killed = log.lines().rfind(|it| it.contains(&format!("Killed process {pid} ")));
    Ok(killed.context("dmesg does not say it")?.to_owned())
}

/// A control group with little memory; it goes when this is dropped.
struct Limited(PathBuf);

impl Limited {
    fn create(name: &str) -> Result<Self> {
        let (root, limit) = if Path::new("/sys/fs/cgroup/memory").is_dir() {
            ("/sys/fs/cgroup/memory", "memory.limit_in_bytes")
        } else {
            ("/sys/fs/cgroup", "memory.max")
        };
        let folder = Path::new(root).join(format!("hnswkit-test-{name}"));
        let made = fs::create_dir(&folder);
        let it = Self(folder);
        let limited = made.and_then(|()| fs::write(it.0.join(limit), "10000000"));
        limited
            .map_err(|why| Skipped(format!("no control group with a limit of memory: {why}")))?;
        Ok(it)
    }

    fn enter(&self, pid: &str) -> Result<()> {
        Ok(fs::write(self.0.join("cgroup.procs"), pid)?)
    }
}

impl Drop for Limited {
    fn drop(&mut self) {
        let _ = fs::remove_dir(&self.0);
    }
}

/// One session cannot end, so the server waits with its recovery.
pub(super) fn in_recovery(it: &mut Place) -> Result<String> {
    let [stopped, killed] = [it.backend()?, it.backend()?];
    it.own.recovers(|own| {
        own.signal(stopped.1, "STOP")?;
        own.signal(killed.1, "KILL")?;
        let said = psql_says(own, "recovery");
        own.signal(stopped.1, "KILL")?;
        said
    })
}
