//! Statements that begin and end transactions.

use super::{SyntaxError, cursor::Cursor, token::Kind, value::string};

/// A statement that begins or ends a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transaction {
    /// `BEGIN` or `START TRANSACTION`
    Begin,
    /// `COMMIT` or `END`
    Commit,
    /// `ROLLBACK` or `ABORT`
    Rollback,
    /// `PREPARE TRANSACTION`, which ends it for the session.
    Prepare,
    /// `COMMIT PREPARED` or `ROLLBACK PREPARED`, which no transaction may hold.
    FinishPrepared,
    /// `SAVEPOINT`, `RELEASE` or `ROLLBACK TO`
    Savepoint,
}

/// Before the first word; nothing when it is another statement.
pub(super) fn transaction(cursor: &mut Cursor<'_>) -> Result<Option<Transaction>, SyntaxError> {
    let found = if cursor.keyword("BEGIN").is_some() {
        skip_work(cursor);
        modes(cursor);
        Transaction::Begin
    } else if cursor.phrase(&["START", "TRANSACTION"]).is_some() {
        modes(cursor);
        Transaction::Begin
    } else if cursor.phrase(&["PREPARE", "TRANSACTION"]).is_some() {
        string(cursor, "an identifier in quotes")?;
        Transaction::Prepare
    } else if cursor.phrase(&["COMMIT", "PREPARED"]).is_some()
        || cursor.phrase(&["ROLLBACK", "PREPARED"]).is_some()
    {
        string(cursor, "an identifier in quotes")?;
        Transaction::FinishPrepared
    } else if cursor.keyword("COMMIT").is_some() || cursor.keyword("END").is_some() {
        skip_work(cursor);
        chain(cursor);
        Transaction::Commit
    } else if cursor.keyword("ROLLBACK").is_some() || cursor.keyword("ABORT").is_some() {
        skip_work(cursor);
        match cursor.keyword("TO") {
            Some(_) => {
                savepoint(cursor)?;
                Transaction::Savepoint
            }
            None => {
                chain(cursor);
                Transaction::Rollback
            }
        }
    } else if cursor.keyword("SAVEPOINT").is_some() {
        cursor.name("a savepoint")?;
        Transaction::Savepoint
    } else if cursor.keyword("RELEASE").is_some() {
        savepoint(cursor)?;
        Transaction::Savepoint
    } else {
        return Ok(None);
    };
    cursor.finish()?;
    Ok(Some(found))
}

fn skip_work(cursor: &mut Cursor<'_>) {
    if cursor.keyword("WORK").is_none() {
        cursor.keyword("TRANSACTION");
    }
}

fn chain(cursor: &mut Cursor<'_>) {
    if cursor.phrase(&["AND", "CHAIN"]).is_none() {
        cursor.phrase(&["AND", "NO", "CHAIN"]);
    }
}

fn savepoint(cursor: &mut Cursor<'_>) -> Result<(), SyntaxError> {
    // A savepoint can be called `savepoint`.
    if cursor.peek(1).is_some() {
        cursor.keyword("SAVEPOINT");
    }
    cursor.name("a savepoint").map(drop)
}

fn modes(cursor: &mut Cursor<'_>) {
    let modes: &[&[&str]] = &[
        &["ISOLATION", "LEVEL", "SERIALIZABLE"],
        &["ISOLATION", "LEVEL", "REPEATABLE", "READ"],
        &["ISOLATION", "LEVEL", "READ", "COMMITTED"],
        &["ISOLATION", "LEVEL", "READ", "UNCOMMITTED"],
        &["READ", "ONLY"],
        &["READ", "WRITE"],
        &["DEFERRABLE"],
        &["NOT", "DEFERRABLE"],
    ];
    while modes.iter().any(|it| cursor.phrase(it).is_some()) {
        cursor.kind(Kind::Comma);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{Statement, statements};

    #[test]
    fn every_spelling_is_known() {
        for (sql, expected) in [
            ("BEGIN", Transaction::Begin),
            ("begin transaction isolation level serializable, read only", Transaction::Begin),
            ("START TRANSACTION READ WRITE", Transaction::Begin),
            ("COMMIT AND CHAIN", Transaction::Commit),
            ("END WORK", Transaction::Commit),
            ("ABORT", Transaction::Rollback),
            ("ROLLBACK TO a", Transaction::Savepoint),
            ("ROLLBACK WORK TO SAVEPOINT \"A\"", Transaction::Savepoint),
            ("RELEASE savepoint", Transaction::Savepoint),
            ("PREPARE TRANSACTION 'x'", Transaction::Prepare),
            ("COMMIT PREPARED 'x'", Transaction::FinishPrepared),
        ] {
            assert_eq!(statements(sql)[0].statement, Ok(Statement::Transaction(expected)), "{sql}");
        }
        for sql in ["BEGIN 1", "COMMIT t", "SAVEPOINT", "ROLLBACK TO", "START"] {
            assert!(statements(sql)[0].statement.is_err(), "{sql}");
        }
    }
}
