//! Tools that send a file as one message: what no transaction may hold stands alone in a file.
//!
//! PostgreSQL runs the statements of one message as one transaction. So a plan becomes parts, each
//! with its way back, such that the ways back in reverse order are the plan's: the drop of an index
//! is the way back of its build, and the proof that nothing is left belongs to the first part and
//! comes last.

use std::sync::Arc;

use super::{comment, connection, script, summary};
use crate::{
    domain::IndexDefinition,
    plan::{Mode, Phase, Plan, Step},
    sql::{Cure, Scope, Set, Statement, VerifyDropped, VerifyIndex},
};

/// A part of a plan: one migration of the tool.
pub(super) struct Part {
    /// What it does, as a part of a name: `guard`, `clean`, `build_2`, `verify`; empty when the
    /// whole plan is one part.
    pub(super) name: String,
    /// Whether its file is one statement that no transaction may hold.
    pub(super) alone: bool,
    /// The change.
    pub(super) up: Vec<Step>,
    /// The way back.
    pub(super) down: Vec<Step>,
}

/// A direction.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// The change.
    Up,
    /// The way back.
    Down,
}

/// What the comments say of a tool.
pub(super) struct Tool {
    /// Its name in a sentence.
    pub(super) name: &'static str,
    /// How its connection is given settings.
    pub(super) settings: connection::Channel,
    /// What else it wants before it goes on after a failure; a sentence, or empty.
    pub(super) also: &'static str,
}

impl Part {
    /// The name of the migration: the plan's, and what the part does.
    pub(super) fn stem(&self, plan: &Plan) -> String {
        match self.name.as_str() {
            "" => plan.request.name.clone(),
            it => format!("{}_{it}", plan.request.name),
        }
    }

    /// The steps of that direction.
    pub(super) fn steps(&self, way: Way) -> &[Step] {
        match way {
            Way::Up => &self.up,
            Way::Down => &self.down,
        }
    }
}

/// The parts of a plan in order; one alone when a transaction may hold all of it.
pub(super) fn parts(plan: &Plan) -> Vec<Part> {
    let whole = |it: &[Step]| it.to_vec();
    if plan.request.mode == Mode::Transactional {
        let (up, down) = (whole(&plan.up), whole(&plan.down));
        return vec![Part { name: String::new(), alone: false, up, down }];
    }
    let mut parts = vec![Part {
        name: "guard".to_owned(),
        alone: false,
        up: gate(plan, &plan.up, |it| matches!(it, Statement::GuardIndex(_))),
        down: gate(plan, &plan.down, |it| matches!(it, Statement::VerifyDropped(_))),
    }];
    let several = 1 < plan.request.indexes.len();
    for (n, it) in plan.request.indexes.iter().enumerate() {
        let index = &it.definition;
        let name = |what: &str| match several {
            true => format!("{what}_{}", n + 1),
            false => what.to_owned(),
        };
        parts.push(Part {
            name: name("clean"),
            alone: true,
            up: steps_of(&plan.up, index, |it| is_drop(it, index, false)),
            down: steps_of(&plan.down, index, |it| is_drop(it, index, false)),
        });
        parts.push(Part {
            name: name("build"),
            alone: true,
            up: steps_of(&plan.up, index, |it| matches!(it, Statement::CreateIndex(_))),
            down: steps_of(&plan.down, index, |it| is_drop(it, index, true)),
        });
    }
    parts.push(Part {
        name: "verify".to_owned(),
        alone: false,
        up: gate(plan, &plan.up, |it| matches!(it, Statement::VerifyIndex(_))),
        down: gate(plan, &plan.down, |it| matches!(it, Statement::GuardDrop(_))),
    });
    parts
}

/// The text of a part's file in one direction, comments and statements.
pub(super) fn content(plan: &Plan, parts: &[Part], n: usize, way: Way, tool: &Tool) -> String {
    let part = &parts[n];
    let mut out = String::new();
    let note = |out: &mut String, text: &str| comment::push(out, "", "--", text);
    match way {
        Way::Up => note(&mut out, &summary::title(plan)),
        Way::Down => note(&mut out, &summary::title_back(plan)),
    }
    if plan.request.mode == Mode::Transactional {
        if way == Way::Up {
            summary::forecast(plan).for_each(|it| note(&mut out, &it));
        }
        note(&mut out, "One transaction: it happens as a whole or not at all.");
    } else {
        note(&mut out, &format!("Part {} of {}: {}.", n + 1, parts.len(), part.name));
        if n == 0 && way == Way::Up {
            summary::forecast(plan).for_each(|it| note(&mut out, &it));
            out.push_str("--\n");
            note(&mut out, &why_parts(parts.len(), tool));
        }
        if part.alone || n == 0 {
            out.push_str("--\n");
            connection::push(&mut out, plan, tool.settings);
        }
        let first = part.steps(way).first().map(|it| &it.statement);
        if let (Way::Up, Some(Statement::CreateIndex(it))) = (way, first) {
            let name = it.definition.qualified_name().to_string();
            note(&mut out, &format!("If it fails: {}", cure(&name, tool)));
        }
    }
    out.push('\n');
    match part.steps(way) {
        [step] if part.alone => alone(&mut out, step),
        steps => script::push(&mut out, steps),
    }
    out
}

/// The one statement of a file, with words to linters, who cannot see the other files.
fn alone(out: &mut String, step: &Step) {
    comment::push(out, "", "--", &step.why);
    if matches!(step.statement, Statement::CreateIndex(_)) {
        out.push_str(
            "-- hnswkit-ignore if-not-exists-keeps-invalid-index: the last part stops at an INVALID \
             index\n",
        );
    }
    out.push_str("-- squawk-ignore require-lock-timeout, require-statement-timeout\n");
    script::query(out, &step.statement);
}

