//! `CREATE EXTENSION`, `ALTER EXTENSION … UPDATE` and `LOAD`.

use super::{
    Name, Span, SyntaxError, Value,
    cursor::Cursor,
    value::{string, word},
};

/// A `CREATE EXTENSION` or `ALTER EXTENSION … UPDATE` statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// The extension.
    pub name: Name,
    /// Whether it is created (else updated).
    pub create: bool,
    /// `IF NOT EXISTS`, if it is there.
    pub if_not_exists: Option<Span>,
    /// The schema, if one is named.
    pub schema: Option<Name>,
    /// The version, if one is named.
    pub version: Option<Value>,
    /// `CASCADE`, if it is there.
    pub cascade: Option<Span>,
}

/// A `LOAD` statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    /// The library.
    pub library: Value,
}

/// Behind `CREATE EXTENSION`.
pub(super) fn create_extension(cursor: &mut Cursor<'_>) -> Result<Extension, SyntaxError> {
    let if_not_exists = cursor.phrase(&["IF", "NOT", "EXISTS"]);
    let name = cursor.name("an extension")?;
    let mut it =
        Extension { name, create: true, if_not_exists, schema: None, version: None, cascade: None };
    cursor.keyword("WITH");
    while cursor.peek(0).is_some() {
        if cursor.keyword("SCHEMA").is_some() {
            it.schema = Some(cursor.name("a schema")?);
        } else if cursor.keyword("VERSION").is_some() {
            it.version = Some(word(cursor, "a version")?);
        } else if cursor.keyword("FROM").is_some() {
            word(cursor, "a version")?;
        } else {
            match cursor.keyword("CASCADE") {
                Some(span) => it.cascade = Some(span),
                None => return Err(cursor.unexpected("`SCHEMA`, `VERSION` or `CASCADE`")),
            }
        }
    }
    Ok(it)
}

/// Behind `ALTER EXTENSION`; nothing when it is not an update.
pub(super) fn update_extension(cursor: &mut Cursor<'_>) -> Result<Option<Extension>, SyntaxError> {
    let name = cursor.name("an extension")?;
    if cursor.keyword("UPDATE").is_none() {
        return match ["ADD", "DROP", "SET", "OWNER"].iter().any(|it| cursor.is_keyword(0, it)) {
            true => Ok(None),
            false => Err(cursor.unexpected("`UPDATE`, `SET`, `ADD` or `DROP`")),
        };
    }
    let version = match cursor.keyword("TO") {
        Some(_) => Some(word(cursor, "a version")?),
        None => None,
    };
    cursor.finish()?;
    Ok(Some(Extension {
        name,
        create: false,
        if_not_exists: None,
        schema: None,
        version,
        cascade: None,
    }))
}

/// Behind `LOAD`.
pub(super) fn load(cursor: &mut Cursor<'_>) -> Result<Load, SyntaxError> {
    let library = string(cursor, "a library in quotes")?;
    cursor.finish()?;
    Ok(Load { library })
}

#[cfg(test)]
mod tests {
    use crate::parse::{Statement, statements};

    #[test]
    fn clauses_come_in_any_order() {
        let sql =
            "CREATE EXTENSION IF NOT EXISTS vector WITH VERSION '0.8.0' SCHEMA extensions CASCADE";
        let Ok(Statement::Extension(it)) = &statements(sql)[0].statement else { panic!() };
        assert!(it.create && it.if_not_exists.is_some() && it.cascade.is_some());
        assert_eq!(it.schema.as_ref().map(|it| it.value.as_str()), Some("extensions"));
        let sql = "ALTER EXTENSION vector UPDATE TO '0.8.1'";
        let Ok(Statement::Extension(it)) = &statements(sql)[0].statement else { panic!() };
        assert_eq!(it.version.as_ref().map(|it| it.text.as_str()), Some("0.8.1"));
        assert!(statements("CREATE EXTENSION vector FROM")[0].statement.is_err());
        assert!(matches!(statements("LOAD 'vector'")[0].statement, Ok(Statement::Load(_))));
    }
}
