//! The frame of a plan: settings around it, guards before the first change, proofs behind the last.

use std::{borrow::Cow, fmt, sync::Arc};

use super::{BuildSettings, IndexRequest, Mode, Phase, Plan, Request, Step, findings, name, order};
#[cfg(feature = "every-operation")]
use super::{Partition, Task, partitioned, restore, setting, upgrade};
use crate::{
    domain::{IndexDefinition, QualifiedName},
    estimate::TooLarge,
    sql::{
        Build, Cure, DropIndex, Parameter, RestoreSettings, SaveSettings, Scope, Set, SettingValue,
        Statement, TransactionTimeoutOff, VerifyIndex,
    },
};

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanError {
    /// Position in [`Request::indexes`].
    pub index: usize,
    /// What is the matter.
    pub cause: TooLarge,
}

/// Plans what is asked of every index of the request, one after the other.
///
/// All guards come before the first build, so that nothing is built when one of them objects.
///
/// # Errors
///
/// When an index would be larger than a relation can be; all such indexes are named.
pub fn plan(request: Request) -> Result<Plan, Vec<PlanError>> {
    let mut errors = vec![];
    let mut settings = Vec::with_capacity(request.indexes.len());
    let mut settings_back = Vec::with_capacity(request.indexes.len());
    for (index, it) in request.indexes.iter().enumerate() {
        let choose = |it: &IndexRequest| {
            let settings = BuildSettings::choose(it, &request.target);
            #[cfg(feature = "every-number")]
            let settings = settings.map(|it| it.calibrated(&request.calibration));
            settings
        };
        match choose(it).and_then(|one| Ok((one, it.before().as_ref().map(choose).transpose()?))) {
            Ok((there, back)) => {
                settings.push(there);
                settings_back.push(back);
            }
            Err(cause) => errors.push(PlanError { index, cause }),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut ordered: Vec<_> = request.indexes.into_iter().zip(settings).collect();
    order::sort(&mut ordered);
    let (indexes, settings): (Vec<_>, Vec<_>) = ordered.into_iter().unzip();
    let request = Request { indexes, ..request };
    let planner = Planner::new(&request);
    let up = planner.steps(&settings.iter().collect::<Vec<_>>(), Way::There);
    let backs = settings.iter().zip(&settings_back);
    let backs: Vec<_> = backs.map(|(there, back)| back.as_ref().unwrap_or(there)).collect();
    let down = planner.steps(&backs, Way::Back);
    let findings = findings::all(&request, &settings);
    let old = request.indexes.iter().zip(backs);
    let old_indexes =
        old.map(|(it, back)| it.builds_beside().then_some(back.estimate.index_bytes)).collect();
    let estimates = settings.into_iter().map(|it| it.estimate).collect();
    Ok(Plan { up, down, estimates, old_indexes, findings, request })
}

/// A direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// The change.
    There,
    /// The way back.
    Back,
}

/// What one index adds to a plan.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// Before the guards of all others.
    pub(super) before: Vec<Step>,
    /// Before the first change of the plan.
    pub(super) guard: Vec<Step>,
    /// Before the changes of all others.
    pub(super) first: Vec<Step>,
    /// The change.
    pub(super) work: Vec<Step>,
    /// Behind the last change of the plan.
    pub(super) verify: Vec<Step>,
}

/// What tasks add around the indexes; none of their changes takes long.
#[derive(Debug, Default)]
pub(super) struct Around {
    /// Before all other guards.
    pub(super) guard: Vec<Step>,
    /// Changes before those of the indexes.
    pub(super) before: Vec<Step>,
    /// Changes behind those of the indexes.
    pub(super) behind: Vec<Step>,
    /// Behind all other proofs.
    pub(super) verify: Vec<Step>,
}

/// The settings of a build, and those that the session has from the build before it.
pub(super) struct Memory<'a> {
    pub(super) settings: &'a BuildSettings,
    before: Option<&'a BuildSettings>,
}

/// The mode's answers, and the steps made from them.
pub(super) struct Planner<'a> {
    request: &'a Request,
    /// Whether reads and writes go on.
    pub(super) build: Build,
    scope: Scope,
    parameters: Vec<Parameter>,
}

impl<'a> Planner<'a> {
    fn new(request: &'a Request) -> Self {
        use Parameter as P;
        let (build, scope) = match request.mode {
            Mode::Online => (Build::Concurrent, Scope::Session),
            Mode::Transactional => (Build::Plain, Scope::Transaction),
        };
        let mut parameters = vec![
            P::LockTimeout,
            P::StatementTimeout,
            P::MaintenanceWorkMem,
            P::MaxParallelMaintenanceWorkers,
            P::MinParallelTableScanSize,
        ];
        if request.indexes.is_empty() {
            // Nothing is built.
            parameters.truncate(2);
        } else if build == Build::Concurrent {
            // Where the server has it: saving and restoring pass over what it does not know.
            parameters.push(P::TransactionTimeout);
        }
        Self { request, build, scope, parameters }
    }

