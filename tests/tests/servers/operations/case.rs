//! An operation to try: its spec and tables, and what they look like before and afterwards.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use hnswkit_core::plan::Plan;
use hnswkit_tests::{Database, Direction, Example, Server, Session, run_plan};

/// An operation to try.
pub(crate) struct Case {
    /// The spec and the tables.
    pub(crate) example: Example,
    /// Plans that are run before, such as the earlier stages.
    pub(crate) first: &'static [Example],
    /// Describes every object that the operation may change: one text column, in order.
    pub(crate) state: &'static str,
    /// What [`Case::state`] gives before.
    pub(crate) before: &'static [&'static str],
    /// What it gives afterwards.
    pub(crate) after: &'static [&'static str],
    /// What it gives after the way back, when that is not as before.
    pub(crate) back: Option<&'static [&'static str]>,
    /// One value that is the same at any time: a sum over rows that the writer leaves alone.
    pub(crate) data: &'static str,
    /// What the writer does all the while, with `{n}` = 1, 2, ….
    pub(crate) write: &'static str,
    /// A search that is served by an HNSW index at every moment; none where the plan says that
    /// queries lose it.
    pub(crate) search: Option<&'static str>,
    /// The longest that a write may wait, by what the plan says.
    pub(crate) patience: Duration,
    /// Whether it builds anew each time it is run, as `reindex` does.
    pub(crate) builds_again: bool,
    /// Part of the message with which the way back refuses, when there is none.
    pub(crate) no_way_back: Option<&'static str>,
}

impl Case {
    /// What most cases have; the rest is given.
    pub(crate) const BASE: Self = Self {
        example: hnswkit_tests::operation!("operations", hnswkit_tests::Version::OLDEST),
        first: &[],
        state: HNSW_INDEXES,
        before: &[],
        after: &[],
        back: None,
        data: "SELECT 1",
        write: "SELECT {n}",
        search: None,
        patience: Duration::from_secs(2),
        builds_again: false,
        no_way_back: None,
    };
}

/// Name, parameters and state of every HNSW index.
pub(crate) const HNSW_INDEXES: &str =
    "SELECT format('%s (%s) %s', c.relname, array_to_string(c.reloptions, ', '),
        CASE WHEN i.indisvalid AND i.indisready THEN 'valid' ELSE 'INVALID' END)
    FROM pg_index AS i
    JOIN pg_class AS c ON c.oid = i.indexrelid
    JOIN pg_am AS a ON a.oid = c.relam
    WHERE a.amname = 'hnsw'
    ORDER BY c.relname COLLATE \"C\"";

/// Definition and state of every HNSW index.
pub(crate) const INDEXES: &str = "SELECT format('%s %s', pg_get_indexdef(i.indexrelid),
        CASE WHEN i.indisvalid AND i.indisready THEN 'valid' ELSE 'INVALID' END)
    FROM pg_index AS i
    JOIN pg_class AS c ON c.oid = i.indexrelid
    JOIN pg_am AS a ON a.oid = c.relam
    WHERE a.amname = 'hnsw'
    ORDER BY c.relname COLLATE \"C\"";

/// A database in the state before the operation.
pub(crate) struct Stage<'a> {
    pub(crate) case: &'a Case,
    pub(crate) database: Database,
    pub(crate) session: Session,
    pub(crate) plan: Plan,
    data: String,
}

impl<'a> Stage<'a> {
    pub(crate) fn new(server: &Server, case: &'a Case) -> Result<Self> {
        let database = Database::create(server, case.example.name)?;
        let mut session = database.connect()?;
        session.batch_execute(case.example.schema).context("the tables")?;
        for example in case.first {
            run_plan(&mut session, &example.plan()?, Direction::Up).context(example.name)?;
        }
        let data = session.value(case.data)?;
        let plan = case.example.plan()?;
        let mut stage = Self { case, database, session, plan, data };
        stage.expect_before("before")?;
        Ok(stage)
    }

    /// Runs the whole plan in that direction.
    pub(crate) fn run(&mut self, direction: Direction, when: &str) -> Result<()> {
        run_plan(&mut self.session, &self.plan, direction).with_context(|| when.to_owned())?;
        self.expect(direction, when)
    }

    /// The state after the way there, or after the way back.
    pub(crate) fn expect(&mut self, direction: Direction, when: &str) -> Result<()> {
        let expected = match direction {
            Direction::Up => self.case.after,
            Direction::Down => self.case.back.unwrap_or(self.case.before),
        };
        self.expect_state(expected, when)
    }

    pub(crate) fn expect_before(&mut self, when: &str) -> Result<()> {
        self.expect_state(self.case.before, when)
    }

    fn expect_state(&mut self, expected: &[&str], when: &str) -> Result<()> {
        let found = self.session.values(self.case.state)?;
        ensure!(found == expected, "{when}: {found:#?}\nexpected: {expected:#?}");
        let data = self.session.value(self.case.data)?;
        ensure!(data == self.data, "{when}: the rows have changed");
        Ok(())
    }
}
