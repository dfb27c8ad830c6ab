//! What one has to know of a plan before it runs: what waits, how long, how much disk, and up to
//! where one can go back.

use std::collections::BTreeMap;

#[cfg(feature = "every-operation")]
use super::Fill;
use super::{Mode, Plan, Step};
use crate::{
    domain::{Bytes, IndexDefinition, Seconds},
    estimate::Estimate,
    sql::{Blocked, Held, Parameter, Set, SettingValue, Statement},
};

/// What one has to know of a plan before it runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// What waits for it; what is not here goes on at every step.
    pub waits: Vec<Wait>,
    /// How many indexes are built.
    pub builds: usize,
    /// All builds together, when each is hardly faster.
    pub build_seconds_low: Seconds,
    /// All builds together, when each is hardly slower.
    pub build_seconds_high: Seconds,
    /// Disk that is needed besides what is used already, at the worst moment; with `wal_bytes`.
    pub disk_peak_bytes: Bytes,
    /// WAL of all builds, and of what fills columns, at the most.
    pub wal_bytes: Bytes,
    /// The columns that are filled, by the plan or after it.
    #[cfg(feature = "every-operation")]
    pub fills: Vec<Fill>,
    /// The steps that read every row, counted from 0.
    #[cfg(feature = "every-operation")]
    pub reads: Vec<usize>,
    /// How long tables are written anew, hardly faster and hardly slower; in memory.
    #[cfg(feature = "every-operation")]
    pub rewrite_seconds: Option<(Seconds, Seconds)>,
    /// The points of no return, counted from 0: behind each the way back is another build or none.
    pub no_return: Vec<usize>,
}

/// Statements of others that wait for one step.
#[derive(Debug, Clone, PartialEq)]
pub struct Wait {
    /// What waits.
    pub blocked: Blocked,
    /// The step, counted from 0.
    pub step: usize,
    /// The table or index that is locked, as SQL.
    pub on: String,
    /// How long the lock is held once it is granted.
    pub held: Held,
    /// How long the step itself waits for its lock before it gives up, with the others behind it;
    /// nothing when it does not give up.
    pub patience: Option<Seconds>,
    /// Whether it tries again then, after a pause in which the others go on.
    pub tries_again: bool,
    /// Only where a run was interrupted before.
    pub cleans_up: bool,
}

impl Plan {
    /// What one has to know before the plan runs.
    pub fn summary(&self) -> Summary {
        let no_return = self.up.iter().enumerate().filter(|(_, it)| it.no_return);
        let mut it = Summary {
            waits: waits(&self.up),
            builds: 0,
            build_seconds_low: Seconds(0.0),
            build_seconds_high: Seconds(0.0),
            disk_peak_bytes: Bytes(0),
            wal_bytes: Bytes(0),
            #[cfg(feature = "every-operation")]
            fills: self.fills(),
            #[cfg(feature = "every-operation")]
            reads: self.reads(),
            #[cfg(feature = "every-operation")]
            rewrite_seconds: self.rewrites(),
            no_return: no_return.map(|(n, _)| n).collect(),
        };
        // What stays on disk from the builds before; nothing counts as freed, as what is dropped
        // goes last, or is of unknown size.
        let mut kept = 0;
        for Numbers { estimate, in_place } in self.numbers() {
            let (disk, wal) = (estimate.disk_peak_bytes.get(), estimate.wal_bytes.get());
            let sort = match self.request.mode {
                Mode::Online => estimate.sort_bytes().get(),
                Mode::Transactional => 0,
            };
            it.builds += 1;
            it.build_seconds_low.0 += estimate.build_seconds_low.0;
            it.build_seconds_high.0 += estimate.build_seconds_high.0;
            it.wal_bytes.0 += wal;
            it.disk_peak_bytes.0 = it.disk_peak_bytes.get().max(kept + disk + sort);
            // WAL may stay until it is archived; an index built anew takes the place of itself.
            kept += if in_place { wal } else { disk };
        }
        // The same for builds alone, and columns and tables besides.
        #[cfg(feature = "every-number")]
        {
            (it.disk_peak_bytes, it.wal_bytes) = self.disk_course().peak_and_wal();
        }
        it
    }

