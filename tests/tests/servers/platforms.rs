//! What the table of platforms says of PostgreSQL itself, and that plans need no superuser.

use anyhow::{Context, Result, ensure};
use hnswkit_core::{
    domain::Bytes,
    estimate::{Segment, ServerMemory},
    platform::ASKED,
};
use hnswkit_tests::{
    Database, Direction, EXAMPLES, Server, Session, Test, Version, hnsw_indexes, operations,
    run_plan,
};

pub(crate) const TESTS: &[Test] = &[
    Test {
        name: "settings_are_changed_by_whom_the_table_says",
        since: Version::OLDEST,
        run: settings_are_changed_by_whom_the_table_says,
    },
    Test {
        name: "the_shared_memory_is_as_large_as_estimated",
        since: Version::OLDEST,
        run: the_shared_memory_is_as_large_as_estimated,
    },
    Test { name: "plans_need_no_superuser", since: Version::OLDEST, run: plans_need_no_superuser },
    Test {
        name: "operations_need_no_superuser",
        since: Version::new(0, 8, 0),
        run: operations_need_no_superuser,
    },
    Test {
        name: "only_a_superuser_may_do_what_plans_never_do",
        since: Version::OLDEST,
        run: only_a_superuser_may_do_what_plans_never_do,
    },
];

fn settings_are_changed_by_whom_the_table_says(server: &Server) -> Result<()> {
    let database = Database::create(server, "settings of platforms")?;
    let mut session = database.connect()?;
    // pgvector's own are there once its library is.
    session.batch_execute("SELECT '[1]'::vector")?;
    for it in ASKED {
        let sql = format!("SELECT context FROM pg_settings WHERE name = '{}'", it.name);
        let context = session.value(&sql).with_context(|| it.name.to_owned())?;
        ensure!((context == "user") == it.by_anybody, "{}: {context}", it.name);
        ensure!((context == "postmaster") == it.restart, "{}: {context}", it.name);
    }
    Ok(())
}

fn the_shared_memory_is_as_large_as_estimated(server: &Server) -> Result<()> {
    let database = Database::create(server, "shared memory")?;
    let mut session = database.connect()?;
    let mut bytes = |name: &str| -> Result<Bytes> {
        let sql = format!("SELECT pg_size_bytes(current_setting('{name}'))");
        Ok(Bytes(session.value(&sql)?.parse()?))
    };
    let buffers = bytes("shared_buffers")?;
    let size = bytes("shared_memory_size")?;
    let reserved = bytes("min_dynamic_shared_memory")?;
    let connections: u32 = session.value("SHOW max_connections")?.parse()?;
    let memory =
        ServerMemory { min_dynamic_shared_memory: Some(reserved), ..ServerMemory::default() };
    let it = Segment::of(buffers, connections, &memory);
    // It is shown in whole MB, rounded up.
    let mib = Bytes::mebibytes(1).get();
    ensure!(
        it.low.get() <= size.get() && size.get() <= it.high.get() + mib,
        "{} to {}, but it is {size}",
        it.low,
        it.high
    );
    let pages = session.value("SHOW shared_memory_size_in_huge_pages")?;
    // -1 where the kernel has no huge pages.
    if let Ok(pages) = pages.parse::<u64>() {
        ensure!(pages <= it.huge_pages(), "{pages}, but {} are estimated", it.huge_pages());
    }
    Ok(())
}

/// A role as managed services give it, which owns the database.
struct Owner<'a> {
    admin: Session,
    name: String,
    database: &'a Database,
}

impl<'a> Owner<'a> {
    fn create(database: &'a Database) -> Result<Self> {
        let name = format!("{}_owner", database.name());
        let mut admin = database.connect()?;
        admin.batch_execute(&format!(
            "CREATE ROLE {name} NOSUPERUSER CREATEDB CREATEROLE;
             ALTER DATABASE {} OWNER TO {name};
             GRANT ALL ON SCHEMA public TO {name}",
            database.name()
        ))?;
        Ok(Self { admin, name, database })
    }

