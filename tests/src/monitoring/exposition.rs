//! Prometheus' text format, as exporters print it.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

/// A number with its name and labels.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// The name of the metric.
    pub name: String,
    /// The labels.
    pub labels: BTreeMap<String, String>,
    /// The number; NaN for what is not known.
    pub value: f64,
}

/// All samples of an answer.
pub fn samples(text: &str) -> Result<Vec<Sample>> {
    text.lines()
        .filter(|it| !it.is_empty() && !it.starts_with('#'))
        .map(|it| sample(it).with_context(|| format!("cannot read {it}")))
        .collect()
}

fn sample(line: &str) -> Result<Sample> {
    let end = line.find(['{', ' ']).context("no value")?;
    let (name, mut rest) = line.split_at(end);
    let mut labels = BTreeMap::new();
    if let Some(inside) = rest.strip_prefix('{') {
        rest = inside;
        while !rest.starts_with('}') {
            let (key, after) = rest.split_once("=\"").context("no label")?;
            let (value, after) = quoted(after).context("no end of the label")?;
            labels.insert(key.trim_start_matches(',').to_owned(), value);
            rest = after;
        }
        rest = &rest[1..];
    }
    let value = rest.split_whitespace().next().context("no value")?.parse()?;
    Ok(Sample { name: name.to_owned(), labels, value })
}

/// The text up to the closing quote, and what stands behind it.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut letters = text.char_indices();
    while let Some((at, it)) = letters.next() {
        match it {
            '"' => return Some((value, &text[at + 1..])),
            '\\' => match letters.next()?.1 {
                'n' => value.push('\n'),
                other => value.push(other),
            },
            other => value.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_unescaped() {
        let found =
            samples("# HELP a b\na{x=\"1\",y=\"a\\\"b\\\\c\\n\"} NaN\nb 1.5e+06 12\n").unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].labels["x"], "1");
        assert_eq!(found[0].labels["y"], "a\"b\\c\n");
        assert!(found[0].value.is_nan());
        assert_eq!((found[1].name.as_str(), found[1].value), ("b", 1_500_000.0));
    }
}
