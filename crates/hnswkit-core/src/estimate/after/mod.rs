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
    workload::Workload,
};

/// An index as the figures of its upkeep need it.
struct Built<'a> {
    workload: &'a Workload,
    layout: Layout,
    /// Elements of the graph.
    elements: f64,
    /// Pages, the meta page included.
    pages: f64,
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
    /// What the index costs when it serves: inserts, growth, VACUUM, cache.
    pub fn after(&self, activity: &Activity) -> Vec<Figure> {
        let it = Built {
            workload: &self.workload,
            layout: Layout::of(&self.workload),
            elements: self.elements as f64,
            pages: self.pages as f64,
        };
        let mut list = vec![];
        insert::add(&it, activity, &mut list);
        let vacuum = vacuum::add(&it, activity, &mut list);
        growth::add(&it, activity, &vacuum, &mut list);
        cache::add(&it, activity, &mut list);
        list
    }
}
