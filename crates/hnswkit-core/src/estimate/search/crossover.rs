//! Where the planner changes its mind: one number is moved, all others stay.

use super::{
    access::{Asked, Plans},
    table::Table,
};
use crate::domain::EfSearch;

/// How far from here the index is taken, in each direction.
///
/// Each is found to 2 %, between steps of four.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crossover {
    /// From so many rows of the table on, with the same LIMIT and the same share of rows that
    /// pass; nothing when it is never taken.
    pub from_rows: Option<u64>,
    /// Up to this LIMIT; nothing when it is taken with none.
    pub up_to_limit: Option<u64>,
    /// As long as this share of the rows passes; nothing without a condition, or when it is never
    /// taken.
    pub from_selectivity: Option<f64>,
    /// Up to this `hnsw.ef_search`; nothing when it is taken with none.
    pub up_to_ef_search: Option<u32>,
}

/// The steps in which a number is moved, before the last of them is halved.
const STEP: f64 = 4.0;
/// How near two numbers must be.
const NEAR: f64 = 1.02;
/// Rows of the largest table that is looked at: beyond 10 billion.
const MOST_ROWS: f64 = 1.7e10;

impl Crossover {
    pub(super) fn new(it: &Table, asked: &Asked) -> Self {
        let taken = Plans::take_the_index;
        let rows = last_without(MOST_ROWS, |rows| taken(&it.times(rows / it.rows), asked));
        let passing = it.passing();
        let limit =
            last_with(passing, |limit| taken(it, &Asked { limit: limit.floor(), ..*asked }));
        let share = |share: f64| taken(&Table { share, ..*it }, asked);
        let selectivity =
            (0.0 < it.conditions).then(|| last_with(it.entries, |it| share(1.0 / it))).flatten();
        let most = f64::from(EfSearch::INFO.max);
        let ef_search = if it.new_costs {
            last_with(most, |ef| taken(it, &Asked { ef_search: ef.floor(), ..*asked }))
        } else {
            taken(it, asked).then_some(most)
        };
        Self {
            from_rows: rows.map(|it| it.ceil() as u64),
            up_to_limit: limit.map(|it| it as u64),
            from_selectivity: selectivity.map(|it| 1.0 / it),
            up_to_ef_search: ef_search.map(|it| it as u32),
        }
    }
}

/// The largest number up to `most` with which it holds; nothing when it holds with none.
fn last_with(most: f64, holds: impl Fn(f64) -> bool) -> Option<f64> {
    let mut below = None;
    let mut above = most.max(1.0);
    if holds(above) {
        return Some(above);
    }
    let mut at = 1.0;
    while at < most {
        if holds(at) {
            below = Some(at);
            above = (at * STEP).min(most);
        }
        at *= STEP;
    }
    let mut below = below?;
    while below * NEAR < above && below.floor() + 1.0 < above {
        let middle = (below * above).sqrt();
        if holds(middle) { below = middle } else { above = middle }
    }
    Some(below)
}

/// The number from which on it holds, up to `most`; nothing when it does not hold there.
fn last_without(most: f64, holds: impl Fn(f64) -> bool) -> Option<f64> {
    if !holds(most) {
        return None;
    }
    let mut at = most / STEP;
    while 1.0 <= at && holds(at) {
        at /= STEP;
    }
    if at < 1.0 {
        return Some(1.0);
    }
    let (mut without, mut with) = (at, at * STEP);
    while without * NEAR < with {
        let middle = (without * with).sqrt();
        if holds(middle) { with = middle } else { without = middle }
    }
    Some(with)
}

#[cfg(test)]
mod tests {
    use super::{last_with, last_without};

    #[test]
    fn bounds_are_found() {
        let found = last_with(1e6, |it| it <= 1_234.0).unwrap();
        assert!((1_205.0..=1_234.0).contains(&found), "{found}");
        assert_eq!(last_with(1e6, |_| true), Some(1e6));
        assert_eq!(last_with(1e6, |_| false), None);
        let found = last_without(1e9, |it| 1_234.0 <= it).unwrap();
        assert!((1_234.0..1_260.0).contains(&found), "{found}");
        assert_eq!(last_without(1e9, |_| true), Some(1.0));
        assert_eq!(last_without(1e9, |_| false), None);
    }
}
