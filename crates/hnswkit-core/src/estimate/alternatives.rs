//! Neighboring choices: another type, fewer dimensions, another `m`, and what they save.

use super::{
    answer::{Estimate, estimate},
    layout::{Layout, USABLE},
    time::{HIGH, LOW},
    workload::Workload,
};
use crate::domain::{Bytes, ElementType, Hnsw, M, Metric, VectorType};

/// Another choice for the same index.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    /// A stable name in kebab case.
    pub id: &'static str,
    /// The type of what is indexed.
    pub vector_type: VectorType,
    /// The links of an element.
    pub m: M,
    /// Its numbers.
    pub estimate: Estimate,
    /// What it is, and what is to be proven before.
    pub why: String,
}

/// More than so many on a page are no steps any more but a slope.
const STEPS_UP_TO: u64 = 12;

impl Estimate {
    /// Neighboring choices that change the size, those that save most first.
    pub fn alternatives(&self) -> Vec<Alternative> {
        let it = &self.workload;
        let mut list: Vec<Alternative> = LOOKS
            .iter()
            .filter_map(|(id, look)| {
                let (other, why) = look(it)?;
                let mut estimate = estimate(&other).ok()?.on_processors(self.processors);
                // What a machine was timed at holds for its other builds, too.
                let pace = self.pace();
                estimate.build_seconds_low.0 *= pace.0 / LOW;
                estimate.build_seconds_high.0 *= pace.1 / HIGH;
                // Another type is for less disk, or for nothing.
                let smaller = estimate.index_bytes < self.index_bytes;
                if !smaller && MUST_SAVE.contains(id) {
                    return None;
                }
                Some(Alternative {
                    id,
                    vector_type: other.vector_type,
                    m: other.hnsw.m(),
                    estimate,
                    why,
                })
            })
            .collect();
        list.sort_by_key(|it| it.estimate.index_bytes);
        list
    }

    /// The links of an element.
    pub fn m(&self) -> M {
        self.workload.hnsw.m()
    }

    /// Bytes that an alternative saves of the index; below 0 when it is larger.
    pub fn saved_by(&self, other: &Alternative) -> i64 {
        signed(self.index_bytes) - signed(other.estimate.index_bytes)
    }
}

fn signed(bytes: Bytes) -> i64 {
    i64::try_from(bytes.get()).unwrap_or(i64::MAX)
}

/// What is no choice where it saves nothing.
const MUST_SAVE: &[&str] = &["halfvec", "bit", "fewer-dimensions"];

/// From an index to another one and the sentence about it, where there is one.
type Look = fn(&Workload) -> Option<(Workload, String)>;

const LOOKS: &[(&str, Look)] = &[
    ("halfvec", halfvec),
    ("bit", bit),
    ("fewer-dimensions", fewer_dimensions),
    ("more-dimensions", more_dimensions),
    ("smaller-m", smaller_m),
    ("larger-m", larger_m),
];

fn with_type(it: &Workload, element: ElementType, dimensions: u32) -> Option<Workload> {
    let vector_type = VectorType::new(element, dimensions.into()).ok()?;
    if it.pgvector < element.since() {
        return None;
    }
    let stored = it.stored.or(Some(Layout::of(it).value));
    Some(Workload { vector_type, stored, ..*it })
}

fn halfvec(it: &Workload) -> Option<(Workload, String)> {
    if it.vector_type.element() != ElementType::Vector {
        return None;
    }
    let other = with_type(it, ElementType::Halfvec, it.vector_type.dimensions())?;
    let why = "two bytes a number instead of four, 11 bits of precision instead of 24: measure \
               recall; `quantize = \"halfvec\"` keeps the column as it is";
    Some((other, why.to_owned()))
}

fn bit(it: &Workload) -> Option<(Workload, String)> {
    if !matches!(it.vector_type.element(), ElementType::Vector | ElementType::Halfvec) {
        return None;
    }
    let other = with_type(it, ElementType::Bit, it.vector_type.dimensions())?;
    let why = "one bit a number: finds candidates, which the full vectors have to put in order; \
               measure recall; `quantize = \"binary\"`";
    Some((Workload { metric: Metric::Hamming, ..other }, why.to_owned()))
}

/// Elements on a page, one of which may be of the layer above the ground.
fn roomy(layout: Layout) -> u64 {
    let above = layout.neighbors(1) - layout.neighbors(0);
    USABLE.saturating_sub(above) / layout.pair(0)
}

/// The most dimensions up to `most` with at least so many elements a page.
fn last_with(it: &Workload, most: u32, elements: u64) -> u32 {
    let held = |dimensions: u32| {
        let other = VectorType::new(it.vector_type.element(), dimensions.into()).ok()?;
        Some(roomy(Layout::new(other, it.non_zero, it.hnsw.m().get())))
    };
    let (mut low, mut high) = (0, most);
    while low < high {
        let middle = (low + high).div_ceil(2);
        let holds = held(middle).is_some_and(|it| elements <= it);
        if holds { low = middle } else { high = middle - 1 }
    }
    low
}

