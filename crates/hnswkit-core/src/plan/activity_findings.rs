//! What is worth saying about replicas, and about VACUUM after the builds.

use super::{BuildSettings, Partition, Request, Severity, findings::Note};
use crate::domain::Bytes;

/// All of them.
pub(super) fn all(request: &Request, settings: &[BuildSettings]) -> Vec<Note> {
    let mut notes: Vec<Note> = slot(request, settings).into_iter().collect();
    for (index, settings) in request.indexes.iter().zip(settings) {
        let (least, _) = settings.estimate.vacuum_share(&request.activity);
        if index.operation.id == "drop" || least < 1.0 {
            continue;
        }
        notes.push(Note {
            id: "vacuum-falls-behind",
            severity: Severity::Warning,
            message: format!(
                "VACUUM of {} takes longer than it takes as many rows to die: {least:.1} days a \
                 day at the least, so the index grows without end",
                index.definition.qualified_name()
            ),
            help: "keep columns that change often in a table of their own, or leave room for HOT \
                   updates with a fillfactor below 100; REINDEX INDEX CONCURRENTLY, then VACUUM, \
                   is quicker than VACUUM when most of the index is to be linked anew"
                .to_owned(),
        });
    }
    notes
}

/// A slot that the burst of WAL is too much for.
fn slot(request: &Request, settings: &[BuildSettings]) -> Option<Note> {
    let limit = request.replication.slot_limit?;
    let built = request.indexes.iter().zip(settings).filter(|(it, _)| {
        it.operation.id != "drop" && !matches!(it.partition, Some(Partition::Whole(_)))
    });
    let wal = Bytes(built.map(|(_, it)| it.estimate.wal_bytes.get()).sum());
    (limit < wal).then(|| Note {
        id: "slot-lost",
        severity: Severity::Warning,
        message: format!(
            "the builds write {wal} of WAL, and max_slot_wal_keep_size is {limit}: a replica or \
             subscriber that falls so far behind loses its slot, and has to be made anew"
        ),
        help: format!(
            "raise max_slot_wal_keep_size above {wal} for the time of the builds, with as much \
             room in pg_wal, or build one index after the other and wait for replicas between"
        ),
    })
}
