//! The monitoring pack in the hands of the programs that it is for.

#[path = "monitoring/mod.rs"]
mod table;

use std::process::ExitCode;

use hnswkit_tests::{Server, program, skip};

fn main() -> ExitCode {
    let missing: Vec<_> = table::PROGRAMS.iter().filter(|it| program(it).is_none()).collect();
    if !missing.is_empty() {
        let code = skip(&[table::SUITE], &format!("no {missing:?} (cargo xtask tools)"));
        if std::env::var_os("CI").is_some_and(|it| it == "true") {
            eprintln!("error: in CI nothing may be skipped");
            return ExitCode::FAILURE;
        }
        return code;
    }
    let cure = r#"no server (cargo xtask servers start; eval "$(cargo xtask servers env)")"#;
    hnswkit_tests::run(&[table::SUITE], Server::from_env(), cure)
}