fn fewer_dimensions(it: &Workload) -> Option<(Workload, String)> {
    let element = it.vector_type.element();
    let now = it.vector_type.dimensions();
    let held = roomy(Layout::of(it));
    if element == ElementType::Sparsevec || STEPS_UP_TO <= held {
        return None;
    }
    let dimensions = last_with(it, now, held + 1);
    // Half of the numbers is another model.
    if dimensions <= now / 2 {
        return None;
    }
    let other = with_type(it, element, dimensions)?;
    let why = format!(
        "{} instead of {}: for models that are trained for fewer dimensions (Matryoshka), or that \
         give them; measure recall",
        rows_a_page(held + 1),
        held_now(held)
    );
    Some((other, why))
}

fn more_dimensions(it: &Workload) -> Option<(Workload, String)> {
    let element = it.vector_type.element();
    let now = it.vector_type.dimensions();
    let held = roomy(Layout::of(it));
    if element == ElementType::Sparsevec || STEPS_UP_TO <= held {
        return None;
    }
    let dimensions = last_with(it, element.max_indexed_dimensions(), held);
    if dimensions <= now + now / 16 {
        return None;
    }
    let other = with_type(it, element, dimensions)?;
    let why =
        format!("up to here the index holds {} as well: room that is paid for", rows_a_page(held));
    Some((other, why))
}

fn held_now(elements: u64) -> String {
    if elements == 0 { "a half".to_owned() } else { elements.to_string() }
}

fn rows_a_page(elements: u64) -> String {
    match elements {
        0 => "half a row a page".to_owned(),
        1 => "1 row a page".to_owned(),
        n => format!("{n} rows a page"),
    }
}

fn with_m(it: &Workload, m: u32) -> Option<Workload> {
    let m = M::new(i64::from(m)).ok()?;
    let hnsw = Hnsw::new(m, it.hnsw.ef_construction()).ok()?;
    Some(Workload { hnsw, ..*it })
}

/// The next `m` below that brings another row onto the page; half of it where none does.
fn smaller_m(it: &Workload) -> Option<(Workload, String)> {
    let now = it.hnsw.m().get();
    let held = |m: u32| roomy(Layout::new(it.vector_type, it.non_zero, m));
    let steps = held(now) < STEPS_UP_TO;
    let next = (now / 2..now).rev().find(|m| steps && held(now) < held(*m));
    let m = next.unwrap_or(now / 2);
    let other = with_m(it, m)?;
    let saves = match next {
        Some(m) => format!("{} instead of {}", rows_a_page(held(m)), held_now(held(now))),
        None => "less memory and time to build".to_owned(),
    };
    Some((other, format!("{saves}; fewer links find less: measure recall")))
}

/// The largest `m` up to twice of it that costs no row of the page.
fn larger_m(it: &Workload) -> Option<(Workload, String)> {
    let now = it.hnsw.m().get();
    let held = |m: u32| roomy(Layout::new(it.vector_type, it.non_zero, m));
    if STEPS_UP_TO <= held(now) {
        return None;
    }
    // Above this m pgvector wants more candidates.
    let most = (2 * now).min(it.hnsw.ef_construction().get() / 2);
    let m = (now + 1..=most).rev().find(|m| held(now) == held(*m))?;
    let other = with_m(it, m)?;
    let why = format!(
        "up to here the index holds {} as well; more links find more, and take more memory and \
         time to build",
        rows_a_page(held(now))
    );
    Some((other, why))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::properties::workload;

    fn of(vector_type: &str) -> Vec<(&'static str, String, u32, u64)> {
        let it = estimate(&workload(vector_type, 10_000)).unwrap();
        let show = |it: &Alternative| {
            (it.id, it.vector_type.to_string(), it.m.get(), it.estimate.index_bytes.get())
        };
        it.alternatives().iter().map(show).collect()
    }

    #[test]
    fn choices_are_on_the_steps_that_were_measured() {
        // 10,000 rows on pages of 8 kB: 2 rows a page, or 1.
        let found = of("vector(1536)");
        let one = |id: &str| found.iter().find(|it| it.0 == id).unwrap();
        assert_eq!((one("halfvec").1.as_str(), one("halfvec").3), ("halfvec(1536)", 40_968_192));
        assert_eq!(one("fewer-dimensions").1, "vector(936)");
        // Elements of upper layers take a little more.
        assert!((40_968_192..41_400_000).contains(&one("fewer-dimensions").3));
        assert_eq!(one("more-dimensions").1, "vector(1944)");
        assert!((81_928_192..82_400_000).contains(&one("more-dimensions").3));
        assert_eq!((one("larger-m").2, one("larger-m").3), (32, 81_928_192));
        assert!(found.is_sorted_by_key(|it| it.3));
    }

    #[test]
    fn another_m_that_brings_a_row_onto_the_page_is_named() {
        let found = of("vector(950)");
        let smaller = found.iter().find(|it| it.0 == "smaller-m").unwrap();
        assert_eq!(smaller.2, 12);
        assert!((40_968_192..41_700_000).contains(&smaller.3), "{}", smaller.3);
    }

    #[test]
    fn nothing_is_offered_that_the_server_refuses() {
        let old = Workload { pgvector: "0.6.2".parse().unwrap(), ..workload("vector(2000)", 100) };
        for it in estimate(&old).unwrap().alternatives() {
            assert_eq!(it.vector_type.element(), ElementType::Vector, "{it:?}");
            assert!(it.vector_type.dimensions() <= 2_000, "{it:?}");
        }
        assert!(of("sparsevec(30000)").iter().all(|it| it.1 == "sparsevec(30000)"));
        assert!(of("bit(1024)").iter().all(|it| it.0 != "halfvec" && it.0 != "bit"));
    }
}
