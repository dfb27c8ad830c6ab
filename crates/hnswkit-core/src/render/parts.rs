//! A plan in parts, for tools that send a file as one message: what no transaction may hold stands
//! alone in a file.
//!
//! PostgreSQL runs the statements of one message as one transaction. So a plan becomes parts, each
//! with its way back, such that the ways back from last to first are the plan's. The drop of an index
//! is the way back of its build, and the proof that nothing is left belongs to the first part.
//!
//! The way back of a change may take other steps than the change taken back one by one: another
//! build, another swap. Then it has parts of its own before those of the change. On the way there
//! they do nothing; on the way back each part of the change takes back what it alone has done, as
//! long as that can be done, and then these go the whole way from wherever that has led.

use crate::{
    domain::QualifiedName,
    plan::{Phase, Plan, Step},
    sql::{Cure, Scope, Set, SettingValue, Statement, Transaction, VerifyDropped, VerifyIndex},
};

/// A part of a plan: one migration of the tool.
pub(super) struct Part {
    /// What it does, as a part of a name: `guard`, `clean`, `build_2`, `verify`; empty when the
    /// whole plan is one part.
    pub(super) name: String,
    /// The change.
    up: Piece,
    /// The way back.
    down: Piece,
}

/// What a part does in one direction; nothing where it is there for the other.
#[derive(Clone, Default)]
pub(super) struct Piece {
    /// The steps.
    pub(super) steps: Vec<Step>,
    /// Whether it is one statement that no transaction may hold.
    pub(super) alone: bool,
    /// Whether it takes back what its part alone has done, and is no step of the plan.
    pub(super) undoes_itself: bool,
    /// Whether it changes something, so that nothing follows in the same transaction.
    pub(super) changes: bool,
}

/// A direction.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// The change.
    Up,
    /// The way back.
    Down,
}

impl Part {
    /// The name of the migration: the plan's, and what the part does.
    pub(super) fn stem(&self, plan: &Plan) -> String {
        match self.name.as_str() {
            "" => plan.request.name.clone(),
            it => format!("{}_{it}", plan.request.name),
        }
    }

    /// What it does in that direction.
    pub(super) fn piece(&self, way: Way) -> &Piece {
        match way {
            Way::Up => &self.up,
            Way::Down => &self.down,
        }
    }

    /// Whether it has a statement that no transaction may hold, in that direction.
    pub(super) fn alone(&self, way: Way) -> bool {
        self.piece(way).alone
    }

    /// Whether a step of the plan is in it, in that direction.
    pub(super) fn is_of_plan(&self, way: Way) -> bool {
        let piece = self.piece(way);
        !piece.steps.is_empty() && !piece.undoes_itself
    }
}

/// The parts of a plan in order; one alone when a transaction may hold all of it.
pub(super) fn parts(plan: &Plan) -> Vec<Part> {
    if plan.transaction() != Transaction::Forbidden {
        let whole = |it: &[Step]| Piece { steps: it.to_vec(), ..Piece::default() };
        let (up, down) = (whole(&plan.up), whole(&plan.down));
        return vec![Part { name: String::new(), up, down }];
    }
    let (up, down) = (Sections::of(plan, &plan.up), Sections::of(plan, &plan.down));
    let mut parts = vec![Part { name: "guard".to_owned(), up: up.guard, down: down.verify }];
    let mut guard_back = down.guard;
    let blocks = blocks(&up.work, &down.work);
    let several = 1 < blocks.len();
    for (n, (there, back)) in blocks.into_iter().enumerate() {
        let block = Block {
            there: pieces(plan, &plan.up, there),
            back: pieces(plan, &plan.down, back),
            guards: if several { index_of(there) } else { None },
            number: several.then_some(n + 1),
        };
        push_block(&mut parts, block, &mut guard_back);
    }
    parts.push(Part { name: "verify".to_owned(), up: up.verify, down: guard_back });
    parts
}

/// The work about one index, or all of it.
struct Block {
    there: Vec<Piece>,
    back: Vec<Piece>,
    /// The index whose guards on the way back are of this block; all when there is none.
    guards: Option<QualifiedName>,
    /// Its number among several.
    number: Option<usize>,
}

