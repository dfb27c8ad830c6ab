//! How much of a statement sqlparser is given, so that no text exhausts time or stack.

use super::{
    SyntaxError,
    token::{Kind, Token},
};

/// How deep expressions and queries may nest.
pub(super) const DEPTH: usize = 50;

/// How many operators may stand in one expression, not counting those in parentheses.
///
/// `a OR b OR c` is a tree as deep as it is long, and trees are dropped by recursion.
const CHAIN: usize = 1_000;

/// Keywords that make such trees deeper.
const CHAINING: &[&str] = &[
    "AND", "OR", "NOT", "IS", "IN", "LIKE", "ILIKE", "SIMILAR", "BETWEEN", "COLLATE", "AT",
    "OVERLAPS", "OPERATOR", "ISNULL", "NOTNULL", "JOIN", "UNION", "EXCEPT", "INTERSECT", "ARRAY",
    "SETOF",
];

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
    let mut chains = vec![0_usize];
    for token in tokens {
        let longest = match token.kind {
            Kind::Open => {
                if 4 * DEPTH < chains.len() {
                    return Err(too_deep(token.start));
                }
                chains.push(0);
                0
            }
            Kind::Close => {
                if 1 < chains.len() {
                    chains.pop();
                }
                0
            }
            Kind::Comma => chains.last_mut().map_or(0, |it| std::mem::take(it)),
            kind if is_link(text, *token, kind) => chains.last_mut().map_or(0, |it| {
                *it += 1;
                *it
            }),
            _ => 0,
        };
        if CHAIN < longest {
            let message = format!("more than {CHAIN} operators in one expression");
            return Err(SyntaxError::uncertain(message, token.start));
        }
    }
    Ok(())
}

fn is_link(text: &str, token: Token, kind: Kind) -> bool {
    match kind {
        Kind::Operator | Kind::DoubleColon | Kind::OpenBracket | Kind::Dot | Kind::Assign => true,
        Kind::Word => CHAINING.iter().any(|it| it.eq_ignore_ascii_case(&text[token.span()])),
        _ => false,
    }
}
