//! Every alert fires when it should and is quiet when it should be: promtool's unit tests.

use std::{collections::BTreeSet, fs, io::Write as _};

use hnswkit_core::{
    monitor::pack::{ALERTS, Options, Output},
    runbook::RUNBOOKS,
};
use hnswkit_tests::{program, run_in};
use serde_json::{Value, json};

/// A case: what is collected, and whether the alert fires in the end.
struct Case {
    alert: &'static str,
    /// How often is collected and judged.
    every: &'static str,
    /// When to look.
    at: &'static str,
    fires: bool,
    /// Metrics with labels, and their values as promtool writes them.
    series: &'static [(&'static str, &'static str)],
}

const fn case(
    (alert, fires): (&'static str, bool),
    (every, at): (&'static str, &'static str),
    series: &'static [(&'static str, &'static str)],
) -> Case {
    Case { alert, every, at, fires, series }
}

const MINUTES: (&str, &str) = ("1m", "100m");
const HOURS: (&str, &str) = ("1h", "340h");

#[rustfmt::skip]
const CASES: &[Case] = &[
    case(("HnswIndexInvalid", true), MINUTES, &[
        ("hnsw_index_state_valid{indexrelname=\"i\"}", "0x120"),
        ("hnsw_index_state_in_work{indexrelname=\"i\"}", "0x120"),
        ("hnsw_index_state_leftover{indexrelname=\"i\"}", "0x120"),
    ]),
    // A build is at work, or what is left has its own alert, or it was over within five minutes.
    case(("HnswIndexInvalid", false), MINUTES, &[
        ("hnsw_index_state_valid{indexrelname=\"i\"}", "0x120"),
        ("hnsw_index_state_in_work{indexrelname=\"i\"}", "1x120"),
        ("hnsw_index_state_leftover{indexrelname=\"i\"}", "0x120"),
        ("hnsw_index_state_valid{indexrelname=\"j_ccnew\"}", "0x120"),
        ("hnsw_index_state_in_work{indexrelname=\"j_ccnew\"}", "0x120"),
        ("hnsw_index_state_leftover{indexrelname=\"j_ccnew\"}", "1x120"),
        ("hnsw_index_state_valid{indexrelname=\"k\"}", "1x96 0x20"),
        ("hnsw_index_state_in_work{indexrelname=\"k\"}", "0x120"),
        ("hnsw_index_state_leftover{indexrelname=\"k\"}", "0x120"),
    ]),
    case(("HnswIndexLeftover", true), MINUTES, &[
        ("hnsw_index_state_leftover{indexrelname=\"i_ccnew\"}", "1x120"),
    ]),
    case(("HnswIndexLeftover", false), MINUTES, &[
        ("hnsw_index_state_leftover{indexrelname=\"i\"}", "0x120"),
    ]),
    case(("HnswIndexUnused", true), HOURS, &[
        ("hnsw_index_usage_scans_total{indexrelname=\"i\"}", "7x400"),
        ("hnsw_index_usage_table_writes_total{indexrelname=\"i\"}", "0+10x400"),
    ]),
    // One search in the week; or nobody writes; or the index is younger than a week.
    case(("HnswIndexUnused", false), HOURS, &[
        ("hnsw_index_usage_scans_total{indexrelname=\"i\"}", "7x300 8x100"),
        ("hnsw_index_usage_table_writes_total{indexrelname=\"i\"}", "0+10x400"),
        ("hnsw_index_usage_scans_total{indexrelname=\"j\"}", "7x400"),
        ("hnsw_index_usage_table_writes_total{indexrelname=\"j\"}", "10x400"),
        ("hnsw_index_usage_scans_total{indexrelname=\"k\"}", "_x300 0x100"),
        ("hnsw_index_usage_table_writes_total{indexrelname=\"k\"}", "_x300 0+10x100"),
    ]),
    // A search a second for a day and a half, then none.
    case(("HnswScansStopped", true), ("1m", "2220m"), &[
        ("hnsw_index_usage_scans_total{indexrelname=\"i\"}", "0+60x2160 129600x100"),
    ]),
    case(("HnswScansStopped", false), ("1m", "2220m"), &[
        ("hnsw_index_usage_scans_total{indexrelname=\"i\"}", "0+60x2300"),
        ("hnsw_index_usage_scans_total{indexrelname=\"j\"}", "5x2300"),
    ]),
    case(("HnswIndexBloated", true), MINUTES, &[
        ("hnsw_index_bloat_ratio{indexrelname=\"i\"}", "1.6x120"),
        ("hnsw_index_bloat_excess_bytes{indexrelname=\"i\"}", "200000000x120"),
    ]),
    // Small, or nearly as it should be.
    case(("HnswIndexBloated", false), MINUTES, &[
        ("hnsw_index_bloat_ratio{indexrelname=\"i\"}", "3x120"),
        ("hnsw_index_bloat_excess_bytes{indexrelname=\"i\"}", "1000000x120"),
        ("hnsw_index_bloat_ratio{indexrelname=\"j\"}", "1.4x120"),
        ("hnsw_index_bloat_excess_bytes{indexrelname=\"j\"}", "200000000x120"),
    ]),
    case(("HnswIndexLargerThanSharedBuffers", true), MINUTES, &[
        ("hnsw_index_size_bytes{indexrelname=\"i\"}", "300000000x120"),
        ("hnsw_index_cache_shared_buffers_bytes{indexrelname=\"i\"}", "134217728x120"),
    ]),
    case(("HnswIndexLargerThanSharedBuffers", false), MINUTES, &[
        ("hnsw_index_size_bytes{indexrelname=\"i\"}", "30000000x120"),
        ("hnsw_index_cache_shared_buffers_bytes{indexrelname=\"i\"}", "134217728x120"),
    ]),
    case(("HnswCacheHitLow", true), MINUTES, &[
        ("hnsw_index_cache_blocks_hit_total{indexrelname=\"i\"}", "0+6000x120"),
        ("hnsw_index_cache_blocks_read_total{indexrelname=\"i\"}", "0+1200x120"),
    ]),
    // Few misses of many; or hardly any reads at all.
    case(("HnswCacheHitLow", false), MINUTES, &[
        ("hnsw_index_cache_blocks_hit_total{indexrelname=\"i\"}", "0+60000x120"),
        ("hnsw_index_cache_blocks_read_total{indexrelname=\"i\"}", "0+1200x120"),
        ("hnsw_index_cache_blocks_hit_total{indexrelname=\"j\"}", "0+1x120"),
        ("hnsw_index_cache_blocks_read_total{indexrelname=\"j\"}", "0+9x120"),
    ]),
    case(("HnswBuildWaits", true), MINUTES, &[
        ("hnsw_build_wait_blocker_open_seconds{indexrelname=\"i\",role=\"waited for\",blocker_pid=\"1\"}", "0+60x120"),
    ]),
    // A short transaction; or one that only comes next.
    case(("HnswBuildWaits", false), MINUTES, &[
        ("hnsw_build_wait_blocker_open_seconds{indexrelname=\"i\",role=\"waited for\",blocker_pid=\"1\"}", "60x120"),
        ("hnsw_build_wait_blocker_open_seconds{indexrelname=\"i\",role=\"comes next\",blocker_pid=\"2\"}", "0+60x120"),
    ]),
    case(("HnswBuildStalled", true), MINUTES, &[
        ("hnsw_build_progress_rows{phase=\"building index: loading tuples\",pid=\"1\"}", "0+100x50 5000x70"),
    ]),
    case(("HnswBuildStalled", false), MINUTES, &[
        ("hnsw_build_progress_rows{phase=\"building index: loading tuples\",pid=\"1\"}", "0+1x120"),
        ("hnsw_build_progress_rows{phase=\"waiting for old snapshots\",pid=\"2\"}", "5x120"),
    ]),
    case(("HnswVacuumLong", true), ("1m", "140m"), &[
        ("hnsw_vacuum_progress_elapsed_seconds{relname=\"t\",pid=\"1\"}", "0+60x150"),
    ]),
    case(("HnswVacuumLong", false), MINUTES, &[
        ("hnsw_vacuum_progress_elapsed_seconds{relname=\"t\",pid=\"1\"}", "0+60x120"),
    ]),
    case(("HnswDeadRows", true), MINUTES, &[
        ("hnsw_table_vacuum_dead_rows{relname=\"t\"}", "5000x120"),
        ("hnsw_table_vacuum_live_rows{relname=\"t\"}", "10000x120"),
    ]),
    // A small table; or a small share.
    case(("HnswDeadRows", false), MINUTES, &[
        ("hnsw_table_vacuum_dead_rows{relname=\"t\"}", "500x120"),
        ("hnsw_table_vacuum_live_rows{relname=\"t\"}", "500x120"),
        ("hnsw_table_vacuum_dead_rows{relname=\"u\"}", "5000x120"),
        ("hnsw_table_vacuum_live_rows{relname=\"u\"}", "100000x120"),
    ]),
    case(("HnswReplicaLag", true), MINUTES, &[
        ("hnsw_replica_replay_lag_seconds{name=\"r\"}", "0+60x120"),
    ]),
    // It was behind during a build and has caught up.
    case(("HnswReplicaLag", false), MINUTES, &[
        ("hnsw_replica_replay_lag_seconds{name=\"r\"}", "300x80 1x40"),
    ]),
    case(("HnswSlotRetainsWal", true), MINUTES, &[
        ("hnsw_replica_retained_bytes{slot_name=\"s\",wal_status=\"extended\"}", "0+200000000x120"),
    ]),
    case(("HnswSlotRetainsWal", true), MINUTES, &[
        ("hnsw_replica_retained_bytes{slot_name=\"s\",wal_status=\"lost\"}", "0x120"),
    ]),
    case(("HnswSlotRetainsWal", false), MINUTES, &[
        ("hnsw_replica_retained_bytes{slot_name=\"s\",wal_status=\"reserved\"}", "1000000x120"),
    ]),
    case(("HnswPgvectorHasKnownFaults", true), MINUTES, &[
        ("hnsw_extension_info{version=\"0.5.1\"}", "1x120"),
    ]),
    case(("HnswPgvectorHasKnownFaults", true), MINUTES, &[
        ("hnsw_extension_info{version=\"0.8.3\"}", "1x120"),
    ]),
    case(("HnswPgvectorHasKnownFaults", false), MINUTES, &[
        ("hnsw_extension_info{version=\"0.8.4\"}", "1x120"),
        ("hnsw_extension_info{version=\"0.10.0\"}", "1x120"),
        ("hnsw_extension_info{version=\"1.0.0\"}", "1x120"),
    ]),
];

fn test(it: &Case) -> Value {
    let series =
        it.series.iter().map(|(series, values)| json!({"series": series, "values": values}));
    let firing = format!("count(ALERTS{{alertname=\"{}\", alertstate=\"firing\"}})", it.alert);
    let expected = if it.fires { json!([{"labels": "{}", "value": 1}]) } else { json!([]) };
    json!({
        "name": format!("{} {}", it.alert, if it.fires { "fires" } else { "is quiet" }),
        "interval": it.every,
        "input_series": series.collect::<Vec<_>>(),
        "promql_expr_test": [{"expr": firing, "eval_time": it.at, "exp_samples": expected}],
    })
}

#[test]
fn every_alert_leads_to_a_runbook() {
    for it in ALERTS {
        assert!(RUNBOOKS.iter().any(|runbook| runbook.id == it.runbook), "{}", it.name);
    }
}

#[test]
fn every_alert_fires_and_is_quiet() {
    for fires in [true, false] {
        let tested: BTreeSet<_> =
            CASES.iter().filter(|it| it.fires == fires).map(|it| it.alert).collect();
        let known: BTreeSet<_> = ALERTS.iter().map(|it| it.name).collect();
        assert_eq!(tested, known, "add a case that fires and one that is quiet");
    }
    let Some(mut promtool) = program("promtool") else {
        assert!(std::env::var_os("CI").is_none(), "in CI promtool must be there");
        // Past the test runner, which keeps what a passing test prints to itself.
        writeln!(std::io::stderr(), "1 test skipped: no promtool (cargo xtask tools)").unwrap();
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let output: &Output = "prometheus-rules".parse().unwrap();
    for site_url in [None, Some("https://docs.example.com".to_owned())] {
        for file in output.files(&Options { site_url }) {
            fs::write(folder.path().join(file.path), file.content).unwrap();
        }
        let mut promtool = program("promtool").unwrap();
        run_in(folder.path(), promtool.args(["check", "rules", "hnsw_rules.yaml"])).unwrap();
    }
    // What takes weeks is judged every hour, or promtool takes minutes.
    for (every, file) in [("1m", "minutes.yaml"), ("1h", "hours.yaml")] {
        let cases = CASES.iter().filter(|it| it.every == every).map(test);
        let tests = json!({
            "rule_files": ["hnsw_rules.yaml"],
            "evaluation_interval": every,
            "tests": cases.collect::<Vec<_>>(),
        });
        // JSON is YAML.
        fs::write(folder.path().join(file), tests.to_string()).unwrap();
    }
    let files = ["test", "rules", "minutes.yaml", "hours.yaml"];
    run_in(folder.path(), promtool.args(files)).unwrap();
}