/// The parts of one block.
fn push_block(parts: &mut Vec<Part>, block: Block, guard_back: &mut Piece) {
    let Block { there, back, guards, number } = block;
    let mut names = Names { taken: vec![], number };
    if are_inverse(&there, &back) {
        let mut back = back.into_iter().rev();
        for up in there {
            let down = back.next().unwrap_or_else(|| own(&up));
            parts.push(Part { name: names.choose("", &up), up, down });
        }
        return;
    }
    let back: Vec<_> = back.into_iter().map(|it| (names.choose("back_", &it), it)).collect();
    let no_up = |(name, down)| Part { name, up: Piece::default(), down };
    parts.extend(back.into_iter().rev().map(no_up));
    // Its guards begin this way back, when what the parts behind have done is taken back.
    let ours = guard_back.split_off(guards);
    if !ours.steps.is_empty() {
        parts.push(no_up((names.unique("back_guard".to_owned()), ours)));
    }
    for up in there {
        let mut down = own(&up);
        down.steps.iter_mut().for_each(|it| lenient(&mut it.statement));
        parts.push(Part { name: names.choose("", &up), up, down });
    }
}

/// Whether the way back takes the change back part by part, from the last to the first.
fn are_inverse(there: &[Piece], back: &[Piece]) -> bool {
    let statements =
        |it: &Piece| it.steps.iter().map(|it| it.statement.clone()).collect::<Vec<_>>();
    back.len() <= there.len()
        && there.iter().zip(back.iter().rev()).all(|(there, back)| {
            let own = own(there);
            match own.steps.is_empty() {
                true => is_drop(there) && (is_drop(back) || is_build(back)),
                false => statements(&own) == statements(back),
            }
        })
}

fn is_drop(it: &Piece) -> bool {
    matches!(it.steps.as_slice(), [one] if matches!(one.statement, Statement::DropIndex(_)))
}

fn is_build(it: &Piece) -> bool {
    matches!(it.steps.as_slice(), [one] if matches!(one.statement, Statement::CreateIndex(_)))
}

/// What takes back what the piece has done, as far as its steps know it.
fn own(it: &Piece) -> Piece {
    let undo = |step: &Step| {
        let statement = (**step.rollback.as_ref()?).clone();
        let why = "Takes back what this part alone has done; nothing is left to do when the whole \
                   change is taken back.";
        Some(Step { why: why.into(), statement, verify: None, rollback: None, ..step.clone() })
    };
    let steps: Vec<_> = it.steps.iter().rev().filter_map(undo).collect();
    let alone = steps.iter().any(|it| it.statement.transaction() == Transaction::Forbidden);
    Piece { alone, undoes_itself: true, changes: !steps.is_empty(), steps }
}

/// Lets it pass where there is nothing to take back.
fn lenient(statement: &mut Statement) {
    match statement {
        #[cfg(feature = "every-operation")]
        Statement::SwapBack(it) => it.needs_the_old = false,
        _ => {}
    }
}

/// The steps of one direction without its settings, which the connection brings or each file has.
struct Sections {
    guard: Piece,
    work: Vec<Step>,
    verify: Piece,
}

impl Sections {
    fn of(plan: &Plan, steps: &[Step]) -> Self {
        let mut work: Vec<_> =
            steps.iter().filter(|it| !it.statement.is_setting()).cloned().collect();
        let is = |it: &Step, phase| {
            it.phase == phase && it.statement.transaction() != Transaction::Forbidden
        };
        let n_work = work.iter().take_while(|it| is(it, Phase::Guard)).count();
        let mut rest = work.split_off(n_work);
        let n_verify = rest.iter().rev().take_while(|it| is(it, Phase::Verify)).count();
        let verify = rest.split_off(rest.len() - n_verify);
        Self { guard: gate(plan, steps, work), work: rest, verify: gate(plan, steps, verify) }
    }
}