    /// Prepared, every guard before the first change, every proof behind the last.
    fn assemble(&self, parts: Vec<Part>, around: Around, way: Way) -> Vec<Step> {
        let mut steps = self.prepare();
        steps.extend(around.guard);
        let (mut guard, mut first, mut work, mut verify) = (vec![], vec![], vec![], vec![]);
        for part in parts {
            steps.extend(part.before);
            guard.extend(part.guard);
            first.extend(part.first);
            work.push(part.work);
            verify.extend(part.verify);
        }
        if way == Way::Back {
            // The other way round than they were built.
            work.reverse();
        }
        steps.extend(guard);
        steps.extend(around.before);
        if !work.is_empty() {
            steps.extend(self.no_timeouts());
            steps.extend(first);
            steps.extend(work.into_iter().flatten());
            steps.extend(self.short_again());
        }
        steps.extend(around.behind);
        steps.extend(verify);
        steps.extend(around.verify);
        steps.push(self.restore());
        steps
    }

    fn part(&self, it: &IndexRequest, memory: &mut Memory<'_>, way: Way) -> Part {
        #[cfg(feature = "every-operation")]
        if let Some(Partition::Whole(parts)) = &it.partition {
            return partitioned::part(self, it, parts, way);
        }
        (it.operation.part)(self, it, memory, way)
    }

    fn steps(&self, settings: &[&BuildSettings], way: Way) -> Vec<Step> {
        let mut parts = vec![];
        let pairs = self.request.indexes.iter().zip(settings.iter().copied());
        // Settings carry over from one build to the next, in the order in which they run.
        let pairs: Vec<_> = match way {
            Way::There => pairs.collect(),
            Way::Back => pairs.rev().collect(),
        };
        let mut before = None;
        for (it, settings) in pairs {
            let mut memory = Memory { settings, before };
            parts.push(self.part(it, &mut memory, way));
            before = memory.before;
        }
        if way == Way::Back {
            parts.reverse();
        }
        self.assemble(parts, self.around(way), way)
    }

    /// What the tasks of the request add.
    #[cfg(feature = "every-operation")]
    fn around(&self, way: Way) -> Around {
        let mut around = Around::default();
        for task in &self.request.tasks {
            match task {
                Task::Upgrade(it) => upgrade::add(&mut around, it, way),
                Task::Restore(it) => restore::add(&mut around, it, &self.request.indexes, way),
                Task::Setting(it) => setting::add(&mut around, it, way),
            }
        }
        around
    }

    /// This build plans no tasks, and those who call it refuse them.
    #[cfg(not(feature = "every-operation"))]
    fn around(&self, _: Way) -> Around {
        Around::default()
    }

    /// Saved settings and short timeouts.
    fn prepare(&self) -> Vec<Step> {
        let save = SaveSettings { scope: self.scope, parameters: self.parameters.clone() };
        let mut steps = vec![step(
            Phase::Prepare,
            None,
            "Remembers the settings of the session; the last step puts them back.",
            save,
        )];
        steps.push(self.set(
            Phase::Prepare,
            Parameter::LockTimeout,
            SettingValue::Seconds(SHORT_LOCK_TIMEOUT),
            "The short steps give up rather than queue in front of everybody.",
        ));
        let build = if self.request.indexes.is_empty() { Build::Concurrent } else { self.build };
        match build {
            Build::Concurrent => steps.push(self.set(
                Phase::Prepare,
                Parameter::StatementTimeout,
                SettingValue::Seconds(SHORT_STATEMENT_TIMEOUT),
                "None of the short steps takes long.",
            )),
            Build::Plain => steps.push(self.set(
                Phase::Prepare,
                Parameter::StatementTimeout,
                SettingValue::Seconds(0),
                "The build takes as long as it takes; cancelled, it leaves nothing behind.",
            )),
        }
        steps
    }

    /// No timeouts while a concurrent build or drop runs.
    fn no_timeouts(&self) -> Vec<Step> {
        if self.build == Build::Plain {
            return vec![];
        }
        let mut steps = vec![
            self.set(
                Phase::Build,
                Parameter::LockTimeout,
                SettingValue::Seconds(0),
                "From here on it waits as long as it must: a lock_timeout also fires while the \
                 finished graph waits for old snapshots, and leaves an INVALID index. Waiting \
                 blocks no reads and no writes.",
            ),
            self.set(
                Phase::Build,
                Parameter::StatementTimeout,
                SettingValue::Seconds(0),
                "A statement_timeout would kill the build and leave an INVALID index.",
            ),
        ];
        steps.push(step(
            Phase::Build,
            None,
            "So would a transaction_timeout, which PostgreSQL 17 and later have.",
            TransactionTimeoutOff,
        ));
        steps
    }

