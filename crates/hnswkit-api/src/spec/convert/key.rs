//! What an index is on: its table, its column or expression, its predicate, and its name.

use hnswkit_core::{
    domain::{Identifier, IdentifierError, IndexKey, QualifiedName, QualifiedNameError, RawSql},
    plan::default_index_name,
};

use super::check::{self, Check};

/// What is indexed, as far as it is known.
pub(super) struct Key {
    pub(super) table: Option<QualifiedName>,
    pub(super) key: Option<IndexKey>,
    pub(super) predicate: Option<RawSql>,
    pub(super) name: Option<Identifier>,
}

pub(super) fn convert(check: &mut Check<'_>) -> Key {
    let table = table(check);
    let key = key(check, "column", "expression");
    let predicate = sql(check, "where");
    let name = match check.values.value("name") {
        Some(_) => name(check, "name"),
        None => table.as_ref().zip(key.as_ref()).map(|(table, key)| match key {
            IndexKey::Column(column) => default_index_name(table, Some(column)),
            IndexKey::Expression(_) => default_index_name(table, None),
        }),
    };
    Key { table, key, predicate, name }
}

fn table(check: &mut Check<'_>) -> Option<QualifiedName> {
    let missing = "write `table = \"messages\"`, or `\"schema.table\"`";
    let text = check::text(check.required("table", missing)?)?;
    if check.values.value("schema").is_none() {
        return match text.parse() {
            Ok(it) => Some(it),
            Err(error) => {
                refuse_name(check, "table", &error);
                None
            }
        };
    }
    let schema = name(check, "schema");
    let table = match QualifiedName::parts(text, 1) {
        Ok(mut parts) => parts.pop(),
        Err(QualifiedNameError::TooManyParts { .. }) => {
            let message = format!("`table` must be one name beside `schema`, but is `{text}`");
            let help = "leave `schema` out, or the schema in `table`; a name with a dot in it stands in double quotes";
            check.refuse("table", message, help);
            None
        }
        Err(error) => {
            refuse_name(check, "table", &error);
            None
        }
    };
    Some(QualifiedName { schema: Some(schema?), name: table? })
}

/// The key, by one of the two.
pub(super) fn key(check: &mut Check<'_>, column: &str, expression: &str) -> Option<IndexKey> {
    match (check.values.value(column), check.values.value(expression)) {
        (Some(_), None) => name(check, column).map(IndexKey::Column),
        (None, Some(_)) => sql(check, expression).map(IndexKey::Expression),
        (Some(_), Some(_)) => {
            let message =
                format!("`{column}` and `{expression}` are both given, but an index has one key");
            check.refuse(expression, message, "leave one of them out");
            None
        }
        (None, None) => {
            let help =
                "write `column = \"embedding\"`, or `expression = \"embedding::halfvec(1536)\"`";
            check.refuse("column", "`column` is missing, and so is `expression`", help);
            None
        }
    }
}

/// The name of `key`, which has one part.
pub(super) fn name(check: &mut Check<'_>, key: &str) -> Option<Identifier> {
    let text = check.text(key)?;
    match QualifiedName::parts(text, 1) {
        Ok(mut parts) => parts.pop(),
        Err(error) => {
            refuse_name(check, key, &error);
            None
        }
    }
}

pub(super) fn refuse_name(check: &mut Check<'_>, key: &str, error: &QualifiedNameError) {
    check.refuse(key, format!("`{key}` is no name: {error}"), name_help(error, key));
}

fn name_help(error: &QualifiedNameError, key: &str) -> String {
    match error {
        QualifiedNameError::Part(IdentifierError::Empty) => {
            format!("write the name as it stands in the database, or leave `{key}` out")
        }
        QualifiedNameError::Part(IdentifierError::TooLong { .. }) => {
            "PostgreSQL cuts longer names; write the name as it stands in the database".to_owned()
        }
        QualifiedNameError::TooManyParts { .. } => {
            format!(
                "a name with a dot in it stands in double quotes, as in `{key} = '\"my.name\"'`"
            )
        }
        QualifiedNameError::Quote => {
            "write a double quote within a quoted name twice, and a dot after its end".to_owned()
        }
        QualifiedNameError::Part(_) => "write the name without it".to_owned(),
        _ => "write the name as it stands in the database".to_owned(),
    }
}

/// The SQL of `key`, read by our own parser.
#[cfg(feature = "parse")]
pub(super) fn sql(check: &mut Check<'_>, key: &str) -> Option<RawSql> {
    let text = check.text(key)?;
    match hnswkit_core::parse::expression(text) {
        Ok(it) => Some(it),
        Err(error) => {
            let at = text.get(..error.offset).map_or(0, |it| it.chars().count()) + 1;
            let message = format!("`{key}` cannot be used: {} (at character {at})", error.message);
            check.refuse(key, message, error.help);
            None
        }
    }
}

/// This build reads no SQL; who calls it with some has to load the one that does.
#[cfg(not(feature = "parse"))]
pub(super) fn sql(check: &mut Check<'_>, key: &str) -> Option<RawSql> {
    check.text(key)?;
    let message = format!("`{key}` is SQL, which this build cannot read");
    check.refuse(key, message, "use the build with the feature `parse`");
    None
}
