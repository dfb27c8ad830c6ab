//! Indexes of a plan as Drizzle's schema has them.

use std::fmt::Write as _;

use crate::{
    domain::{IndexDefinition, IndexKey, QualifiedName},
    plan::Plan,
};

/// For each table the third argument of `pgTable`.
pub(super) fn indexes(plan: &Plan) -> String {
    let mut out = String::new();
    if plan.kept().any(needs_sql) {
        out.push_str("import { sql } from 'drizzle-orm';\n");
    }
    out.push_str("import { index } from 'drizzle-orm/pg-core';\n");
    let mut tables: Vec<&QualifiedName> = vec![];
    for it in plan.kept() {
        if !tables.contains(&&it.table) {
            tables.push(&it.table);
        }
    }
    for table in tables {
        let _ = writeln!(out, "\n// The last argument of the pgTable of {table}:\n(table) => [");
        plan.kept().filter(|it| it.table == *table).for_each(|it| index(&mut out, it));
        out.push_str("]\n");
    }
    out
}

fn needs_sql(it: &IndexDefinition) -> bool {
    it.predicate.is_some() || matches!(it.key, IndexKey::Expression(_))
}

fn index(out: &mut String, it: &IndexDefinition) {
    let class = it.operator_class.name;
    let key = match &it.key {
        IndexKey::Column(column) => {
            format!("table{}.op({})", property(column.as_str()), string(class))
        }
        IndexKey::Expression(_) => template(&format!("{} {class}", it.key)),
    };
    let _ = writeln!(out, "  index({})", string(it.name.as_str()));
    let _ = writeln!(out, "    .using('hnsw', {key})");
    let (m, ef_construction) = (it.hnsw.m(), it.hnsw.ef_construction());
    let _ = write!(out, "    .with({{ m: '{m}', ef_construction: '{ef_construction}' }})");
    if let Some(predicate) = &it.predicate {
        let _ = write!(out, "\n    .where({})", template(&predicate.to_string()));
    }
    out.push_str(",\n");
}

/// `.name`, or `['na me']` for what is no name in JavaScript.
fn property(name: &str) -> String {
    let mut chars = name.chars();
    let first = |it: char| it.is_ascii_alphabetic() || it == '_';
    let plain =
        chars.next().is_some_and(first) && chars.all(|it| it.is_ascii_alphanumeric() || it == '_');
    if plain { format!(".{name}") } else { format!("[{}]", string(name)) }
}

/// A string literal in single quotes; names have no control characters.
fn string(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

/// SQL as a template of Drizzle's, without parameters.
fn template(sql: &str) -> String {
    let text = sql.replace('\\', "\\\\").replace('`', "\\`").replace("${", "\\${");
    format!("sql`{text}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_names_stay_text() {
        assert_eq!(property("embedding"), ".embedding");
        assert_eq!(property("O'Brien \\ ${x} `y`"), "['O\\'Brien \\\\ ${x} `y`']");
        assert_eq!(template("a = '`${b}\\'"), "sql`a = '\\`\\${b}\\\\'`");
    }
}
