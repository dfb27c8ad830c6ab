//! How INSERT fills pages, and with it a build that has spilled: a little better than a build.
//!
//! An insert looks for room from the first page that still takes an element of level 0 to the
//! last. So a page is full only when no element of level 0 fits, and an element that is too
//! large for it goes to a later page, which then begins with that element.
// pgvector 0.8.6 src/hnswinsert.c AddElementOnDisk.

use super::packing::{EMPTY, Packing};

/// Pages after which nothing moves any more.
const MOST_ROUNDS: usize = 10;
/// A move that does not matter.
const STILL: f64 = 1e-4;

/// New pages for each element, in the long run.
pub(super) fn inserted_pages(packing: &Packing) -> f64 {
    if EMPTY < packing.pairs[0] {
        return 2.0;
    }
    let mut passed_on = vec![0.0; packing.levels.len()];
    let mut pages = 1.0;
    for _ in 0..MOST_ROUNDS {
        let before = pages;
        (pages, passed_on) = fill_one_page(packing, &passed_on);
        if (pages - before).abs() < STILL * pages {
            break;
        }
    }
    pages
}

/// Fills a page on which elements were put that the page before had no room for.
///
/// Gives pages for each element, and how many elements of each level it passes on.
fn fill_one_page(packing: &Packing, received: &[f64]) -> (f64, Vec<f64>) {
    let mut visits = packing.places();
    // Hardly ever are there two; if so, the second is forgotten, and the page seems emptier.
    let sum: f64 = received.iter().sum();
    let scale = 1.0 / sum.max(1.0);
    visits[0] = 1.0 - sum * scale;
    for (place, share) in packing.begun.iter().zip(received) {
        visits[*place] += share * scale;
    }
    let mut rejected = vec![0.0; packing.levels.len() + 1];
    let mut elements = 0.0;
    let with_room = packing.states.iter().enumerate().filter(|(_, it)| 0 < it.fitting);
    for (place, state) in with_room {
        let fitting = &packing.levels[..state.fitting];
        // As many elements come by as it takes until one fits.
        let n = visits[place] / fitting.iter().sum::<f64>();
        elements += n;
        rejected[state.fitting] += n;
        for (share, next) in fitting.iter().zip(packing.links(state)) {
            visits[*next] += n * share;
        }
    }
    let mut pages = 1.0;
    let mut passed_on = vec![0.0; packing.levels.len()];
    let mut came = 0.0;
    for (level, share) in packing.levels.iter().enumerate() {
        came += rejected[level];
        if packing.pairs[level] <= EMPTY {
            passed_on[level] = came * share;
        } else {
            // Too large for any page: each tuple takes one.
            pages += 2.0 * came * share;
        }
    }
    (pages / elements, passed_on)
}
