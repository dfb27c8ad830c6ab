//! The table of what was measured: a line a build, read and written as CSV.

use std::{fmt::Write as _, path::PathBuf};

use anyhow::{Context, Result};
use hnswkit_core::{
    domain::{Bytes, EfConstruction, Hnsw, M, MemorySetting, Metric, Rows},
    estimate::Workload,
};
use hnswkit_tests::Server;

use super::{
    case::{Case, Half, Way},
    measure::Measured,
};

/// The table that is committed; the core's own tests read it too.
const FILE: &str = "../crates/hnswkit-core/src/estimate/measured/grid.csv";

const COLUMNS: &str = "postgres,pgvector,type,non_zero,metric,m,ef_construction,rows,way,half,\
    maintenance_work_mem_mb,workers,processors,index_bytes,spilled_after,wal_bytes,disk_peak_bytes,seconds,\
    processor_seconds,others";

/// A build that was measured.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    pub(crate) postgres: String,
    pub(crate) pgvector: String,
    pub(crate) vector_type: String,
    pub(crate) non_zero: u32,
    pub(crate) metric: Metric,
    pub(crate) m: u32,
    pub(crate) ef_construction: u32,
    pub(crate) rows: u64,
    pub(crate) way: Way,
    pub(crate) half: Half,
    pub(crate) megabytes: u64,
    pub(crate) workers: u32,
    /// Of the machine.
    pub(crate) processors: u32,
    pub(crate) found: Measured,
}

impl Row {
    pub(crate) fn new(server: &Server, case: &Case, found: Measured) -> Result<Self> {
        Ok(Self {
            postgres: server.postgres_major.to_string(),
            pgvector: server.pgvector.to_string(),
            vector_type: case.vector_type.to_owned(),
            non_zero: case.non_zero,
            metric: case.metric()?,
            m: case.m,
            ef_construction: case.ef_construction,
            rows: case.rows.into(),
            way: case.way,
            half: case.half,
            megabytes: case.megabytes,
            workers: case.workers,
            processors: u32::try_from(std::thread::available_parallelism()?.get())?,
            found,
        })
    }

    /// Whether it is that case on that server.
    pub(crate) fn is_of(&self, server: &Server, case: &Case) -> bool {
        let it = (&*self.vector_type, self.non_zero, self.m, self.ef_construction, self.rows);
        let other = (case.vector_type, case.non_zero, case.m, case.ef_construction);
        let there = (self.way, self.half, self.megabytes, self.workers);
        (&*self.postgres, &*self.pgvector)
            == (&*server.postgres_major.to_string(), &*server.pgvector.to_string())
            && it == (other.0, other.1, other.2, other.3, u64::from(case.rows))
            && there == (case.way, case.half, case.megabytes, case.workers)
    }

    /// What the estimate is asked about.
    pub(crate) fn workload(&self) -> Result<Workload> {
        let rows = match self.way {
            Way::Nulls => self.rows - self.rows / 4,
            Way::Zeros if self.metric.skips_zero_vectors() => self.rows - self.rows / 10,
            _ => self.rows,
        };
        let setting = MemorySetting::new(Bytes::mebibytes(self.megabytes))?;
        Ok(Workload {
            vector_type: self.vector_type.parse()?,
            stored: None,
            non_zero: self.non_zero,
            metric: self.metric,
            hnsw: Hnsw::new(M::new(self.m)?, EfConstruction::new(self.ef_construction)?)?,
            rows: Rows::new(rows)?,
            duplicates: if self.way == Way::Duplicates { 0.25 } else { 0.0 },
            pgvector: self.pgvector.parse()?,
            postgres: self.postgres.parse()?,
            ram: None,
            maintenance_work_mem: Some(setting),
            workers: Some(self.workers),
        })
    }

    /// Seconds that the model of time is about: of the processor where one process builds, as
    /// others of the machine don't count then, else of the wall clock.
    pub(crate) fn build_seconds(&self) -> f64 {
        match self.workers {
            0 => self.found.processor_seconds.unwrap_or(self.found.seconds),
            _ => self.found.seconds,
        }
    }

    fn line(&self) -> String {
        let spilled = self.found.spilled_after.map(|it| it.to_string()).unwrap_or_default();
        let processor =
            self.found.processor_seconds.map(|it| format!("{it:.3}")).unwrap_or_default();
        format!(
            "{},{},{},{},{},{},{},{},{},{},{},{},{},{},{spilled},{},{},{:.3},{processor},{:.2}",
            self.postgres,
            self.pgvector,
            self.vector_type,
            self.non_zero,
            self.metric.name(),
            self.m,
            self.ef_construction,
            self.rows,
            self.way.word(),
            self.half.word(),
            self.megabytes,
            self.workers,
            self.processors,
            self.found.index_bytes,
            self.found.wal_bytes,
            self.found.disk_peak_bytes,
            self.found.seconds,
            self.found.others,
        )
    }

    fn parse(line: &str) -> Option<Self> {
        let mut fields = line.split(',');
        let mut next = || fields.next();
        Some(Self {
            postgres: next()?.to_owned(),
            pgvector: next()?.to_owned(),
            vector_type: next()?.to_owned(),
            non_zero: next()?.parse().ok()?,
            metric: next()?.parse().ok()?,
            m: next()?.parse().ok()?,
            ef_construction: next()?.parse().ok()?,
            rows: next()?.parse().ok()?,
            way: {
                let word = next()?;
                Way::ALL.into_iter().find(|it| it.word() == word)?
            },
            half: {
                let word = next()?;
                Half::ALL.into_iter().find(|it| it.word() == word)?
            },
            megabytes: next()?.parse().ok()?,
            workers: next()?.parse().ok()?,
            processors: next()?.parse().ok()?,
            found: Measured {
                index_bytes: next()?.parse().ok()?,
                spilled_after: optional(next()?)?,
                wal_bytes: next()?.parse().ok()?,
                disk_peak_bytes: next()?.parse().ok()?,
                seconds: next()?.parse().ok()?,
                processor_seconds: optional(next()?)?,
                others: next()?.parse().ok()?,
            },
        })
    }
}

/// An empty field is a value that nobody knows.
fn optional<T: std::str::FromStr>(text: &str) -> Option<Option<T>> {
    if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
}

fn path() -> PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE)
}

/// Writes the table with the machine above it.
pub(crate) fn write(rows: &[Row], machine: &[String]) -> Result<()> {
    let mut text = String::new();
    text.push_str("# What `cargo xtask accuracy` measured: a line a build.\n");
    for it in machine {
        let _ = writeln!(text, "# {it}");
    }
    let _ = writeln!(text, "{COLUMNS}");
    for it in rows {
        let _ = writeln!(text, "{}", it.line());
    }
    std::fs::write(path(), text).with_context(|| format!("cannot write {FILE}"))
}

/// The machine and the builds of the table that is committed.
pub(crate) fn read() -> Result<(Vec<String>, Vec<Row>)> {
    let text = std::fs::read_to_string(path()).with_context(|| format!("cannot read {FILE}"))?;
    let (comments, lines): (Vec<_>, Vec<_>) = text.lines().partition(|it| it.starts_with("# "));
    let machine = comments.iter().skip(1).map(|it| it[2..].to_owned()).collect();
    let row = |it: &&str| Row::parse(it).with_context(|| format!("{FILE}: {it}"));
    let rows: Result<_> = lines.iter().skip(1).map(row).collect();
    Ok((machine, rows?))
}
