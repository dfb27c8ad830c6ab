//! The pages of an index: expected, and the least and the most to reckon with.

use super::{
    inserted::inserted_pages,
    layout::{Layout, USABLE},
    long_run::LongRun,
    math::pow,
    packing::Packing,
    stairs,
};

/// Below so many pages that differ from the rest, the pages are as good as certain.
const CERTAIN: f64 = 1e-4;
/// Standard deviations between the value and its bounds.
const SIGMAS: f64 = 5.0;
/// The widest difference that other orders of the same rows made (measured).
const MODEL_ERROR: f64 = 0.004;

/// Nobody has as many rows as it takes to see an element above this level.
const MOST_LEVELS: u64 = 64;

/// The meta page and one page for elements, which is there from the beginning.
const EMPTY: f64 = 2.0;

/// What is needed for the pages of any number of rows of one layout.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct PageModel {
    /// Elements of level 0 that fit on a page; 0 when one needs two pages.
    a_page: u64,
    /// A build in memory, or one that spills later.
    built: LongRun,
    /// New pages for each element of an insert.
    inserted: f64,
    /// The share of elements of levels so rare that the model leaves them out, if they matter.
    left_out: f64,
}

/// Pages with their bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pages {
    pub(super) expected: u64,
    pub(super) low: u64,
    pub(super) high: u64,
}

impl PageModel {
    pub(super) fn new(layout: Layout) -> Self {
        let packing = Packing::new(layout);
        let a_page = USABLE / layout.pair(0);
        let rarest = packing.levels.len() as u64;
        let slack = USABLE.saturating_sub(a_page * layout.pair(0));
        let more = |level: u64| layout.neighbors(level) - layout.neighbors(0);
        let left_out = (rarest..MOST_LEVELS).find(|level| slack < more(*level));
        Self {
            a_page,
            built: LongRun::of(&packing),
            inserted: inserted_pages(&packing),
            left_out: left_out.map_or(0.0, |it| pow(layout.m as f64, -(it as f64))),
        }
    }

    /// The pages when so many elements are flushed from memory, and so many inserted after that.
    pub(super) fn pages(&self, flushed: u64, inserted: u64) -> Pages {
        let n = flushed + inserted;
        let different = self.different(n);
        if different < CERTAIN {
            let pages = self.even_pages(n);
            return Pages { expected: pages, low: pages, high: pages };
        }
        let expected = self.mean(flushed) + inserted as f64 * self.inserted;
        let all_inserted = EMPTY + n as f64 * self.inserted;
        let all_flushed = if inserted == 0 { expected } else { self.mean(n) };
        let deviation = (n as f64 * (self.built.variance + self.left_out)).sqrt();
        // Hardly any page differs: then the order can't matter much, either.
        let share = (1000.0 * different / expected).min(1.0);
        let spread = (SIGMAS * deviation + 1.0).max(MODEL_ERROR * share * expected);
        let least = self.even_pages(n) as f64;
        let low = (expected.min(all_inserted) - spread).max(least);
        Pages {
            expected: expected.max(least).round() as u64,
            low: low.floor() as u64,
            high: (expected.max(all_flushed) + spread).ceil() as u64,
        }
    }

    /// Pages if all elements were of level 0; there can't be fewer.
    fn even_pages(&self, n: u64) -> u64 {
        match self.a_page {
            0 => 1 + (2 * n).max(1),
            it => 1 + n.div_ceil(it).max(1),
        }
    }

    /// How many pages more than those it takes because elements of upper levels are larger.
    fn different(&self, n: u64) -> f64 {
        let pages = self.built.pages + self.left_out;
        let more = if self.a_page == 0 { pages - 2.0 } else { pages - 1.0 / self.a_page as f64 };
        more * n as f64
    }

    /// The mean number of pages of a build in memory.
    pub(super) fn mean(&self, n: u64) -> f64 {
        if self.different(n) < CERTAIN {
            return self.even_pages(n) as f64;
        }
        let pages = EMPTY + n as f64 * self.built.pages + self.built.ends;
        let variance = n as f64 * self.built.variance;
        // Elements by which the stairs have moved, and how far that may be off.
        let moved = n as f64 * self.built.pages * self.a_page as f64 - n as f64;
        let blur = variance * (self.a_page * self.a_page) as f64;
        match self.a_page {
            0 | 1 => pages,
            it if moved <= 2.0 * blur => pages + stairs::of_whole_elements(n, it, moved),
            _ => pages + stairs::of_any_width(pages, variance),
        }
    }
}
