//! `VACUUM` and `ANALYZE`.

use super::{
    Name, ObjectName, SyntaxError, UtilityOption, cursor::Cursor, token::Kind,
    value::utility_options,
};

/// A `VACUUM` or `ANALYZE` statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Maintain {
    /// Whether it is `VACUUM`.
    pub vacuum: bool,
    /// The options, also those without parentheses.
    pub options: Vec<UtilityOption>,
    /// The tables; all of the database when there is none.
    pub tables: Vec<ObjectName>,
}

/// Before `VACUUM` or `ANALYZE`.
pub(super) fn maintain(cursor: &mut Cursor<'_>) -> Result<Maintain, SyntaxError> {
    let vacuum = cursor.keyword("VACUUM").is_some();
    if !vacuum {
        cursor.advance();
    }
    let mut options = match cursor.peek(0) {
        Some(it) if it.kind == Kind::Open => utility_options(cursor)?,
        _ => {
            let words: &[&str] = match vacuum {
                true => &["FULL", "FREEZE", "VERBOSE", "ANALYZE", "ANALYSE"],
                false => &["VERBOSE"],
            };
            words
                .iter()
                .filter_map(|it| {
                    let span = cursor.keyword(it)?;
                    let name = Name { value: it.to_ascii_lowercase(), span };
                    Some(UtilityOption { name, value: None })
                })
                .collect()
        }
    };
    for it in &mut options {
        if it.name.value == "analyse" {
            "analyze".clone_into(&mut it.name.value);
        }
    }
    let tables = match cursor.peek(0) {
        None => vec![],
        Some(_) => cursor.list(|it| {
            it.keyword("ONLY");
            let table = it.object_name("a table")?;
            it.operator("*");
            if it.peek(0).is_some_and(|it| it.kind == Kind::Open) {
                let mut columns = it.group()?;
                columns.list(|it| it.name("a column"))?;
                columns.finish()?;
            }
            Ok(table)
        })?,
    };
    cursor.finish()?;
    Ok(Maintain { vacuum, options, tables })
}

#[cfg(test)]
mod tests {
    use crate::parse::{Statement, statements};

    #[test]
    fn options_stand_in_parentheses_or_not() {
        for (sql, options, tables) in [
            ("VACUUM", vec![], 0),
            ("VACUUM FULL ANALYZE s.t", vec!["full", "analyze"], 1),
            (
                "VACUUM (PARALLEL 4, INDEX_CLEANUP off) t, u (a)",
                vec!["parallel", "index_cleanup"],
                2,
            ),
            ("analyse verbose t", vec!["verbose"], 1),
        ] {
            let Ok(Statement::Maintain(it)) = &statements(sql)[0].statement else {
                panic!("{sql}")
            };
            let names: Vec<_> = it.options.iter().map(|it| it.name.value.as_str()).collect();
            assert_eq!((names, it.tables.len()), (options, tables), "{sql}");
            assert_eq!(it.vacuum, sql.starts_with("VACUUM"));
        }
    }
}
