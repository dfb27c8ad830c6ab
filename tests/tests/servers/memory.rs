//! The memory that the estimate gives against the point at which the server's build spills.

use anyhow::{Context, Result, ensure};
use hnswkit_core::{
    domain::{Bytes, MemorySetting},
    estimate::{Workload, memory_in_force},
};
use hnswkit_tests::{Database, Element, Server, Session, Test, Version, create_table};

use super::sizes::{Config, Errors, ask, available, create_index, workload};

pub(crate) const TESTS: &[Test] = &[
    Test { name: "builds_spill_where_estimated", since: Version::OLDEST, run: builds_spill },
    Test {
        name: "parallel_builds_spill_where_estimated",
        since: Version::new(0, 6, 0),
        run: parallel_builds_spill,
    },
];

/// MB of `maintenance_work_mem`, type, m; the rows are those that fit, and a few more.
const SERIAL: &[(u64, Config)] = &[
    (16, (Element::Vector(3), 16, 0)),
    (12, (Element::Vector(128), 16, 0)),
    (8, (Element::Vector(384), 32, 0)),
    (16, (Element::Vector(768), 16, 0)),
    (8, (Element::Vector(1536), 16, 0)),
    (23, (Element::Vector(1536), 16, 0)),
    (16, (Element::Vector(2000), 16, 0)),
    (16, (Element::Halfvec(3072), 16, 0)),
    (12, (Element::Bit(1536), 16, 0)),
];

const PARALLEL: &[(u64, Config)] = &[
    (20, (Element::Vector(384), 16, 0)),
    (24, (Element::Vector(768), 16, 0)),
    (24, (Element::Vector(1536), 32, 0)),
    (16, (Element::Halfvec(1536), 16, 0)),
];

fn builds_spill(server: &Server) -> Result<()> {
    compare(server, SERIAL, 0)
}

fn parallel_builds_spill(server: &Server) -> Result<()> {
    compare(server, PARALLEL, 2)
}

fn compare(server: &Server, grid: &[(u64, Config)], workers: u32) -> Result<()> {
    let database = Database::create(server, "memory")?;
    let mut session = database.connect()?;
    let mut errors = Errors::default();
    for (megabytes, config) in grid {
        if available(server, &[*config]).next().is_none() {
            continue;
        }
        let setting = MemorySetting::new(Bytes::mebibytes(*megabytes))?;
        let it = Workload {
            maintenance_work_mem: Some(setting),
            workers: Some(workers),
            ..workload(server, config)?
        };
        let fits = ask(&it)?.fits_in_memory_rows.get();
        let rows = u32::try_from(fits + fits / 50 + 10)?;
        create_table(&mut session, "items", "v", config.0, rows)?;
        let found = spilled_after(&mut session, config, setting, workers)?;
        errors.add(&format!("{} with {setting}", config.0), fits, found);

        let in_force = memory_in_force(&it, found);
        let range = if workers == 0 { in_force.serial } else { in_force.parallel };
        let range = range.with_context(|| format!("{config:?}: {found} rows fit no setting"))?;
        ensure!(
            (range.low..=range.high).contains(&setting.bytes()),
            "{config:?}: {found} rows lead to {range:?}, and the setting was {setting}"
        );
        session.batch_execute("DROP TABLE items")?;
    }
    errors.check(0.1, 0.6)
}

/// Builds the index, and gives the number of the NOTICE.
fn spilled_after(
    session: &mut Session,
    config: &Config,
    setting: MemorySetting,
    workers: u32,
) -> Result<u64> {
    // With the storage parameter neither the size of the table nor of the memory matters.
    session.batch_execute(&format!(
        "SET max_parallel_maintenance_workers = {workers};
         SET maintenance_work_mem = '{setting}';
         ALTER TABLE items SET (parallel_workers = {workers})"
    ))?;
    session.take_notices();
    session.batch_execute(&create_index(config)?)?;
    let notices = session.take_notices();
    let number = notices.iter().find_map(|it| {
        let (_, rest) =
            it.message().split_once("no longer fits into maintenance_work_mem after ")?;
        rest.split_once(" tuples")?.0.parse().ok()
    });
    number.with_context(|| format!("{config:?} did not spill with {setting}: {notices:?}"))
}
