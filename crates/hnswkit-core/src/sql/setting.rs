//! Settings of the session or transaction, and how they are put back.

use std::fmt;

use super::{Statement, Transaction, block, facts::Facts};
use crate::domain::{Literal, MemorySetting};

/// How long a setting lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Until the session ends or the setting is put back.
    Session,
    /// Until the transaction ends; outside of one it does nothing but warn.
    Transaction,
}

/// A setting that plans change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Parameter {
    /// How long to wait for a lock.
    LockTimeout,
    /// How long a statement may take.
    StatementTimeout,
    /// Memory for an index build.
    MaintenanceWorkMem,
    /// Parallel workers for an index build.
    MaxParallelMaintenanceWorkers,
    /// The size of a heap from which on a build may be parallel.
    MinParallelTableScanSize,
    /// How long a transaction may take (PostgreSQL 17 and later).
    TransactionTimeout,
}

/// The value of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingValue {
    /// Milliseconds-based settings, in whole seconds; 0 switches a timeout off.
    Seconds(u32),
    /// A memory setting.
    Memory(MemorySetting),
    /// A plain number.
    Number(u32),
}

/// `SET` or `SET LOCAL`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// How long it lasts.
    pub scope: Scope,
    /// The setting.
    pub parameter: Parameter,
    /// Its value.
    pub value: SettingValue,
}

/// Remembers settings in placeholders named `hnswkit.…`, for [`RestoreSettings`].
///
/// `RESET` would not do: a session may have had a value of its own,
/// such as the `lock_timeout` that the next migration relies on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveSettings {
    /// The scope of the changes to come.
    pub scope: Scope,
    /// The settings; those that the server does not have are passed over.
    pub parameters: Vec<Parameter>,
}

/// Puts back what [`SaveSettings`] remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoreSettings {
    /// The scope of the changes.
    pub scope: Scope,
    /// The settings.
    pub parameters: Vec<Parameter>,
}

/// Switches `transaction_timeout` off where the server has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionTimeoutOff;

impl Parameter {
    /// The name as PostgreSQL spells it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::LockTimeout => "lock_timeout",
            Self::StatementTimeout => "statement_timeout",
            Self::MaintenanceWorkMem => "maintenance_work_mem",
            Self::MaxParallelMaintenanceWorkers => "max_parallel_maintenance_workers",
            Self::MinParallelTableScanSize => "min_parallel_table_scan_size",
            Self::TransactionTimeout => "transaction_timeout",
        }
    }
}

impl Scope {
    fn transaction(self) -> Transaction {
        match self {
            Self::Session => Transaction::Allowed,
            Self::Transaction => Transaction::Required,
        }
    }

    fn is_local(self) -> &'static str {
        match self {
            Self::Session => "false",
            Self::Transaction => "true",
        }
    }
}

impl fmt::Display for SettingValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Seconds(0) => f.write_str("0"),
            Self::Seconds(it) => write!(f, "'{it}s'"),
            Self::Memory(it) => write!(f, "'{it}'"),
            Self::Number(it) => it.fmt(f),
        }
    }
}

impl fmt::Display for Set {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = match self.scope {
            Scope::Session => "",
            Scope::Transaction => "LOCAL ",
        };
        write!(f, "SET {local}{} = {};", self.parameter.name(), self.value)
    }
}

/// The names as a list for `IN (…)`.
fn list(parameters: &[Parameter]) -> String {
    let names: Vec<_> = parameters.iter().map(|it| Literal(it.name()).to_string()).collect();
    names.join(",\n        ")
}

impl fmt::Display for SaveSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (names, local) = (list(&self.parameters), self.scope.is_local());
        block::write(
            f,
            &format!(
                "BEGIN
    PERFORM set_config('hnswkit.' || name, current_setting(name), {local})
    FROM pg_settings
    WHERE name IN (
        {names}
    );
END"
            ),
        )
    }
}

impl fmt::Display for RestoreSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (names, local) = (list(&self.parameters), self.scope.is_local());
        block::write(
            f,
            &format!(
                "BEGIN
    PERFORM set_config(name, current_setting('hnswkit.' || name), {local})
    FROM pg_settings
    WHERE name IN (
        {names}
    );
END"
            ),
        )
    }
}

impl fmt::Display for TransactionTimeoutOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        block::write(
            f,
            "BEGIN
    PERFORM set_config(name, '0', false)
    FROM pg_settings
    WHERE name = 'transaction_timeout';
END",
        )
    }
}

impl Facts for Set {
    fn title(&self) -> String {
        format!("set {} = {}", self.parameter.name(), self.value)
    }

    fn transaction(&self) -> Transaction {
        self.scope.transaction()
    }
}

impl Facts for SaveSettings {
    fn title(&self) -> String {
        "remember the settings".to_owned()
    }

    fn transaction(&self) -> Transaction {
        self.scope.transaction()
    }

    fn inverse(&self) -> Option<Statement> {
        let parameters = self.parameters.clone();
        Some(RestoreSettings { scope: self.scope, parameters }.into())
    }
}

impl Facts for RestoreSettings {
    fn title(&self) -> String {
        "put the settings back".to_owned()
    }

    fn transaction(&self) -> Transaction {
        self.scope.transaction()
    }
}

impl Facts for TransactionTimeoutOff {
    fn title(&self) -> String {
        "set transaction_timeout = 0".to_owned()
    }
}
