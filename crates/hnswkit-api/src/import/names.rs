//! Names, as a spec and as SQL spell them.

use hnswkit_core::domain::{Identifier, QualifiedName};

use super::catalog::Named;

/// The table as `table` of a spec spells it; nothing if a name is none that we write.
pub(super) fn table(named: &Named) -> Option<String> {
    let name = part(&named.name)?;
    match &named.schema {
        Some(schema) => Some(format!("{}.{name}", part(schema)?)),
        None => Some(name),
    }
}

/// A name as `column` or `name` of a spec spells it.
pub(super) fn part(name: &str) -> Option<String> {
    Identifier::new(name).ok()?;
    if !name.contains(['.', '"']) {
        return Some(name.to_owned());
    }
    Some(format!("\"{}\"", name.replace('"', "\"\"")))
}

/// A name as SQL spells it.
pub(super) fn sql(name: &str) -> String {
    match Identifier::new(name) {
        Ok(it) => it.to_string(),
        Err(_) => format!("\"{}\"", name.replace('"', "\"\"").escape_debug()),
    }
}

/// The table as SQL spells it.
pub(super) fn table_sql(named: &Named) -> String {
    match &named.schema {
        Some(schema) => format!("{}.{}", sql(schema), sql(&named.name)),
        None => sql(&named.name),
    }
}

/// The parts of a name that the server has spelled as SQL.
pub(super) fn of_sql(text: &str) -> Option<Named> {
    let mut parts = QualifiedName::parts(text, 2).ok()?;
    let name = parts.pop()?.as_str().to_owned();
    Some(Named { schema: parts.pop().map(|it| it.as_str().to_owned()), name })
}
