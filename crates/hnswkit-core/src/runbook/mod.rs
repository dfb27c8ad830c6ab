//! Runbooks: what people do, in order, also at night. Markdown, rendered for exactly one plan.
//!
//! A runbook is one template in `templates/runbooks` and one line in [`RUNBOOKS`]. Each has the
//! same six parts: Symptoms, Check, Decide, Do, Verify, Undo. The SQL of the templates comes from
//! [`View`], which fills names and numbers of the plan in.

mod changes;
mod failures;
mod markdown;
mod messages;
mod numbers;
mod phases;
mod queries;
mod statements;
mod view;

use std::{fmt, str::FromStr};

use askama::Template;

use self::view::View;
use crate::plan::{Mode, Operation, Plan, Request, Task, plan as plan_of};

/// A runbook.
#[derive(Debug)]
pub struct Runbook {
    /// The id, which is also the name of the template.
    pub id: &'static str,
    /// A name for headings.
    pub title: &'static str,
    /// The symptom in one line, without a full stop.
    pub when: &'static str,
    about: About,
    body: fn(&Plan) -> String,
}

/// What a runbook is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    /// The indexes of a plan, as if it built them in that mode.
    Build(Mode),
    /// The plan as it is.
    Plan,
    /// The way back of the plan; of builds, online.
    WayBack,
}

/// An id that no runbook has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownRunbook {
    /// The id.
    pub id: String,
}

macro_rules! runbook {
    ($id:literal, $path:tt, $title:literal, $when:literal) => {
        runbook!($id, $path, $title, $when, About::Build(Mode::Online))
    };
    ($id:literal, $path:tt, $title:literal, $when:literal, $about:expr) => {{
        #[derive(Template)]
        #[template(path = $path)]
        struct Page<'a> {
            it: View<'a>,
        }
        fn body(plan: &Plan) -> String {
            Page { it: View { plan } }.render().unwrap_or_default()
        }
        Runbook { id: $id, title: $title, when: $when, about: $about, body }
    }};
}

/// Every runbook, in the order of the documentation.
pub static RUNBOOKS: &[Runbook] = &[
    runbook!(
        "build-online",
        "runbooks/build-online.md",
        "Build online",
        "An index is to be built while writes go on"
    ),
    runbook!(
        "build-in-a-transaction",
        "runbooks/build-in-a-transaction.md",
        "Build in a transaction",
        "An index is to be built as a whole or not at all, and writes may wait",
        About::Build(Mode::Transactional)
    ),
    runbook!(
        "change-indexes",
        "runbooks/change-indexes.md",
        "Change indexes",
        "An index that is there is to be replaced, built anew, repaired or dropped",
        About::Plan
    ),
    runbook!(
        "roll-back",
        "runbooks/roll-back.md",
        "Roll back",
        "The index does harm, or its release is taken back",
        About::WayBack
    ),
    runbook!(
        "build-stuck-or-slow",
        "runbooks/build-stuck-or-slow.md",
        "Build is stuck or slow",
        "A build takes longer than planned, waits, or says something"
    ),
    runbook!(
        "invalid-index",
        "runbooks/invalid-index.md",
        "INVALID index found",
        "A build was killed, or an index is INVALID"
    ),
    runbook!(
        "out-of-memory",
        "runbooks/out-of-memory.md",
        "Out of memory",
        "The server or its process was killed during a build, or memory ran out"
    ),
    runbook!(
        "disk-full",
        "runbooks/disk-full.md",
        "Disk full",
        "`No space left on device` during a build"
    ),
    runbook!(
        "shared-memory-too-small",
        "runbooks/shared-memory-too-small.md",
        "/dev/shm too small",
        "`could not resize shared memory segment` at the beginning of a build"
    ),
    runbook!(
        "index-not-used",
        "runbooks/index-not-used.md",
        "Index not used",
        "A search is slow, and reads the whole table"
    ),
    runbook!(
        "too-few-rows",
        "runbooks/too-few-rows.md",
        "Too few rows returned",
        "A search gives fewer rows than its LIMIT, or none"
    ),
    runbook!(
        "recall-too-low",
        "runbooks/recall-too-low.md",
        "Recall too low",
        "A search misses rows that are nearest"
    ),
    runbook!(
        "vacuum-takes-hours",
        "runbooks/vacuum-takes-hours.md",
        "VACUUM takes hours",
        "VACUUM or autovacuum of the table does not end"
    ),
    runbook!(
        "restore-from-a-dump",
        "runbooks/restore-from-a-dump.md",
        "Restore from a dump",
        "A dump with HNSW indexes is to be restored"
    ),
    runbook!(
        "upgrade-pgvector",
        "runbooks/upgrade-pgvector.md",
        "Upgrade pgvector",
        "The release of pgvector is too old, or has a known fault"
    ),
    runbook!(
        "switchover-and-failover",
        "runbooks/switchover-and-failover.md",
        "Switchover or failover during a build",
        "The primary changes, or has changed, while an index is built"
    ),
];

