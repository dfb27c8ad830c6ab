//! What hnswkit's own migrations say.

use std::thread;

use anyhow::{Context, Result};
use hnswkit_core::{
    plan::{Plan, Step},
    render::{Format, Options, Role},
};
use hnswkit_tests::{Database, Example, Server, Session};

use super::case::{On, Scenario, said};

const INDEX: &str = "idx_atoms_embedding_hnsw";

const NO_LEFTOVER: &str = "index \"{index}_leftover\" does not exist, skipping";
const AS_PLANNED: &str = "index {index} is valid and as planned: nothing to build";
const VERIFIED: &str = "index {index} is valid, ready and as planned";

/// The story, each scenario with what the one before has left.
pub(super) struct Place {
    database: Database,
    session: Session,
    plan: Plan,
}

impl Place {
    /// The tables of the story, without an index.
    pub(super) fn on(server: &Server) -> Result<Self> {
        let example = Example::named("task-tracker")?;
        let database = Database::create(server, "said by plans")?;
        let mut session = database.connect()?;
        session.batch_execute(example.schema)?;
        let plan = example.plan()?;
        Ok(Self { database, session, plan })
    }

    fn sql(&mut self, sql: &str) -> Result<()> {
        Ok(self.session.batch_execute(&sql.replace("{index}", INDEX))?)
    }

    /// What is said to the plan, up to the first error.
    fn up(&mut self) -> String {
        let statements = statements(&self.plan.up);
        self.run(statements)
    }

    /// The same, back.
    fn down(&mut self) -> String {
        let statements = statements(&self.plan.down);
        self.run(statements)
    }

    /// What is said when only the results are looked at.
    fn verify(&mut self) -> String {
        let verify = self.plan.up.iter().filter_map(|it| it.verify.as_ref());
        let verify = verify.map(ToString::to_string).collect();
        self.run(verify)
    }

    fn run(&mut self, statements: Vec<String>) -> String {
        let mut lines = vec![];
        for sql in statements {
            let said = said(&mut self.session, &sql);
            let failed = said.iter().any(|it| it.starts_with("ERROR"));
            lines.extend(said);
            if failed {
                break;
            }
        }
        lines.join("\n")
    }

    /// What is said to the files of a tool that lets a script outside of it do the work.
    fn outside(&mut self, role: Role) -> Result<String> {
        let format: &Format = "refinery".parse()?;
        let files = format.render(&self.plan, &Options::default());
        let file = files.iter().find(|it| it.role == role).context("no such file")?;
        Ok(said(&mut self.session, &file.content).join("\n"))
    }
}

fn statements(steps: &[Step]) -> Vec<String> {
    steps.iter().map(|it| it.statement.to_string()).collect()
}

/// In this order.
pub(super) const SCENARIOS: &[Scenario<Place>] = &[
    Scenario {
        name: "not_built_outside",
        on: On::ALL,
        says: &[
            "{index} is not there and {table} has rows: a build in this transaction would stop all writes to it",
        ],
        run: |it| {
            it.sql("INSERT INTO messages DEFAULT VALUES; INSERT INTO atoms DEFAULT VALUES")?;
            it.outside(Role::Up)
        },
    },
    Scenario {
        name: "not_verified",
        on: On::ALL,
        says: &["index {index} does not exist"],
        run: |it| Ok(it.verify()),
    },
    Scenario { name: "built", on: On::ALL, says: &[NO_LEFTOVER, VERIFIED], run: |it| Ok(it.up()) },
    Scenario {
        name: "built_before",
        on: On::ALL,
        says: &[AS_PLANNED, "relation \"{name}\" already exists, skipping", NO_LEFTOVER, VERIFIED],
        run: |it| Ok(it.up()),
    },
    Scenario {
        name: "invalid",
        on: On::ALL,
        says: &["index {index} is INVALID: no query uses it", VERIFIED],
        run: |it| {
            it.sql(
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = '{index}'::regclass",
            )?;
            Ok(it.verify())
        },
    },
    Scenario {
        name: "repaired",
        on: On::ALL,
        says: &[
            "index {index} is INVALID, left by a build that did not finish: removing it",
            AS_PLANNED,
            "relation \"{name}\" already exists, skipping",
            NO_LEFTOVER,
            VERIFIED,
        ],
        run: |it| Ok(it.up()),
    },
    Scenario {
        name: "not_dropped_outside",
        on: On::ALL,
        says: &[
            "{index} is still there and {table} has rows: a drop in this transaction would stop all reads and writes",
        ],
        run: |it| it.outside(Role::Down),
    },
    Scenario {
        name: "not_dropped",
        on: On::ALL,
        says: &["{index} is still there"],
        run: |it| {
            let down = statements(&it.plan.down).into_iter();
            let gates = down.filter(|it| it.contains("is still there")).collect();
            Ok(it.run(gates))
        },
    },
    Scenario {
        name: "not_an_index",
        on: On::ALL,
        says: &["relation {index} is there and is not an index", AS_PLANNED],
        run: |it| {
            it.sql("DROP INDEX {index}; CREATE VIEW {index} AS SELECT 1 AS one")?;
            Ok(it.up())
        },
    },
    Scenario {
        name: "another_table",
        on: On::ALL,
        says: &[
            AS_PLANNED,
            "index {index} belongs to another table than {table}",
            "{index} is not an index on {table}: not dropped",
        ],
        run: |it| {
            it.sql("DROP VIEW {index}; CREATE INDEX {index} ON messages (id)")?;
            Ok(format!("{}\n{}", it.up(), it.down()))
        },
    },
    Scenario {
        name: "another_definition",
        on: On::ALL,
        says: &["index {index} is there with another definition", AS_PLANNED],
        run: |it| {
            it.sql("DROP INDEX {index}; CREATE INDEX {index} ON atoms (id)")?;
            Ok(it.up())
        },
    },
    Scenario {
        name: "being_built",
        on: On::ALL,
        says: &["another session is building index {index}", AS_PLANNED],
        run: being_built,
    },
];

/// Another session builds, and waits for a writer.
fn being_built(it: &mut Place) -> Result<String> {
    it.sql("DROP INDEX {index}")?;
    let mut writer = it.database.connect()?;
    writer.batch_execute("BEGIN; INSERT INTO atoms DEFAULT VALUES")?;
    let mut builder = it.database.connect()?;
    thread::scope(|scope| {
        let build = format!(
            "CREATE INDEX CONCURRENTLY {INDEX} ON atoms USING hnsw (embedding vector_cosine_ops)"
        );
        let builds = scope.spawn(move || builder.batch_execute(&build));
        let running = "SELECT 1 FROM pg_stat_progress_create_index WHERE index_relid <> 0";
        let seen = super::case::patiently(|| Ok(it.session.values(running)?.pop()));
        let said = it.up();
        writer.batch_execute("ROLLBACK")?;
        let _ = builds.join();
        seen.map(|_| said)
    })
}
