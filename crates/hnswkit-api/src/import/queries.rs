//! Metrics that queries in the text use, as in functions that a schema has.

use std::collections::{BTreeMap, BTreeSet};

use hnswkit_core::domain::Metric;

/// The metrics by which each column is compared, by the column's name.
pub(super) type Metrics = BTreeMap<String, BTreeSet<&'static str>>;

/// No name is longer, in bytes.
const LONGEST_NAME: usize = 256;

/// Looks at what stands on both sides of each operator.
pub(super) fn metrics(text: &str) -> Metrics {
    let mut found = Metrics::new();
    for metric in Metric::ALL {
        for (at, operator) in text.match_indices(metric.operator()) {
            let sides = [
                text.get(..at).and_then(name_before),
                text.get(at + operator.len()..).and_then(name_behind),
            ];
            for name in sides.into_iter().flatten() {
                found.entry(name).or_default().insert(metric.name());
            }
        }
    }
    found
}

fn is_part(it: char) -> bool {
    it.is_alphanumeric() || it == '_'
}

/// The last name of `text`.
fn name_before(text: &str) -> Option<String> {
    let text = text.trim_end_matches([' ', '\t']);
    if let Some(inside) = text.strip_suffix('"') {
        let near = inside.len().saturating_sub(LONGEST_NAME);
        let near = (near..=inside.len()).find(|it| inside.is_char_boundary(*it))?;
        let start = inside[near..].rfind('"')?;
        return Some(inside[near + start + 1..].to_owned());
    }
    let length: usize = text.chars().rev().take_while(|it| is_part(*it)).map(char::len_utf8).sum();
    let name = &text[text.len() - length..];
    (!name.is_empty()).then(|| name.to_ascii_lowercase())
}

/// The first name of `text`, behind the tables that stand before it.
fn name_behind(text: &str) -> Option<String> {
    let mut rest = text.trim_start_matches([' ', '\t']);
    loop {
        let (name, after) = match rest.strip_prefix('"') {
            Some(quoted) => {
                let (name, after) = quoted.split_once('"')?;
                (name.to_owned(), after)
            }
            None => {
                let end = rest.find(|it| !is_part(it)).unwrap_or(rest.len());
                let (name, after) = rest.split_at(end);
                (name.to_ascii_lowercase(), after)
            }
        };
        match after.strip_prefix('.') {
            Some(after) => rest = after,
            None => return (!name.is_empty()).then_some(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_on_either_side() {
        let found = metrics(
            "SELECT 1 - (d.embedding <=> query), $1 <-> docs.\"E\" FROM d ORDER BY \"E\" <#> q, \
             x<=>y LIMIT 1",
        );
        let of = |name: &str| found.get(name).cloned().unwrap_or_default();
        assert_eq!(of("embedding"), BTreeSet::from(["cosine"]));
        assert_eq!(of("E"), BTreeSet::from(["ip", "l2"]));
        assert_eq!((of("x"), of("y")), (BTreeSet::from(["cosine"]), BTreeSet::from(["cosine"])));
        assert_eq!(metrics("<=>"), Metrics::new());
        assert_eq!(metrics("é\"<=>é.\"").len(), 0);
    }
}
