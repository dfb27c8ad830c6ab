//! What the page draws: a page of the index, and the size over the dimensions.

use hnswkit_core::{
    domain::Bytes,
    estimate::{Page, Point, Workload, curve, page},
};
use serde::Serialize;

use super::{EstimatePart, SCHEMA};

/// A page of an index, tuple by tuple, and its size with other dimensions.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PictureDocument {
    /// The version of the document.
    pub schema: u32,
    /// How elements lie on a page.
    pub page: PagePicture,
    /// The size of the same index over its dimensions, growing; both ends of each step.
    pub curve: Vec<CurvePoint>,
}

/// How elements of level 0 lie on a full page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PagePicture {
    /// Bytes of a page.
    pub bytes: u64,
    /// Bytes of its header.
    pub header_bytes: u64,
    /// Bytes at its end that are pgvector's.
    pub trailer_bytes: u64,
    /// Elements that fit on a page; 0 when each takes two.
    pub elements: u64,
    /// Bytes of the item pointers of one element.
    pub item_pointer_bytes: u64,
    /// Bytes of an element tuple.
    pub element_bytes: u64,
    /// What an element tuple is made of.
    pub element_parts: Vec<EstimatePart>,
    /// Bytes of a neighbor tuple.
    pub neighbor_bytes: u64,
    /// What a neighbor tuple is made of.
    pub neighbor_parts: Vec<EstimatePart>,
    /// Bytes that nothing uses.
    pub unused_bytes: u64,
}

/// The size at some dimensions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CurvePoint {
    /// The dimensions.
    pub dimensions: u32,
    /// The size of the index.
    pub index_bytes: u64,
    /// Elements on a page; 0 when one takes two pages.
    pub elements_per_page: u64,
}

impl PictureDocument {
    /// The pictures of one index.
    pub fn new(workload: &Workload) -> Self {
        Self {
            schema: SCHEMA,
            page: PagePicture::from(&page(workload)),
            curve: curve(workload).iter().map(CurvePoint::from).collect(),
        }
    }
}

impl From<&Page> for PagePicture {
    fn from(it: &Page) -> Self {
        let bytes = |it: Bytes| it.get();
        Self {
            bytes: bytes(it.bytes),
            header_bytes: bytes(it.header),
            trailer_bytes: bytes(it.trailer),
            elements: it.elements,
            item_pointer_bytes: bytes(it.item_pointers),
            element_bytes: bytes(it.element),
            element_parts: it.element_parts.iter().map(EstimatePart::from).collect(),
            neighbor_bytes: bytes(it.neighbors),
            neighbor_parts: it.neighbor_parts.iter().map(EstimatePart::from).collect(),
            unused_bytes: bytes(it.unused),
        }
    }
}

impl From<&Point> for CurvePoint {
    fn from(it: &Point) -> Self {
        Self {
            dimensions: it.dimensions,
            index_bytes: it.index_bytes.get(),
            elements_per_page: it.a_page,
        }
    }
}
