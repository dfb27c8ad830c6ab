//! Tests the estimates against builds that were measured.

use super::{Estimate, Workload, estimate, memory_in_force};
use crate::domain::{Bytes, EfConstruction, Hnsw, M, MemorySetting, Metric};

/// The fields of each measurement, without the comments and the names of the columns.
fn rows(csv: &str) -> impl Iterator<Item = Vec<&str>> {
    let lines = csv.lines().filter(|it| !it.starts_with('#')).skip(1);
    lines.map(|it| it.split(',').collect())
}

/// A workload with default parameters; `ef_construction` is the least that merges equal vectors.
fn workload(postgres: &str, pgvector: &str, vector_type: &str, m: &str, n_rows: &str) -> Workload {
    let m = M::new(m.parse::<i64>().unwrap()).unwrap();
    let ef_construction = EfConstruction::new(i64::from(2 * m.get() + 1)).unwrap();
    Workload {
        vector_type: vector_type.parse().unwrap(),
        stored: None,
        non_zero: 1,
        metric: Metric::L2,
        hnsw: Hnsw::new(m, ef_construction).unwrap(),
        rows: n_rows.parse().unwrap(),
        duplicates: 0.0,
        pgvector: pgvector.parse().unwrap(),
        postgres: postgres.parse().unwrap(),
        ram: None,
        maintenance_work_mem: None,
        workers: Some(0),
    }
}

fn ask(it: &Workload) -> Estimate {
    estimate(it).unwrap()
}

/// Percent by which the values are off: the mean and the largest of the absolute numbers.
#[derive(Default)]
struct Errors {
    list: Vec<f64>,
}

impl Errors {
    fn add(&mut self, estimated: f64, measured: f64) {
        self.list.push(100.0 * (estimated / measured - 1.0));
    }

    #[track_caller]
    fn check(&self, what: &str, mean: f64, most: f64) {
        let found = self.list.iter().map(|it| it.abs()).sum::<f64>() / self.list.len() as f64;
        let worst = self.list.iter().fold(0.0, |a: f64, b| a.max(b.abs()));
        println!("{what}: mean {found:.3} %, max {worst:.3} %, {} values", self.list.len());
        assert!(found <= mean && worst <= most, "{what}: mean {found} %, max {worst} %");
    }
}

#[test]
fn sizes_are_those_of_the_servers() {
    let mut errors = Errors::default();
    for row in rows(include_str!("measured/sizes.csv")) {
        let [postgres, pgvector, vector_type, non_zero, m, n_rows, measured] = row[..] else {
            panic!("{row:?}")
        };
        let mut it = workload(postgres, pgvector, vector_type, m, n_rows);
        it.non_zero = non_zero.parse().unwrap();
        let estimate = ask(&it);
        let measured: u64 = measured.parse().unwrap();
        errors.add(estimate.index_bytes.get() as f64, measured as f64);
        let bounds = estimate.index_bytes_low.get()..=estimate.index_bytes_high.get();
        assert!(bounds.contains(&measured), "{row:?}: {bounds:?}");
    }
    errors.check("sizes", 0.1, 1.0);
}

#[test]
fn builds_spill_where_the_servers_did() {
    let mut errors = Errors::default();
    for row in rows(include_str!("measured/memory.csv")) {
        let [postgres, pgvector, workers, vector_type, m, kilobytes, measured] = row[..] else {
            panic!("{row:?}")
        };
        let setting = Bytes(kilobytes.parse::<u64>().unwrap() << 10);
        let mut it = workload(postgres, pgvector, vector_type, m, "1M");
        it.maintenance_work_mem = Some(MemorySetting::new(setting).unwrap());
        it.workers = Some(workers.parse().unwrap());
        let measured: u64 = measured.parse().unwrap();
        let fits = ask(&it).fits_in_memory_rows.get();
        errors.add(fits as f64, measured as f64);
        let in_force = memory_in_force(&it, measured);
        let range = if workers == "0" { in_force.serial } else { in_force.parallel }.unwrap();
        assert!((range.low..=range.high).contains(&setting), "{row:?}: {in_force:?}");
    }
    errors.check("rows before the spill", 0.1, 0.6);
}

#[test]
fn builds_take_the_wal_and_the_time_of_the_servers() {
    let (mut new, mut old) = (Errors::default(), Errors::default());
    let (mut within, mut outside) = (0, vec![]);
    for row in rows(include_str!("measured/builds.csv")) {
        let [postgres, pgvector, workers, vector_type, m, ef, n_rows, megabytes, seconds, wal] =
            row[..]
        else {
            panic!("{row:?}")
        };
        let mut it = workload(postgres, pgvector, vector_type, m, n_rows);
        let ef_construction = EfConstruction::new(ef.parse::<i64>().unwrap()).unwrap();
        it.hnsw = Hnsw::new(it.hnsw.m(), ef_construction).unwrap();
        let setting = Bytes::mebibytes(megabytes.parse().unwrap());
        it.maintenance_work_mem = Some(MemorySetting::new(setting).unwrap());
        it.workers = Some(workers.parse().unwrap());
        // The machine had two processors.
        let estimate = ask(&it).on_processors(Some(2));
        let wal: f64 = wal.parse().unwrap();
        let errors = if pgvector.starts_with("0.5") { &mut old } else { &mut new };
        errors.add(estimate.wal_bytes.get() as f64, wal);
        let seconds: f64 = seconds.parse().unwrap();
        let (low, high) = (estimate.build_seconds_low.0, estimate.build_seconds_high.0);
        assert!(high <= 4.000_001 * low, "{row:?}: {low} to {high}");
        match (low..=high).contains(&seconds) {
            true => within += 1,
            false => outside.push((row, low, high)),
        }
    }
    // Nineteen of twenty.
    assert!(19 * outside.len() <= within, "{within} within; {outside:#?}");
    new.check("WAL since 0.6", 5.0, 5.0);
    old.check("WAL of 0.5", 5.0, 5.0);
}