/// The work about each index: the way there, and the way back. All of it is one block where the two
/// do not go through the same indexes, one in the order of the other reversed.
fn blocks<'a>(there: &'a [Step], back: &'a [Step]) -> Vec<(&'a [Step], &'a [Step])> {
    let (ups, downs) = (by_index(there), by_index(back));
    let names: Vec<_> = ups.iter().map(|it| index_of(it)).collect();
    let position = |it: &&[Step]| {
        let name = index_of(it);
        names.iter().position(|known| known.is_some() && *known == name)
    };
    let places: Option<Vec<usize>> = downs.iter().map(position).collect();
    let distinct = names.iter().enumerate().all(|(n, it)| !names[..n].contains(it));
    match places {
        Some(places) if distinct && places.windows(2).all(|it| it[1] < it[0]) => {
            let back = |n| places.iter().position(|it| *it == n).map_or(&[][..], |it| downs[it]);
            ups.iter().enumerate().map(|(n, up)| (*up, back(n))).collect()
        }
        _ => vec![(there, back)],
    }
}

/// The index that the steps are about.
fn index_of(steps: &[Step]) -> Option<QualifiedName> {
    steps.iter().find_map(|it| Some(it.index.as_ref()?.qualified_name()))
}

/// Runs of steps about one index; a step about none stays with those before it.
fn by_index(steps: &[Step]) -> Vec<&[Step]> {
    let mut current: Option<QualifiedName> = None;
    let mut starts = vec![];
    for (n, step) in steps.iter().enumerate() {
        let name = step.index.as_ref().map(|it| it.qualified_name());
        if n == 0 || (name.is_some() && current.is_some() && name != current) {
            starts.push(n);
        }
        current = name.or(current);
    }
    let ends = starts.iter().skip(1).copied().chain([steps.len()]);
    starts.iter().zip(ends).map(|(start, end)| &steps[*start..end]).collect()
}

/// Steps that may share a transaction, and those that stand alone. A transaction ends with its
/// first change, so that it holds the locks of one change only.
fn pieces(plan: &Plan, all: &[Step], steps: &[Step]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = vec![];
    for step in steps.iter().cloned() {
        let alone = step.statement.transaction() == Transaction::Forbidden;
        let changes = alone || matches!(step.phase, Phase::Build | Phase::Drop);
        match pieces.last_mut() {
            Some(last) if !alone && !last.alone && !last.changes => {
                last.steps.push(by_hand(step));
                last.changes = changes;
            }
            _ if alone => {
                pieces.push(Piece { steps: vec![step], alone, changes, ..Piece::default() })
            }
            _ => pieces.push(Piece { changes, ..gate(plan, all, vec![step]) }),
        }
    }
    pieces
}

/// Steps that are fine in one transaction, with the timeouts that are in force where they stand in
/// `all`.
fn gate(plan: &Plan, all: &[Step], steps: Vec<Step>) -> Piece {
    let Some(first) = steps.first() else { return Piece::default() };
    let mut timeouts: Vec<&Step> = vec![];
    for step in all.iter().take_while(|it| *it != first) {
        let Some(set) = timeout(step) else { continue };
        timeouts.retain(|it| timeout(it).is_none_or(|it| it.parameter != set.parameter));
        if set.value == SettingValue::Seconds(0) {
            // The connection has it so.
            continue;
        }
        // The first to set a value says best why.
        let reason = plan.up.iter().find(|it| timeout(it) == Some(set));
        timeouts.push(reason.unwrap_or(step));
    }
    let timeouts = timeouts.into_iter().filter_map(local);
    let steps = timeouts.chain(steps.iter().cloned().map(by_hand)).collect();
    Piece { steps, ..Piece::default() }
}

fn timeout(step: &Step) -> Option<&Set> {
    use crate::sql::Parameter::{LockTimeout, StatementTimeout};
    match &step.statement {
        Statement::Set(it) if matches!(it.parameter, LockTimeout | StatementTimeout) => Some(it),
        _ => None,
    }
}

