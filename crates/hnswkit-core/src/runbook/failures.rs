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

const INVALID_UNUSED: &str = "an INVALID index of no size";
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
        left: "an INVALID index, of full size if it waited for old snapshots",
        cure: "run the migration again: it builds anew",
    },
    Failure {
        message: "canceling statement due to lock timeout",
        left: "in a guard: nothing; in a build: as above",
        cure: "find who holds the lock; run again",
    },
    Failure {
        message: "deadlock detected",
        left: INVALID_UNUSED,
        cure: "somebody else built on the table: use one process, run again",
    },
    Failure {
        message: "could not resize shared memory segment … No space left on device",
        left: INVALID_UNUSED,
        cure: "`hnswkit runbook shared-memory-too-small`",
    },
    Failure {
        message: "No space left on device",
        left: "an INVALID index",
        cure: "`hnswkit runbook disk-full`",
    },
    Failure {
        message: "server closed the connection unexpectedly",
        left: "an INVALID index, or a build that still runs",
        cure: "`hnswkit runbook out-of-memory`, the usual cause",
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
        cure: "`hnswkit runbook shared-memory-too-small`",
    },
    Failure {
        message: "No space left on device",
        left: NOTHING,
        cure: "`hnswkit runbook disk-full`",
    },
];
