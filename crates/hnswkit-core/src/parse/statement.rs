//! What a statement says.

use super::{
    AlterIndex, AlterTable, CreateIndex, Do, DropIndex, Extension, Load, Maintain, Reindex, Reset,
    Set, Show, SyntaxError, Transaction, block, change_index, create_index,
    cursor::Cursor,
    extension, maintain, set,
    token::{Kind, Token},
    transaction,
};

/// A statement.
///
/// What concerns indexes, settings and transactions we read ourselves, with the place of every
/// part; of the rest it is only told whether sqlparser reads it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Statement {
    /// `CREATE INDEX`
    CreateIndex(Box<CreateIndex>),
    /// `DROP INDEX`
    DropIndex(DropIndex),
    /// `REINDEX`
    Reindex(Reindex),
    /// `ALTER INDEX`
    AlterIndex(AlterIndex),
    /// `ALTER TABLE`
    AlterTable(AlterTable),
    /// `DO`
    Do(Do),
    /// `SET`, `ALTER SYSTEM SET`, `ALTER DATABASE … SET`, `ALTER ROLE … SET`
    Set(Set),
    /// `RESET`, also of a role, a database or the server
    Reset(Reset),
    /// `SHOW`
    Show(Show),
    /// `BEGIN`, `COMMIT`, `ROLLBACK` and the like
    Transaction(Transaction),
    /// `VACUUM` or `ANALYZE`
    Maintain(Maintain),
    /// `CREATE EXTENSION` or `ALTER EXTENSION … UPDATE`
    Extension(Extension),
    /// `LOAD`
    Load(Load),
    /// A command of psql, such as `\connect`.
    Psql(PsqlCommand),
    /// Any other statement; what it says is not kept.
    // A tree of sqlparser's here would bring the code that frees it into everything that reads.
    Other,
    /// A statement that was passed over, of a kind that has nothing to do with indexes.
    Unread,
}

/// A command of psql.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PsqlCommand {
    /// Its name without the backslash, such as `connect`.
    pub name: String,
}

/// First words of statements that we do not read ourselves; sqlparser knows those of other
/// databases too.
const VERBS: &str = "ALTER CALL CHECKPOINT CLOSE CLUSTER COMMENT COPY CREATE DEALLOCATE DECLARE DELETE \
    DISCARD DROP EXECUTE EXPLAIN FETCH GRANT IMPORT INSERT LISTEN LOCK MERGE MOVE \
    NOTIFY PREPARE REASSIGN REFRESH REVOKE SECURITY SELECT SET TABLE TRUNCATE UNLISTEN \
    UPDATE VALUES WITH";

/// Reads all of `tokens` as a statement that we read without sqlparser; nothing for others.
pub(super) fn own(text: &str, tokens: &[Token]) -> Result<Option<Statement>, SyntaxError> {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
        return Ok(Some(Statement::Unread));
    };
    if first.kind == Kind::PsqlCommand {
        let command = &text[first.start + 1..first.end];
        let name = command.split(|it: char| !it.is_ascii_alphanumeric()).next();
        let name = name.unwrap_or_default().to_owned();
        return Ok(Some(Statement::Psql(PsqlCommand { name })));
    }
    let mut cursor = Cursor::new(text, tokens, last.end);
    if let Some(it) = typed(&mut cursor)? {
        return Ok(Some(it));
    }
    let cursor = Cursor::new(text, tokens, last.end);
    if first.kind != Kind::Open && !VERBS.split_whitespace().any(|it| cursor.is_keyword(0, it)) {
        return Err(cursor.unexpected("a statement"));
    }
    Ok(None)
}

/// A statement that we read ourselves; else the cursor can stand anywhere.
fn typed(cursor: &mut Cursor<'_>) -> Result<Option<Statement>, SyntaxError> {
    if let Some(it) = transaction::transaction(cursor)? {
        return Ok(Some(Statement::Transaction(it)));
    }
    let statement = if cursor.is_phrase(&["CREATE", "INDEX"])
        || cursor.is_phrase(&["CREATE", "UNIQUE", "INDEX"])
    {
        cursor.advance();
        Statement::CreateIndex(Box::new(create_index::create_index(cursor)?))
    } else if cursor.is_phrase(&["DROP", "INDEX"]) {
        cursor.advance();
        Statement::DropIndex(change_index::drop_index(cursor)?)
    } else if cursor.is_phrase(&["ALTER", "INDEX"]) {
        // `ALTER INDEX ALL IN TABLESPACE` moves files.
        if cursor.is_keyword(2, "ALL") {
            return Ok(None);
        }
        cursor.advance();
        Statement::AlterIndex(change_index::alter_index(cursor)?)
    } else if cursor.is_phrase(&["ALTER", "TABLE"]) {
        return Ok(None);
    } else if cursor.keyword("REINDEX").is_some() {
        Statement::Reindex(change_index::reindex(cursor)?)
    } else if cursor.keyword("DO").is_some() {
        Statement::Do(block::block(cursor)?)
    } else if cursor.is_keyword(0, "SET") {
        return Ok(set::set(cursor)?.map(Statement::Set));
    } else if cursor.keyword("RESET").is_some() {
        Statement::Reset(set::reset(cursor)?)
    } else if cursor.keyword("SHOW").is_some() {
        Statement::Show(set::show(cursor)?)
    } else if ["VACUUM", "ANALYZE", "ANALYSE"].iter().any(|it| cursor.is_keyword(0, it)) {
        Statement::Maintain(maintain::maintain(cursor)?)
    } else if cursor.phrase(&["CREATE", "EXTENSION"]).is_some() {
        Statement::Extension(extension::create_extension(cursor)?)
    } else if cursor.phrase(&["ALTER", "EXTENSION"]).is_some() {
        return Ok(extension::update_extension(cursor)?.map(Statement::Extension));
    } else if cursor.keyword("LOAD").is_some() {
        Statement::Load(extension::load(cursor)?)
    } else if cursor.is_keyword(0, "ALTER") {
        return Ok(set::alter(cursor)?.map(|it| match it {
            set::Change::Set(it) => Statement::Set(it),
            set::Change::Reset(it) => Statement::Reset(it),
        }));
    } else {
        return Ok(None);
    };
    Ok(Some(statement))
}
