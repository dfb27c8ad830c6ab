//! After the build: what an insert costs, how the index grows, what VACUUM takes, what stays in
//! cache.

mod activity;
mod cache;
mod growth;
mod insert;
#[cfg(test)]
mod tests;
mod vacuum;

pub use self::activity::Activity;

use super::{
    Estimate,
    figure::Figure,
    layout::{Layout, PAGE},
    size::PageModel,
    time::{HIGH, LOW},
    workload::Workload,
};
use crate::domain::Seconds;

/// An index as the figures of its upkeep need it.
struct Built<'a> {
    workload: &'a Workload,
    layout: Layout,
    model: PageModel,
    /// Elements of the graph.
    elements: f64,
    /// Pages, the meta page included.
    pages: f64,
    /// How many times as long as on the machine of the model this one takes: hardly less, and
    /// hardly more.
    pace: (f64, f64),
}

impl Built<'_> {
    /// The bytes of an average page that are not free.
    fn page(&self) -> f64 {
        let element = self.layout.element() as f64 + self.layout.mean_neighbors();
        let used = element * self.elements / (self.pages - 1.0).max(1.0);
        used.min(PAGE as f64)
    }

    /// Elements on a page.
    fn a_page(&self) -> f64 {
        self.elements / (self.pages - 1.0).max(1.0)
    }
}

impl Estimate {
    fn built(&self) -> Built<'_> {
        Built {
            workload: &self.workload,
            layout: Layout::of(&self.workload),
            model: self.model,
            elements: self.elements as f64,
            pages: self.pages as f64,
            pace: self.pace(),
        }
    }

    /// The pace of the machine, as builds of this index that were timed tell it.
    pub(super) fn pace(&self) -> (f64, f64) {
        match self.calibrated {
            Some(it) if 0.0 < it.likely.0 => {
                let of = |seconds: Seconds| it.pace * seconds.0 / it.likely.0;
                (of(it.low), of(it.high))
            }
            _ => (LOW, HIGH),
        }
    }

    /// The share of a day that autovacuum is busy with the index: above 1 it falls behind.
    pub fn vacuum_share(&self, activity: &Activity) -> (f64, f64) {
        if activity.dead_a_day() == 0.0 {
            return (0.0, 0.0);
        }
        vacuum::share(&self.built(), activity)
    }

    /// What the index costs when it serves: inserts, growth, VACUUM, cache.
    pub fn after(&self, activity: &Activity) -> Vec<Figure> {
        let it = self.built();
        let mut list = vec![];
        insert::add(&it, activity, &mut list);
        let vacuum = vacuum::add(&it, activity, &mut list);
        growth::add(&it, activity, &vacuum, &mut list);
        cache::add(&it, activity, &mut list);
        list
    }
}
