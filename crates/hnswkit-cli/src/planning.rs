//! From what was loaded to a plan.

use hnswkit_api::spec::Spec;
use hnswkit_core::plan::{self, Plan};

use crate::{failure::Failure, spec_source::Loaded};

/// A plan and the spec that it was made from.
#[derive(Debug)]
pub(crate) struct Planned {
    pub(crate) spec: Spec,
    pub(crate) plan: Plan,
}

/// Plans what was loaded.
///
/// # Errors
///
/// With everything that is wrong with it.
pub(crate) fn plan(loaded: Loaded) -> Result<Planned, Failure> {
    let (spec, request, context) = loaded.request()?;
    match plan::plan(request) {
        Ok(plan) => Ok(Planned { spec, plan }),
        Err(errors) => Err(Failure::Input(spec.plan_problems(&errors), Box::new(context))),
    }
}
