//! Every test of `tests/tests/servers/` on every server of the environment.

#[path = "servers/mod.rs"]
mod table;

use std::process::ExitCode;

use hnswkit_tests::Server;

fn main() -> ExitCode {
    let cure = r#"no server (cargo xtask servers start; eval "$(cargo xtask servers env)")"#;
    hnswkit_tests::run_made(&[table::SUITE], table::made(), Server::from_env(), cure)
}
