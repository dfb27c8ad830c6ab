//! What VACUUM takes: it links every element anew that has a dead neighbor.
//!
//! It goes over the index three times: takes dead rows out of elements, links around elements
//! that have no row left, and marks their places free. The second is the work. An element has
//! 2 m neighbors on the ground, so a few dead elements reach most of the graph.
// pgvector 0.8.6 src/hnswvacuum.c RemoveHeapTids, RepairGraph, MarkDeleted.

use super::{
    super::{
        figure::{Figure, Unit},
        math::{exp, ln, pow},
        time::repaired,
    },
    Activity, Built,
};

/// Dead rows that a vacuum waits for besides its share: `autovacuum_vacuum_threshold`.
// PostgreSQL 18 src/backend/utils/misc/guc_tables.c.
const THRESHOLD: f64 = 50.0;
/// Bytes of a dead row in the list of PostgreSQL up to 16.
// PostgreSQL 16 src/backend/access/heap/vacuumlazy.c dead_items_max_items: an ItemPointerData.
const DEAD_ROW: f64 = 6.0;
/// What the list of PostgreSQL up to 16 is limited to.
const LIST_LIMIT: f64 = (1 << 30) as f64;
/// `maintenance_work_mem` where nobody has changed it.
const DEFAULT_MEMORY: f64 = (64 << 20) as f64;
/// Bytes of a dead element in pgvector's own list, whose places are a power of two.
// pgvector 0.8.6 src/hnswvacuum.c: a simplehash of 8-byte entries, at most 0.9 full.
const DEAD_ELEMENT: (f64, f64) = (8.9, 17.8);
/// WAL of linking an element anew.
// Measured with 0.8.6, m 8 to 16: 185 to 1,000 bytes, more the more are dead.
const REPAIR_WAL: (f64, f64) = (150.0, 1_050.0);

/// What growth needs to know of it.
pub(super) struct Vacuum {
    /// Rows that die before it comes.
    pub(super) dead: f64,
    /// Elements that die with them.
    pub(super) elements: f64,
    /// The most seconds that it takes.
    pub(super) seconds: f64,
}

/// What it does.
struct Work {
    /// Rows that die before it comes.
    dead: f64,
    /// Elements that die with them: an update that keeps the vector leaves its element alive.
    elements: f64,
    /// The share of the living that has a dead neighbor.
    reached: f64,
    /// Elements that are linked anew.
    linked: f64,
    /// At the least, and at the most.
    seconds: (f64, f64),
}

impl Work {
    fn new(it: &Built<'_>, activity: &Activity) -> Self {
        let rows = it.workload.rows.get() as f64;
        let dead = THRESHOLD + activity.dead_share * rows;
        let elements = dead * activity.share_of_elements(it.workload.hnsw.merges_duplicates());
        let share = elements / (it.elements + elements).max(1.0);
        let reached = 1.0 - pow(1.0 - share, 2.0 * it.layout.m as f64);
        let linked = it.elements * reached;
        if linked == 0.0 {
            return Self { dead, elements, reached, linked, seconds: (0.0, 0.0) };
        }
        // A search goes through dead elements, too, and counts living ones only, in the layers
        // above as well.
        let detours = pow(1.0 - share, -2.0);
        let (low, high) = repaired(it.workload, it.workload.rows.get());
        let all = |a_row: f64| a_row * detours * linked;
        let seconds = both(it.pace, (all(low), all(high)));
        Self { dead, elements, reached, linked, seconds }
    }
}

/// Two bands at once, of which neither tells anything of the other: their squares add up.
fn both(one: (f64, f64), other: (f64, f64)) -> (f64, f64) {
    let middle = (one.0 * one.1 * other.0 * other.1).sqrt();
    let (one, other) = (ln(one.1 / one.0), ln(other.1 / other.0));
    let spread = exp((one * one + other * other).sqrt() / 2.0);
    (middle / spread, middle * spread)
}

