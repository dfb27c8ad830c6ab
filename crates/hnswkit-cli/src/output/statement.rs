//! What a statement does, in a few words.

use hnswkit_core::sql::{Build, Statement};

/// What it does, without a full stop.
pub(super) fn title(statement: &Statement) -> String {
    match statement {
        Statement::SaveSettings(_) => "remember the settings".to_owned(),
        Statement::Set(it) => format!("set {} = {}", it.parameter.name(), it.value),
        Statement::TransactionTimeoutOff(_) => "set transaction_timeout = 0".to_owned(),
        Statement::RestoreSettings(_) => "put the settings back".to_owned(),
        Statement::GuardIndex(it) => {
            format!("stop unless {} may be built", it.definition.qualified_name())
        }
        Statement::CreateIndex(it) => {
            format!("build {}{}", it.definition.qualified_name(), concurrently(it.build))
        }
        Statement::VerifyIndex(it) => {
            format!("prove that {} is valid and as planned", it.definition.qualified_name())
        }
        Statement::GuardReindex(it) => {
            format!("stop unless {} may be built anew", it.definition.qualified_name())
        }
        Statement::Reindex(it) => format!("build {} anew{}", it.name, concurrently(it.build)),
        Statement::GuardReplace(it) => {
            format!("stop unless {} may be replaced", it.definition.qualified_name())
        }
        Statement::SwapIndexes(it) => {
            format!("swap the names of {} and {}", it.names.name, it.names.new)
        }
        Statement::SwapBack(it) => format!("give {} its name back, if it is there", it.names.name),
        Statement::GuardDrop(it) => format!("stop unless {} may be dropped", it.name),
        Statement::DropIndex(it) => {
            format!("drop {}{}, if any", it.name, concurrently(it.build))
        }
        Statement::VerifyDropped(it) => {
            let names: Vec<_> = it.names.iter().map(ToString::to_string).collect();
            format!("prove that {} is gone", names.first().map_or("", String::as_str))
        }
        Statement::GuardOutside(it) => {
            format!("stop unless {} was changed outside", it.definition.qualified_name())
        }
    }
}

fn concurrently(build: Build) -> &'static str {
    match build {
        Build::Concurrent => " concurrently",
        Build::Plain => "",
    }
}
