//! `hnswkit monitor`.

use crate::{
    args::{Global, Monitor},
    failure::Failure,
};

/// Prints the queries.
pub(super) fn run(_: &Monitor, _: Global) -> Result<(), Failure> {
    Ok(())
}
