//! How a build fills pages: an element goes to the one open page, or begins a new one.
//!
//! pgvector keeps the two tuples of an element on one page if they fit on one; the page before
//! is never looked at again ("next fit"). Only the level of an element is random, so the free
//! bytes of the open page are a Markov chain.
// pgvector 0.8.6 src/hnswbuild.c CreateGraphPages.

use super::layout::{Layout, USABLE};

/// Tuples are aligned to 8 bytes; so free space is counted in units of 8.
const UNIT: u64 = 8;
/// The units of an empty page.
pub(super) const EMPTY: usize = (USABLE / UNIT) as usize;

/// A state that a page reaches more rarely than this counts as full.
const RARE: f64 = 1e-10;

/// The chain: what free space an element finds, and what it leaves.
#[derive(Debug)]
pub(super) struct Packing {
    /// The share of elements on each level.
    pub(super) levels: Vec<f64>,
    /// Units that an element of each level takes, growing.
    pub(super) pairs: Vec<usize>,
    /// The states with room, from an empty page down.
    pub(super) states: Vec<State>,
    /// Units that are too few for any element: all such states are one, the full page.
    pub(super) full: usize,
    /// Levels below this fit on a page; the others need one page for each tuple.
    pub(super) whole: usize,
}

/// Free space of the open page.
#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    /// Free units.
    pub(super) free: usize,
    /// Levels below this fit.
    pub(super) fitting: usize,
    /// Whether an element fits whose neighbors go to the next page.
    pub(super) alone: bool,
}

impl Packing {
    pub(super) fn new(layout: Layout) -> Self {
        let levels = layout.levels();
        let units = |bytes: u64| (bytes / UNIT) as usize;
        let pairs: Vec<usize> =
            (0..levels.len() as u64).map(|level| units(layout.pair(level))).collect();
        let whole = pairs.iter().take_while(|it| **it <= EMPTY).count();
        // With its item pointer, which is half a unit, an element takes half a unit more.
        let alone = units(layout.element()) + 1;
        let full = if whole < pairs.len() { alone } else { pairs[0] };
        let mut it = Self { levels, pairs, states: Vec::new(), full, whole };
        it.find_states(alone);
        it
    }

    fn find_states(&mut self, alone: usize) {
        let mut reached = [0.0; EMPTY + 1];
        reached[EMPTY] = 1.0;
        for level in 0..self.whole {
            reached[EMPTY - self.pairs[level]] += self.levels[level];
        }
        for free in (self.full..=EMPTY).rev().filter(|it| 0 < *it) {
            if reached[free] < RARE {
                continue;
            }
            let fitting = self.pairs.iter().take_while(|it| **it <= free).count();
            self.states.push(State { free, fitting, alone: alone <= free });
            for level in 0..fitting {
                reached[free - self.pairs[level]] += reached[free] * self.levels[level];
            }
        }
    }

    /// All states; the full page is the last.
    pub(super) fn and_full(&self) -> impl Iterator<Item = State> {
        self.states.iter().copied().chain([State { free: 0, fitting: 0, alone: false }])
    }

    /// The average over the levels that don't fit, which begin so many pages.
    pub(super) fn rejected(&self, state: State, value: impl Fn(usize, f64) -> f64) -> f64 {
        let levels = self.levels.iter().enumerate().skip(state.fitting);
        let new = |level| if level < self.whole || state.alone { 1.0 } else { 2.0 };
        levels.map(|(level, share)| share * value(level, new(level))).sum()
    }

    /// The free units after an element of that level has begun a page.
    pub(super) fn after(&self, level: usize) -> usize {
        if level < self.whole { EMPTY - self.pairs[level] } else { 0 }
    }
}
