//! What a number is made of.

use crate::domain::Bytes;

/// A part of a number of bytes; the parts of a list sum to it exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it is, as in `element tuples`.
    pub name: &'static str,
    /// How much it is.
    pub bytes: Bytes,
    /// Where it comes from, with the numbers that were multiplied.
    pub why: String,
}

impl Part {
    pub(super) fn new(name: &'static str, bytes: u64, why: String) -> Self {
        Self { name, bytes: Bytes(bytes), why }
    }
}

/// Adds the part that is left of `total`.
pub(super) fn with_rest(
    mut parts: Vec<Part>,
    total: Bytes,
    name: &'static str,
    why: String,
) -> Vec<Part> {
    let named: u64 = parts.iter().map(|it| it.bytes.get()).sum();
    parts.push(Part::new(name, total.get().saturating_sub(named), why));
    parts
}
