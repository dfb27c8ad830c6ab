//! The statements of runbooks, as blocks.

use std::fmt::Display;

use super::{
    queries::search,
    view::{View, blocks, sql},
};
use crate::{
    domain::QualifiedName,
    plan::Phase,
    sql::{
        Analyze, Build, DropIndex, Parameter, ReindexIndex, Scope, Set, SettingValue, Statement,
        UpdateExtension, Vacuum,
    },
};

impl View<'_> {
    /// The drops of the way back.
    pub(super) fn drops(&self) -> String {
        let drops = self.plan.down.iter().filter(|it| it.phase == Phase::Drop);
        lines(drops.map(|it| &it.statement))
    }

    /// The same, whatever the mode is.
    pub(super) fn concurrent_drops(&self) -> String {
        let drops = self.plan.down.iter().filter_map(|it| match &it.statement {
            Statement::DropIndex(it) => Some(DropIndex { build: Build::Concurrent, ..it.clone() }),
            _ => None,
        });
        lines(drops)
    }

    /// Nothing interrupts the session's next statement.
    pub(super) fn no_timeouts(&self) -> String {
        sql(&self.session(&[]))
    }

    /// `REINDEX` of each index, after what the session needs.
    pub(super) fn reindexes(&self) -> String {
        let mut all = vec![self.session(&[self.memory_set()])];
        all.extend(self.plan.definitions().map(|it| reindex(it.qualified_name())));
        blocks(all)
    }

    /// The same, and a `VACUUM` of each table.
    pub(super) fn reindexes_and_vacuums(&self) -> String {
        let mut all = vec![self.session(&[self.memory_set()])];
        for table in self.tables_once() {
            let on_it = self.plan.definitions().filter(|it| it.table == table);
            all.extend(on_it.map(|it| reindex(it.qualified_name())));
            all.push(Vacuum { table, indexes: true }.to_string());
        }
        blocks(all)
    }

    /// `VACUUM` of each table.
    pub(super) fn vacuums(&self) -> String {
        lines(self.tables_once().into_iter().map(|table| Vacuum { table, indexes: true }))
    }

    /// `VACUUM` that leaves indexes alone.
    pub(super) fn vacuums_without_indexes(&self) -> String {
        lines(self.tables_once().into_iter().map(|table| Vacuum { table, indexes: false }))
    }

    /// `ANALYZE` of each table.
    pub(super) fn analyzes(&self) -> String {
        lines(self.tables_once().into_iter().map(|table| Analyze { table }))
    }

    pub(super) fn update_extension(&self) -> String {
        sql(&UpdateExtension.to_string())
    }

    /// The query to write for each index, as lines of a list.
    pub(super) fn models(&self) -> Vec<String> {
        self.requests().iter().map(|it| super::markdown::code(&search::model(it))).collect()
    }

    /// Each table of the plan once, in order.
    pub(super) fn tables_once(&self) -> Vec<QualifiedName> {
        let mut tables: Vec<QualifiedName> = vec![];
        for it in self.plan.definitions() {
            if !tables.contains(&it.table) {
                tables.push(it.table.clone());
            }
        }
        tables
    }

    /// The most memory that a build of the plan is given.
    fn memory_set(&self) -> Set {
        let most = self.plan.estimates.iter().map(|it| it.maintenance_work_mem).max();
        let value = SettingValue::Memory(most.unwrap_or(crate::domain::MemorySetting::DEFAULT));
        Set { scope: Scope::Session, parameter: Parameter::MaintenanceWorkMem, value }
    }

    /// Settings of a session whose next statement takes long.
    fn session(&self, more: &[Set]) -> String {
        let off =
            |parameter| Set { scope: Scope::Session, parameter, value: SettingValue::Seconds(0) };
        let timeouts = [off(Parameter::LockTimeout), off(Parameter::StatementTimeout)];
        let lines: Vec<_> = timeouts.iter().chain(more).map(ToString::to_string).collect();
        lines.join("\n")
    }
}

/// Statements in one block, one a line: psql sends them one by one.
fn lines(statements: impl Iterator<Item = impl Display>) -> String {
    let lines: Vec<_> = statements.map(|it| it.to_string()).collect();
    sql(&lines.join("\n"))
}

fn reindex(name: QualifiedName) -> String {
    ReindexIndex { name, build: Build::Concurrent }.to_string()
}
