//! What to write in place of two operations on one index.

/// What to do about two operations that contradict each other; they stand in alphabetical order.
const CURES: &[(&str, &str, &str)] = &[
    (
        "create",
        "drop",
        "write one section with `operation = \"replace\"`: it builds the new index before the old one goes",
    ),
    ("create", "reindex", "leave `reindex` out: what is created is new"),
    ("create", "repair", "leave `repair` out: `create` removes an INVALID index by itself"),
    ("create", "replace", "keep `replace` when the index is there, and `create` when it is not"),
    ("drop", "drop", "leave one of them out"),
    ("drop", "reindex", "leave `reindex` out: the index goes"),
    ("drop", "repair", "leave `repair` out: the index goes"),
    ("drop", "replace", "keep one of them"),
    ("reindex", "reindex", "leave one of them out"),
    ("reindex", "repair", "leave `reindex` out: `repair` builds anew what is INVALID"),
    ("reindex", "replace", "leave `reindex` out: what replaces the index is new"),
    ("repair", "repair", "leave one of them out"),
    ("repair", "replace", "leave `repair` out, or run it before, in a migration of its own"),
    ("replace", "replace", "write one section with what the index shall be in the end"),
];

/// The cure for two operations on one index.
pub(super) fn of(one: &str, two: &str) -> &'static str {
    let pair = if one <= two { (one, two) } else { (two, one) };
    let cure = CURES.iter().find(|it| (it.0, it.1) == pair);
    cure.map_or("make two migrations of it, one after the other", |it| it.2)
}