    /// Where the indexes are built: for questions about many of them.
    pub fn builds(&self) -> Builds<'_> {
        let built = |steps| ByName::of(builds_of(steps));
        // The way back of a change of its column builds another one.
        let changed = self.request.indexes.iter().filter(|it| it.change.is_some());
        Builds {
            up: built(&self.up),
            down: built(&self.down),
            changed: ByName::of(changed.map(|it| &*it.definition)),
        }
    }

    /// The numbers of what the way there builds, in order.
    fn numbers(&self) -> impl Iterator<Item = Numbers<'_>> {
        let planned = ByName::of(self.definitions());
        self.up.iter().filter_map(move |step| {
            let statement = &step.statement;
            let in_place =
                is_build(statement).then_some(!matches!(statement, Statement::CreateIndex(_)))?;
            let n = planned.first(step.index.as_deref()?)?;
            Some(Numbers { estimate: self.estimates.get(n)?, in_place })
        })
    }
}

/// What the steps build.
fn builds_of(steps: &[Step]) -> impl Iterator<Item = &IndexDefinition> {
    steps.iter().filter(|it| is_build(&it.statement)).filter_map(|it| it.index.as_deref())
}

/// Definitions with their places, found by name: a plan may have thousands.
pub(super) struct ByName<'a>(BTreeMap<&'a str, Vec<(usize, &'a IndexDefinition)>>);

impl<'a> ByName<'a> {
    pub(super) fn of(all: impl Iterator<Item = &'a IndexDefinition>) -> Self {
        let mut by_name: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (n, it) in all.enumerate() {
            by_name.entry(it.name.as_str()).or_default().push((n, it));
        }
        Self(by_name)
    }

    /// The place of the first that is the same.
    pub(super) fn first(&self, index: &IndexDefinition) -> Option<usize> {
        let named = self.0.get(index.name.as_str())?;
        named.iter().find(|(_, it)| *it == index).map(|it| it.0)
    }
}

/// Where the indexes of a plan are built.
pub struct Builds<'a> {
    up: ByName<'a>,
    down: ByName<'a>,
    changed: ByName<'a>,
}

impl Builds<'_> {
    /// Where this index is built, with the numbers of its estimate.
    pub fn of(&self, index: &IndexDefinition) -> Built {
        match () {
            () if self.up.first(index).is_some() => Built::There,
            () if self.down.first(index).is_some() && self.changed.first(index).is_none() => {
                Built::Back
            }
            () => Built::Nowhere,
        }
    }
}

/// Where an index of a plan is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Built {
    /// On the way there.
    There,
    /// On the way back only.
    Back,
    /// In another migration, or as another index.
    Nowhere,
}

/// What a step builds.
struct Numbers<'a> {
    estimate: &'a Estimate,
    /// The index that was there goes when the new one is done.
    in_place: bool,
}

/// Whether a statement builds an index.
pub(super) fn is_build(statement: &Statement) -> bool {
    match statement {
        Statement::CreateIndex(_) => true,
        #[cfg(feature = "every-operation")]
        Statement::Reindex(_) => true,
        _ => false,
    }
}

/// What waits for each step.
fn waits(steps: &[Step]) -> Vec<Wait> {
    let mut lock_timeout = 0;
    let mut waits = vec![];
    for (n, step) in steps.iter().enumerate() {
        if let Statement::Set(Set { parameter, value, .. }) = &step.statement
            && let (Parameter::LockTimeout, SettingValue::Seconds(seconds)) = (parameter, value)
        {
            lock_timeout = *seconds;
        }
        let Some(lock) = step.statement.lock() else { continue };
        let own = step.statement.patience();
        let patience = own.or((lock_timeout != 0).then_some(lock_timeout));
        waits.extend(lock.mode.blocks().iter().map(|blocked| Wait {
            blocked: *blocked,
            step: n,
            on: lock.table.clone(),
            held: lock.held,
            patience: patience.map(|it| Seconds(it.into())),
            tries_again: own.is_some(),
            cleans_up: step.cleans_up,
        }));
    }
    waits
}
