//! Lists of names, each with its rows or without, as one text: `a, "b,c"=2M`.

#[cfg(feature = "parse")]
use std::fmt::Write as _;

#[cfg(feature = "parse")]
use toml::de::DeValue;

#[cfg(feature = "parse")]
use super::Scalar;

/// A name of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item<'a> {
    /// The name as it is written.
    pub(super) name: &'a str,
    /// What stands behind `=`.
    pub(super) count: Option<&'a str>,
}

/// The items of a text; commas and `=` within double quotes belong to the name.
pub(super) fn items(text: &str) -> Vec<Item<'_>> {
    split(text, ',')
        .map(|item| {
            let mut parts = split(item, '=');
            let name = parts.next().unwrap_or_default();
            // Names that need none are written without quotes.
            Item { name, count: parts.next() }
        })
        .filter(|it| !it.name.is_empty() || it.count.is_some())
        .collect()
}

/// The parts between `at`, without blanks around them; none within double quotes counts.
pub(super) fn split(text: &str, at: char) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    text.split(move |it: char| {
        quoted ^= it == '"';
        it == at && !quoted
    })
    .map(str::trim)
}

/// A list or a section of a file as a text; none when it holds anything but texts and counts.
#[cfg(feature = "parse")]
pub(super) fn read(value: &DeValue<'_>) -> Option<Scalar> {
    let mut text = String::new();
    let mut push = |name: &str, count: Option<&str>| {
        let comma = if text.is_empty() { "" } else { ", " };
        // Writing into a text cannot fail.
        let _ = write!(text, "{comma}{name}");
        if let Some(it) = count {
            let _ = write!(text, "={it}");
        }
    };
    match value {
        DeValue::Array(items) => {
            for item in items {
                let DeValue::String(name) = item.get_ref() else { return None };
                if split(name, ',').count() != 1 || split(name, '=').count() != 1 {
                    return None;
                }
                push(name.trim(), None);
            }
        }
        DeValue::Table(table) => {
            for (name, count) in table {
                let count = match count.get_ref() {
                    DeValue::String(it) => it.to_string(),
                    DeValue::Integer(it) => it.to_string(),
                    _ => return None,
                };
                push(name.get_ref(), Some(&count));
            }
        }
        _ => return None,
    }
    Some(Scalar::Text(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_hold_names_together() {
        let found: Vec<_> =
            items("a, \"b,c\"=2M , s.\"d=\", ").iter().map(|it| (it.name, it.count)).collect();
        assert_eq!(found, [("a", None), ("\"b,c\"", Some("2M")), ("s.\"d=\"", None)]);
    }
}
