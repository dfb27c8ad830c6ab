//! Docker gives a container 64 MB of `/dev/shm`; a parallel build wants `maintenance_work_mem`.

use anyhow::Result;
use hnswkit_core::{
    domain::{Bytes, MemorySetting, Platform},
    estimate::SharedMemoryNeed,
};
use hnswkit_tests::{
    Container, Database, Element, Server, Session, Test, Version, create_table, refusal,
};

pub(crate) const TESTS: &[Test] = &[
    Test {
        name: "a_parallel_build_fails_and_leaves_an_invalid_index",
        since: Version::new(0, 6, 0),
        run: a_parallel_build_fails_and_leaves_an_invalid_index,
    },
    Test {
        name: "a_serial_build_needs_no_shared_memory",
        since: Version::new(0, 6, 0),
        run: a_serial_build_needs_no_shared_memory,
    },
    Test {
        name: "the_least_that_is_estimated_is_the_least",
        since: Version::new(0, 6, 0),
        run: the_least_that_is_estimated_is_the_least,
    },
    Test {
        name: "the_size_that_is_recommended_is_enough",
        since: Version::new(0, 6, 0),
        run: the_size_that_is_recommended_is_enough,
    },
];

const BUILD: &str =
    "CREATE INDEX CONCURRENTLY items_hnsw ON items USING hnsw (embedding vector_l2_ops)";

const VALID: &str = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'items_hnsw'::regclass";

/// A server that few use; its statistics are small.
fn start(shared_memory: Option<u64>) -> Result<Container> {
    Container::start(&std::env::var("HNSWKIT_TEST_CONTAINER")?, shared_memory)
}

/// A table that is built in parallel, although it is small, with more memory than `/dev/shm` has.
fn prepare(database: &Database) -> Result<Session> {
    let mut session = database.connect()?;
    create_table(&mut session, "items", "embedding", Element::Vector(64), 2000)?;
    session.batch_execute("ALTER TABLE items SET (parallel_workers = 2)")?;
    session.batch_execute("SET maintenance_work_mem = '80MB'")?;
    Ok(session)
}

fn a_parallel_build_fails_and_leaves_an_invalid_index(_: &Server) -> Result<()> {
    let container = start(None)?;
    let database = Database::create(&container.server, "parallel build")?;
    let mut session = prepare(&database)?;
    let error = refusal(&mut session, BUILD)?;
    assert!(error.message().starts_with("could not resize shared memory segment"), "{error}");
    assert_eq!(error.code().code(), "53100");
    assert_eq!(session.value(VALID)?, "f");
    Ok(())
}

/// Docker's 64 MB hold a build with 65MB, and none with 66MB; that is what the estimate says.
fn the_least_that_is_estimated_is_the_least(_: &Server) -> Result<()> {
    let container = start(None)?;
    let database = Database::create(&container.server, "least")?;
    let mut session = prepare(&database)?;
    let there = Platform::Docker.shared_memory().unwrap_or_default();
    let mut both = (0, 0);
    for megabytes in 62..=70 {
        let setting = MemorySetting::new(Bytes::mebibytes(megabytes))?;
        let needed = SharedMemoryNeed::of_parallel(setting).least;
        session.batch_execute(&format!("SET maintenance_work_mem = '{setting}'"))?;
        let built = session.batch_execute(BUILD).is_ok();
        session.batch_execute("DROP INDEX IF EXISTS items_hnsw")?;
        anyhow::ensure!(built == (needed <= there), "{setting} needs {needed}, built: {built}");
        if built { both.0 += 1 } else { both.1 += 1 }
    }
    anyhow::ensure!(0 < both.0 && 0 < both.1, "{both:?}");
    Ok(())
}

/// `docker run --shm-size=` with what the estimate says, and with a little less than the least.
fn the_size_that_is_recommended_is_enough(_: &Server) -> Result<()> {
    let setting = MemorySetting::new(Bytes::mebibytes(300))?;
    let needed = SharedMemoryNeed::of_parallel(setting);
    let less = needed.least.get() - Bytes::mebibytes(1).get();
    for (size, enough) in [(needed.recommended.get(), true), (less, false)] {
        let container = start(Some(size))?;
        let database = Database::create(&container.server, "recommended")?;
        let mut session = prepare(&database)?;
        session.batch_execute(&format!("SET maintenance_work_mem = '{setting}'"))?;
        let built = session.batch_execute(BUILD).is_ok();
        anyhow::ensure!(built == enough, "{} of /dev/shm, built: {built}", Bytes(size));
    }
    Ok(())
}

fn a_serial_build_needs_no_shared_memory(_: &Server) -> Result<()> {
    let container = start(None)?;
    let database = Database::create(&container.server, "serial build")?;
    let mut session = prepare(&database)?;
    session.batch_execute("SET max_parallel_maintenance_workers = 0")?;
    session.batch_execute(BUILD)?;
    assert_eq!(session.value(VALID)?, "t");
    Ok(())
}
