//! What each failure looks like, what it leaves, and what to do then.

use crate::plan::Mode;

/// A failure.
pub(super) struct Failure {
    /// The message, as the server or our gates word it.
    pub(super) message: &'static str,
    /// The state that is left behind.
    pub(super) left: &'static str,
    /// What to do.
    pub(super) cure: &'static str,
}

const INVALID_UNUSED: &str = "an INVALID index of no size; nothing pays for it";
const NOTHING: &str = "nothing";

/// The failures of a build in `mode`.
pub(super) fn of(mode: Mode) -> &'static [Failure] {
    match mode {
        Mode::Online => ONLINE,
        Mode::Transactional => TRANSACTIONAL,
    }
}

// Measured on pgvector 0.5.1 to 0.8.6; the tests of this repository repeat most of them.
const ONLINE: &[Failure] = &[
    Failure {
        message: "canceling statement due to user request",
        left: "an INVALID index; if it was waiting for old snapshots, of full size, and every write pays for it",
        cure: "run the migration again: it removes the leftover and builds anew",
    },
    Failure {
        message: "canceling statement due to lock timeout",
        left: "in a guard: nothing; in a build: as above",
        cure: "find who holds the lock; run the migration again",
    },
    Failure {
        message: "deadlock detected",
        left: INVALID_UNUSED,
        cure: "another session was building on the same table: let one process do it, then run again",
    },
    Failure {
        message: "could not resize shared memory segment … No space left on device",
        left: INVALID_UNUSED,
        cure: "enlarge /dev/shm (--shm-size), or plan with workers = 0; then run again",
    },
    Failure {
        message: "No space left on device",
        left: "an INVALID index",
        cure: "free disk or roll back; then run again",
    },
    Failure {
        message: "server closed the connection unexpectedly",
        left: "an INVALID index, or a build that still runs: look at the progress first",
        cure: "out of memory is the usual cause (kernel log); lower maintenance_work_mem; run again",
    },
    Failure {
        message: "index … is there with another definition",
        left: NOTHING,
        cure: "somebody has built another index under the name: compare the two, choose another name",
    },
    Failure {
        message: "another session is building index …",
        left: NOTHING,
        cure: "wait for that session; run again",
    },
    Failure {
        message: "index … is INVALID",
        left: "the INVALID index of a build that did not finish",
        cure: "run the migration again",
    },
    Failure {
        message: "must be owner of table",
        left: NOTHING,
        cure: "run as the owner of the table",
    },
];

const TRANSACTIONAL: &[Failure] = &[
    Failure {
        message: "canceling statement due to lock timeout",
        left: NOTHING,
        cure: "a transaction with writes is open on the table: wait for it, or end it; run again",
    },
    Failure {
        message: "canceling statement due to user request",
        left: NOTHING,
        cure: "run again when there is time",
    },
    Failure {
        message: "could not resize shared memory segment … No space left on device",
        left: NOTHING,
        cure: "enlarge /dev/shm (--shm-size), or plan with workers = 0; then run again",
    },
    Failure { message: "No space left on device", left: NOTHING, cure: "free disk; run again" },
    Failure {
        message: "index … is there with another definition",
        left: NOTHING,
        cure: "somebody has built another index under the name: compare the two, choose another name",
    },
    Failure {
        message: "must be owner of table",
        left: NOTHING,
        cure: "run as the owner of the table",
    },
];
