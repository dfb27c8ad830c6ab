//! One page of an index, tuple by tuple: the picture behind the size.

use super::{
    layout::{ITEM_POINTERS, Layout, PAGE, PAGE_OVERHEAD, USABLE},
    parts::Part,
    workload::Workload,
};
use crate::domain::{Bytes, ElementType};

/// Bytes at the beginning of each page.
// PostgreSQL 18 src/include/storage/bufpage.h SizeOfPageHeaderData.
const HEADER: u64 = 24;

/// How elements of level 0 lie on a full page; those of upper levels have longer neighbor tuples.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Bytes of a page.
    pub bytes: Bytes,
    /// Bytes of its header.
    pub header: Bytes,
    /// Bytes at its end that are pgvector's.
    pub trailer: Bytes,
    /// Elements that fit on a page; 0 when each takes two: one for itself, one for its neighbors.
    pub elements: u64,
    /// Bytes of the item pointers of one element.
    pub item_pointers: Bytes,
    /// Bytes of an element tuple.
    pub element: Bytes,
    /// What an element tuple is made of.
    pub element_parts: Vec<Part>,
    /// Bytes of a neighbor tuple.
    pub neighbors: Bytes,
    /// What a neighbor tuple is made of.
    pub neighbor_parts: Vec<Part>,
    /// Bytes that nothing uses.
    pub unused: Bytes,
}

/// The page of an index of such rows.
pub fn page(it: &Workload) -> Page {
    let layout = Layout::of(it);
    let (element, neighbors) = (layout.element(), layout.neighbors(0));
    let elements = USABLE / layout.pair(0);
    let used = match elements {
        // The page of the element; its neighbors leave more.
        0 => element + ITEM_POINTERS / 2,
        it => it * layout.pair(0),
    };
    Page {
        bytes: Bytes(PAGE),
        header: Bytes(HEADER),
        trailer: Bytes(PAGE_OVERHEAD - HEADER),
        elements,
        item_pointers: Bytes(ITEM_POINTERS),
        element: Bytes(element),
        element_parts: element_parts(it, layout),
        neighbors: Bytes(neighbors),
        neighbor_parts: neighbor_parts(layout),
        unused: Bytes(USABLE.saturating_sub(used)),
    }
}

// pgvector 0.8.6 src/hnsw.h HnswElementTupleData.
fn element_parts(it: &Workload, layout: Layout) -> Vec<Part> {
    let element = it.vector_type.element();
    let header = if element == ElementType::Sparsevec { 16 } else { 8 };
    let values = layout.value - header;
    let each = match element {
        ElementType::Vector => format!("{} × 4 B", it.vector_type.dimensions()),
        ElementType::Halfvec => format!("{} × 2 B", it.vector_type.dimensions()),
        ElementType::Bit => format!("{} bits", it.vector_type.dimensions()),
        ElementType::Sparsevec => format!("{} × 8 B: an index and a value", values / 8),
    };
    let padding = layout.element() - 72 - layout.value;
    let mut parts = vec![
        Part::new("kind, level and flags", 4, "4 × 1 B".to_owned()),
        Part::new("heap pointers", 60, "10 × 6 B: the rows that share the vector".to_owned()),
        Part::new("pointer to the neighbors", 6, "page and item".to_owned()),
        Part::new("reserved", 2, "not used".to_owned()),
        Part::new("header of the value", header, "length and dimensions".to_owned()),
        Part::new("the value", values, each),
    ];
    if 0 < padding {
        parts.push(Part::new("padding", padding, "up to a multiple of 8 B".to_owned()));
    }
    parts
}

// pgvector 0.8.6 src/hnsw.h HnswNeighborTupleData.
fn neighbor_parts(layout: Layout) -> Vec<Part> {
    let links = 2 * layout.m;
    let padding = layout.neighbors(0) - 4 - 6 * links;
    let mut parts = vec![
        Part::new("kind, version and count", 4, "1 B, 1 B and 2 B".to_owned()),
        Part::new("links", 6 * links, format!("{links} × 6 B: page and item of each neighbor")),
    ];
    if 0 < padding {
        parts.push(Part::new("padding", padding, "up to a multiple of 8 B".to_owned()));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::properties::workload;

    fn of(vector_type: &str) -> Page {
        page(&workload(vector_type, 1_000))
    }

    #[test]
    fn the_parts_fill_the_page() {
        for text in ["vector(1)", "vector(947)", "vector(1536)", "halfvec(3)", "bit(9)"] {
            let it = of(text);
            let sum = |parts: &[Part]| parts.iter().map(|it| it.bytes.get()).sum::<u64>();
            assert_eq!(sum(&it.element_parts), it.element.get(), "{text}");
            assert_eq!(sum(&it.neighbor_parts), it.neighbors.get(), "{text}");
            let pair = it.element.get() + it.neighbors.get() + it.item_pointers.get();
            let all = it.header.get() + it.trailer.get() + it.elements * pair + it.unused.get();
            assert_eq!(all, it.bytes.get(), "{text}");
        }
    }

    #[test]
    fn a_page_holds_what_was_measured() {
        // facts: one page a row at 1,536 dimensions, two rows at 768, two pages above 1,968.
        assert_eq!(of("vector(1536)").elements, 1);
        assert_eq!(of("vector(1024)").elements, 1);
        assert_eq!(of("vector(768)").elements, 2);
        assert_eq!((of("vector(1968)").elements, of("vector(1969)").elements), (1, 0));
    }
}
