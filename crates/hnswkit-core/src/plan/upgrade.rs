//! Upgrade pgvector in this database.

use super::{
    Phase, UpgradeRequest,
    planner::{Around, Way, step},
};
use crate::sql::{GuardUpdate, StayUpdated, UpdateTo, VerifyUpdate};

/// Guard, upgrade, proof; there is no way back.
pub(super) fn add(around: &mut Around, it: &UpgradeRequest, way: Way) {
    let UpgradeRequest { to, from } = *it;
    if way == Way::Back {
        let stay = step(
            Phase::Verify,
            None,
            "pgvector has no scripts to an older release, so this leaves it as it is and says so. \
             The way back is a snapshot from before.",
            StayUpdated { to },
        );
        around.verify.push(stay);
        return;
    }
    let guard = step(
        Phase::Guard,
        None,
        "Goes on when the server has that release, pgvector has a way to it, and this role may go \
         it. Nothing is changed before.",
        GuardUpdate { to, from },
    );
    let mut update = step(
        Phase::Build,
        None,
        "The point of no return: from here on the way back is a snapshot. It changes the catalog \
         only, in one piece: no table and no index is written. Sessions that have used pgvector \
         before keep the old library until they begin anew.",
        UpdateTo { to },
    );
    update.verify = Some(Box::new(VerifyUpdate { to }.into()));
    let proof = step(
        Phase::Verify,
        None,
        "Fails loudly unless this database has that release.",
        VerifyUpdate { to },
    );
    around.guard.push(guard);
    around.before.push(update);
    around.verify.push(proof);
}
