//! Which of several operations comes first: what builds, then what only takes away.

use super::{BuildSettings, IndexRequest};

/// The operations that come last: until then queries have the index that they had.
const LAST: &[&str] = &["drop"];

/// The order of the way there; the way back runs the other way round.
///
/// Within one turn it is the order of the request.
pub(super) fn sort(indexes: &mut [(IndexRequest, BuildSettings)]) {
    indexes.sort_by_key(|(it, _)| LAST.contains(&it.operation.id));
}

#[cfg(test)]
#[cfg(feature = "every-operation")]
mod tests {
    use super::*;

    #[test]
    fn operations_of_the_table_are_named() {
        for id in LAST {
            assert!(crate::plan::Operation::find(id).is_some(), "{id}");
        }
    }
}
