//! The numbers and names of a plan, in words.

use super::{
    markdown::{block, code, code_cell},
    view::View,
};
use crate::{
    domain::{ADVISORIES, Advisory, Bytes, MemorySetting, PgvectorVersion, Rows, Seconds},
    estimate::{self, Estimate},
    plan::{BuildSettings, IndexRequest, Severity, dump},
};

/// A row of the table of indexes.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) table: String,
    pub(super) rows: String,
    pub(super) size: String,
    pub(super) time: String,
    pub(super) memory: String,
}

/// What a build with less memory comes to.
pub(super) struct LessMemory {
    pub(super) setting: MemorySetting,
    pub(super) fits: Rows,
    pub(super) time: String,
}

/// The release that has iterative scans.
const ITERATIVE_SCAN: PgvectorVersion = PgvectorVersion::new(0, 8, 0);
/// So many names are written out.
const NAMED: usize = 4;
const MEBIBYTE: u64 = 1 << 20;

pub(super) fn band(it: &Estimate) -> String {
    format!("{} to {}", it.build_seconds_low, it.build_seconds_high)
}

/// `a`, `a and b`, `a, b and c`, `a, b, c, d and 96 more`.
fn list(items: Vec<String>, last: &str) -> String {
    let n = items.len();
    let (head, tail) = match items.as_slice() {
        [] => return String::new(),
        [only] => return only.clone(),
        [head @ .., tail] if n <= NAMED => (head, tail.clone()),
        more => (&more[..NAMED], format!("{} more", n - NAMED)),
    };
    format!("{} {last} {tail}", head.join(", "))
}

