//! Statements, and parts of them, that need not be read to judge a migration of indexes.

use std::borrow::Cow;

use super::{
    cursor::Cursor,
    token::{Kind, Token},
};

/// First words of statements that have nothing to do with vector indexes.
///
/// sqlparser reads only part of PostgreSQL's statements. Where it fails on one of these, the
/// statement is passed over; where it fails on any other, that is reported.
const BESIDE_THE_POINT: &str = "CALL CHECKPOINT CLOSE CLUSTER COMMENT COPY DEALLOCATE DECLARE DISCARD EXECUTE FETCH \
    GRANT IMPORT LISTEN LOCK MOVE NOTIFY REASSIGN REFRESH REVOKE SECURITY SET TRUNCATE \
    UNLISTEN";

/// What `CREATE`, `ALTER` or `DROP` works on in such statements.
const OBJECTS: &str = "ACCESS AGGREGATE CAST COLLATION CONVERSION DATABASE DEFAULT DOMAIN EVENT EXTENSION \
    FOREIGN FUNCTION GROUP INDEX LANGUAGE LARGE OPERATOR OWNED POLICY PROCEDURE \
    PUBLICATION ROLE ROUTINE RULE SCHEMA SEQUENCE SERVER STATISTICS SUBSCRIPTION \
    TABLESPACE TEXT TRANSFORM TRIGGER TYPE USER";

/// Words between the two.
const MODIFIERS: &str = "OR REPLACE TEMP TEMPORARY CONSTRAINT TRUSTED PROCEDURAL DEFAULT";

/// Whether the statement may stay unread.
pub(super) fn is_beside_the_point(cursor: &Cursor<'_>) -> bool {
    let is_one_of =
        |n: usize, words: &str| words.split_whitespace().any(|it| cursor.is_keyword(n, it));
    if !is_one_of(0, "CREATE ALTER DROP") {
        return is_one_of(0, BESIDE_THE_POINT);
    }
    let mut n = 1;
    while is_one_of(n, MODIFIERS) && !is_one_of(n, "DEFAULT") {
        n += 1;
    }
    is_one_of(n, OBJECTS)
}

/// `tokens` without clauses of `CREATE` that sqlparser does not know: `WITH [NO] DATA` at the end,
/// and `INCLUDING …` or `EXCLUDING …` behind `LIKE` in a table.
pub(super) fn known<'a>(text: &str, tokens: &'a [Token]) -> Cow<'a, [Token]> {
    let at = |from: usize| Cursor::new(text, &tokens[from.min(tokens.len())..], 0);
    if !at(0).is_phrase(&["CREATE"]) {
        return Cow::Borrowed(tokens);
    }
    let ends_with = |words: &[&str]| {
        words.len() < tokens.len() && at(tokens.len() - words.len()).is_phrase(words)
    };
    let mut end = tokens.len();
    if ends_with(&["WITH", "NO", "DATA"]) {
        end -= 3;
    } else if ends_with(&["WITH", "DATA"]) {
        end -= 2;
    }
    let is_like = |n: usize| at(n).is_phrase(&["LIKE"]) && 0 < n && tokens[n - 1].kind != Kind::Dot;
    if !(0..end).any(is_like) {
        return Cow::Borrowed(&tokens[..end]);
    }
    let mut kept = vec![];
    let mut within_like = false;
    let mut n = 0;
    while n < end {
        within_like = match tokens[n].kind {
            Kind::Comma | Kind::Close => false,
            _ => within_like || is_like(n),
        };
        if within_like && (at(n).is_phrase(&["INCLUDING"]) || at(n).is_phrase(&["EXCLUDING"])) {
            n += 2;
        } else {
            kept.push(tokens[n]);
            n += 1;
        }
    }
    Cow::Owned(kept)
}
