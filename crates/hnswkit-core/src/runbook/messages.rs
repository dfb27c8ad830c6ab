//! What servers say, for tables of runbooks: taken from the table of explanations.

use super::markdown::code_cell;
use crate::explain::explanations;

/// A message and what to do about it.
pub(super) struct Message {
    /// The message as inline code, `…` and `N` for what varies.
    pub(super) text: String,
    /// What it means, in a few words.
    pub(super) title: String,
    /// What to do first.
    pub(super) action: String,
}

/// While an index is built.
pub(super) const OF_A_BUILD: &[&str] = &[
    "graph-spilled",
    "set-local-outside-transaction",
    "already-exists-skipped",
    "guard-removing-leftover",
    "guard-no-leftover",
];

/// When memory ran out.
pub(super) const OF_MEMORY: &[&str] =
    &["out-of-memory", "killed-by-the-kernel", "connection-lost", "server-process-crashed"];

/// When the disk is full.
pub(super) const OF_THE_DISK: &[&str] = &["disk-full"];

/// When `/dev/shm` is full.
pub(super) const OF_SHARED_MEMORY: &[&str] = &["shared-memory-too-small"];

/// When the graph is damaged.
pub(super) const OF_OLD_RELEASES: &[&str] =
    &["graph-not-repaired", "index-not-valid-hnsw", "index-item-not-added"];

/// The explanations of these ids, a row a message.
pub(super) fn rows(ids: &[&str]) -> Vec<Message> {
    let known = ids.iter().filter_map(|id| explanations().find(|it| it.id == *id));
    let rows = known.flat_map(|it| {
        it.patterns.iter().map(|pattern| Message {
            text: code_cell(&without_holes(pattern)),
            title: without_holes(it.title),
            action: it.actions.first().map(|it| without_holes(it)).unwrap_or_default(),
        })
    });
    rows.collect()
}

/// `N` for numbers, `…` for names.
fn without_holes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, it)| Some((before, it.split_once('}')?)))
    {
        out.push_str(before);
        let is_number = name.ends_with('#') || matches!(name, "tuples" | "pid" | "bytes");
        out.push_str(if is_number { "N" } else { "…" });
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_is_explained() {
        for ids in [OF_A_BUILD, OF_MEMORY, OF_THE_DISK, OF_SHARED_MEMORY, OF_OLD_RELEASES] {
            for id in ids {
                assert!(explanations().any(|it| it.id == *id), "{id}");
            }
        }
    }

    #[test]
    fn holes_are_filled() {
        let row = &rows(&["graph-spilled"])[0];
        assert_eq!(
            row.text,
            "`hnsw graph no longer fits into maintenance_work_mem after N tuples`"
        );
        assert!(rows(OF_MEMORY).iter().all(|it| !it.text.contains('{')));
    }
}
