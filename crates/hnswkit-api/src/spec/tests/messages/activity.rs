//! `[activity]` and `[replication]`.

use super::check;

#[test]
fn what_happens_after_the_build() {
    check(
        &["activity.inserts = \"often\""],
        "activity.inserts",
        "`inserts` must be a number of rows a day, but is `often`",
        "write a number such as `10_000`, `\"10k\"` or `\"1.2M\"`",
    );
    check(
        &["activity.days = 0"],
        "activity.days",
        "`days` must be between 1 and 36500, but is 0",
        "write a number from 1 to 36500",
    );
    check(
        &["activity.autovacuum_vacuum_scale_factor = 1.5"],
        "activity.autovacuum_vacuum_scale_factor",
        "`autovacuum_vacuum_scale_factor` must be at least 0 and below 1, but is 1.5",
        "write a share such as `0.25` or `\"25%\"`",
    );
    check(
        &["activity.checkpoint_timeout = 5"],
        "activity.checkpoint_timeout",
        "`checkpoint_timeout` must be between 30 s and a day, but is `5`",
        "write it as in `checkpoint_timeout = \"5 min\"`",
    );
}

#[test]
fn the_way_to_the_replicas() {
    check(
        &["replication.bandwidth = \"0MB\""],
        "replication.bandwidth",
        "`bandwidth` must be more than 0, but is 0",
        "leave it out when it is not known",
    );
    check(
        &["replication.max_slot_wal_keep_size = \"a lot\""],
        "replication.max_slot_wal_keep_size",
        "`max_slot_wal_keep_size` must be a size such as 20GB, but is `a lot`",
        "write a number and kB, MB, GB or TB, as in `max_slot_wal_keep_size = \"20GB\"`",
    );
}
