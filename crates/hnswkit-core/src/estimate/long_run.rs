//! What the packing of pages comes to in the long run: pages an element, and their variance.
//!
//! Within a page the free bytes only shrink: one sweep over the states, from an empty page down,
//! follows all elements from one new page to the next; one sweep up tells what lies ahead of
//! each state. Few sweeps are enough, because a new page hardly knows how the last one ended.

use super::packing::{EMPTY, Packing};

/// Sweeps are repeated until nothing moves by more than this.
const STILL: f64 = 1e-8;
/// Nearly always fewer than ten sweeps are enough.
const MOST_SWEEPS: usize = 100;

/// The long run of the chain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct LongRun {
    /// New pages for each element.
    pub(super) pages: f64,
    /// What the first page, which is there, and the last, which is not full, add to `n * pages`.
    pub(super) ends: f64,
    /// The variance of the pages, for each element.
    pub(super) variance: f64,
}

impl LongRun {
    /// From two fixed points: who begins pages, and what lies ahead of a state.
    pub(super) fn of(packing: &Packing) -> Self {
        let visits = visits(packing);
        let elements: f64 = visits.iter().sum();
        let new_pages: f64 = packing
            .and_full()
            .zip(&visits)
            .map(|(state, n)| n * packing.rejected(state, |_, new| new))
            .sum();
        let pages = new_pages / elements;
        let (ahead, begun) = ahead(packing, pages);
        let (mut mean, mut square) = (0.0, 0.0);
        for ((place, state), n) in packing.and_full().enumerate().zip(&visits) {
            let here = ahead[place];
            mean += n * here;
            let surprise = |next: f64| (next - here - pages) * (next - here - pages);
            for (share, next) in packing.levels.iter().zip(packing.links(&state)) {
                square += n * share * surprise(ahead[*next]);
            }
            square += n * packing.rejected(state, |level, new| surprise(new + begun[level]));
        }
        Self { pages, ends: ahead[0] - mean / elements, variance: square / elements }
    }
}

/// How many elements find each state from one new page to the next; last, the full page.
fn visits(packing: &Packing) -> Vec<f64> {
    // An element that takes more begins a page more often.
    let mut began: Vec<f64> =
        packing.levels.iter().zip(&packing.pairs).map(|(share, it)| share * *it as f64).collect();
    let sum: f64 = began.iter().sum();
    began.iter_mut().for_each(|it| *it /= sum);
    let mut visits = Vec::with_capacity(packing.states.len() + 1);
    let mut found = packing.places();
    // Elements that find room for the levels below this, and no more.
    let mut came = vec![0.0; packing.levels.len() + 1];
    for _ in 0..MOST_SWEEPS {
        found.fill(0.0);
        for (place, share) in packing.begun.iter().zip(&began) {
            found[*place] += share;
        }
        came.fill(0.0);
        visits.clear();
        for (place, state) in packing.states.iter().enumerate() {
            let n = found[place];
            visits.push(n);
            came[state.fitting] += n;
            for (share, next) in packing.levels.iter().zip(packing.links(state)) {
                found[*next] += n * share;
            }
        }
        let full = found[packing.full_page()];
        visits.push(full);
        came[0] += full;
        let mut rejected = 0.0;
        let mut moved: f64 = 0.0;
        for (level, share) in packing.levels.iter().enumerate() {
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

/// How many pages more than the average lie ahead, but for a constant: by free units, and
/// after an element of each level has begun a page.
fn ahead(packing: &Packing, pages: f64) -> (Vec<f64>, Vec<f64>) {
    let mut ahead = packing.places();
    let mut begun: Vec<f64> =
        (0..packing.levels.len()).map(|it| -(packing.after(it) as f64) / EMPTY as f64).collect();
    // What the levels from this on add when they don't fit.
    let mut rejected = vec![0.0; packing.levels.len() + 1];
    let one_less: f64 = packing.levels[packing.whole..].iter().sum();
    for _ in 0..MOST_SWEEPS {
        for level in (0..packing.levels.len()).rev() {
            let new = if level < packing.whole { 1.0 } else { 2.0 };
            rejected[level] = rejected[level + 1] + packing.levels[level] * (new + begun[level]);
        }
        let full = rejected[0] - pages;
        ahead[packing.full_page()] = full;
        for (place, state) in packing.states.iter().enumerate().rev() {
            let mut sum = rejected[state.fitting] - pages;
            if state.alone {
                sum -= one_less;
            }
            for (share, next) in packing.levels.iter().zip(packing.links(state)) {
                sum += share * ahead[*next];
            }
            ahead[place] = sum;
        }
        let mut moved: f64 = 0.0;
        for level in 0..packing.levels.len() {
            // Only differences matter: the full page stands for 0, or the values drift.
            let value = ahead[packing.begun[level]] - full;
            moved = moved.max((value - begun[level]).abs());
            begun[level] = value;
        }
        if moved < STILL {
            break;
        }
    }
    (ahead, begun)
}
