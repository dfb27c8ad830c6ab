//! A change of type that rewrites.

use crate::{
    domain::ElementType,
    lint::{
        Action, Rule, Severity,
        rule::{Report, Scene, page},
    },
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "type-change-rewrites-table",
    summary: "ALTER COLUMN … TYPE writes the whole table and its indexes anew, under a lock that stops everybody",
    severity: Severity::Warning,
    page: page!("type_change_rewrites_table.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(Action::AlterType(name, column)) = scene.action() else { return };
    let is_vector =
        |it: &str| it != "bit" && ElementType::ALL.iter().any(|element| element.name() == it);
    let key = scene.catalog.table_key(name);
    let table = scene.catalog.table_of(&key);
    let old = table.and_then(|it| it.columns.get(&column.name.value));
    if !is_vector(&column.type_name) && !old.is_some_and(|it| is_vector(&it.name)) {
        return;
    }
    // Without dimensions, or with the same, nothing is written.
    let same = old.is_some_and(|it| {
        it.name == column.type_name
            && (column.dimensions.is_none() || it.dimensions == column.dimensions)
    });
    let is_new = table.is_some_and(|it| it.created_in == Some(scene.source) || it.temporary);
    let breaks = scene.catalog.indexes_of(&key).any(|it| {
        it.key.column() == Some(&column.name.value)
            && it.class.is_some_and(|it| it.element.name() != column.type_name)
    });
    if same || is_new || breaks {
        return;
    }
    report
        .at(scene.statement, format!("this writes all of `{key}` and its indexes anew, and nobody can read or write it meanwhile"))
        .help("add a column of the new type, fill it in batches, build its index CONCURRENTLY, then switch the queries");
}
