//! Models of `schema.prisma` that know the indexes of a plan.

use std::fmt::Write as _;

use crate::{
    domain::{IndexKey, QualifiedName},
    plan::{IndexRequest, Plan},
};

/// A model for each table, with its vector columns and indexes alone; empty when Prisma sees none
/// of the indexes: it looks past partial ones and those of expressions.
// prisma-engines, schema-engine/sql-schema-describer/src/postgres/indexes_query.sql.
pub(super) fn models(plan: &Plan) -> String {
    let seen = |it: &&IndexRequest| {
        it.operation.id != "drop"
            && it.definition.predicate.is_none()
            && matches!(it.definition.key, IndexKey::Column(_))
    };
    let indexes: Vec<_> = plan.request.indexes.iter().filter(seen).collect();
    let mut tables: Vec<&QualifiedName> = vec![];
    for it in &indexes {
        if !tables.contains(&&it.definition.table) {
            tables.push(&it.definition.table);
        }
    }
    // With one model in a schema, every model wants its own.
    let with_schemas = tables.iter().any(|it| it.schema.is_some());
    let mut names: Vec<String> = vec![];
    let mut models: Vec<String> = vec![];
    for table in tables {
        let ours: Vec<_> =
            indexes.iter().copied().filter(|it| it.definition.table == *table).collect();
        let name = free(name(table.name.as_str(), "Table"), &names);
        models.push(model(table, &name, &ours, with_schemas));
        names.push(name);
    }
    models.join("\n")
}

/// The name, or the first free one with a number behind it.
fn free(name: String, taken: &[String]) -> String {
    let numbered = (2..).map(|n| format!("{name}_{n}"));
    let mut names = std::iter::once(name.clone()).chain(numbered);
    names.find(|it| !taken.contains(it)).unwrap_or(name)
}

fn model(
    table: &QualifiedName,
    name: &str,
    indexes: &[&IndexRequest],
    with_schema: bool,
) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "model {name} {{\n  // …");
    let mut columns: Vec<(&str, String)> = vec![];
    for it in indexes {
        let IndexKey::Column(column) = &it.definition.key else { continue };
        if columns.iter().any(|(known, _)| *known == column.as_str()) {
            continue;
        }
        let taken: Vec<_> = columns.iter().map(|(_, field)| field.clone()).collect();
        let field = free(self::name(column.as_str(), "vector"), &taken);
        let map = mapped(&field, column.as_str(), "@map");
        let _ = writeln!(out, "  {field} Unsupported(\"{}\")?{map}", it.vector_type);
        columns.push((column.as_str(), field));
    }
    out.push('\n');
    for it in indexes {
        let IndexKey::Column(column) = &it.definition.key else { continue };
        let field = columns.iter().find(|(known, _)| *known == column.as_str());
        let field = field.map_or("", |(_, field)| field.as_str());
        let map = string(it.definition.name.as_str());
        let _ = writeln!(out, "  @@index([{field}], map: {map})");
    }
    let map = mapped(name, table.name.as_str(), "@@map");
    if !map.is_empty() {
        let _ = writeln!(out, " {map}");
    }
    if with_schema {
        let schema = table.schema.as_ref().map_or("public", |it| it.as_str());
        let _ = writeln!(out, "  @@schema({})", string(schema));
    }
    out.push_str("}\n");
    out
}

/// The attribute that says the database's name where Prisma's differs.
fn mapped(name: &str, real: &str, attribute: &str) -> String {
    if name == real { String::new() } else { format!(" {attribute}({})", string(real)) }
}

/// A name as Prisma takes it: letters, digits and underscores, a letter first.
fn name(real: &str, fallback: &str) -> String {
    let good = |it: char| it.is_ascii_alphanumeric() || it == '_';
    let cleaned: String = real.chars().map(|it| if good(it) { it } else { '_' }).collect();
    let start = cleaned.find(|it: char| it.is_ascii_alphabetic());
    match start {
        Some(start) => cleaned[start..].trim_end_matches('_').to_owned(),
        None => fallback.to_owned(),
    }
}

/// A string literal of Prisma's schema language, which is JSON's.
fn string(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_names_of_prisma() {
        assert_eq!(name("messages", "Table"), "messages");
        assert_eq!(name("Order Items", "Table"), "Order_Items");
        assert_eq!(name("_1st", "Table"), "st");
        assert_eq!(name("сообщения", "Table"), "Table");
        assert_eq!(string(r#"we"ird\"#), r#""we\"ird\\""#);
    }
}
