//! What an insert costs: its time, and the WAL of the pages that it touches.
//!
//! An insert writes its element, and itself into the lists of its neighbors: about as many
//! records as that, on as many pages. The first change of a page after a checkpoint writes the
//! whole page.
// pgvector 0.8.6 src/hnswinsert.c HnswUpdateNeighborsOnDisk.

use super::{
    super::{
        figure::{Figure, Unit},
        layout::ITEM_POINTERS,
        math::exp,
        time::{row, spilled},
    },
    Activity, Built,
};

/// Neighbors that an insert writes to, for each link of `m`: most vectors, and vectors of few
/// dimensions.
// Measured with 0.5.1 to 0.8.6: 1.1 to 1.4 from 64 dimensions on, 1.5 with bits, 1.8 with 3.
const NEIGHBORS: (f64, f64) = (1.1, 1.9);
/// Bytes of a record that changes one link.
// Measured with 0.8.6: 53 to 57 bytes.
const LINK: f64 = 55.0;
/// What the image of a page adds to the bytes that it has.
const IMAGE: f64 = 75.0;

pub(super) fn add(it: &Built<'_>, activity: &Activity, list: &mut Vec<Figure>) {
    let rows = it.workload.rows.get();
    let seconds = row(it.workload, rows) * spilled(it.workload);
    list.push(Figure::new(
        "time of an insert",
        (it.pace.0 * seconds, it.pace.1 * seconds),
        Unit::Seconds,
        format!(
            "{:.1} rows of a build in memory, in one session; the vectors decide within the band",
            spilled(it.workload)
        ),
    ));
    let (few, most) = touched(it);
    let own = it.layout.element() as f64 + it.layout.mean_neighbors() + ITEM_POINTERS as f64;
    let steady = own + LINK * few;
    let image = it.page() + IMAGE;
    list.push(Figure::new(
        "WAL of an insert",
        (steady, own + most * image),
        Unit::Bytes,
        format!(
            "{own:.0} B of its own and {few:.0} records of {LINK:.0} B in the lists of neighbors; \
             the first change of a page after a checkpoint writes all its {:.0} B, up to {most:.0} \
             pages",
            it.page()
        ),
    ));
    let a_day = (activity.inserts + activity.vector_updates) as f64;
    if a_day == 0.0 {
        return;
    }
    let checkpoints = 1.0 / activity.checkpoint_days();
    let images = checkpoints * distinct(it.pages - 1.0, a_day / checkpoints * (few + 1.0));
    list.push(Figure::new(
        "WAL of a day",
        (a_day * steady, a_day * steady + images * image),
        Unit::Bytes,
        format!(
            "{} × {steady:.0} B; and, when they come evenly over the day, {} images of pages: a \
             checkpoint every {} s makes each page new once more",
            Unit::Count.show(a_day),
            Unit::Count.show(images),
            activity.checkpoint_seconds
        ),
    ));
}

/// Pages of neighbors that an insert writes to.
pub(super) fn touched(it: &Built<'_>) -> (f64, f64) {
    let m = it.layout.m as f64;
    // Nobody has more neighbors than there are elements.
    let most = |factor: f64| (factor * m).min(it.elements);
    (most(NEIGHBORS.0), most(NEIGHBORS.1))
}

/// How many of so many pages are hit by so many shots.
fn distinct(pages: f64, shots: f64) -> f64 {
    pages * (1.0 - exp(-shots / pages.max(1.0)))
}
