//! Queries in the bodies of functions, and what blocks change.

use super::{query, setting};
use crate::{
    lint::Action,
    parse::{Cursor, Kind, Lexer, Token},
};

/// The indexes and tables that the block among the tokens may change.
pub(super) fn changes(text: &str, tokens: &[Token], found: &mut dyn FnMut(Action)) {
    bodies(text, tokens, &mut |statement, end| {
        for n in 0..statement.len() {
            let mut cursor = Cursor::new(text, &statement[n..], end);
            if cursor.phrase(&["ALTER", "TABLE"]).is_some() {
                cursor.phrase(&["IF", "EXISTS"]);
                cursor.keyword("ONLY");
                if let Ok(table) = cursor.object_name("a table") {
                    found(Action::MayChangeTable(table));
                }
                continue;
            }
            if cursor.phrase(&["DROP", "INDEX"]).is_some() {
                cursor.phrase(&["IF", "EXISTS"]);
                if let Ok(name) = cursor.object_name("an index") {
                    found(Action::MayDropIndex(name));
                }
                continue;
            }
            if cursor.phrase(&["ALTER", "INDEX"]).is_none() {
                continue;
            }
            cursor.phrase(&["IF", "EXISTS"]);
            let Ok(name) = cursor.object_name("an index") else { continue };
            if cursor.phrase(&["RENAME", "TO"]).is_some()
                && let Ok(new) = cursor.name("a name")
            {
                found(Action::MayRenameIndex(name, new));
            }
        }
    });
}

/// How many calls of `set_config` in the block give a setting a value for the transaction.
pub(super) fn local_settings(text: &str, tokens: &[Token]) -> usize {
    let mut n = 0;
    bodies(text, tokens, &mut |statement, _| {
        setting::calls(text, statement, &mut |it| {
            n += usize::from(matches!(it, Action::Set(it) if it.local.is_some()));
        });
    });
    n
}

/// The queries in the bodies among the tokens, each with the settings that surround it unknown.
pub(super) fn queries(text: &str, tokens: &[Token], found: &mut dyn FnMut(Action)) {
    bodies(text, tokens, &mut |statement, _| {
        query::queries(text, statement, true, &mut |it| found(Action::Query(Box::new(it))));
    });
    // `BEGIN ATOMIC`, or `RETURN` and an expression.
    query::queries(text, tokens, true, &mut |it| found(Action::Query(Box::new(it))));
}

/// The statements in the dollar quotes among the tokens, and where each ends; also those that
/// another body executes.
fn bodies(text: &str, tokens: &[Token], found: &mut dyn FnMut(&[Token], usize)) {
    bodies_within(text, tokens, found, 3);
}

fn bodies_within(
    text: &str,
    tokens: &[Token],
    found: &mut dyn FnMut(&[Token], usize),
    depth: usize,
) {
    let Some(depth) = depth.checked_sub(1) else { return };
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
        while let Some(token) = lexer.next_token() {
            match token.kind {
                Kind::Semicolon => {
                    found(&statement, token.start);
                    bodies_within(text, &statement, found, depth);
                    statement.clear();
                }
                _ => statement.push(token),
            }
        }
        found(&statement, it.end - tag);
        bodies_within(text, &statement, found, depth);
    }
}
