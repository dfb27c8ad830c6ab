//! What the head of a generated file says.

use crate::plan::{Built, IndexRequest, Mode, Plan};

/// One line: what the migration does.
pub(super) fn title(plan: &Plan) -> String {
    let (verb, what) = (plan.request.verb(), plan.request.what());
    match plan.request.mode {
        Mode::Online => format!("{verb} {what} while reads and writes go on."),
        Mode::Transactional => format!("{verb} {what} inside a transaction; writes wait."),
    }
}

/// One line: what the way back does.
pub(super) fn title_back(plan: &Plan) -> String {
    let (verb, what, name) = (plan.request.verb_back(), plan.request.what(), &plan.request.name);
    match plan.request.mode {
        Mode::Online => {
            format!("Way back of {name}: {verb} {what} while reads and writes go on.")
        }
        Mode::Transactional => {
            format!("Way back of {name}: {verb} {what} inside a transaction.")
        }
    }
}

/// One line an index: what to expect.
pub(super) fn forecast(plan: &Plan) -> impl Iterator<Item = String> {
    let builds = plan.builds();
    plan.request.indexes.iter().zip(&plan.estimates).map(move |(index, it)| {
        let name = &index.definition.name;
        let mut numbers = format!("{} for {} rows", it.index_bytes, index.rows);
        if builds.of(&index.definition) != Built::Nowhere {
            let (low, high) = (it.build_seconds_low, it.build_seconds_high);
            numbers.push_str(&format!(", built in {low} to {high}"));
        }
        let done = index.words(plan.request.mode).done;
        format!("{name}{done}: {numbers}.{}", query(index))
    })
}

/// What queries order by, where that is not plain from the column.
#[cfg(feature = "every-operation")]
fn query(index: &IndexRequest) -> String {
    let Some(it) = &index.reduced else { return String::new() };
    let (key, operator) = (&index.definition.key, index.metric().operator());
    let ranked = match it.needs_ranking() {
        true => format!(", and the candidates by {} {}", it.column(), it.metric().operator()),
        false => String::new(),
    };
    format!(" Queries order by {key} {operator}{ranked}; `hnswkit plan` prints them.")
}

#[cfg(not(feature = "every-operation"))]
fn query(_: &IndexRequest) -> &'static str {
    ""
}