impl Runbook {
    /// The runbook for exactly this plan, as Markdown. Same plan, same bytes.
    pub fn render(&self, plan: &Plan) -> String {
        let plan = match self.about {
            About::Build(mode) => &built(plan, mode),
            About::WayBack if !changes::is_change(plan) => &built(plan, Mode::Online),
            About::Plan | About::WayBack => plan,
        };
        let subject = View { plan }.subject();
        let mut text = format!(
            "# Runbook: {}\n\n{}.\nNames and numbers are those of {subject}.\n\n",
            self.title, self.when
        );
        text.push_str((self.body)(plan).trim_end());
        text.push('\n');
        text
    }
}

/// The runbook of the plan itself: what to read before it is run.
pub fn of(plan: &Plan) -> &'static Runbook {
    let is_of_task = |it: &&Runbook| match plan.request.tasks.first() {
        Some(Task::Upgrade(_)) => it.id == "upgrade-pgvector",
        Some(Task::Restore(_)) => it.id == "restore-from-a-dump",
        _ => false,
    };
    if let Some(it) = RUNBOOKS.iter().find(is_of_task) {
        return it;
    }
    let its = match changes::is_change(plan) {
        true => About::Plan,
        false => About::Build(plan.request.mode),
    };
    let is_its = |it: &&Runbook| it.about == its;
    RUNBOOKS.iter().find(is_its).unwrap_or(&RUNBOOKS[0])
}

/// The runbook of the plan itself, as Markdown.
pub fn render(plan: &Plan) -> String {
    of(plan).render(plan)
}

/// The same indexes, built in that mode.
fn built(plan: &Plan, mode: Mode) -> Plan {
    if plan.request.mode == mode && !changes::is_change(plan) {
        return plan.clone();
    }
    let mut request = Request { mode, ..plan.request.clone() };
    request.indexes.iter_mut().for_each(|it| it.operation = Operation::DEFAULT);
    // What a plan refuses, it refuses in any mode.
    plan_of(request).unwrap_or_else(|_| plan.clone())
}

impl FromStr for &'static Runbook {
    type Err = UnknownRunbook;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        RUNBOOKS
            .iter()
            .find(|it| it.id == text)
            .ok_or_else(|| UnknownRunbook { id: text.to_owned() })
    }
}

impl fmt::Display for UnknownRunbook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a runbook", self.id)
    }
}

