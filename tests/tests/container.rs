//! The tests of `tests/tests/servers/` in a real container, and what only a container shows.

#[path = "container/shared_memory.rs"]
mod shared_memory;
#[path = "servers/mod.rs"]
mod table;

use std::process::ExitCode;

use hnswkit_tests::{Container, Suite};

/// What only a container shows.
const HERE: Suite = &[("shared_memory", shared_memory::TESTS)];

/// The image to start, or `off`.
const IMAGE: &str = "HNSWKIT_TEST_CONTAINER";

/// Bytes of `/dev/shm`: side by side, the tests create more tables and build more indexes than
/// Docker's 64 MB hold. What is about those starts a container of its own.
const ROOM: u64 = 512 << 20;

fn main() -> ExitCode {
    let suites = [table::SUITE, HERE];
    let cure = r#"no container (cargo xtask container; eval "$(cargo xtask env)")"#;
    match std::env::var(IMAGE).as_deref() {
        Ok("off") => {
            hnswkit_tests::skip_made(&suites, table::made(), "HNSWKIT_TEST_CONTAINER is off")
        }
        Err(_) | Ok("") => hnswkit_tests::run_made(&suites, table::made(), Ok(Vec::new()), cure),
        Ok(_) if std::env::args().any(|it| it == "--list") => {
            hnswkit_tests::run_made(&suites, table::made(), Ok(vec![Container::outline()]), cure)
        }
        // The container lives until the tests have run.
        Ok(image) => match Container::start(image, Some(ROOM)) {
            Ok(it) => {
                hnswkit_tests::run_made(&suites, table::made(), Ok(vec![it.server.clone()]), cure)
            }
            Err(error) => hnswkit_tests::run_made(&suites, table::made(), Err(error), cure),
        },
    }
}
