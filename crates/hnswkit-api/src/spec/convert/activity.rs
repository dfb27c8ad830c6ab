//! `[activity]` and `[replication]`: what the numbers after the build are made from.

use hnswkit_core::{
    domain::{Rows, Seconds},
    estimate::{Activity, Replication},
    plan::Target,
};

use super::{check::Check, index::share, size};
use crate::{
    problem::Problems,
    spec::{Scalar, Section, Spec},
};

pub(super) fn convert(
    spec: &Spec,
    target: &Target,
    problems: &mut Problems,
) -> (Activity, Replication) {
    let usual = Activity::default();
    let section = Section::Activity;
    let mut check = Check { section, number: 0, values: &spec.activity, problems };
    let activity = Activity {
        inserts: rows(&mut check, "inserts"),
        deletes: rows(&mut check, "deletes"),
        updates: rows(&mut check, "updates"),
        vector_updates: rows(&mut check, "vector_updates"),
        days: check.whole("days").unwrap_or(usual.days),
        dead_share: share(&mut check, "autovacuum_vacuum_scale_factor").unwrap_or(usual.dead_share),
        vacuum_memory: size::memory_setting(&mut check, "autovacuum_work_mem", target.platform),
        checkpoint_seconds: checkpoint(&mut check).unwrap_or(usual.checkpoint_seconds),
        shared_buffers: target.memory.shared_buffers,
    };
    let section = Section::Replication;
    let mut check = Check { section, number: 0, values: &spec.replication, problems };
    let bandwidth = size::bytes(&mut check, "bandwidth");
    if bandwidth.is_some_and(|it| it.get() == 0) {
        let message = "`bandwidth` must be more than 0, but is 0";
        check.refuse("bandwidth", message, "leave it out when it is not known");
    }
    let slot_limit = size::bytes(&mut check, "max_slot_wal_keep_size");
    (activity, Replication { bandwidth, slot_limit })
}

fn rows(check: &mut Check<'_>, key: &str) -> u64 {
    let Some(text) = check.value(key).map(ToString::to_string) else { return 0 };
    match text.parse::<Rows>() {
        Ok(it) => it.get(),
        Err(_) => {
            let message = format!("`{key}` must be a number of rows a day, but is `{text}`");
            let help = "write a number such as `10_000`, `\"10k\"` or `\"1.2M\"`";
            check.refuse(key, message, help);
            0
        }
    }
}

/// `checkpoint_timeout` in its range.
// PostgreSQL 18 src/backend/utils/misc/guc_tables.c: 30 s to a day.
fn checkpoint(check: &mut Check<'_>) -> Option<u32> {
    let key = "checkpoint_timeout";
    let value = check.value(key)?;
    let seconds = match &value.scalar {
        Scalar::Text(it) => it.parse().ok(),
        Scalar::Integer(it) => Some(Seconds(*it as f64)),
        Scalar::Float(it) => Some(Seconds(*it)),
        Scalar::Bool(_) => None,
    };
    let seconds = seconds.map(|it: Seconds| it.0).filter(|it| (30.0..=86_400.0).contains(it));
    if seconds.is_none() {
        let message = format!("`{key}` must be between 30 s and a day, but is `{value}`");
        check.refuse(key, message, "write it as in `checkpoint_timeout = \"5 min\"`");
    }
    seconds.map(|it| it as u32)
}
