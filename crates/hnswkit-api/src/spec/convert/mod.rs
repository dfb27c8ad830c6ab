//! From a spec to a request that makes sense, or to everything that is wrong with it.

#[cfg(feature = "every-number")]
mod activity;
#[cfg(feature = "every-number")]
mod calibration;
#[cfg(feature = "every-operation")]
mod change;
mod check;
mod contradictions;
#[cfg(feature = "every-operation")]
mod cures;
mod index;
mod key;
mod later;
#[cfg(feature = "every-operation")]
mod load;
mod migration;
#[cfg(feature = "every-operation")]
mod model;
mod only_for;
#[cfg(feature = "every-operation")]
mod previous;
#[cfg(feature = "every-number")]
mod query;
#[cfg(feature = "every-operation")]
mod reduced;
#[cfg(feature = "every-operation")]
mod redundant;
mod size;
#[cfg(feature = "every-operation")]
mod split;
mod target;
#[cfg(feature = "every-operation")]
mod tasks;
mod vector;

use hnswkit_core::plan::{IndexRequest, Request, Task};

#[cfg(any(feature = "parse", feature = "every-operation"))]
pub(super) use target::convert as target;

use super::Spec;
use crate::problem::{Problem, Problems};

impl Spec {
    /// Converts the spec, checking every value and how they fit together.
    ///
    /// # Errors
    ///
    /// With everything that is wrong, in the order of the file.
    pub fn to_request(&self) -> Result<Request, Problems> {
        let mut problems = Problems::default();
        let target = target::convert(&self.target, &mut problems);
        let (mode, name) = migration::convert(self, &mut problems);
        if !self.plans_something() {
            problems.push(Problem::new(
                "index",
                None,
                "there is no index to plan",
                "write an `[[index]]` section with `table`, `column`, `type`, `metric` and `rows`",
            ));
        }
        let mut indexes = Vec::with_capacity(self.index.len());
        let mut names = vec![];
        for (number, spec) in self.index.iter().enumerate() {
            let (name, made) = index::convert(spec, number, &target, mode, &mut problems);
            if made.is_empty() {
                names.extend(name.map(|it| (number, it, None)));
            }
            for index in made {
                names.push((number, index.definition.qualified_name(), Some(indexes.len())));
                indexes.push(index);
            }
        }
        contradictions::refuse(self, &names, &indexes, &mut problems);
        let tasks = self.tasks(&indexes, &mut problems);
        #[cfg(feature = "every-number")]
        let calibration = calibration::convert(self, &target, &indexes, &mut problems);
        #[cfg(feature = "every-number")]
        let search = query::convert(self, &target, &indexes, &mut problems);
        #[cfg(feature = "every-number")]
        let (activity, replication) = activity::convert(self, &target, &mut problems);
        problems.or(Request {
            target,
            mode,
            name,
            indexes,
            tasks,
            #[cfg(feature = "every-number")]
            calibration,
            #[cfg(feature = "every-number")]
            search,
            #[cfg(feature = "every-number")]
            activity,
            #[cfg(feature = "every-number")]
            replication,
        })
    }

    /// The section that has led to each index: one can lead to several.
    pub(super) fn sections(&self) -> Vec<usize> {
        let problems = &mut Problems::default();
        let target = target::convert(&self.target, problems);
        let (mode, _) = migration::convert(self, problems);
        let mut sections = vec![];
        for (number, spec) in self.index.iter().enumerate() {
            let (_, made) = index::convert(spec, number, &target, mode, problems);
            sections.extend(made.iter().map(|_| number));
        }
        sections
    }

    /// Whether there is anything to plan.
    pub fn plans_something(&self) -> bool {
        !self.index.is_empty()
            || !self.setting.is_empty()
            || !self.upgrade.is_empty()
            || !self.restore.is_empty()
    }

    /// What else is done; problems with it go to `problems`.
    #[cfg(feature = "every-operation")]
    fn tasks(&self, indexes: &[IndexRequest], problems: &mut Problems) -> Vec<Task> {
        tasks::convert(self, indexes, problems)
    }

    /// This build plans none; who calls it with some has to load the one that does.
    #[cfg(not(feature = "every-operation"))]
    fn tasks(&self, _: &[IndexRequest], problems: &mut Problems) -> Vec<Task> {
        if !self.setting.is_empty() || !self.upgrade.is_empty() || !self.restore.is_empty() {
            let message = "this build plans indexes only";
            let help = "use the build with the feature `every-operation`";
            problems.push(Problem::new("setting", None, message, help));
        }
        vec![]
    }

    /// What [`Spec::to_request`] gives, together with what was wrong when the file was read.
    ///
    /// # Errors
    ///
    /// With everything that is wrong; a field that could not be read is named once.
    pub fn to_request_after(&self, mut reading: Problems) -> Result<Request, Problems> {
        // A file that is not TOML says nothing about its values.
        if reading.iter().any(|it| it.field.is_empty()) {
            return Err(reading);
        }
        match self.to_request() {
            Ok(request) => reading.or(request),
            Err(later) => {
                reading.extend_with_other_fields(later);
                Err(reading.sorted())
            }
        }
    }
}
