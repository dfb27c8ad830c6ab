//! A type that the index cannot hold.

use crate::lint::{
    Action, Rule, Severity,
    rule::{Report, Scene, page},
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "type-change-breaks-index",
    summary: "the new type of the column does not fit the operator class of its index",
    severity: Severity::Error,
    page: page!("type_change_breaks_index.md"),
    check,
};

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(Action::AlterType(table, column)) = scene.action() else { return };
    let key = scene.catalog.table_key(table);
    for index in scene.catalog.indexes_of(&key) {
        // One is enough to fail.
        let Some(class) = index.class else { continue };
        let is_on = index.key == crate::lint::Operand::Column(None, column.name.value.clone());
        if is_on && class.element.name() != column.type_name {
            report
                .at(&column.type_span, format!(
                    "`{}` on this column has `{}`, which does not take `{}`",
                    index.name, class.name, column.type_name
                ))
                .help(format!("index the cast `({}::{}(n))` under another name, then drop `{}`; or drop it first", column.name.value, column.type_name, index.name));
            return;
        }
    }
}
