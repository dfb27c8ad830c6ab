//! Tests what holds for every estimate, and the numbers that people know by heart.

use super::{Build, Estimate, TooLarge, Workload, estimate, memory_in_force};
use crate::domain::{
    Bytes, EfConstruction, Hnsw, M, MemorySetting, Metric, PgvectorVersion, PostgresVersion, Rows,
};

/// An index of the newest releases, nothing else said; also for the tests beside this file.
pub(super) fn workload(vector_type: &str, rows: u64) -> Workload {
    Workload {
        vector_type: vector_type.parse().unwrap(),
        stored: None,
        non_zero: 100,
        metric: Metric::L2,
        hnsw: Hnsw::default(),
        rows: Rows::new(rows).unwrap(),
        duplicates: 0.0,
        pgvector: PgvectorVersion::NEWEST_KNOWN,
        postgres: PostgresVersion::NEWEST_KNOWN,
        ram: None,
        maintenance_work_mem: None,
        workers: None,
    }
}

fn hnsw(m: u32, ef_construction: u32) -> Hnsw {
    Hnsw::new(M::new(m).unwrap(), EfConstruction::new(ef_construction).unwrap()).unwrap()
}

fn ask(it: &Workload) -> Estimate {
    estimate(it).unwrap()
}

fn setting(megabytes: u64) -> MemorySetting {
    MemorySetting::new(Bytes::mebibytes(megabytes)).unwrap()
}

/// Every combination of types, parameters, rows, releases, settings and workers below.
fn many() -> impl Iterator<Item = Workload> {
    let types = ["bit(1)", "vector(948)", "vector(2000)", "sparsevec(30000)"];
    types.into_iter().flat_map(|vector_type| {
        [0, 1, 7_777, 12_345_678, 3_000_000_000].into_iter().flat_map(move |rows| {
            [(2, 4), (16, 64), (100, 1000)].into_iter().flat_map(move |(m, ef)| {
                let releases = [((0, 5, 1), 15), ((0, 6, 2), 15), ((0, 8, 6), 18)];
                releases.into_iter().flat_map(move |((major, minor, patch), postgres)| {
                    let settings = [None, Some(1), Some(64)];
                    settings.into_iter().flat_map(move |megabytes| {
                        [None, Some(0), Some(2)].into_iter().map(move |workers| Workload {
                            hnsw: hnsw(m, ef),
                            duplicates: if ef == 64 { 0.3 } else { 0.0 },
                            pgvector: PgvectorVersion::new(major, minor, patch),
                            postgres: PostgresVersion { major: postgres, minor: None },
                            maintenance_work_mem: megabytes.map(setting),
                            workers,
                            ..workload(vector_type, rows)
                        })
                    })
                })
            })
        })
    })
}

#[test]
fn parts_sum_to_their_numbers_and_bounds_enclose_them() {
    for it in many() {
        let Ok(found) = estimate(&it) else { continue };
        let sum = |parts: &[super::Part]| parts.iter().map(|it| it.bytes.get()).sum::<u64>();
        assert_eq!(sum(&found.parts()), found.index_bytes.get(), "{it:?}");
        assert_eq!(sum(&found.memory_parts()), found.build_memory_bytes.get(), "{it:?}");
        assert!(found.index_bytes_low <= found.index_bytes, "{it:?}");
        assert!(found.index_bytes <= found.index_bytes_high, "{it:?}");
        assert!(found.build_seconds_low <= found.build_seconds_high, "{it:?}");
        assert!(2 <= found.pages, "{it:?}");
        assert_eq!(found.shared_memory_bytes.get() == 0, found.build == Build::Serial, "{it:?}");
    }
}

#[test]
fn the_recommended_setting_is_enough() {
    for it in many().filter(|it| it.maintenance_work_mem.is_none()) {
        let Ok(found) = estimate(&it) else { continue };
        if found.maintenance_work_mem < setting(2_097_151) {
            assert_eq!(found.spilled_rows.get(), 0, "{it:?}");
            let grown = it.rows.get() as f64 * 1.1;
            assert!(grown <= found.fits_in_memory_rows.get() as f64, "{it:?}");
        }
    }
}

#[test]
fn a_spill_leads_back_to_its_setting() {
    for it in many() {
        let (Ok(found), Some(given)) = (estimate(&it), it.maintenance_work_mem) else { continue };
        let fits = found.fits_in_memory_rows.get();
        if found.spilled_rows.get() == 0 || fits == 0 {
            continue;
        }
        let in_force = memory_in_force(&it, fits);
        let range = match found.build {
            Build::Serial => in_force.serial,
            Build::Parallel { .. } => in_force.parallel,
        };
        let range = range.unwrap();
        assert!((range.low..=range.high).contains(&given.bytes()), "{it:?}: {range:?}");
    }
}