    /// Memory and workers, where they differ from those of the build before.
    pub(super) fn memory(&self, it: &IndexRequest, memory: &mut Memory<'_>) -> Vec<Step> {
        let Memory { settings, before } = *memory;
        memory.before = Some(settings);
        let mut steps = vec![];
        let memory = settings.maintenance_work_mem;
        if before.is_none_or(|it| it.maintenance_work_mem != memory) {
            let mut step = self.set(
                Phase::Build,
                Parameter::MaintenanceWorkMem,
                SettingValue::Memory(memory),
                memory_why(it, settings),
            );
            step.index = Some(Arc::clone(&it.definition));
            steps.push(step);
        }
        if before.is_some_and(|it| it.workers == settings.workers) {
            return steps;
        }
        if let Some(workers) = settings.workers {
            let why = match workers {
                0 => Cow::Borrowed("A serial build, which takes no shared memory."),
                1 => Cow::Borrowed("One worker helps, when the server has one to spare."),
                n => format!("Up to {n} workers help, as many as the server has to spare.").into(),
            };
            steps.push(self.set(
                Phase::Build,
                Parameter::MaxParallelMaintenanceWorkers,
                SettingValue::Number(workers),
                why,
            ));
        }
        if settings.forces_parallel() {
            steps.push(self.set(
                Phase::Build,
                Parameter::MinParallelTableScanSize,
                SettingValue::Number(0),
                "The server counts the heap without its vectors (they are in TOAST) and would \
                 build without workers below 8 MB of it.",
            ));
        }
        steps
    }

    /// Short timeouts again.
    fn short_again(&self) -> Vec<Step> {
        if self.build == Build::Plain {
            return vec![];
        }
        vec![
            self.set(
                Phase::Verify,
                Parameter::LockTimeout,
                SettingValue::Seconds(SHORT_LOCK_TIMEOUT),
                "Short steps again.",
            ),
            self.set(
                Phase::Verify,
                Parameter::StatementTimeout,
                SettingValue::Seconds(SHORT_STATEMENT_TIMEOUT),
                "None of them takes long.",
            ),
        ]
    }

    fn restore(&self) -> Step {
        let restore = RestoreSettings { scope: self.scope, parameters: self.parameters.clone() };
        step(Phase::Restore, None, "Puts the settings back as they were.", restore)
    }

    fn set(
        &self,
        phase: Phase,
        parameter: Parameter,
        value: SettingValue,
        why: impl Into<Cow<'static, str>>,
    ) -> Step {
        step(phase, None, why, Set { scope: self.scope, parameter, value })
    }

    pub(super) fn drop_name(&self, definition: &IndexDefinition, name: QualifiedName) -> DropIndex {
        DropIndex { name, table: definition.table.clone(), build: self.build }
    }

    /// Removes the index that a guard has renamed out of the way.
    pub(super) fn drop_leftover(&self, it: &IndexRequest) -> Step {
        let name = it.definition.table.sibling(name::leftover(&it.definition.name));
        let drop = step(
            Phase::Drop,
            Some(it),
            "Removes the leftover of a build that did not finish, if there is one.",
            self.drop_name(&it.definition, name),
        );
        Step { cleans_up: true, ..drop }
    }
}

/// How long a short step waits for a lock, in seconds.
const SHORT_LOCK_TIMEOUT: u32 = 5;
/// How long a short step may take, in seconds; they take milliseconds.
const SHORT_STATEMENT_TIMEOUT: u32 = 60;

pub(super) fn verify(definition: &Arc<IndexDefinition>) -> Statement {
    VerifyIndex { definition: Arc::clone(definition), cure: Cure::RunAgain }.into()
}

fn memory_why(it: &IndexRequest, settings: &BuildSettings) -> String {
    let estimate = &settings.estimate;
    let fits = estimate.fits_in_memory_rows;
    if estimate.spilled_rows.get() == 0 {
        format!(
            "The graph of {} rows takes {} and stays in memory up to {fits} rows.",
            it.rows, estimate.build_memory_bytes
        )
    } else {
        format!(
            "The graph of {} rows does not fit: it spills at row {fits}, and each row after that \
             takes four to five times as long.",
            it.rows
        )
    }
}

pub(super) fn step(
    phase: Phase,
    index: Option<&IndexRequest>,
    why: impl Into<Cow<'static, str>>,
    statement: impl Into<Statement>,
) -> Step {
    Step {
        phase,
        index: index.map(|it| Arc::clone(&it.definition)),
        why: why.into(),
        statement: statement.into(),
        verify: None,
        rollback: None,
        no_return: false,
        cleans_up: false,
    }
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.cause.fmt(f)
    }
}

impl std::error::Error for PlanError {}
