//! Offsets of documents in the units in which browsers count.

use hnswkit_core::domain::utf16_offsets;

use crate::problem::Position;

/// Turns the `byte` of each position into a count of UTF-16 code units of `text`.
pub(crate) fn convert<'a>(text: &str, positions: impl Iterator<Item = &'a mut Position>) {
    let mut positions: Vec<&mut Position> = positions.collect();
    let bytes: Vec<usize> = positions.iter().map(|it| it.byte as usize).collect();
    for (position, unit) in positions.iter_mut().zip(utf16_offsets(text, &bytes)) {
        position.byte = u32::try_from(unit).unwrap_or(u32::MAX);
    }
}
