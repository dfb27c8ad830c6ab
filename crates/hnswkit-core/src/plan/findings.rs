//! What is worth saying about a request; one function a finding.

#[cfg(feature = "every-operation")]
use std::collections::BTreeSet;
use std::{collections::BTreeMap, sync::Arc};

use super::{BuildSettings, Finding, IndexRequest, Mode, Request, Severity};
#[cfg(feature = "every-number")]
use super::{activity_findings, platform_findings, server_findings};
#[cfg(feature = "every-operation")]
use super::{change_findings, split_findings};
#[cfg(feature = "every-operation")]
use super::{findings_of_load, findings_of_reduced};
use crate::{
    domain::{ADVISORIES, Bytes, Platform},
    estimate::{Build, STATISTICS},
};
#[cfg(feature = "every-operation")]
use crate::{
    domain::{Advisory, PgvectorVersion},
    plan::Task,
};

/// Looks at one index of a request.
pub(super) type Look = fn(&Request, &IndexRequest, &BuildSettings) -> Option<Note>;

/// What a look has found.
pub(super) struct Note {
    pub(super) id: &'static str,
    pub(super) severity: Severity,
    pub(super) message: String,
    pub(super) help: String,
}

/// Every finding about one index, in the order of the output.
const LOOKS: &[Look] = &[
    writes_wait,
    spills,
    duplicates_not_merged,
    shared_memory,
    serial_and_long,
    zero_vectors,
    table_may_be_read_instead,
    #[cfg(feature = "every-operation")]
    change_findings::queries_lose,
    #[cfg(feature = "every-operation")]
    change_findings::unknown_before,
    #[cfg(feature = "every-operation")]
    change_findings::worth_it,
    #[cfg(feature = "every-operation")]
    findings_of_reduced::smaller,
    #[cfg(feature = "every-operation")]
    findings_of_reduced::out_of_range,
    #[cfg(feature = "every-operation")]
    findings_of_reduced::signs_only,
    #[cfg(feature = "every-operation")]
    findings_of_reduced::not_unit_length,
    #[cfg(feature = "every-operation")]
    findings_of_load::break_even,
    #[cfg(feature = "every-operation")]
    split_findings::rows_split,
    #[cfg(feature = "every-operation")]
    split_findings::new_partitions,
    #[cfg(feature = "every-operation")]
    split_findings::tenants,
    #[cfg(feature = "every-operation")]
    split_findings::literals,
    #[cfg(feature = "every-operation")]
    split_findings::lock_table,
];

/// Those about an index that is dropped.
#[cfg(feature = "every-operation")]
const DROP_LOOKS: &[Look] = &[change_findings::read_afterwards];

/// All findings: warnings first, in the order of the request.
pub(super) fn all(request: &Request, settings: &[BuildSettings]) -> Vec<Finding> {
    let mut findings = vec![];
    // What is said of one part is not said again of the next.
    #[cfg(feature = "every-operation")]
    let mut said = BTreeSet::new();
    for (index, settings) in request.indexes.iter().zip(settings) {
        #[cfg(feature = "every-operation")]
        let looks = {
            use super::{column_findings, model_findings};
            // What is dropped is not built: what there is to say about builds is not about it.
            let all = match index.operation.id {
                "drop" => DROP_LOOKS,
                _ if model_findings::builds(index) => LOOKS,
                _ => &[],
            };
            all.iter().chain(column_findings::LOOKS).chain(model_findings::LOOKS)
        };
        #[cfg(not(feature = "every-operation"))]
        let looks = LOOKS;
        for look in looks {
            let Some(note) = look(request, index, settings) else { continue };
            #[cfg(feature = "every-operation")]
            if index.family().is_some_and(|it| !said.insert((it.to_owned(), note.id))) {
                continue;
            }
            findings.push(finding(note, Some(index)));
        }
    }
    #[cfg(feature = "every-number")]
    findings.extend(
        server_findings::all(request, settings)
            .into_iter()
            .chain(platform_findings::all(request, settings))
            .chain(activity_findings::all(request, settings))
            .map(|it| finding(it, None)),
    );
    findings.extend(advisories(request).map(|it| finding(it, None)));
    #[cfg(feature = "every-operation")]
    findings.extend(tasks(request).into_iter().map(|it| finding(it, None)));
    findings.extend(one_after_the_other(request).map(|it| finding(it, None)));
    let is_warning = |it: &Finding| it.severity == Severity::Warning;
    let (mut all, hints): (Vec<_>, Vec<_>) = findings.into_iter().partition(is_warning);
    all.extend(hints);
    all
}

