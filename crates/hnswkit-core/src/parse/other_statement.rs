//! Statements that we read with the help of sqlparser.

use super::{
    Statement, SyntaxError, alter_table, bridge,
    cursor::Cursor,
    token::Token,
    unread::{is_beside_the_point, known},
};

/// Reads all of `tokens`, which are no statement that we read ourselves.
pub(super) fn other(text: &str, tokens: &[Token]) -> Result<Statement, SyntaxError> {
    let end = tokens.last().map_or(text.len(), |it| it.end);
    let mut cursor = Cursor::new(text, tokens, end);
    if cursor.phrase(&["ALTER", "TABLE"]).is_some() {
        // `ALTER TABLE ALL IN TABLESPACE` moves files.
        if cursor.keyword("ALL").is_some() {
            return Ok(Statement::Unread);
        }
        return alter_table::alter_table(&mut cursor).map(Statement::AlterTable);
    }
    // sqlparser takes a procedure for one of SQL Server, with statements in it.
    if cursor.is_phrase(&["CREATE", "PROCEDURE"])
        || cursor.is_phrase(&["CREATE", "OR", "REPLACE", "PROCEDURE"])
    {
        return Ok(Statement::Unread);
    }
    match bridge::statement(text, &known(text, tokens), end) {
        Ok(()) => Ok(Statement::Other),
        Err(_) if is_beside_the_point(&cursor) => Ok(Statement::Unread),
        Err(it) => Err(it),
    }
}
