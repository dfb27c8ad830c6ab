//! Too little shared memory for a parallel build.

use super::shared::estimated;
use crate::{
    domain::{Bytes, MemorySetting, Platform},
    lint::{
        Rule, Severity,
        rule::{Report, Scene, page},
    },
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "shared-memory-too-small",
    summary: "a parallel build takes more shared memory than there is",
    severity: Severity::Warning,
    page: page!("shared_memory_too_small.md"),
    check,
};

/// What a parallel build leaves out of the segment.
// pgvector 0.8.6 src/hnswbuild.c HnswBeginParallel.
const LEFT_OUT: u64 = Bytes::mebibytes(3).get();
/// What is there besides: the server's own, and the segment's head.
// Measured with PostgreSQL 16.2 and 18.6: 64 MB hold a build with 65MB, and none with 66MB.
const BESIDES: u64 = 1_092 << 10;

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(create) = scene.hnsw() else { return };
    let default = scene.options.platform.and_then(Platform::shared_memory);
    let Some(most) = scene.options.shared_memory.or(default) else { return };
    let Some(set) = scene.session.get("maintenance_work_mem") else { return };
    let Some(memory) = set.memory().filter(|it| MemorySetting::new(*it).is_ok()) else { return };
    let serial = scene
        .session
        .get("max_parallel_maintenance_workers")
        .is_some_and(|it| it.integer() == Some(0))
        || scene.catalog.table(&create.table).is_some_and(|it| it.parallel_workers == Some(0));
    let needs = memory.get().saturating_sub(LEFT_OUT);
    if serial || needs + BESIDES <= most.get() {
        return;
    }
    if estimated(scene, create).is_some_and(|it| it.shared_memory_bytes.get() == 0) {
        return;
    }
    report
        .at(
            &set.span,
            format!(
                "a parallel build takes {} of shared memory at once, but there are {most}",
                Bytes(needs)
            ),
        )
        .help(format!(
            "enlarge it (`shm_size: {}`), or `SET max_parallel_maintenance_workers = 0`",
            set.text().to_lowercase()
        ));
}
