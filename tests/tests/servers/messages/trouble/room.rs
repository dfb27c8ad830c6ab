//! No memory and no disk.

use std::{fs, process::Command};

use anyhow::{Context, Result, ensure};
use hnswkit_tests::{Room, text};

use super::{Place, ROOM, SETTINGS, said};

/// A build whose process may not have the memory that the setting allows it.
pub(super) fn limited_memory(it: &mut Place) -> Result<String> {
    let mut session = it.connect()?;
    let pid = session.value("SELECT pg_backend_pid()")?;
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let size = status.lines().find_map(|it| it.strip_prefix("VmSize:"));
    let size = size.and_then(|it| it.trim().strip_suffix(" kB")).context("no VmSize")?;
    let limit = (size.trim().parse::<u64>()? + 4096) * 1024;
    let mut prlimit = Command::new("prlimit");
    it.own.programs.as_owner(prlimit.args(["--pid", &pid, &format!("--as={limit}")]));
    let output = prlimit.output()?;
    ensure!(output.status.success(), "{}", text(&output));
    let sql = "SET maintenance_work_mem = '64MB'; SET max_parallel_maintenance_workers = 0;
        CREATE INDEX ON wide USING hnsw (v vector_l2_ops) WITH (m = 4, ef_construction = 8)";
    Ok(said(&mut session, sql).join("\n"))
}

impl Place {
    /// What is said when the disk is full.
    pub(super) fn full(&mut self, sql: &str) -> Result<String> {
        let mut session = self.connect()?;
        let small = self.own.small();
        session
            .batch_execute(&format!("CREATE TABLESPACE small LOCATION '{}'", small.display()))?;
        session.batch_execute("CREATE TABLE large (i int) TABLESPACE small")?;
        let said = self.said(sql)?;
        session.batch_execute("DROP TABLE large; CHECKPOINT")?;
        session.batch_execute("DROP TABLESPACE small")?;
        Ok(said)
    }
}

/// The machine keeps no huge pages for a server that insists on them.
pub(super) fn huge_pages_missing(it: &mut Place) -> Result<String> {
    it.own.stop("INT")?;
    let mut settings = SETTINGS.to_vec();
    settings.push("huge_pages=on");
    it.own.launch(ROOM, &settings)?;
    it.own.ended()?;
    let said = it.own.logged("could not map");
    it.own.start(ROOM, SETTINGS)?;
    said
}

/// The folder of the log of changes is full: the server stops, and stays down.
pub(super) fn full_log(it: &mut Place) -> Result<String> {
    it.own.stop("INT")?;
    let mut bytes = 0;
    for file in fs::read_dir(it.own.data_folder().join("pg_wal"))? {
        bytes += file?.metadata()?.len();
    }
    let megabytes = u32::try_from(bytes >> 20)? + 8;
    it.own.start(Room { log: Some(megabytes), ..Room::default() }, SETTINGS)?;
    let mut session = it.connect()?;
    let mut written = Ok(());
    for _ in 0..10 {
        let sql = "CREATE TABLE x (); DROP TABLE x; SELECT pg_switch_wal()";
        written = written.and_then(|()| session.batch_execute(sql));
    }
    ensure!(written.is_err(), "there was room for all");
    it.own.ended()?;
    it.own.logged("PANIC")
}