    fn connect(&self) -> Result<Session> {
        let mut session = self.database.connect()?;
        session.batch_execute(&format!("SET SESSION AUTHORIZATION {}", self.name))?;
        Ok(session)
    }
}

impl Drop for Owner<'_> {
    fn drop(&mut self) {
        let (name, database) = (&self.name, self.database.name());
        let sql = format!(
            "ALTER DATABASE {database} OWNER TO CURRENT_USER;
             REASSIGN OWNED BY {name} TO CURRENT_USER;
             DROP OWNED BY {name};
             DROP ROLE {name}"
        );
        if let Err(error) = self.admin.batch_execute(&sql) {
            eprintln!("cannot drop {name}: {error}");
        }
    }
}

fn plans_need_no_superuser(server: &Server) -> Result<()> {
    for example in EXAMPLES.iter().filter(|it| server.has(it.since)) {
        let plan = example.plan()?;
        let database = Database::create(server, example.name)?;
        let owner = Owner::create(&database)?;
        let mut session = owner.connect()?;
        ensure!(session.value("SHOW is_superuser")? == "off");
        session.batch_execute(example.schema).with_context(|| example.name)?;
        for _ in 0..2 {
            run_plan(&mut session, &plan, Direction::Up).with_context(|| example.name)?;
        }
        let built = hnsw_indexes(&mut session)?;
        ensure!(built.len() == plan.request.indexes.len(), "{}: {built:?}", example.name);
        run_plan(&mut session, &plan, Direction::Down).with_context(|| example.name)?;
        ensure!(hnsw_indexes(&mut session)?.is_empty(), "{}", example.name);
    }
    Ok(())
}

/// How PostgreSQL says that a right is missing.
const DENIED: &[&str] = &["permission denied", "must be owner", "must be superuser"];

/// The extension belongs to whoever created it; on a service that is often another role.
const OF_ANOTHER: &str = "upgrade";

/// Those that wait for something else (a soak, rows of a new model, a dump) stop at their guard.
fn operations_need_no_superuser(server: &Server) -> Result<()> {
    let (mut done, mut stopped) = (0, vec![]);
    for example in operations()?.iter().filter(|it| it.name != OF_ANOTHER) {
        let plan = example.plan()?;
        let database = Database::create(server, example.name)?;
        let owner = Owner::create(&database)?;
        let mut session = owner.connect()?;
        // An INVALID index without a crash is made in the catalog, which takes a superuser.
        if session.batch_execute(example.schema).is_err() {
            stopped.push(example.name);
            continue;
        }
        match run_plan(&mut session, &plan, Direction::Up) {
            Ok(_) => done += 1,
            Err(error) => {
                let text = format!("{error:?}");
                let denied = DENIED.iter().any(|it| text.contains(it));
                ensure!(!denied, "{}: {text}", example.name);
                stopped.push(example.name);
            }
        }
    }
    println!("{}: {done} operations without a superuser; stopped: {stopped:?}", server.label);
    ensure!(stopped.len() < done, "{done} done, stopped: {stopped:?}");
    Ok(())
}

/// A statement for each of the table's words.
const REFUSED: &[&str] = &[
    "ALTER SYSTEM SET maintenance_work_mem = '1GB'",
    "COPY items FROM PROGRAM 'true'",
    "COPY items TO PROGRAM 'cat'",
    "CREATE FUNCTION f() RETURNS int AS 'vector' LANGUAGE c",
    "SET session_replication_role = replica",
];

fn only_a_superuser_may_do_what_plans_never_do(server: &Server) -> Result<()> {
    let words = hnswkit_core::platform::REFUSED;
    ensure!(words.len() == REFUSED.len());
    let database = Database::create(server, "refused")?;
    let owner = Owner::create(&database)?;
    let mut session = owner.connect()?;
    session.batch_execute("CREATE TABLE items (id int)")?;
    for sql in REFUSED {
        let error = hnswkit_tests::refusal(&mut session, sql)?;
        ensure!(error.code().code() == "42501", "{sql}: {error}");
    }
    Ok(())
}
