//! Anchors of headings, as code hosts make them.

use std::collections::BTreeMap;

/// Gives every heading of a page its anchor.
#[derive(Debug, Default)]
pub(crate) struct Slugs {
    seen: BTreeMap<String, usize>,
}

impl Slugs {
    /// The anchor of a heading with this text: letters in lower case, digits, `-` and `_`, hyphens
    /// for spaces; a number behind it when there was one like it.
    pub(crate) fn of(&mut self, text: &str) -> String {
        let kept = text.trim().to_lowercase();
        let kept = kept.chars().filter(|it| it.is_alphanumeric() || " -_".contains(*it));
        let slug: String = kept.map(|it| if it == ' ' { '-' } else { it }).collect();
        let n_before = self.seen.entry(slug.clone()).or_default();
        *n_before += 1;
        match *n_before {
            1 => slug,
            n => {
                let numbered = format!("{slug}-{}", n - 1);
                self.seen.insert(numbered.clone(), 1);
                numbered
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_those_of_code_hosts() {
        let mut slugs = Slugs::default();
        for (text, slug) in [
            ("What a spill costs", "what-a-spill-costs"),
            ("`hnsw.ef_search`, and more", "hnswef_search-and-more"),
            ("Why it matters", "why-it-matters"),
            ("Why it matters", "why-it-matters-1"),
            ("NULLs & zero vectors", "nulls--zero-vectors"),
        ] {
            assert_eq!(slugs.of(text), slug);
        }
    }
}
