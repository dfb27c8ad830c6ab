//! Which of several operations comes first: what builds, then what only takes away.

use super::{BuildSettings, IndexRequest};

/// The order of the way there; the way back runs the other way round.
///
/// What drops comes last: until then queries have the index that they had. Within one turn it is
/// the order of the request.
#[cfg_attr(not(feature = "every-operation"), expect(unused_variables, reason = "all are built"))]
pub(super) fn sort(indexes: &mut [(IndexRequest, BuildSettings)]) {
    // Where all are built, the order of the request stays.
    #[cfg(feature = "every-operation")]
    indexes.sort_by_key(|(it, _)| !it.stays());
}
