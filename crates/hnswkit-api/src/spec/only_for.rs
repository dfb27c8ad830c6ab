//! Keys that only some operations take.

use super::Field;

/// Keys of `[[index]]` with the operations that take them; all others take any.
const ONLY_FOR: &[(&str, &[&str])] = &[
    ("previous_m", &["replace"]),
    ("previous_ef_construction", &["replace"]),
    ("previous_metric", &["replace"]),
    ("previous_column", &["replace"]),
    ("previous_expression", &["replace"]),
    ("previous_type", &["replace"]),
    ("previous_where", &["replace"]),
    ("load_rows", &["bulk-load"]),
    ("redundant", &["repair"]),
    ("from", &["change-type", "change-model"]),
    ("stage", &["change-type", "change-model", "bulk-load"]),
    ("soak", &["change-type", "change-model"]),
    ("max_rewrite", &["change-type"]),
    ("new_column", &["change-model"]),
    ("source", &["change-model"]),
    ("missing", &["change-model"]),
];

impl Field {
    /// The ids of the operations that take the key; none when every one does.
    pub fn only_for(&self) -> &'static [&'static str] {
        let entry = ONLY_FOR.iter().find(|(key, _)| *key == self.key);
        entry.map_or(&[], |(_, operations)| *operations)
    }
}

#[cfg(test)]
#[cfg(feature = "every-operation")]
mod tests {
    use super::*;
    use crate::spec::{FIELDS, Section};

    #[test]
    fn every_entry_names_a_key_and_operations() {
        for (key, operations) in ONLY_FOR {
            assert!(
                FIELDS.iter().any(|it| it.section == Section::Index && it.key == *key),
                "{key}"
            );
            assert!(!operations.is_empty(), "{key}");
            for id in *operations {
                assert!(hnswkit_core::plan::Operation::find(id).is_some(), "{key}: {id}");
            }
        }
    }
}
