//! `DO` blocks.

use std::fmt;

/// A `DO` block around a body; the dollar quote is chosen so that the body cannot end it.
pub(super) fn write(f: &mut fmt::Formatter<'_>, body: &str) -> fmt::Result {
    let mut tag = "$hnswkit$".to_owned();
    let mut n = 0;
    while body.contains(&tag) {
        n += 1;
        tag = format!("$hnswkit{n}$");
    }
    write!(f, "DO {tag}\n{body}\n{tag};")
}
