//! Create indexes: the plan in its two modes.

use std::{borrow::Cow, fmt, sync::Arc};

use super::{BuildSettings, IndexRequest, Mode, Phase, Plan, Request, Step, findings, name};
use crate::{
    domain::{IndexDefinition, QualifiedName},
    estimate::TooLarge,
    sql::{
        Build, CreateIndex, Cure, DropIndex, GuardDrop, GuardIndex, Parameter, RestoreSettings,
        SaveSettings, Scope, Set, SettingValue, Statement, TransactionTimeoutOff, VerifyDropped,
        VerifyIndex,
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

/// Plans the creation of every index of the request, one after the other.
///
/// All guards come before the first build, so that nothing is built when one of them objects.
///
/// # Errors
///
/// When an index would be larger than a relation can be; all such indexes are named.
pub fn plan(request: Request) -> Result<Plan, Vec<PlanError>> {
    let mut errors = vec![];
    let mut settings = Vec::with_capacity(request.indexes.len());
    for (index, it) in request.indexes.iter().enumerate() {
        match BuildSettings::choose(it, &request.target) {
            Ok(it) => settings.push(it),
            Err(cause) => errors.push(PlanError { index, cause }),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let planner = Planner::new(&request);
    let up = planner.up(&settings);
    let down = planner.down();
    let findings = findings::all(&request, &settings);
    let estimates = settings.into_iter().map(|it| it.estimate).collect();
    Ok(Plan { up, down, estimates, findings, request })
}

/// The mode's answers, and the steps made from them.
struct Planner<'a> {
    request: &'a Request,
    build: Build,
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
        if build == Build::Concurrent {
            // Where the server has it: saving and restoring pass over what it does not know.
            parameters.push(P::TransactionTimeout);
        }
        Self { request, build, scope, parameters }
    }

    fn up(&self, settings: &[BuildSettings]) -> Vec<Step> {
        let mut steps = self.prepare();
        for it in &self.request.indexes {
            steps.push(self.guard(it));
        }
        steps.extend(self.no_timeouts());
        let mut before = None;
        for (it, settings) in self.request.indexes.iter().zip(settings) {
            steps.extend(self.memory(it, settings, before));
            before = Some(settings);
            steps.extend(self.create(it));
        }
        steps.extend(self.short_again());
        for it in &self.request.indexes {
            let verify = verify(&it.definition);
            steps.push(step(
                Phase::Verify,
                Some(it),
                "Fails loudly unless the index is valid, ready and defined as planned.",
                verify,
            ));
        }
        steps.push(self.restore());
        steps
    }

    fn down(&self) -> Vec<Step> {
        let mut steps = self.prepare();
        for it in &self.request.indexes {
            let definition = &it.definition;
            let guard =
                GuardDrop { name: definition.qualified_name(), table: definition.table.clone() };
            steps.push(step(
                Phase::Guard,
                Some(it),
                "Stops when the name belongs to anything but an index on this table.",
                guard,
            ));
        }
        steps.extend(self.no_timeouts());
        // The other way round than they were built.
        for it in self.request.indexes.iter().rev() {
            let why = match self.build {
                Build::Concurrent => {
                    "Reads and writes go on. It waits for transactions that use the table, without a \
                     lock_timeout: an interrupted drop would leave the index INVALID."
                }
                Build::Plain => {
                    "Takes the table from everybody for a moment, or gives up after lock_timeout."
                }
            };
            let mut drop = step(Phase::Drop, Some(it), why, self.drop_index(&it.definition));
            drop.verify = Some(Box::new(self.verify_dropped(&it.definition)));
            steps.push(drop);
            if self.build == Build::Concurrent {
                steps.push(self.drop_leftover(it));
            }
        }
        steps.extend(self.short_again());
        for it in &self.request.indexes {
            steps.push(step(
                Phase::Verify,
                Some(it),
                "Fails loudly when something of the plan is left.",
                self.verify_dropped(&it.definition),
            ));
        }
        steps.push(self.restore());
        steps
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
        match self.build {
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

    fn guard(&self, it: &IndexRequest) -> Step {
        let leftover = it.definition.table.sibling(name::leftover(&it.definition.name));
        let guard =
            GuardIndex { definition: Arc::clone(&it.definition), leftover, build: self.build };
        let why = match self.build {
            Build::Concurrent => {
                "Goes on when the index is absent or as planned; renames an INVALID leftover out of \
                 the way; stops at anything else of that name."
            }
            Build::Plain => {
                "Goes on when the index is absent or as planned; drops an INVALID leftover; stops at \
                 anything else of that name."
            }
        };
        step(Phase::Guard, Some(it), why, guard)
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
    fn memory(
        &self,
        it: &IndexRequest,
        settings: &BuildSettings,
        before: Option<&BuildSettings>,
    ) -> Vec<Step> {
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

    fn create(&self, it: &IndexRequest) -> Vec<Step> {
        let build = CreateIndex { definition: Arc::clone(&it.definition), build: self.build };
        let mut steps = vec![];
        let why = match self.build {
            Build::Concurrent => {
                steps.push(self.drop_leftover(it));
                "Builds the index while reads and writes go on; does nothing when the guard found \
                 it as planned."
            }
            Build::Plain => {
                "Builds the index; writes to the table wait until the transaction ends. Does \
                 nothing when the guard found it as planned."
            }
        };
        let why: Cow<'static, str> = match it.definition.predicate {
            Some(_) => format!("{why} The predicate is the one that was given.").into(),
            None => why.into(),
        };
        let mut create = step(Phase::Build, Some(it), why, build);
        create.rollback = create.statement.inverse().map(Box::new);
        create.verify = Some(Box::new(verify(&it.definition)));
        steps.push(create);
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

    fn drop_index(&self, definition: &IndexDefinition) -> DropIndex {
        self.drop_name(definition, definition.qualified_name())
    }

    fn drop_name(&self, definition: &IndexDefinition, name: QualifiedName) -> DropIndex {
        DropIndex { name, table: definition.table.clone(), build: self.build }
    }

    fn drop_leftover(&self, it: &IndexRequest) -> Step {
        let name = it.definition.table.sibling(name::leftover(&it.definition.name));
        let drop = self.drop_name(&it.definition, name);
        step(
            Phase::Drop,
            Some(it),
            "Removes the leftover of a build that did not finish, if there is one.",
            drop,
        )
    }

    fn verify_dropped(&self, definition: &IndexDefinition) -> Statement {
        let mut names = vec![definition.qualified_name()];
        if self.build == Build::Concurrent {
            names.push(definition.table.sibling(name::leftover(&definition.name)));
        }
        VerifyDropped { names, cure: Cure::RunAgain }.into()
    }
}

/// How long a short step waits for a lock, in seconds.
const SHORT_LOCK_TIMEOUT: u32 = 5;
/// How long a short step may take, in seconds; they take milliseconds.
const SHORT_STATEMENT_TIMEOUT: u32 = 60;

fn verify(definition: &Arc<IndexDefinition>) -> Statement {
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

fn step(
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
    }
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.cause.fmt(f)
    }
}

impl std::error::Error for PlanError {}
