//! How much of a statement sqlparser is given, so that no text exhausts time or stack.
//!
//! The numbers keep reading, copying and dropping a statement within 1 MiB of stack in the
//! browser and 2 MiB in a test; `robustness.rs` tries the worst texts that we know.

use super::{
    SyntaxError,
    token::{Kind, Token},
};

/// How deep expressions and queries may nest.
pub(super) const DEPTH: usize = 32;

/// How much may stand between two commas, not counting what stands in parentheses.
///
/// `a OR b OR c` is a tree as deep as it is long, and trees are copied and dropped by recursion.
const LENGTH: usize = 300;

/// What keywords add to the length; an operator adds 1.
const WEIGHTS: &[(&str, usize)] = &[
    ("AND", 1),
    ("OR", 1),
    ("NOT", 1),
    ("IS", 1),
    ("IN", 1),
    ("LIKE", 1),
    ("ILIKE", 1),
    ("SIMILAR", 1),
    ("BETWEEN", 1),
    ("AT", 1),
    ("OVERLAPS", 1),
    ("ISNULL", 1),
    ("NOTNULL", 1),
    ("ARRAY", 1),
    // A query in each.
    ("UNION", 3),
    ("EXCEPT", 3),
    ("INTERSECT", 3),
    // Our dialect has to copy what stands before it.
    ("COLLATE", 10),
    // `a JOIN b JOIN c ON … ON …`; see `JOIN_ENDS`.
    ("JOIN", JOIN),
];

const JOIN: usize = 10;

/// Words behind which a join is complete, so that the next does not nest.
const JOIN_ENDS: &[&str] = &["ON", "USING", "CROSS", "NATURAL"];

/// The work that reading `tokens` may cause, in expressions begun.
pub(super) fn fuel(tokens: &[Token]) -> usize {
    1_000 + 16 * tokens.len()
}

/// The error for what nests too deep.
pub(super) fn too_deep(offset: usize) -> SyntaxError {
    SyntaxError::uncertain("the statement nests too deep to be read", offset)
}

/// Refuses what sqlparser must not be given.
pub(super) fn check(text: &str, tokens: &[Token]) -> Result<(), SyntaxError> {
    // The length so far, within every open parenthesis.
    let mut lengths = vec![0_usize];
    for token in tokens {
        match token.kind {
            Kind::Open if 4 * DEPTH < lengths.len() => return Err(too_deep(token.start)),
            Kind::Open => lengths.push(0),
            Kind::Close if 1 < lengths.len() => {
                lengths.pop();
            }
            _ => {}
        }
        let Some(length) = lengths.last_mut() else {
            continue;
        };
        match token.kind {
            Kind::Comma => *length = 0,
            Kind::Operator | Kind::DoubleColon | Kind::OpenBracket | Kind::Dot | Kind::Assign => {
                *length += 1;
            }
            Kind::Word => weigh(&text[token.span()], length),
            _ => {}
        }
        if LENGTH < *length {
            return Err(SyntaxError::uncertain(
                "the statement is too long to be read",
                token.start,
            ));
        }
    }
    Ok(())
}

fn weigh(word: &str, length: &mut usize) {
    if JOIN_ENDS.iter().any(|it| it.eq_ignore_ascii_case(word)) {
        *length = length.saturating_sub(JOIN);
    } else if let Some((_, weight)) = WEIGHTS.iter().find(|it| it.0.eq_ignore_ascii_case(word)) {
        *length += weight;
    }
}