/// A setting for the transaction of the file alone.
fn local(step: &Step) -> Option<Step> {
    let statement = Set { scope: Scope::Transaction, ..timeout(step)?.clone() }.into();
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

impl Piece {
    /// Takes the steps about that index out, or all of them; both keep their settings.
    fn split_off(&mut self, index: Option<QualifiedName>) -> Self {
        let Some(name) = index else { return std::mem::take(self) };
        let is = |it: &Step| it.index.as_ref().is_some_and(|it| it.qualified_name() == name);
        let keep = |wanted: bool| {
            let of = |it: &&Step| it.statement.is_setting() || is(it) == wanted;
            let steps: Vec<_> = self.steps.iter().filter(of).cloned().collect();
            match steps.iter().all(|it| it.statement.is_setting()) {
                true => Self::default(),
                false => Self { steps, ..self.clone() },
            }
        };
        let (ours, others) = (keep(true), keep(false));
        *self = others;
        ours
    }
}

/// Names of parts, no two alike.
struct Names {
    taken: Vec<String>,
    number: Option<usize>,
}

impl Names {
    /// After what it changes last.
    fn choose(&mut self, prefix: &str, it: &Piece) -> String {
        let title = it.steps.last().map(|it| it.statement.title()).unwrap_or_default();
        let verb = title.split_whitespace().next().unwrap_or("change");
        let built = self.taken.iter().any(|it| it.starts_with(&format!("{prefix}build")));
        let is_itself = it.steps.iter().any(|step| match &step.statement {
            Statement::DropIndex(drop) => Some(drop.name.clone()) == index_of(&it.steps),
            _ => false,
        });
        // What is dropped before a build, or beside the index itself, is a leftover.
        let verb = if is_drop(it) && !is_itself && !built { "clean" } else { verb };
        self.unique(format!("{prefix}{verb}"))
    }

    fn unique(&mut self, name: String) -> String {
        let name = match self.number {
            Some(n) => format!("{name}_{n}"),
            None => name,
        };
        let mut all =
            std::iter::once(name.clone()).chain(('b'..='z').map(|it| format!("{name}{it}")));
        let free = all.find(|it| !self.taken.contains(it)).unwrap_or(name);
        self.taken.push(free.clone());
        free
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        domain::{
            ElementType, Hnsw, Identifier, IndexDefinition, IndexKey, MemorySetting, Metric,
            OperatorClass, Rows, VectorType,
        },
        plan::{IndexRequest, Mode, Operation, Request, Target, plan},
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
            change: None,
            model: None,
            redundant: None,
            definition: Arc::new(definition),
            vector_type: VectorType::new(ElementType::Vector, 3).unwrap(),
            reduced: None,
            load_rows: None,
            rows: Rows::new(9).unwrap(),
            non_zero: None,
            duplicates: 0.0,
            maintenance_work_mem: Some(MemorySetting::new(memory).unwrap()),
            workers: None,
            partition: None,
            tenants: None,
        }
    }

    fn online() -> Plan {
        let indexes = vec![index("items", 64), index("pages", 96)];
        let name = "two".to_owned();
        plan(Request {
            target: Target::default(),
            mode: Mode::Online,
            name,
            indexes,
            tasks: vec![],
            calibration: vec![],
            search: None,
            activity: Default::default(),
            replication: Default::default(),
        })
        .unwrap()
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
        let up: Vec<_> = parts.iter().flat_map(|it| it.up.steps.clone()).collect();
        let down: Vec<_> = parts.iter().rev().flat_map(|it| it.down.steps.clone()).collect();
        assert_eq!(changes(&up), changes(&plan.up));
        assert_eq!(changes(&down), changes(&plan.down));
    }

    #[test]
    fn what_no_transaction_may_hold_stands_alone() {
        for part in parts(&online()) {
            for it in [&part.up, &part.down] {
                let forbidden = |it: &Step| it.statement.transaction() == Transaction::Forbidden;
                assert_eq!(it.steps.iter().any(forbidden), it.alone, "{}", part.name);
                assert!(!it.alone || it.steps.len() == 1, "{}", part.name);
            }
        }
    }

    #[test]
    fn the_connection_has_the_largest_of_each_setting() {
        let expected = "-c lock_timeout=0 -c statement_timeout=0 -c maintenance_work_mem=96MB";
        assert_eq!(crate::render::connection::options(&online()), expected);
    }
}