/// The share of a day that it is busy.
pub(super) fn share(it: &Built<'_>, activity: &Activity) -> (f64, f64) {
    let work = Work::new(it, activity);
    let a_day = activity.dead_a_day() / work.dead / 86_400.0;
    (a_day * work.seconds.0, a_day * work.seconds.1)
}

pub(super) fn add(it: &Built<'_>, activity: &Activity, list: &mut Vec<Figure>) -> Vacuum {
    let Work { dead, elements, reached, linked, seconds } = Work::new(it, activity);
    if it.elements == 0.0 {
        return Vacuum { dead, elements, seconds: 0.0 };
    }
    let count = |n: f64| Unit::Count.show(n);
    list.push(Figure::new(
        "time of a VACUUM",
        seconds,
        Unit::Seconds,
        format!(
            "of {} dead rows ({}) {} leave dead elements; they reach {} of the living as \
             neighbors: {} elements are linked anew; less where they lie together; without \
             vacuum_cost_delay",
            count(dead),
            Unit::Share.show(activity.dead_share),
            count(elements),
            Unit::Share.show(reached),
            count(linked)
        ),
    ));
    let value = it.layout.element() as f64 + it.layout.mean_neighbors();
    list.push(Figure::new(
        "WAL of a VACUUM",
        (
            linked * REPAIR_WAL.0 + elements * value,
            linked * REPAIR_WAL.1 + elements * value + it.pages * it.page(),
        ),
        Unit::Bytes,
        "the links, and the vectors of the dead, which are overwritten; at the most every page \
         once, and once more for each checkpoint meanwhile",
    ));
    memory(it, activity, (dead, elements), list);
    if 0.0 < activity.dead_a_day() {
        let a_day = activity.dead_a_day() / dead;
        let busy = share(it, activity);
        list.push(Figure::new(
            "VACUUMs a day",
            (a_day, a_day),
            Unit::Count,
            format!(
                "{} rows die a day, and autovacuum comes after {}; it is busy {} to {} of the day",
                count(activity.dead_a_day()),
                count(dead),
                Unit::Share.show(busy.0.min(1.0)),
                Unit::Share.show(busy.1.min(1.0)),
            ),
        ));
    }
    Vacuum { dead, elements, seconds: seconds.1 }
}

fn memory(
    it: &Built<'_>,
    activity: &Activity,
    (dead, elements): (f64, f64),
    list: &mut Vec<Figure>,
) {
    let own = |bytes: f64| (bytes * elements).max(8.0 * 256.0);
    let setting = activity.vacuum_memory.map_or(DEFAULT_MEMORY, |it| it.bytes().get() as f64);
    let whose = match activity.vacuum_memory {
        Some(_) => "given",
        None => "64MB, the default of maintenance_work_mem",
    };
    let first_with_sets = 17;
    let (rows, passes, why) = if it.workload.postgres.major < first_with_sets {
        let limit = setting.min(LIST_LIMIT);
        let passes = (dead * DEAD_ROW / limit).ceil().max(1.0);
        let why = "6 B a dead row in a list of at most autovacuum_work_mem";
        ((dead * DEAD_ROW).min(limit), passes, why)
    } else {
        let why = "a set of dead rows, smaller than 6 B each, of at most autovacuum_work_mem";
        ((dead * DEAD_ROW).min(setting), 1.0, why)
    };
    list.push(Figure::new(
        "memory of a VACUUM",
        (own(DEAD_ELEMENT.0), rows + own(DEAD_ELEMENT.1)),
        Unit::Bytes,
        format!(
            "{why} ({whose}); and 8.9 to 17.8 B a dead element of pgvector's own, without limit"
        ),
    ));
    if 1.0 < passes {
        list.push(Figure::new(
            "passes of a VACUUM",
            (passes, passes),
            Unit::Count,
            "the list of dead rows is full before the end: each pass goes over the whole index \
             and links anew; with more autovacuum_work_mem one is enough",
        ));
    }
}