/// Why there are several files, and how they are run.
fn why_parts(n: usize, tool: &Tool) -> String {
    format!(
        "{} sends a file as one message, which PostgreSQL runs as one transaction, and no \
         transaction may hold a concurrent build. So these are {n} migrations, in order; let one \
         process run them, not every replica that starts.",
        tool.name
    )
}

/// What a failed build leaves, and what to do.
fn cure(name: &str, tool: &Tool) -> String {
    format!(
        "PostgreSQL keeps the INVALID index. DROP INDEX CONCURRENTLY {name}, then run {tool} again. \
         Without the drop, this file finds the name taken and goes on, and the last part stops; \
         then REINDEX INDEX CONCURRENTLY {name} and run {tool} again. {also}",
        tool = tool.name,
        also = tool.also,
    )
}

/// Steps that are fine in one transaction, with timeouts of their own.
fn gate(plan: &Plan, steps: &[Step], wanted: fn(&Statement) -> bool) -> Vec<Step> {
    let timeouts = plan.up.iter().filter(|it| it.phase == Phase::Prepare).filter_map(local);
    timeouts.chain(steps.iter().filter(|it| wanted(&it.statement)).cloned().map(by_hand)).collect()
}

/// A setting for the transaction of the file alone.
fn local(step: &Step) -> Option<Step> {
    let Statement::Set(it) = &step.statement else { return None };
    let statement = Set { scope: Scope::Transaction, ..it.clone() }.into();
    Some(Step { statement, ..step.clone() })
}

/// The gate with the cure of a tool that repeats the failed file only.
fn by_hand(mut step: Step) -> Step {
    step.statement = match step.statement {
        Statement::VerifyIndex(it) => VerifyIndex { cure: Cure::ByHand, ..it }.into(),
        Statement::VerifyDropped(it) => VerifyDropped { cure: Cure::ByHand, ..it }.into(),
        it => it,
    };
    step
}

/// The steps about one index.
fn steps_of(
    steps: &[Step],
    index: &Arc<IndexDefinition>,
    wanted: impl Fn(&Statement) -> bool,
) -> Vec<Step> {
    let ours = |it: &&Step| it.index.as_ref() == Some(index) && wanted(&it.statement);
    steps.iter().filter(ours).cloned().collect()
}

/// Whether it drops the index itself, or its leftover.
fn is_drop(statement: &Statement, index: &IndexDefinition, itself: bool) -> bool {
    match statement {
        Statement::DropIndex(it) => (it.name == index.qualified_name()) == itself,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{
            ElementType, Hnsw, Identifier, IndexKey, MemorySetting, Metric, OperatorClass, Rows,
            VectorType,
        },
        plan::{IndexRequest, Operation, Request, Target, plan},
    };

    fn index(table: &str, megabytes: u64) -> IndexRequest {
        let definition = IndexDefinition {
            name: Identifier::new(format!("idx_{table}")).unwrap(),
            table: table.parse().unwrap(),
            key: IndexKey::Column(Identifier::new("v").unwrap()),
            operator_class: OperatorClass::find(ElementType::Vector, Metric::L2).unwrap(),
            hnsw: Hnsw::default(),
            predicate: None,
        };
        let memory = format!("{megabytes}MB").parse().unwrap();
        IndexRequest {
            operation: Operation::DEFAULT,
            previous: None,
            model: None,
            change: None,
            definition: Arc::new(definition),
            vector_type: VectorType::new(ElementType::Vector, 3).unwrap(),
            rows: Rows::new(9).unwrap(),
            non_zero: None,
            duplicates: 0.0,
            maintenance_work_mem: Some(MemorySetting::new(memory).unwrap()),
            workers: None,
        }
    }

    fn online() -> Plan {
        let indexes = vec![index("items", 64), index("pages", 96)];
        let name = "two".to_owned();
        plan(Request { target: Target::default(), mode: Mode::Online, name, indexes }).unwrap()
    }

    fn changes(steps: &[Step]) -> Vec<String> {
        let matters = |it: &&Step| it.index.is_some() && !matches!(it.statement, Statement::Set(_));
        let text = |it: &Step| it.statement.to_string();
        // The cure in the hint is the one thing that differs.
        let no_hint = |it: String| it.lines().filter(|it| !it.contains("HINT")).collect();
        steps.iter().filter(matters).map(text).map(no_hint).collect()
    }

    #[test]
    fn the_ways_back_from_last_to_first_are_the_plans() {
        let plan = online();
        let parts = parts(&plan);
        let names: Vec<_> = parts.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["guard", "clean_1", "build_1", "clean_2", "build_2", "verify"]);
        let up: Vec<_> = parts.iter().flat_map(|it| it.up.clone()).collect();
        let down: Vec<_> = parts.iter().rev().flat_map(|it| it.down.clone()).collect();
        assert_eq!(changes(&up), changes(&plan.up));
        assert_eq!(changes(&down), changes(&plan.down));
    }

    #[test]
    fn what_no_transaction_may_hold_stands_alone() {
        use crate::sql::Transaction;
        for part in parts(&online()) {
            for steps in [&part.up, &part.down] {
                let forbidden = |it: &Step| it.statement.transaction() == Transaction::Forbidden;
                assert_eq!(steps.iter().any(forbidden), part.alone, "{}", part.name);
                assert!(!part.alone || steps.len() == 1, "{}", part.name);
            }
        }
    }

    #[test]
    fn the_connection_has_the_largest_of_each_setting() {
        let expected = "-c lock_timeout=0 -c statement_timeout=0 -c maintenance_work_mem=96MB";
        assert_eq!(connection::options(&online()), expected);
    }
}
