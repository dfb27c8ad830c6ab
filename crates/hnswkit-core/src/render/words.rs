//! Names for classes and modules, made from the names of migrations and tables.

use crate::domain::{IndexDefinition, QualifiedName};

/// The tables of the indexes, each once, in order.
pub(super) fn tables<'a>(
    indexes: impl Iterator<Item = &'a IndexDefinition>,
) -> Vec<&'a QualifiedName> {
    let mut tables = vec![];
    for it in indexes {
        if !tables.contains(&&it.table) {
            tables.push(&it.table);
        }
    }
    tables
}

/// `add_hnsw_indexes` as `AddHnswIndexes`; what no language has in a name is left out.
pub(super) fn camel(name: &str) -> String {
    let mut out = String::new();
    for word in name.split(|it: char| !it.is_ascii_alphanumeric()) {
        let mut letters = word.chars();
        if let Some(first) = letters.next() {
            out.push(first.to_ascii_uppercase());
            out.push_str(letters.as_str());
        }
    }
    if out.chars().next().is_none_or(|it| it.is_ascii_digit()) {
        out.insert(0, 'M');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_becomes_one_of_a_class() {
        assert_eq!(camel("add_hnsw_vector_indexes"), "AddHnswVectorIndexes");
        assert_eq!(camel("Order Items"), "OrderItems");
        assert_eq!(camel("2nd__try_"), "M2ndTry");
        assert_eq!(camel("сообщения"), "M");
    }
}
