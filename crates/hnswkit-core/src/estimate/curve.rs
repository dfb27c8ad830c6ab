//! The size of an index over its dimensions: steps, because pages come whole.

use super::{
    answer::estimate,
    layout::{Layout, USABLE},
    workload::Workload,
};
use crate::domain::{Bytes, ElementType, VectorType};

/// The size at some dimensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// The dimensions.
    pub dimensions: u32,
    /// The size of the index.
    pub index_bytes: Bytes,
    /// Elements on a page; 0 when one takes two pages.
    pub a_page: u64,
}

/// From here on steps are drawn each; below, pages hold so many that they look like a slope.
const FEW_A_PAGE: u64 = 12;
/// Points on the slope.
const ON_THE_SLOPE: u32 = 12;
/// Sparse vectors are drawn over their dimensions up to here; their size does not depend on them.
const MAX_SPARSE: u32 = 4_000;

/// The size of the same index with other dimensions: both ends of each step, growing.
///
/// Dimensions that PostgreSQL cannot hold are left out.
pub fn curve(it: &Workload) -> Vec<Point> {
    let element = it.vector_type.element();
    let most = match element {
        ElementType::Sparsevec => MAX_SPARSE,
        it => it.max_indexed_dimensions(),
    };
    dimensions(it, most).into_iter().filter_map(|dimensions| point(it, dimensions)).collect()
}

fn layout(it: &Workload, dimensions: u32) -> Option<(VectorType, Layout)> {
    let vector_type = VectorType::new(it.vector_type.element(), dimensions.into()).ok()?;
    Some((vector_type, Layout::new(vector_type, it.non_zero, it.hnsw.m().get())))
}

fn a_page(it: &Workload, dimensions: u32) -> u64 {
    layout(it, dimensions).map_or(0, |(_, layout)| USABLE / layout.pair(0))
}

fn point(it: &Workload, dimensions: u32) -> Option<Point> {
    let (vector_type, layout) = layout(it, dimensions)?;
    let found = estimate(&Workload { vector_type, ..*it }).ok()?;
    Some(Point { dimensions, index_bytes: found.index_bytes, a_page: USABLE / layout.pair(0) })
}

/// Where the line bends.
fn dimensions(it: &Workload, most: u32) -> Vec<u32> {
    let mut list = vec![1];
    let steps_from = last_with(it, most, FEW_A_PAGE + 1);
    let between = 1..=ON_THE_SLOPE;
    list.extend(between.map(|n| steps_from * n / ON_THE_SLOPE).filter(|it| 1 < *it));
    let mut first = steps_from.max(1);
    while first < most {
        // The next step holds as many a page as its first dimension.
        let last = last_with(it, most, a_page(it, first));
        list.extend([first, last]);
        first = last + 1;
        if first == most {
            list.push(most);
        }
    }
    debug_assert!(list.is_sorted(), "each step begins behind the one before");
    list.dedup();
    list
}

/// The most dimensions with at least so many elements a page; 0 when there are none.
fn last_with(it: &Workload, most: u32, elements: u64) -> u32 {
    let (mut low, mut high) = (0, most);
    while low < high {
        let middle = (low + high).div_ceil(2);
        if elements <= a_page(it, middle) { low = middle } else { high = middle - 1 }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::properties::workload;

    fn of(vector_type: &str) -> Vec<Point> {
        curve(&workload(vector_type, 10_000))
    }

    #[test]
    fn the_line_climbs_and_ends_at_the_limit() {
        for (text, most) in [("vector(3)", 2_000), ("halfvec(3)", 4_000), ("bit(3)", 64_000)] {
            let points = of(text);
            assert!(points.len() < 70, "{text}: {}", points.len());
            assert_eq!((points[0].dimensions, points[points.len() - 1].dimensions), (1, most));
            for pair in points.windows(2) {
                assert!(pair[0].dimensions < pair[1].dimensions, "{text}: {pair:?}");
                assert!(pair[1].a_page <= pair[0].a_page, "{text}: {pair:?}");
            }
        }
    }

    #[test]
    fn a_step_begins_where_a_page_holds_fewer() {
        let points = of("vector(3)");
        let doubled = points.windows(2).find(|it| it[1].dimensions == 1_969).unwrap();
        assert_eq!((doubled[0].dimensions, doubled[0].a_page, doubled[1].a_page), (1_968, 1, 0));
        let ratio = doubled[1].index_bytes.get() as f64 / doubled[0].index_bytes.get() as f64;
        // Not 2: at 1,968 the elements of upper levels take two pages already.
        assert!((1.85..1.95).contains(&ratio), "{ratio}");
    }

    #[test]
    fn dimensions_of_a_sparse_vector_cost_nothing() {
        let points = of("sparsevec(30000)");
        let last = points[points.len() - 1];
        assert_eq!(last.dimensions, 4_000);
        let at_100 = points.iter().find(|it| 100 <= it.dimensions).unwrap();
        assert_eq!(at_100.a_page, last.a_page);
    }
}
