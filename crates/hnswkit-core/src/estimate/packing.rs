//! How a build fills pages: an element goes to the one open page, or begins a new one.
//!
//! pgvector keeps the two tuples of an element on one page if they fit on one; the page before
//! is never looked at again ("next fit"). Only the level of an element is random, so the free
//! bytes of the open page are a Markov chain. Within a page they only shrink: one sweep over
//! the states, from an empty page down, follows all elements from one new page to the next.
// pgvector 0.8.6 src/hnswbuild.c CreateGraphPages.

use super::layout::{Layout, USABLE};

/// Tuples are aligned to 8 bytes; so free space is counted in units of 8.
const UNIT: u64 = 8;
/// The units of an empty page.
pub(super) const EMPTY: usize = (USABLE / UNIT) as usize;

/// A state that a page reaches more rarely than this counts as full.
const RARE: f64 = 1e-10;
/// Sweeps are repeated until nothing moves by more than this.
const STILL: f64 = 1e-8;
/// Nearly always fewer than ten sweeps are enough.
const MOST_SWEEPS: usize = 100;

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
    full: usize,
    /// Levels below this fit on a page; the others need one page for each tuple.
    whole: usize,
}

/// Free space of the open page.
#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    /// Free units.
    pub(super) free: usize,
    /// Levels below this fit.
    pub(super) fitting: usize,
    /// Whether an element fits whose neighbors go to the next page.
    alone: bool,
}

/// The long run of the chain.
#[derive(Debug, Clone, Copy)]
pub(super) struct LongRun {
    /// New pages for each element.
    pub(super) pages: f64,
    /// What the first page, which is there, and the last, which is not full, add to `n * pages`.
    pub(super) ends: f64,
    /// The variance of the pages, for each element.
    pub(super) variance: f64,
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

    /// The long run, from two fixed points: who begins pages, and what lies ahead of a state.
    pub(super) fn long_run(&self) -> LongRun {
        let visits = self.visits();
        let elements: f64 = visits.iter().sum();
        let new_pages: f64 = self
            .and_full()
            .zip(&visits)
            .map(|(state, n)| n * self.rejected(state, |_, new| new))
            .sum();
        let pages = new_pages / elements;
        let (ahead, begun) = self.ahead(pages);
        let (mut mean, mut square) = (0.0, 0.0);
        for (state, n) in self.and_full().zip(&visits) {
            let here = ahead[state.free];
            mean += n * here;
            let surprise = |next: f64| (next - here - pages) * (next - here - pages);
            for (share, pair) in self.levels[..state.fitting].iter().zip(&self.pairs) {
                square += n * share * surprise(ahead[state.free - pair]);
            }
            square += n * self.rejected(state, |level, new| surprise(new + begun[level]));
        }
        LongRun { pages, ends: ahead[EMPTY] - mean / elements, variance: square / elements }
    }

    /// All states; the full page is the last.
    fn and_full(&self) -> impl Iterator<Item = State> {
        self.states.iter().copied().chain([State { free: 0, fitting: 0, alone: false }])
    }

    /// The average over the levels that don't fit, which begin so many pages.
    fn rejected(&self, state: State, value: impl Fn(usize, f64) -> f64) -> f64 {
        let levels = self.levels.iter().enumerate().skip(state.fitting);
        let new = |level| if level < self.whole || state.alone { 1.0 } else { 2.0 };
        levels.map(|(level, share)| share * value(level, new(level))).sum()
    }

    /// How many elements find each state from one new page to the next; last, the full page.
    fn visits(&self) -> Vec<f64> {
        // An element that takes more begins a page more often.
        let mut began: Vec<f64> =
            self.levels.iter().zip(&self.pairs).map(|(share, it)| share * *it as f64).collect();
        let sum: f64 = began.iter().sum();
        began.iter_mut().for_each(|it| *it /= sum);
        let mut visits = Vec::with_capacity(self.states.len() + 1);
        for _ in 0..MOST_SWEEPS {
            let mut found = [0.0; EMPTY + 1];
            for (level, share) in began.iter().enumerate() {
                found[self.after(level)] += share;
            }
            // Elements that find room for the levels below this, and no more.
            let mut came = vec![0.0; self.levels.len() + 1];
            visits.clear();
            for state in &self.states {
                let n = found[state.free];
                visits.push(n);
                came[state.fitting] += n;
                for (share, pair) in self.levels[..state.fitting].iter().zip(&self.pairs) {
                    found[state.free - pair] += n * share;
                }
            }
            let full: f64 = found[..self.full].iter().sum();
            visits.push(full);
            came[0] += full;
            let mut rejected = 0.0;
            let mut moved: f64 = 0.0;
            for (level, share) in self.levels.iter().enumerate() {
                rejected += came[level];
                moved = moved.max((began[level] - share * rejected).abs());
                began[level] = share * rejected;
            }
            if moved < STILL {
                break;
            }
        }
        visits
    }

    /// The free units after an element of that level has begun a page.
    pub(super) fn after(&self, level: usize) -> usize {
        if level < self.whole { EMPTY - self.pairs[level] } else { 0 }
    }

    /// How many pages more than the average lie ahead, but for a constant: by free units, and
    /// after an element of each level has begun a page.
    fn ahead(&self, pages: f64) -> ([f64; EMPTY + 1], Vec<f64>) {
        let mut ahead = [0.0; EMPTY + 1];
        let mut begun: Vec<f64> =
            (0..self.levels.len()).map(|it| -(self.after(it) as f64) / EMPTY as f64).collect();
        for _ in 0..MOST_SWEEPS {
            // What the levels from this on add when they don't fit.
            let mut rejected = vec![0.0; self.levels.len() + 1];
            for level in (0..self.levels.len()).rev() {
                let new = if level < self.whole { 1.0 } else { 2.0 };
                rejected[level] = rejected[level + 1] + self.levels[level] * (new + begun[level]);
            }
            let one_less: f64 = self.levels[self.whole..].iter().sum();
            let full = rejected[0] - pages;
            ahead[..self.full].fill(full);
            for state in self.states.iter().rev() {
                let mut sum = rejected[state.fitting] - pages;
                if state.alone {
                    sum -= one_less;
                }
                for (share, pair) in self.levels[..state.fitting].iter().zip(&self.pairs) {
                    sum += share * ahead[state.free - pair];
                }
                ahead[state.free] = sum;
            }
            let mut moved: f64 = 0.0;
            for level in 0..self.levels.len() {
                // Only differences matter: the full page stands for 0, or the values drift.
                let value = ahead[self.after(level)] - full;
                moved = moved.max((value - begun[level]).abs());
                begun[level] = value;
            }
            if moved < STILL {
                break;
            }
        }
        (ahead, begun)
    }
}
