//! From what was loaded to a plan.

use hnswkit_api::answer;
use hnswkit_core::{
    plan::{self, Plan},
    render::{Format, Options},
};

use crate::{failure::Failure, spec_source::Loaded};

/// A plan, and what the spec says of its files.
#[derive(Debug)]
pub(crate) struct Planned {
    pub(crate) plan: Plan,
    pub(crate) format: Option<&'static Format>,
    pub(crate) options: Options,
}

/// Plans what was loaded.
///
/// # Errors
///
/// With everything that is wrong with it.
pub(crate) fn plan(loaded: Loaded) -> Result<Planned, Failure> {
    let (spec, request, context) = loaded.request()?;
    match plan::plan(request) {
        Ok(plan) => Ok(Planned { plan, format: spec.format(), options: spec.render_options() }),
        Err(errors) => Err(Failure::Input(spec.plan_problems(&errors), Box::new(context))),
    }
}

/// Refuses a plan without indexes.
///
/// # Errors
///
/// When there is none.
pub(crate) fn about_indexes(plan: &Plan) -> Result<(), Failure> {
    answer::about_indexes(plan).map_err(|it| Failure::Input(it, Box::default()))
}
