//! How many rows of a kind there are among those that were drawn, without putting any back.

use super::super::math::{exp, normal_below};

/// The hypergeometric distribution.
#[derive(Debug, Clone, Copy)]
pub(super) struct Drawn {
    /// All rows.
    population: f64,
    /// Those of the kind.
    matching: f64,
    /// Those that are drawn.
    drawn: f64,
}

/// Above this variance the normal distribution is as good, to a thousandth.
const WIDE: f64 = 400.0;
/// Weights below this are left out.
const NEGLIGIBLE: f64 = 1e-9;

impl Drawn {
    pub(super) fn new(population: f64, matching: f64, drawn: f64) -> Self {
        let (population, drawn) = (population.max(1.0), drawn.floor());
        Self { population, matching: matching.clamp(0.0, population), drawn: drawn.min(population) }
    }

    pub(super) fn mean(&self) -> f64 {
        self.drawn * self.matching / self.population
    }

    fn variance(&self) -> f64 {
        let left = (self.population - self.drawn) / (self.population - 1.0).max(1.0);
        self.mean() * (1.0 - self.matching / self.population) * left
    }

    /// The mean when no more than `most` of them count, and how likely there are as many.
    pub(super) fn up_to(&self, most: f64) -> (f64, f64) {
        let (mean, variance) = (self.mean(), self.variance());
        if WIDE < variance {
            let deviation = variance.sqrt();
            let z = (most - mean) / deviation;
            let below = normal_below(z);
            let density = 0.398_942_280_401_432_7 * exp(-z * z / 2.0);
            // Half a row less: counts are whole.
            let enough = 1.0 - normal_below(z - 0.5 / deviation);
            return (mean * below - deviation * density + most * (1.0 - below), enough);
        }
        let (mut weights, mut sum, mut enough) = (0.0, 0.0, 0.0);
        self.each(|count, weight| {
            weights += weight;
            sum += weight * count.min(most);
            if most <= count {
                enough += weight;
            }
        });
        (sum / weights, enough / weights)
    }

    /// The count that `share` of all draws do not reach.
    pub(super) fn quantile(&self, share: f64) -> f64 {
        let (mean, variance) = (self.mean(), self.variance());
        if WIDE < variance {
            // One in twenty, the only share that is asked for, is this far below the mean.
            return (mean - 1.644_853_6 * variance.sqrt()).floor().max(0.0);
        }
        let mut list = Vec::with_capacity(64);
        self.each(|count, weight| list.push((count, weight)));
        list.sort_by(|a, b| a.0.total_cmp(&b.0));
        let all: f64 = list.iter().map(|it| it.1).sum();
        let mut below = 0.0;
        for (count, weight) in &list {
            below += weight / all;
            if share <= below {
                return *count;
            }
        }
        mean.floor()
    }

    /// Every count that is likely at all, with its weight; the most likely one first.
    fn each(&self, mut f: impl FnMut(f64, f64)) {
        let (all, kind, drawn) = (self.population, self.matching.round(), self.drawn);
        let least = (drawn + kind - all).max(0.0);
        let most = drawn.min(kind);
        let mode = ((drawn + 1.0) * (kind + 1.0) / (all + 2.0)).floor().clamp(least, most);
        f(mode, 1.0);
        let (mut count, mut weight) = (mode, 1.0);
        while count < most && NEGLIGIBLE < weight {
            weight *= (kind - count) * (drawn - count);
            count += 1.0;
            weight /= count * (all - kind - drawn + count);
            f(count, weight);
        }
        (count, weight) = (mode, 1.0);
        while least < count && NEGLIGIBLE < weight {
            weight *= count * (all - kind - drawn + count);
            count -= 1.0;
            weight /= (kind - count) * (drawn - count);
            f(count, weight);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Drawn;

    #[track_caller]
    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 2e-3, "{found} instead of {expected}");
    }

    #[test]
    fn small_draws_are_counted_out() {
        // 2 of 4 rows match, 2 are drawn: 1, 4 and 1 of 6 draws have 0, 1 and 2 of them.
        let it = Drawn::new(4.0, 2.0, 2.0);
        near(it.mean(), 1.0);
        let (mean, enough) = it.up_to(1.0);
        near(mean, 5.0 / 6.0);
        near(enough, 5.0 / 6.0);
        near(it.up_to(2.0).1, 1.0 / 6.0);
        near(it.quantile(0.05), 0.0);
        near(it.quantile(0.5), 1.0);
    }

    #[test]
    fn what_is_certain_is_certain() {
        for (population, matching, drawn, count) in
            [(100.0, 100.0, 40.0, 40.0), (100.0, 0.0, 40.0, 0.0), (50.0, 7.0, 50.0, 7.0)]
        {
            let it = Drawn::new(population, matching, drawn);
            near(it.up_to(10.0).0, f64::min(count, 10.0));
            near(it.quantile(0.05), count);
        }
    }

    #[test]
    fn wide_draws_are_like_narrow_ones() {
        // On both sides of the bound; the mean of the smaller one is exact.
        let narrow = Drawn::new(1e9, 1e8, 4_440.0);
        let wide = Drawn::new(1e9, 1e8, 4_450.0);
        for most in [400.0, 444.0, 480.0] {
            let (a, b) = (narrow.up_to(most), wide.up_to(most));
            assert!((a.0 - b.0).abs() < 1.01 && (a.1 - b.1).abs() < 0.03, "{a:?} {b:?}");
        }
        assert!((narrow.quantile(0.05) - wide.quantile(0.05)).abs() <= 2.0);
    }
}
