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
    /// The places of the states that an element of each level leaves on a new page.
    pub(super) begun: Vec<usize>,
    /// The same for each level that fits a state, one state after the other.
    links: Vec<usize>,
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
    /// Where its links begin.
    links: usize,
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
        let (states, begun, links) = (Vec::new(), Vec::new(), Vec::new());
        let mut it = Self { levels, pairs, states, full, whole, begun, links };
        it.find_states(alone);
        it.link();
        it
    }

    /// The place of the full page, behind all states; behind it is one for what is too rare.
    pub(super) fn full_page(&self) -> usize {
        self.states.len()
    }

    /// A number for each place, all 0.
    pub(super) fn places(&self) -> Vec<f64> {
        vec![0.0; self.states.len() + 2]
    }

    /// The places of the states that follow one, a level that fits after the other.
    pub(super) fn links(&self, state: &State) -> &[usize] {
        &self.links[state.links..state.links + state.fitting]
    }

    fn link(&mut self) {
        let full_page = self.full_page();
        let mut places = [full_page + 1; EMPTY + 1];
        places[..self.full].fill(full_page);
        for (place, state) in self.states.iter().enumerate() {
            places[state.free] = place;
        }
        let left = |level| places[self.after(level)];
        self.begun = (0..self.levels.len()).map(left).collect();
        for state in &self.states {
            let pairs = &self.pairs[..state.fitting];
            self.links.extend(pairs.iter().map(|pair| places[state.free - pair]));
        }
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
            let links = self.states.last().map_or(0, |it| it.links + it.fitting);
            self.states.push(State { free, fitting, alone: alone <= free, links });
            for level in 0..fitting {
                reached[free - self.pairs[level]] += reached[free] * self.levels[level];
            }
        }
    }

    /// All states; the full page is the last.
    pub(super) fn and_full(&self) -> impl Iterator<Item = State> {
        self.states.iter().copied().chain([State { free: 0, fitting: 0, alone: false, links: 0 }])
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
