//! What is worth saying when an index that is there is replaced, built anew or dropped.

use super::{BuildSettings, IndexRequest, Request, Severity, findings::Note, replace};

/// Names are swapped, queries are not.
pub(super) fn queries_lose(_: &Request, it: &IndexRequest, _: &BuildSettings) -> Option<Note> {
    let planned = &it.definition;
    let lost = replace::lost_by_queries(&it.previous.as_ref()?.definition, planned)?;
    Some(Note {
        id: "queries-lose-the-index",
        severity: Severity::Warning,
        message: format!(
            "{} gets another {lost}: queries do not follow, and those that suit only the old one \
             read the whole of {} once it is dropped",
            planned.name, planned.table
        ),
        help: format!(
            "change them to {} {} …{} first; to have time for that, create this one under another \
             name, and drop the old one when nothing uses it",
            planned.key,
            it.metric().operator(),
            planned.predicate.as_ref().map(|it| format!(" WHERE {it}")).unwrap_or_default()
        ),
    })
}

/// Without the definition from before, the way back ends.
pub(super) fn unknown_before(_: &Request, it: &IndexRequest, _: &BuildSettings) -> Option<Note> {
    if it.operation.id != "replace" || it.previous.is_some() {
        return None;
    }
    let name = &it.definition.name;
    Some(Note {
        id: "way-back-ends",
        severity: Severity::Hint,
        message: format!(
            "the way back ends when the old {name} is dropped: the plan does not know what it was"
        ),
        help: "say what differs: previous_m, previous_ef_construction, previous_metric, \
               previous_where, …"
            .to_owned(),
    })
}

/// A rebuild costs what the first build cost.
pub(super) fn worth_it(_: &Request, it: &IndexRequest, settings: &BuildSettings) -> Option<Note> {
    if it.operation.id != "reindex" {
        return None;
    }
    let estimate = &settings.estimate;
    Some(Note {
        id: "is-it-worth-it",
        severity: Severity::Hint,
        message: format!(
            "built anew, {} takes {}; a rebuild gives back what it takes beyond that, and costs a \
             build: {} to {}",
            it.definition.name,
            estimate.index_bytes,
            estimate.build_seconds_low,
            estimate.build_seconds_high
        ),
        help: "the monitor bloat compares the two; later inserts fill gaps without it".to_owned(),
    })
}

/// Which queries read the table when the index is gone, and what else may serve them.
pub(super) fn read_afterwards(
    request: &Request,
    it: &IndexRequest,
    settings: &BuildSettings,
) -> Option<Note> {
    if it.operation.id != "drop" {
        return None;
    }
    let dropped = &it.definition;
    let serves = |other: &&IndexRequest| {
        let other_one = &other.definition;
        other.operation.id != "drop"
            && other_one.table == dropped.table
            && other_one.key == dropped.key
            && other_one.operator_class == dropped.operator_class
            && (other_one.predicate.is_none() || other_one.predicate == dropped.predicate)
    };
    let queries =
        format!("queries of {} by {} {} …", dropped.table, dropped.key, it.metric().operator());
    let estimate = &settings.estimate;
    let back = format!(
        "the way back builds it again: {} to {}, {} of disk",
        estimate.build_seconds_low, estimate.build_seconds_high, estimate.disk_peak_bytes
    );
    Some(match request.indexes.iter().find(serves) {
        Some(other) => Note {
            id: "read-afterwards",
            severity: Severity::Hint,
            message: format!("{queries} are served by {} afterwards", other.definition.name),
            help: back,
        },
        None => Note {
            id: "read-afterwards",
            severity: Severity::Warning,
            message: format!(
                "{queries} read the whole table ({} rows) and sort it once {} is gone; no other \
                 index of this plan serves them",
                it.rows, dropped.name
            ),
            help: format!("the pre-flight question says whether it is used; {back}"),
        },
    })
}