fn finding(note: Note, index: Option<&IndexRequest>) -> Finding {
    let Note { id, severity, message, help } = note;
    let index = index.map(|it| Arc::clone(&it.definition));
    Finding { id, severity, index, message, help }
}

fn writes_wait(request: &Request, index: &IndexRequest, it: &BuildSettings) -> Option<Note> {
    if request.mode == Mode::Online {
        return None;
    }
    let (low, high) = (it.estimate.build_seconds_low, it.estimate.build_seconds_high);
    Some(Note {
        id: "writes-wait",
        severity: Severity::Warning,
        message: format!(
            "writes to {} wait for the whole build, {low} to {high}, and until the transaction ends",
            index.definition.table
        ),
        help: "right for new, empty or small tables; otherwise mode = \"online\"".to_owned(),
    })
}

fn spills(_: &Request, index: &IndexRequest, it: &BuildSettings) -> Option<Note> {
    let estimate = &it.estimate;
    if estimate.spilled_rows.get() == 0 {
        return None;
    }
    Some(Note {
        id: "spills",
        severity: Severity::Warning,
        message: format!(
            "the graph of {} does not fit into maintenance_work_mem = {}: {} of {} rows are built \
             the slow way, four to five times as long each",
            index.definition.name, it.maintenance_work_mem, estimate.spilled_rows, index.rows
        ),
        help: format!(
            "{}; halfvec takes about half of that, and a larger server for an hour takes all of it",
            if estimate.build_memory_bytes <= estimate.recommended_maintenance_work_mem.bytes() {
                format!("it needs {}", estimate.recommended_maintenance_work_mem)
            } else {
                format!("it needs {}, more than this server can give", estimate.build_memory_bytes)
            }
        ),
    })
}

fn duplicates_not_merged(_: &Request, index: &IndexRequest, _: &BuildSettings) -> Option<Note> {
    let hnsw = index.definition.hnsw;
    if hnsw.merges_duplicates() {
        return None;
    }
    Some(Note {
        id: "duplicates-not-merged",
        severity: Severity::Warning,
        message: format!(
            "ef_construction = {} is exactly 2 × m, which switches the merging of equal vectors \
             off: each non-HOT update of any column adds a whole element to {}",
            hnsw.ef_construction(),
            index.definition.name
        ),
        help: format!("ef_construction = {} is enough", hnsw.ef_construction().get() + 1),
    })
}

fn shared_memory(request: &Request, index: &IndexRequest, it: &BuildSettings) -> Option<Note> {
    let name = &index.definition.name;
    if it.workers == Some(0) && index.workers.is_none() {
        let room = Bytes(it.maintenance_work_mem.bytes().get() + STATISTICS.get());
        return Some(Note {
            id: "shared-memory",
            severity: Severity::Hint,
            message: format!(
                "{name} is built without workers: a parallel build would take {} of /dev/shm, and \
                 a container has 64 MB unless it is told otherwise",
                it.maintenance_work_mem
            ),
            help: match request.target.platform {
                Platform::Kubernetes => format!(
                    "mount an emptyDir with medium: Memory and a sizeLimit of at least {room} at \
                     /dev/shm, then say workers = 2"
                ),
                _ => format!(
                    "start the container with --shm-size of at least {room}, then say workers = 2"
                ),
            },
        });
    }
    let Build::Parallel { .. } = it.estimate.build else { return None };
    #[cfg(feature = "every-number")]
    if server_findings::says_enough(request, it) {
        return None;
    }
    Some(Note {
        id: "shared-memory",
        severity: match request.target.platform {
            Platform::Docker | Platform::Kubernetes => Severity::Warning,
            _ => Severity::Hint,
        },
        message: format!(
            "the parallel build of {name} takes {} of shared memory at once, whatever the size of \
             the index",
            it.estimate.shared_memory_bytes
        ),
        help: "where /dev/shm is smaller (containers: 64 MB), enlarge it or say workers = 0"
            .to_owned(),
    })
}

/// From so many seconds on, workers are worth a word.
const LONG: f64 = 60.0;

fn serial_and_long(_: &Request, index: &IndexRequest, it: &BuildSettings) -> Option<Note> {
    if it.estimate.build != Build::Serial
        || index.is_whole()
        || it.workers.is_some()
        || it.estimate.build_seconds_high.0 < LONG
    {
        return None;
    }
    Some(Note {
        id: "serial-build",
        severity: Severity::Hint,
        message: format!(
            "{} is built without workers: {}",
            index.definition.name, it.estimate.build_reason
        ),
        help: "workers = 2 makes it up to twice as fast where the server has free processors"
            .to_owned(),
    })
}

