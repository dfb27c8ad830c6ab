//! Indexes as the schema files of declarative tools have them.

use std::sync::Arc;

use crate::{
    plan::Plan,
    render::script,
    sql::{Build, CreateIndex, Statement},
};

/// One plain `CREATE INDEX` an index: such files describe a state, and build it only where the
/// tables are empty.
pub(super) fn indexes(plan: &Plan) -> String {
    let mut out = String::new();
    for (n, it) in plan.kept().enumerate() {
        if 0 < n {
            out.push('\n');
        }
        let definition = Arc::new(it.clone());
        let statement = Statement::from(CreateIndex { definition, build: Build::Plain });
        script::query(&mut out, &statement);
    }
    out
}
