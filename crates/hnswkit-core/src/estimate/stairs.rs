//! Pages come whole: their mean number climbs with the rows in stairs, not on a slope.
//!
//! The stairs are sharp when every page takes the same number of elements, and blur with the
//! rows when they don't. Each function gives what is to be added to the slope; at most half a
//! page, which matters below some thousand rows.

use super::math::{exp, sin_turns};

/// Weights below this are left out.
const NEGLIGIBLE: f64 = 1e-7;

/// Stairs of `a_page` elements, which were moved by one element about `moved` times.
///
/// This is right if a page takes `a_page` elements or, now and then, one less: how often that
/// happened is distributed as Poisson says.
pub(super) fn of_whole_elements(n: u64, a_page: u64, moved: f64) -> f64 {
    // By then a thousandth of the stairs is left.
    if 0.4 * (a_page * a_page) as f64 <= moved {
        return 0.0;
    }
    let rest = (n - 1) % a_page;
    let height = |times: u64| ((rest + times) % a_page) as f64;
    let most_likely = moved as u64;
    let (mut weights, mut heights) = (1.0, height(most_likely));
    let mut weight = 1.0;
    for times in most_likely + 1.. {
        weight *= moved / times as f64;
        if weight < NEGLIGIBLE {
            break;
        }
        weights += weight;
        heights += weight * height(times);
    }
    weight = 1.0;
    for times in (0..most_likely).rev() {
        weight *= (times + 1) as f64 / moved;
        if weight < NEGLIGIBLE {
            break;
        }
        weights += weight;
        heights += weight * height(times);
    }
    let average = (a_page - 1) as f64 / 2.0;
    (average - heights / weights) / a_page as f64
}

/// Stairs of which only the mean height at this place is known, and its variance.
///
/// This is right if the elements of a page differ, but all pages are nearly as full: the first
/// terms of the sawtooth's Fourier series, each blurred by a normal distribution.
pub(super) fn of_any_width(pages: f64, variance: f64) -> f64 {
    let half_turn = 2.0 * std::f64::consts::PI * std::f64::consts::PI;
    let mut sum = 0.0;
    for harmonic in (1..20).map(f64::from) {
        let blur = exp(-half_turn * harmonic * harmonic * variance);
        if blur < 1e-3 {
            break;
        }
        // The mean height is half a step below the top of its stair.
        sum += blur * sin_turns(harmonic * (pages + 0.5)) / (std::f64::consts::PI * harmonic);
    }
    sum
}
