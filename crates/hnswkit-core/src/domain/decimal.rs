//! Decimal numbers as people write them.

/// More digits than these do not change a number of ours.
const MAX_DIGITS: u32 = 18;

/// A number with an optional sign and decimals, without exponent: `12`, `-0.5`, `1.25`.
///
/// Exact as IEEE 754 rounds it up to 15 digits, and off by less than 1 part in 10^15 beyond.
/// (The standard library's way brings a table of 10 kB with it, which the browser would load.)
pub fn decimal(text: &str) -> Option<f64> {
    let text = text.trim();
    let (sign, digits) = match text.as_bytes().first()? {
        b'-' => (-1.0, &text[1..]),
        b'+' => (1.0, &text[1..]),
        _ => (1.0, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let (mut mantissa, mut kept) = (0_u64, 0);
    let (mut tens, mut tenths) = (1.0_f64, 1.0_f64);
    for (part, is_fraction) in [(whole, false), (fraction, true)] {
        for it in part.bytes() {
            if !it.is_ascii_digit() {
                return None;
            }
            if kept < MAX_DIGITS {
                mantissa = 10 * mantissa + u64::from(it - b'0');
                kept += u32::from(mantissa != 0);
                if is_fraction {
                    tenths *= 10.0;
                }
            } else if !is_fraction {
                tens *= 10.0;
            }
        }
    }
    // A long tail of zeros after the dot is no reason to divide by infinity.
    let value = if mantissa == 0 { 0.0 } else { mantissa as f64 * tens / tenths };
    Some(sign * value)
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn short_numbers_are_those_of_the_standard_library() {
        for text in ["0", "-0.0", "1.2", "+7", ".5", "5.", "0.1", "1234567.891", "99.999", "000.3"]
        {
            assert_eq!(decimal(text), text.parse().ok(), "{text}");
        }
        for n in 0..20_000_u64 {
            let text = format!("{}.{:03}", n * 7_919 % 1_000_003, n % 1_000);
            assert_eq!(decimal(&text), text.parse().ok(), "{text}");
        }
    }

    #[test]
    fn long_numbers_are_near() {
        for text in
            ["123456789012345678901234567890", "0.1234567890123456789012", "98765432109876543.21"]
        {
            let (ours, exact) = (decimal(text).unwrap(), text.parse::<f64>().unwrap());
            assert!((ours / exact - 1.0).abs() < 1e-15, "{text}: {ours}");
        }
        assert_eq!(decimal(&"9".repeat(400)), Some(f64::INFINITY));
        assert_eq!(decimal(&format!("0.{}", "0".repeat(400))), Some(0.0));
    }

    #[test]
    fn anything_else_is_no_number() {
        for text in ["", " ", "-", ".", "1e3", "NaN", "inf", "1,5", "0x1", "1 2", "١", "--1"] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }
}