#[test]
fn sizes_that_were_measured_exactly() {
    for (vector_type, rows, bytes) in [
        ("vector(1536)", 0, 16_384),
        ("vector(1536)", 10_000, 81_928_192),
        ("vector(1536)", 100_000, 819_208_192),
        ("vector(384)", 10_000, 20_488_192),
        ("vector(2000)", 5_000, 81_928_192),
        ("halfvec(1536)", 10_000, 40_968_192),
    ] {
        let it = ask(&workload(vector_type, rows));
        assert_eq!(it.index_bytes, Bytes(bytes), "{vector_type}");
        assert_eq!((it.index_bytes_low, it.index_bytes_high), (it.index_bytes, it.index_bytes));
    }
}

#[test]
fn an_index_above_the_limit_is_an_error() {
    let it = workload("vector(1536)", 4_294_967_294);
    let error = estimate(&it).unwrap_err();
    assert_eq!(error, TooLarge { pages: 4_294_967_295 });
    assert_eq!(
        error.to_string(),
        "the index would have 4294967295 pages, but a relation has at most 4294967294"
    );
    assert!(estimate(&workload("vector(1536)", 4_294_967_293)).is_ok());
}

#[test]
fn equal_vectors_share_elements_unless_nothing_is_merged() {
    let distinct = ask(&workload("vector(1536)", 10_000));
    let half = Workload { duplicates: 0.5, ..workload("vector(1536)", 10_000) };
    let found = ask(&half);
    assert_eq!(found.pages, 5_001);
    assert_eq!(found.index_bytes_high, distinct.index_bytes);
    // An element has room for ten rows.
    assert_eq!(ask(&Workload { duplicates: 0.99, ..half }).pages, 1_001);
    assert_eq!(ask(&Workload { hnsw: hnsw(16, 32), ..half }).pages, 10_001);
}

#[test]
fn the_recommended_setting_leaves_half_of_the_memory() {
    let it = workload("vector(1536)", 1_000_000);
    assert_eq!(ask(&it).maintenance_work_mem.to_string(), "7237MB");
    let small = ask(&Workload { ram: Some(Bytes::mebibytes(8 << 10)), ..it });
    assert_eq!(small.maintenance_work_mem.to_string(), "4GB");
    assert!(0 < small.spilled_rows.get());
    assert_eq!(ask(&workload("vector(3)", 1)).maintenance_work_mem, MemorySetting::DEFAULT);
}

#[track_caller]
fn decides(it: Workload, build: Build, why: &str) {
    let found = ask(&it);
    assert_eq!(found.build, build);
    assert!(found.build_reason.to_string().contains(why), "{}", found.build_reason);
}

#[test]
fn workers_are_planned_as_postgresql_does() {
    let two = Build::Parallel { workers: 2 };
    // TOASTed vectors leave 54 bytes a row.
    decides(workload("vector(1536)", 100_000), Build::Serial, "about 5.2 MiB, and PostgreSQL");
    decides(workload("vector(1536)", 200_000), two, "about 10.4 MiB, above");
    decides(workload("vector(384)", 10_000), two, "max_parallel_maintenance_workers");
    decides(workload("vector(384)", 4_000), Build::Serial, "8 MiB");
    let large = workload("vector(384)", 100_000);
    let less = Some(setting(63));
    decides(Workload { maintenance_work_mem: less, ..large }, Build::Serial, "is 63MB");
    decides(Workload { workers: Some(0), ..large }, Build::Serial, "no workers");
    let old = PgvectorVersion::new(0, 5, 1);
    decides(Workload { workers: Some(4), pgvector: old, ..large }, Build::Serial, "0.5.1");
    let four = Build::Parallel { workers: 4 };
    decides(Workload { workers: Some(4), maintenance_work_mem: less, ..large }, four, "4 workers");
}

#[test]
fn a_parallel_build_takes_its_shared_memory_at_once() {
    let it = Workload { maintenance_work_mem: Some(setting(1024)), ..workload("vector(3)", 1) };
    assert_eq!(ask(&it).shared_memory_bytes, Bytes(0));
    let found = ask(&Workload { workers: Some(1), ..it });
    assert_eq!(found.shared_memory_bytes, Bytes((1021 << 20) + (36 << 10)));
}
