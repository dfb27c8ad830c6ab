//! What a build does at each phase, and whether one has to act.

/// A phase of `pg_stat_progress_create_index`.
pub(super) struct Phase {
    /// As the server words it.
    pub(super) name: &'static str,
    /// What it means.
    pub(super) meaning: &'static str,
    /// What to do.
    pub(super) action: &'static str,
}

// Seen on pgvector 0.5.1 to 0.8.6 (crates/hnswkit-core/src/monitor/queries/progress.sql).
pub(super) static PHASES: &[Phase] = &[
    Phase {
        name: "waiting for writers before build",
        meaning: "nothing is built yet; transactions that wrote to the table are open",
        action: "wait, or Do 1",
    },
    Phase {
        name: "building index: loading tuples",
        meaning: "the graph grows; nearly all of the time goes here",
        action: "wait; if it is slow, Do 2",
    },
    Phase {
        name: "waiting for writers before validation",
        meaning: "the graph is built; transactions that wrote to the table are open",
        action: "wait, or Do 1",
    },
    Phase {
        name: "waiting for old snapshots",
        meaning: "all is built; older transactions are open, on any table of the database",
        action: "Do 1. **Do not cancel the build**: it is done but for this",
    },
];

#[cfg(test)]
mod tests {
    use super::PHASES;
    use crate::monitor::Monitor;

    #[test]
    fn the_monitor_knows_the_same_phases() {
        let monitor: &Monitor = "progress".parse().unwrap();
        for it in PHASES {
            assert!(monitor.source().contains(&format!("'{}'", it.name)), "{}", it.name);
        }
    }
}