impl View<'_> {
    fn pairs(&self) -> impl Iterator<Item = (&IndexRequest, &Estimate)> {
        self.requests().iter().zip(&self.plan.estimates)
    }

    fn sum(&self, pick: fn(&Estimate) -> Bytes) -> Bytes {
        Bytes(self.plan.estimates.iter().map(|it| pick(it).0).sum())
    }

    /// What the names and numbers of the page are those of.
    pub(super) fn subject(&self) -> String {
        let one = |it: &IndexRequest| {
            let table = it.definition.table.to_string();
            format!("{} on {}", code(it.definition.name.as_str()), code(&table))
        };
        list(self.requests().iter().map(one).collect(), "and")
    }

    pub(super) fn indexes(&self) -> Vec<Row> {
        let rows = self.pairs().map(|(index, it)| Row {
            name: code_cell(index.definition.name.as_str()),
            table: code_cell(&format!("{} ({})", index.definition.table, index.definition.key)),
            rows: index.rows.to_string(),
            size: it.index_bytes.to_string(),
            time: band(it),
            memory: it.build_memory_bytes.to_string(),
        });
        rows.collect()
    }

    pub(super) fn warnings(&self) -> Vec<String> {
        let all = self.plan.findings.iter().filter(|it| it.severity == Severity::Warning);
        all.map(|it| format!("{}; {}.", it.message, it.help)).collect()
    }

    /// The first step after which the way back is another build, if there is one.
    pub(super) fn first_no_return(&self) -> Option<String> {
        let n = *self.plan.summary().no_return.first()?;
        let title = code(&self.plan.up.get(n)?.statement.title());
        Some(format!("step {}, {title}; you can go back from every step before it", n + 1))
    }

    /// The names of the indexes, for a cell of a table.
    pub(super) fn names(&self) -> String {
        list(self.plan.definitions().map(|it| code_cell(it.name.as_str())).collect(), "or")
    }

    pub(super) fn tables(&self) -> String {
        list(self.tables_once().iter().map(|it| code(&it.to_string())).collect(), "or")
    }

    /// Which table a query reads without its index.
    pub(super) fn rows_read(&self) -> String {
        let one = |it: &IndexRequest| {
            format!("{} rows of {}", it.rows, code_cell(&it.definition.table.to_string()))
        };
        list(self.requests().iter().map(one).collect(), "or")
    }

    pub(super) fn total_time(&self) -> String {
        let total = |pick: fn(&Estimate) -> f64| {
            Seconds(self.plan.estimates.iter().map(pick).sum::<f64>()).to_string()
        };
        format!("{} to {}", total(|it| it.build_seconds_low.0), total(|it| it.build_seconds_high.0))
    }

    /// The time of each index.
    pub(super) fn times(&self) -> String {
        let one = |(index, it): (&IndexRequest, &Estimate)| {
            format!("{} for {}", band(it), code(index.definition.name.as_str()))
        };
        list(self.pairs().map(one).collect(), "and")
    }

    /// As the plan says it; where the plan itself builds nothing, that of the builds to come.
    pub(super) fn disk(&self) -> Bytes {
        match self.plan.summary().disk_peak_bytes {
            Bytes(0) => self.sum(|it| it.disk_peak_bytes),
            it => it,
        }
    }

    pub(super) fn size(&self) -> Bytes {
        self.sum(|it| it.index_bytes)
    }

    /// Likewise.
    pub(super) fn wal(&self) -> Bytes {
        match self.plan.summary().wal_bytes {
            Bytes(0) => self.sum(|it| it.wal_bytes),
            it => it,
        }
    }

    /// The memory that each build is given.
    pub(super) fn memory_settings(&self) -> String {
        let one = |(index, it): (&IndexRequest, &Estimate)| {
            format!("{} for {}", it.maintenance_work_mem, code(index.definition.name.as_str()))
        };
        list(self.pairs().map(one).collect(), "and")
    }

    fn most_memory(&self) -> Option<(&IndexRequest, &Estimate)> {
        // Of equal ones the first.
        self.pairs().reduce(|most, it| {
            if most.1.maintenance_work_mem < it.1.maintenance_work_mem { it } else { most }
        })
    }

    /// The index whose build takes the most memory, for a cell.
    pub(super) fn largest(&self) -> String {
        self.most_memory().map(|(it, _)| code_cell(it.definition.name.as_str())).unwrap_or_default()
    }

    /// What its build comes to with the planned memory, a half and a quarter of it, in one process.
    pub(super) fn less_memory(&self) -> Vec<LessMemory> {
        let Some((index, planned)) = self.most_memory() else { return vec![] };
        let settings = [1, 2, 4].iter().filter_map(|part| part_of(planned, *part));
        let rows = settings.filter_map(|setting| {
            let index = IndexRequest {
                maintenance_work_mem: Some(setting),
                workers: Some(0),
                ..index.clone()
            };
            let settings = BuildSettings::choose(&index, &self.plan.request.target).ok()?;
            #[cfg(feature = "every-number")]
            let settings = settings.calibrated(&self.plan.request.calibration);
            let it = settings.estimate;
            Some(LessMemory { setting, fits: it.fits_in_memory_rows, time: band(&it) })
        });
        let mut rows: Vec<_> = rows.collect();
        rows.dedup_by_key(|it| it.setting);
        rows
    }

    /// The lines of a spec for half of the memory.
    pub(super) fn smaller_spec(&self) -> String {
        let half = self.most_memory().and_then(|(_, it)| part_of(it, 2));
        let half = half.unwrap_or(MemorySetting::DEFAULT);
        block("toml", &format!("maintenance_work_mem = \"{half}\"\nworkers = 0"))
    }

    /// The line of a spec for a build in one process.
    pub(super) fn serial_spec(&self) -> String {
        block("toml", "workers = 0")
    }

    /// What the server has, as far as it is known.
    pub(super) fn ram(&self) -> String {
        let ram = self.plan.request.target.ram;
        ram.map(|it| format!(" This server has {it}.")).unwrap_or_default()
    }

    /// The shared memory that each build takes, as lines of a list.
    pub(super) fn shared_memory(&self) -> Vec<String> {
        let one = |(index, it): (&IndexRequest, &Estimate)| {
            let name = code(index.definition.name.as_str());
            match it.build {
                estimate::Build::Serial => {
                    format!("{name}: one process is planned, none: {}", it.build_reason)
                }
                estimate::Build::Parallel { .. } => format!(
                    "{name}: {}, of maintenance_work_mem = {}",
                    it.shared_memory_bytes, it.maintenance_work_mem
                ),
            }
        };
        self.pairs().take(NAMED).map(one).collect()
    }

    /// Enough for any of the builds, in multiples of Docker's 64 MB.
    pub(super) fn shm_size(&self) -> String {
        let most = self.plan.estimates.iter().map(|it| it.maintenance_work_mem.bytes().0).max();
        let step = 64 * MEBIBYTE;
        let steps = (most.unwrap_or(step) + MEBIBYTE).div_ceil(step).max(2);
        format!("{}m", steps * step / MEBIBYTE)
    }

    /// A container with that much.
    pub(super) fn docker_run(&self) -> String {
        format!("docker run --shm-size={} …", self.shm_size())
    }

    /// The operators of the indexes, for a cell.
    pub(super) fn operators(&self) -> String {
        let mut all: Vec<_> =
            self.requests().iter().map(|it| code_cell(it.metric().operator())).collect();
        all.sort();
        all.dedup();
        list(all, "or")
    }

    /// Whether the release may have iterative scans.
    pub(super) fn may_scan_on(&self) -> bool {
        self.plan.request.target.pgvector.is_none_or(|it| ITERATIVE_SCAN <= it)
    }

    pub(super) fn skips_zero_vectors(&self) -> bool {
        self.requests().iter().any(|it| it.metric().skips_zero_vectors())
    }

    /// `ef_construction` of the indexes.
    pub(super) fn ef_constructions(&self) -> String {
        let mut all: Vec<_> =
            self.plan.definitions().map(|it| it.hnsw.ef_construction().to_string()).collect();
        all.dedup();
        list(all, "and")
    }

    pub(super) fn advisories(&self) -> &'static [Advisory] {
        ADVISORIES
    }

    /// Debian's package for the plan's PostgreSQL, or for whichever is there.
    pub(super) fn install(&self) -> String {
        let package = match self.plan.request.target.postgres {
            Some(it) => format!("postgresql-{}-pgvector", it.major),
            None => "'postgresql-*-pgvector'".to_owned(),
        };
        format!("apt-get install --only-upgrade {package}")
    }

    /// Splits the list of what a dump has: the plan's indexes, and all else.
    pub(super) fn list_dump(&self) -> String {
        let names = dump::entries(self.plan.definitions());
        format!(
            "pg_restore --list backup.dump > all.list\n\
             grep -F {names} all.list > indexes.list\n\
             grep -v -F {names} all.list > others.list"
        )
    }

    /// The part of a restore that builds no graph.
    pub(super) fn restore_first(&self) -> String {
        format!("{RESTORE} --use-list=others.list --dbname=restored backup.dump")
    }

    /// The part of a restore that builds the plan's indexes.
    pub(super) fn restore_indexes(&self) -> String {
        let most = self.plan.estimates.iter().map(|it| it.maintenance_work_mem).max();
        format!(
            "PGOPTIONS='-c maintenance_work_mem={}' {RESTORE} --use-list=indexes.list \
             --dbname=restored backup.dump",
            most.unwrap_or(MemorySetting::DEFAULT)
        )
    }
}

const RESTORE: &str = "pg_restore --exit-on-error --no-owner";

/// A part of the planned memory in whole megabytes.
fn part_of(it: &Estimate, part: u64) -> Option<MemorySetting> {
    let bytes = it.maintenance_work_mem.bytes().0 / part;
    let whole = if part == 1 { bytes } else { bytes / MEBIBYTE * MEBIBYTE };
    MemorySetting::new(Bytes(whole)).ok()
}

#[cfg(test)]
mod tests {
    use super::list;

    #[test]
    fn lists_are_read_aloud() {
        let list = |n: usize| list((1..=n).map(|it| it.to_string()).collect(), "and");
        assert_eq!(list(1), "1");
        assert_eq!(list(3), "1, 2 and 3");
        assert_eq!(list(6), "1, 2, 3, 4 and 2 more");
    }
}
