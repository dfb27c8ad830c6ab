//! From bytes to the units in which browsers count.

/// The places of a text in UTF-16 code units, which JavaScript counts in, for places in bytes.
///
/// In the order of `bytes`, which need not be sorted. A place within a character counts as that
/// where the character begins, and one behind the end as the end.
///
/// ```
/// # use hnswkit_core::domain::utf16_offsets;
/// assert_eq!(utf16_offsets("é🦀x", &[6, 2, 0, 99]), [3, 1, 0, 4]);
/// ```
pub fn utf16_offsets(text: &str, bytes: &[usize]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..bytes.len()).collect();
    order.sort_by_key(|it| bytes.get(*it));
    let mut units = vec![0; bytes.len()];
    let mut characters = text.char_indices().peekable();
    let mut passed = 0;
    for number in order {
        let (Some(byte), Some(unit)) = (bytes.get(number), units.get_mut(number)) else {
            continue;
        };
        while let Some((start, it)) = characters.peek() {
            if *byte < start + it.len_utf8() {
                break;
            }
            passed += it.len_utf16();
            characters.next();
        }
        *unit = passed;
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_its_unit() {
        let text = "a é 🦀 имя\r\n";
        let bytes: Vec<usize> = (0..=text.len() + 1).rev().collect();
        let units = utf16_offsets(text, &bytes);
        for (byte, unit) in bytes.into_iter().zip(units) {
            let start = (0..=byte.min(text.len())).rev().find(|it| text.is_char_boundary(*it));
            assert_eq!(unit, text[..start.unwrap()].encode_utf16().count(), "{byte}");
        }
        assert_eq!(utf16_offsets("", &[0, 1]), [0, 0]);
    }
}
