//! What follows from the numbers in a message.

use super::Found;

/// A number that follows from a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What it is, in a few words.
    pub name: &'static str,
    /// How much it is.
    pub value: u64,
    /// Of what: `bytes`, `dimensions` or `seconds`.
    pub unit: &'static str,
    /// How it is computed.
    pub why: String,
}

const MIB: u64 = 1 << 20;

/// Computes with the values of a message; none when they do not make sense.
type Compute = fn(&Found) -> Option<Vec<Figure>>;

/// Which messages say something to compute with.
const FIGURES: &[(&str, Compute)] = &[
    ("shared-memory-too-small", shared_memory),
    ("index-row-too-large", index_row),
    ("setting-out-of-range", setting),
    ("still-waiting", waiting),
    ("too-many-dimensions", dimensions),
];

/// The figures of a message.
pub(super) fn figures(found: &Found) -> Vec<Figure> {
    let entry = FIGURES.iter().find(|(id, _)| *id == found.explanation.id);
    let mut figures = entry.and_then(|(_, figures)| figures(found)).unwrap_or_default();
    // Above that no server means it, and browsers have no such number.
    figures.retain(|it| it.value < 1 << 53);
    figures
}

fn number(found: &Found, name: &str) -> Option<u64> {
    found.value(name)?.parse().ok()
}

// pgvector 0.6.0 to 0.8.6 src/hnswbuild.c, HnswBeginParallel: the graph gets maintenance_work_mem
// less 3 MB; what else is in the segment is below 0.1 MB (measured with 64, 68 and 1,024 MB).
fn shared_memory(found: &Found) -> Option<Vec<Figure>> {
    let bytes = number(found, "bytes")?;
    let needed = bytes.checked_add(2 * MIB - 1)? / MIB * MIB;
    Some(vec![
        Figure {
            name: "maintenance_work_mem in force, about",
            value: bytes.checked_add(3 * MIB)? / MIB * MIB,
            unit: "bytes",
            why: format!("{bytes} bytes, and 3 MB that a parallel build leaves out, in whole MB"),
        },
        Figure {
            name: "room on /dev/shm that this build needs",
            value: needed,
            unit: "bytes",
            why: format!("{bytes} bytes in whole MB, and 1 MB for what else is there"),
        },
    ])
}

// PostgreSQL 18 src/include/access/itup.h: 8 bytes before the value; pgvector src/vector.h: 8 bytes
// before the elements of a vector, of 4 bytes each.
fn index_row(found: &Found) -> Option<Vec<Figure>> {
    let size = number(found, "size")?;
    let elements = size.checked_sub(16).filter(|it| it % 4 == 0)? / 4;
    Some(vec![Figure {
        name: "dimensions, if the value is a vector",
        value: elements,
        unit: "dimensions",
        why: format!("({size} - 16) / 4: two heads of 8 bytes, and 4 bytes for each element"),
    }])
}

/// Settings of memory without a unit count in kB.
fn setting(found: &Found) -> Option<Vec<Figure>> {
    let parameter = found.value("parameter")?;
    if !["maintenance_work_mem", "work_mem"].contains(&parameter) {
        return None;
    }
    let value = found.value("value")?.split(' ').next()?.parse::<u64>().ok()?;
    Some(vec![Figure {
        name: "what was asked for",
        value: value.checked_mul(1024)?,
        unit: "bytes",
        why: format!("{value} without a unit is {value} kB"),
    }])
}

fn waiting(found: &Found) -> Option<Vec<Figure>> {
    let whole = found.value("time")?.split('.').next()?.parse::<u64>().ok()?;
    Some(vec![Figure {
        name: "the wait so far",
        value: whole.checked_add(500)? / 1000,
        unit: "seconds",
        why: format!("{whole} ms; the message comes once, when deadlock_timeout is over"),
    }])
}

/// What the other types of the column could hold.
fn dimensions(found: &Found) -> Option<Vec<Figure>> {
    let limit = number(found, "limit").filter(|it| *it == 2000)?;
    Some(vec![Figure {
        name: "limit of an index on a cast to halfvec",
        value: limit * 2,
        unit: "dimensions",
        why: "an element of a halfvec has 2 bytes instead of 4, on the same page".to_owned(),
    }])
}

#[cfg(test)]
mod tests {
    use crate::explain::explain;

    #[track_caller]
    fn check(message: &str, expected: &[(u64, &str)]) {
        let found = explain(&format!("ERROR:  {message}")).found;
        let figures = found[0].figures();
        let figures: Vec<_> = figures.iter().map(|it| (it.value, it.unit)).collect();
        assert_eq!(figures, expected);
    }

    #[test]
    fn messages_are_computed_with() {
        let shm = |bytes: u64| {
            format!(
                "could not resize shared memory segment \"/P.1\" to {bytes} bytes: No space left on device"
            )
        };
        // Measured with maintenance_work_mem = 68MB and 64MB.
        check(&shm(68_194_368), &[(68 << 20, "bytes"), (67 << 20, "bytes")]);
        check(&shm(63_982_912), &[(64 << 20, "bytes"), (63 << 20, "bytes")]);
        check(&shm(u64::MAX), &[]);
        check(&shm(1 << 60), &[]);
        check(
            "index row size 8016 exceeds btree version 4 maximum 2704 for index \"z\"",
            &[(2000, "dimensions")],
        );
        let setting = |value: &str| {
            format!(
                "{value} is outside the valid range for parameter \"maintenance_work_mem\" (1024 .. 2147483647)"
            )
        };
        check(&setting("1"), &[(1024, "bytes")]);
        check(&setting("-1"), &[]);
        check(
            "process 1 still waiting for ShareLock on transaction 5 after 1600.073 ms",
            &[(2, "seconds")],
        );
    }
}
