//! Parentheses around a whole expression.

use super::token::{Kind, Token};

/// Takes off parentheses that hold the whole, unless they make a row of it.
pub(super) fn without_parentheses(tokens: &[Token]) -> &[Token] {
    let mut whole = tokens;
    // The place of the closing parenthesis for every opening one; found once, so that a thousand
    // parentheses do not take a million steps.
    let mut open = vec![];
    let mut partner = vec![usize::MAX; tokens.len()];
    let mut comma_inside = vec![false; tokens.len()];
    for (n, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Open => open.push(n),
            Kind::Close => {
                if let Some(it) = open.pop() {
                    partner[it] = n;
                }
            }
            Kind::Comma => {
                if let Some(it) = open.last() {
                    comma_inside[*it] = true;
                }
            }
            _ => {}
        }
    }
    let mut first = 0;
    while let [_, inside @ .., _] = whole {
        let last = first + whole.len() - 1;
        if partner[first] != last || comma_inside[first] || inside.is_empty() {
            break;
        }
        whole = inside;
        first += 1;
    }
    whole
}
