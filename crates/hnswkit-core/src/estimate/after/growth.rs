//! How the index grows: by rows that come, and by places of the dead until VACUUM frees them.
//!
//! The file never shrinks, and places that VACUUM has freed are used again; so the size settles
//! at the most elements that were there at one time. An update that keeps the vector takes one
//! of the ten places for rows that an element has, until VACUUM frees it.
// pgvector 0.8.6 src/hnswinsert.c HnswFreeOffset, HnswAddHeapTid.

use super::{
    super::{
        figure::{Figure, Unit},
        layout::{HEAP_TIDS, PAGE},
    },
    Activity, Built,
    vacuum::Vacuum,
};
use crate::domain::PgvectorVersion;

/// Updates of a row that are sure to find its element: two elements of one vector are found.
// Measured with 0.7.4 and 0.8.6: 2.0 to 2.15 elements after 19 updates, 3.2 to 3.5 after 25.
const FOUND: f64 = 19.0;
/// The same before [`FINDS`].
// Measured with 0.5.1: 2.1 to 2.6 elements after 12 updates.
const FOUND_FIRST: f64 = 9.0;
/// The first release that was seen to use all places again, and to find elements so.
// Measured: with 0.5.1 and 0.6.2 an index of 15 elements a page grew by 7 to 12 per cent each time
// that a fifth of its vectors changed; with 0.7.4 to 0.8.6 only the first time.
const FINDS: PgvectorVersion = PgvectorVersion::new(0, 7, 4);
/// What more updates of a row add, at the most, in elements of each: none finds another's.
const NOT_FOUND: f64 = 1.0;

/// What there is to say of older releases.
const LEAKS: &str = ", but before pgvector 0.7.4 not all of them: the index grows on";

/// A minute passes before autovacuum looks again.
// PostgreSQL 18 src/backend/utils/misc/guc_tables.c autovacuum_naptime.
const NAP: f64 = 60.0;

pub(super) fn add(it: &Built<'_>, activity: &Activity, vacuum: &Vacuum, list: &mut Vec<Figure>) {
    let model = &it.model;
    // All by inserts: the build is the first of them, and differs by less than the bounds.
    let bytes = |elements: f64, high: bool| {
        let n = elements.round().max(0.0) as u64;
        let built = (it.elements as u64).min(n);
        let pages = model.pages(built, n - built);
        (PAGE * if high { pages.high } else { pages.low }) as f64
    };
    let before = it.elements + vacuum.elements;
    list.push(Figure::new(
        "index before VACUUM comes",
        (bytes(before, false), bytes(before, true)),
        Unit::Bytes,
        format!(
            "when {} rows were deleted or got another vector; the file keeps this size, and new \
             rows take the places that VACUUM frees{}",
            Unit::Count.show(vacuum.elements),
            if it.workload.pgvector < FINDS { LEAKS } else { "" }
        ),
    ));
    if !activity.is_known() {
        return;
    }
    let days = f64::from(activity.days);
    let rows = it.workload.rows.get() as f64;
    // What a row brings in elements, as when the index was built.
    let share = if rows == 0.0 { 1.0 } else { it.elements / rows };
    let more = (activity.inserts as f64 - activity.deletes as f64) * days;
    let most = rows.max(rows + more) * share;
    let interval = match activity.dead_a_day() {
        0.0 => days,
        dead => (vacuum.dead / dead).min(days),
    };
    // It takes its time, and as many rows die meanwhile.
    let late = ((vacuum.seconds + NAP) / 86_400.0).min(days - interval).max(0.0);
    let dead = (activity.deletes + activity.vector_updates) as f64;
    // Older releases may use none of the places of the dead again.
    let lost = if it.workload.pgvector < FINDS { dead * (days - interval) } else { 0.0 };
    let low = most + dead * interval + places(it, activity, interval, rows).0;
    let high =
        most + lost + dead * (interval + late) + places(it, activity, interval + late, rows).1;
    list.push(Figure::new(
        "index after all days",
        (bytes(low, false), bytes(high, true)),
        Unit::Bytes,
        format!(
            "{} days: {} elements of living rows at the most, and {} of dead ones, of which VACUUM \
             finds so many every {interval:.1} days",
            activity.days,
            Unit::Count.show(most),
            Figure::new("", (low - most, high - most), Unit::Count, ""),
        ),
    ));
}

/// Elements that updates add which keep the vector: if all rows are updated alike, and if few are.
fn places(it: &Built<'_>, activity: &Activity, days: f64, rows: f64) -> (f64, f64) {
    let updates = activity.updates as f64 * days;
    if !it.workload.hnsw.merges_duplicates() {
        return (updates, updates);
    }
    let a_row = updates / rows.max(1.0);
    let tids = HEAP_TIDS as f64;
    let alike = it.elements * (((1.0 + a_row) / tids).ceil() - 1.0);
    let found = if it.workload.pgvector < FINDS { FOUND_FIRST } else { FOUND };
    let few = updates / tids + (updates - found * rows).max(0.0) * NOT_FOUND;
    (alike.min(few), few.max(alike))
}