fn zero_vectors(_: &Request, index: &IndexRequest, _: &BuildSettings) -> Option<Note> {
    if !index.metric().skips_zero_vectors() {
        return None;
    }
    Some(Note {
        id: "zero-vectors",
        severity: Severity::Hint,
        message: format!(
            "rows that are NULL or all zero are not in {}: an ordered query that uses it does not \
             return them",
            index.definition.name
        ),
        help: "count them before, if they matter".to_owned(),
    })
}

/// Below so many rows PostgreSQL mostly reads the table.
// Measured: the crossover lies between 600 and 2,000 rows with pgvector 0.8 (128 to 1,536 dimensions).
const FEW_ROWS: u64 = 2_000;

fn table_may_be_read_instead(_: &Request, index: &IndexRequest, _: &BuildSettings) -> Option<Note> {
    if FEW_ROWS <= index.rows.get() || index.is_whole() {
        return None;
    }
    Some(Note {
        id: "few-rows",
        severity: Severity::Hint,
        message: format!(
            "with {} rows PostgreSQL mostly reads the table and leaves {} unused; that is right",
            index.rows, index.definition.name
        ),
        help: "it changes over by itself, between 600 and 2,000 rows".to_owned(),
    })
}

fn advisories(request: &Request) -> impl Iterator<Item = Note> {
    let version = request.target.pgvector;
    ADVISORIES.iter().filter_map(move |it| {
        let version = version?;
        it.concerns(version).then(|| Note {
            id: "advisory",
            severity: Severity::Warning,
            message: format!("pgvector {version}: {} ({})", it.summary, it.id),
            help: format!("pgvector {} mends it; {}", it.fixed, it.cure),
        })
    })
}

fn one_after_the_other(request: &Request) -> Option<Note> {
    let mut tables = BTreeMap::new();
    for it in &request.indexes {
        *tables.entry(&it.definition.table).or_insert(0) += 1;
    }
    if request.mode == Mode::Transactional || request.indexes.len() < 2 {
        return None;
    }
    let shared: Vec<_> =
        tables.iter().filter(|(_, n)| 1 < **n).map(|(table, _)| table.to_string()).collect();
    Some(Note {
        id: "one-after-the-other",
        severity: Severity::Hint,
        message: match shared.as_slice() {
            [] => "the indexes are built one after the other".to_owned(),
            _ => format!(
                "the indexes are built one after the other: two concurrent builds on one table \
                 ({}) deadlock, every time",
                shared.join(", ")
            ),
        },
        help: "run the migration from one process only".to_owned(),
    })
}

/// What is worth saying about tasks.
#[cfg(feature = "every-operation")]
fn tasks(request: &Request) -> Vec<Note> {
    let mut notes = vec![];
    if request.tasks.iter().any(|it| matches!(it, Task::Setting(_))) {
        notes.push(Note {
            id: "new-sessions-only",
            severity: Severity::Hint,
            message:
                "sessions that are open keep the settings that they began with, those of pools \
                      too"
                .to_owned(),
            help: "let the application reconnect: restart it, or RECONNECT in PgBouncer's console"
                .to_owned(),
        });
    }
    for task in &request.tasks {
        let Task::Upgrade(it) = task else { continue };
        notes.push(Note {
            id: "upgrade-has-no-way-back",
            severity: Severity::Warning,
            message: "pgvector has no scripts to an older release: the way back leaves it"
                .to_owned(),
            help: "try it on a copy first, and have a snapshot".to_owned(),
        });
        notes.push(Note {
            id: "old-library-in-sessions",
            severity: Severity::Hint,
            message: "sessions that used pgvector before its package was replaced keep the old \
                      library"
                .to_owned(),
            help: "let them begin anew; restart the server where shared_preload_libraries names it"
                .to_owned(),
        });
        let from = it.from.unwrap_or(PgvectorVersion::FIRST_WITH_HNSW);
        let mends = |advisory: &&Advisory| {
            advisory.rebuild && advisory.concerns(from) && advisory.fixed <= it.to
        };
        let built = |it: &IndexRequest| it.operation.id == "reindex";
        if let Some(advisory) = ADVISORIES.iter().find(mends)
            && !request.indexes.iter().any(built)
        {
            let whence = match it.from {
                Some(from) => format!("pgvector {from}"),
                None => format!("pgvector before {}", advisory.fixed),
            };
            notes.push(Note {
                id: "rebuild-after-upgrade",
                severity: Severity::Warning,
                message: format!("{whence}: {}; an upgrade does not mend the index", advisory.summary),
                help: "add an `[[index]]` section with operation = \"reindex\" for each index that was \
                       vacuumed while rows were inserted"
                    .to_owned(),
            });
        }
    }
    notes
}
