//! "Did you mean".

use super::{FIELDS, Field, Section};

/// What people call things, and what they are called here.
const KEY_SYNONYMS: &[(&str, &str)] = &[
    ("count", "rows"),
    ("dimensions", "type"),
    ("dims", "type"),
    ("distance", "metric"),
    ("ef", "ef_construction"),
    ("index_name", "name"),
    ("memory", "ram"),
    ("opclass", "metric"),
    ("operator_class", "metric"),
    ("parallel_workers", "workers"),
    ("predicate", "where"),
    ("row_count", "rows"),
    ("tool", "format"),
];

/// The candidate that `word` most resembles, if it resembles one.
pub(super) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let word = word.to_ascii_lowercase().replace(['-', ' '], "_");
    // Nobody mistypes so long a word, and the distance is quadratic.
    if 40 < word.len() {
        return None;
    }
    candidates
        .into_iter()
        .map(|it| (strsim::osa_distance(&word, &it.replace('-', "_")), it))
        .filter(|(distance, it)| {
            // At least one letter in common, and not half of the word wrong.
            *distance < it.len().max(word.len()) && *distance <= it.len().div_ceil(2).min(3)
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, it)| it)
}

/// The key that was probably meant: of this section, else of another.
pub(super) fn nearest_field(section: Option<Section>, key: &str) -> Option<&'static Field> {
    let here = || FIELDS.iter().filter(move |it| Some(it.section) == section);
    let find = |name: &str| {
        here().find(|it| it.key == name).or_else(|| FIELDS.iter().find(|it| it.key == name))
    };
    let synonym = KEY_SYNONYMS.iter().find(|(it, _)| it.eq_ignore_ascii_case(key));
    find(key)
        .or_else(|| find(synonym?.1))
        .or_else(|| find(nearest(key, here().map(|it| it.key))?))
        .or_else(|| find(nearest(key, FIELDS.iter().map(|it| it.key))?))
}

/// `a`, `b` or `c`.
pub(super) fn one_of<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.into_iter().map(|it| format!("`{it}`")).collect();
    match words.as_slice() {
        [rest @ .., last] if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(section: Section, key: &str, expected: Option<(Section, &str)>) {
        let found = nearest_field(Some(section), key).map(|it| (it.section, it.key));
        assert_eq!(found, expected, "{key}");
    }

    #[test]
    fn slips_synonyms_and_keys_of_other_sections_are_known() {
        check(Section::Index, "colunm", Some((Section::Index, "column")));
        check(Section::Index, "efConstruction", Some((Section::Index, "ef_construction")));
        check(Section::Index, "ef-construction", Some((Section::Index, "ef_construction")));
        check(Section::Index, "k", None);
        check(Section::Index, "mm", Some((Section::Index, "m")));
        check(Section::Index, "opclass", Some((Section::Index, "metric")));
        check(Section::Target, "m", Some((Section::Index, "m")));
        check(Section::Migration, "nmae", Some((Section::Migration, "name")));
        check(Section::Index, "entirely different", None);
        check(Section::Index, &"x".repeat(1_000_000), None);
    }
}
