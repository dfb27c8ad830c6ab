//! What is worth saying about an index that keeps less than the vector.

use super::{BuildSettings, IndexRequest, Request, Severity, findings::Note};
use crate::{
    domain::{Metric, Quantization, VectorType},
    estimate::{Workload, estimate},
};

/// What it saves, and that nobody knows what it loses.
pub(super) fn smaller(request: &Request, index: &IndexRequest, it: &BuildSettings) -> Option<Note> {
    let reduced = index.reduced.as_ref()?;
    let (name, size) = (&index.definition.name, it.estimate.index_bytes);
    let column_type = reduced.column_type();
    let whole = VectorType::new(reduced.element(), reduced.dimensions().into()).ok();
    let whole = whole.and_then(|vector_type| {
        let metric = reduced.metric();
        estimate(&Workload { vector_type, metric, stored: None, ..index.workload(&request.target) })
            .ok()
    });
    Some(Note {
        id: "reduced-index",
        severity: Severity::Hint,
        message: match whole {
            Some(whole) => format!(
                "{name} takes {size}, an index on the whole {column_type} {}; what that costs in \
                 recall depends on your vectors, and is not known",
                whole.index_bytes
            ),
            None => format!(
                "{name} takes {size}; no HNSW index holds the whole {column_type}; what that costs \
                 in recall depends on your vectors, and is not known"
            ),
        },
        help: "measure it on your rows: `hnswkit runbook recall-too-low` has the query".to_owned(),
    })
}

/// A halfvec ends where a vector does not.
pub(super) fn out_of_range(_: &Request, index: &IndexRequest, _: &BuildSettings) -> Option<Note> {
    let reduced = index.reduced.as_ref()?;
    (reduced.quantization() == Some(Quantization::Halfvec)).then(|| Note {
        id: "halfvec-range",
        severity: Severity::Hint,
        message: format!(
            "a number beyond ±65,504 does not fit into a halfvec: it fails the build of {}, and \
             later each INSERT of such a vector",
            index.definition.name
        ),
        help: "vectors of unit length are far from that".to_owned(),
    })
}

/// A sign tells nothing where all are the same.
pub(super) fn signs_only(_: &Request, index: &IndexRequest, _: &BuildSettings) -> Option<Note> {
    let reduced = index.reduced.as_ref()?;
    (reduced.quantization() == Some(Quantization::Binary)).then(|| Note {
        id: "signs-only",
        severity: Severity::Hint,
        message: format!(
            "{} keeps the signs only: numbers that have the same sign in all rows tell it nothing, \
             and lengths are lost",
            index.definition.name
        ),
        help: "sort its candidates by the full vectors, as the query of this plan does".to_owned(),
    })
}

/// The beginning of a unit vector has not unit length.
pub(super) fn not_unit_length(
    _: &Request,
    index: &IndexRequest,
    _: &BuildSettings,
) -> Option<Note> {
    let reduced = index.reduced.as_ref()?;
    let by_length = reduced.quantization() != Some(Quantization::Binary)
        && matches!(reduced.metric(), Metric::InnerProduct | Metric::L2);
    let prefix = reduced.prefix().filter(|_| by_length)?;
    Some(Note {
        id: "prefix-not-normalized",
        severity: Severity::Warning,
        message: format!(
            "the first {prefix} numbers of a unit vector have not unit length, so that {} by {} \
             prefers rows by the length of their beginning",
            index.definition.name,
            reduced.metric()
        ),
        help:
            "metric = \"cosine\" takes no notice of lengths, and sorts unit vectors as l2 and ip do"
                .to_owned(),
    })
}
