//! Queries in the bodies of functions.

use super::query;
use crate::{
    lint::Action,
    parse::{Kind, Lexer, Token},
};

/// The queries in the bodies among the tokens, each with the settings that surround it unknown.
pub(super) fn queries(text: &str, tokens: &[Token], found: &mut dyn FnMut(Action)) {
    for it in tokens.iter().filter(|it| it.kind == Kind::DollarString) {
        let spelling = &text[it.span()];
        let tag = spelling[1..].find('$').map_or(0, |it| it + 2);
        if it.end < it.start + 2 * tag {
            continue;
        }
        // The places of the tokens stay those of the whole text.
        let mut lexer = Lexer::new(&text[..it.end - tag]);
        lexer.jump(it.start + tag);
        let mut statement: Vec<Token> = vec![];
        let mut end = |statement: &mut Vec<Token>| {
            query::queries(text, statement, true, &mut |it| found(Action::Query(Box::new(it))));
            statement.clear();
        };
        while let Some(token) = lexer.next_token() {
            match token.kind {
                Kind::Semicolon => end(&mut statement),
                _ => statement.push(token),
            }
        }
        end(&mut statement);
    }
    // `BEGIN ATOMIC`, or `RETURN` and an expression.
    query::queries(text, tokens, true, &mut |it| found(Action::Query(Box::new(it))));
}
