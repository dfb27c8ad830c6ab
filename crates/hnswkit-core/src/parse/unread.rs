//! Statements that need not be read to judge a migration of indexes.

use super::cursor::Cursor;

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