impl std::error::Error for UnknownRunbook {}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, sync::Arc};

    use super::*;
    use crate::{
        domain::{Hnsw, Identifier, IndexDefinition, IndexKey, OperatorClass, Rows},
        plan::{IndexRequest, Target},
    };

    fn plan(mode: Mode) -> Plan {
        let index = IndexRequest {
            operation: Operation::DEFAULT,
            previous: None,
            model: None,
            change: None,
            redundant: None,
            definition: Arc::new(IndexDefinition {
                table: "a`b|c".parse().unwrap(),
                name: Identifier::new("# ```<b>*i*").unwrap(),
                key: IndexKey::Column(Identifier::new("v").unwrap()),
                operator_class: OperatorClass::by_name("vector_cosine_ops").unwrap(),
                hnsw: Hnsw::default(),
                predicate: None,
            }),
            vector_type: "vector(3)".parse().unwrap(),
            reduced: None,
            load_rows: None,
            rows: Rows::new(237).unwrap(),
            non_zero: None,
            duplicates: 0.0,
            maintenance_work_mem: None,
            workers: None,
            partition: None,
            tenants: None,
        };
        let (target, name) = (Target::default(), "add".to_owned());
        plan_of(Request {
            target,
            mode,
            name,
            indexes: vec![index],
            tasks: vec![],
            calibration: vec![],
            search: None,
            activity: Default::default(),
            replication: Default::default(),
        })
        .unwrap()
    }

    #[test]
    fn ids_are_unique_and_in_kebab_case() {
        let mut seen = BTreeSet::new();
        for it in RUNBOOKS {
            assert!(seen.insert(it.id), "two runbooks are called {}", it.id);
            assert!(it.id.bytes().all(|it| it.is_ascii_lowercase() || it == b'-'), "{}", it.id);
            assert!(!it.when.ends_with('.') && !it.title.ends_with('.'), "{}", it.id);
        }
    }

    /// Lines of a rendered runbook that are not within a block of code.
    fn prose(text: &str) -> Vec<&str> {
        let mut fence: Option<String> = None;
        let mut found = vec![];
        for line in text.lines() {
            let ticks: String = line.chars().take_while(|it| *it == '`').collect();
            match &fence {
                Some(open) if ticks.len() >= open.len() && line == ticks => fence = None,
                Some(_) => {}
                None if ticks.len() >= 3 => fence = Some(ticks),
                None => found.push(line),
            }
        }
        assert_eq!(fence, None, "a block that does not end");
        found
    }

    #[test]
    fn every_runbook_has_the_six_parts_and_a_query() {
        for mode in [Mode::Online, Mode::Transactional] {
            for it in RUNBOOKS {
                let text = it.render(&plan(mode));
                let heads: Vec<_> =
                    prose(&text).into_iter().filter(|it| it.starts_with('#')).collect();
                let title = format!("# Runbook: {}", it.title);
                let expected = [
                    title.as_str(),
                    "## Symptoms",
                    "## Check",
                    "## Decide",
                    "## Do",
                    "## Verify",
                    "## Undo",
                ];
                assert_eq!(heads, expected, "{}", it.id);
                let (_, check) = text.split_once("## Check").unwrap();
                let (check, _) = check.split_once("## Decide").unwrap();
                assert!(check.contains("sql\n"), "{}", it.id);
                assert!(!text.contains("\n\n\n"), "{}", it.id);
            }
        }
    }

    #[test]
    fn cells_of_tables_have_as_many_columns_as_their_heads() {
        for it in RUNBOOKS {
            let text = it.render(&plan(Mode::Online));
            let mut columns = None;
            for line in prose(&text) {
                let bars = line.replace("\\|", "").matches('|').count();
                match (line.starts_with("| "), columns) {
                    (false, _) => columns = None,
                    (true, None) => columns = Some(bars),
                    (true, Some(expected)) => assert_eq!(bars, expected, "{}: {line}", it.id),
                }
            }
        }
    }

    #[test]
    fn the_mode_of_the_plan_chooses_its_own() {
        assert_eq!(of(&plan(Mode::Online)).id, "build-online");
        let it = plan(Mode::Transactional);
        assert_eq!(of(&it).id, "build-in-a-transaction");
        assert!(!render(&it).contains("CONCURRENTLY IF"));
        let online: &Runbook = "build-online".parse().unwrap();
        assert!(online.render(&it).contains("DROP INDEX CONCURRENTLY IF EXISTS"));
        assert_eq!("x".parse::<&Runbook>().unwrap_err().to_string(), "`x` is not a runbook");
    }
}
