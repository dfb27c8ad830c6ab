//! The words that keys of the spec file take, from the tables of the core.

#[cfg(feature = "every-number")]
use hnswkit_core::estimate::{HugePages, IterativeScan};
#[cfg(feature = "every-operation")]
use hnswkit_core::{
    domain::SearchParameter,
    plan::{Stage, Tenancy},
};
use hnswkit_core::{
    domain::{Metric, Platform},
    plan::{Mode, OPERATIONS},
    render::FORMATS,
};

pub(super) fn platforms() -> Vec<&'static str> {
    Platform::ALL.iter().map(|it| it.id()).collect()
}

pub(super) fn modes() -> Vec<&'static str> {
    Mode::ALL.iter().map(|it| it.id()).collect()
}

pub(super) fn formats() -> Vec<&'static str> {
    FORMATS.iter().map(|it| it.id).collect()
}

pub(super) fn metrics() -> Vec<&'static str> {
    Metric::ALL.iter().map(|it| it.name()).collect()
}

pub(super) fn operations() -> Vec<&'static str> {
    OPERATIONS.iter().map(|it| it.id).collect()
}

#[cfg(feature = "every-number")]
pub(super) fn huge_pages() -> Vec<&'static str> {
    HugePages::ALL.iter().map(|it| it.id()).collect()
}

#[cfg(feature = "every-operation")]
pub(super) fn quantizations() -> Vec<&'static str> {
    vec!["halfvec", "binary"]
}

#[cfg(feature = "every-operation")]
pub(super) fn stages() -> Vec<&'static str> {
    let model = ["index"].into_iter();
    Stage::ALL.iter().map(|it| it.id()).chain(model).chain(["before", "after"]).collect()
}
#[cfg(feature = "every-operation")]
pub(super) fn tenancies() -> Vec<&'static str> {
    std::iter::once(AUTO).chain(Tenancy::ALL.iter().map(|it| it.id())).collect()
}

/// The tenancy that a rule chooses.
#[cfg(feature = "every-operation")]
pub(super) const AUTO: &str = "auto";

#[cfg(feature = "every-operation")]
pub(super) fn search_parameters() -> Vec<&'static str> {
    SearchParameter::ALL.iter().map(|it| it.name()).collect()
}

#[cfg(feature = "every-number")]
pub(super) fn filter_indexes() -> Vec<&'static str> {
    vec!["none", "btree"]
}

#[cfg(feature = "every-number")]
pub(super) fn iterative_scans() -> Vec<&'static str> {
    IterativeScan::ALL.iter().map(|it| it.id()).collect()
}
