//! What is worth saying about a load that an index makes way for.

use super::{BuildSettings, IndexRequest, Request, Severity, findings::Note};
use crate::estimate::LoadCost;

/// Which is cheaper: to load into the index, or to build it after.
pub(super) fn break_even(
    request: &Request,
    index: &IndexRequest,
    it: &BuildSettings,
) -> Option<Note> {
    let loaded = index.load_rows?;
    let built = &it.estimate;
    let cost = LoadCost::new(&index.workload(&request.target), built, loaded);
    let (low, high) = (cost.break_even_low, cost.break_even_high);
    let (severity, verdict) = if loaded < low {
        (Severity::Warning, "keep it: that is cheaper, and searches go on")
    } else if high < loaded {
        (Severity::Hint, "dropping it is cheaper")
    } else {
        (Severity::Hint, "neither is clearly cheaper; keep it, and searches go on")
    };
    Some(Note {
        id: "load-break-even",
        severity,
        message: format!(
            "a load of {loaded} rows in one session takes {} to {} longer with {} there, and \
             building it after with {} rows takes {} to {}: {verdict}",
            cost.keep_seconds_low,
            cost.keep_seconds_high,
            index.definition.name,
            index.rows,
            built.build_seconds_low,
            built.build_seconds_high
        ),
        help: format!(
            "below {low} loaded rows keep it, above {high} drop it; without it searches scan the \
             table, and several sessions load into it faster than one"
        ),
    })
}
