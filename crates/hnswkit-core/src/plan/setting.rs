//! Change what the new sessions of a role or database search with.

use super::{
    Phase, SettingRequest,
    planner::{Around, Way, step},
};
use crate::sql::{AlterSetting, GuardSetting, VerifySetting};

/// Guard, change, proof; the way back puts the former value in place, or none.
pub(super) fn add(around: &mut Around, it: &SettingRequest, way: Way) {
    let SettingRequest { parameter, value, previous, scope } = it.clone();
    let known = [Some(value.clone()), previous.clone()].into_iter().flatten().collect();
    let (value, why, hint) = match way {
        Way::There => (
            Some(value),
            "Sessions that begin from now on have it; those that are open, in pools too, keep \
             theirs until they begin anew. A SET in a session still counts more.",
            "Write this value as `previous` into the spec, so that the way back brings it back; \
             or reset it.",
        ),
        Way::Back => (
            previous,
            "Puts back what was there before, for sessions that begin from now on.",
            "It was changed after this migration: look who needs it, reset it by hand, then run \
             this again.",
        ),
    };
    let guard = step(
        Phase::Guard,
        None,
        "Goes on when pgvector has the setting and no other value would be lost.",
        GuardSetting { scope: scope.clone(), parameter, known, hint },
    );
    let verify = VerifySetting { scope: scope.clone(), parameter, value: value.clone() };
    let alter = AlterSetting { scope, parameter, value };
    let mut change = step(Phase::Build, None, why, alter);
    change.rollback = change.statement.inverse().map(Box::new);
    change.verify = Some(Box::new(verify.clone().into()));
    let proof =
        step(Phase::Verify, None, "Fails loudly unless new sessions begin with it.", verify);
    around.guard.push(guard);
    match way {
        Way::There => around.behind.push(change),
        Way::Back => around.before.insert(0, change),
    }
    around.verify.push(proof);
}
