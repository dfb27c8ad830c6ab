-- title: Replicas and slots
-- question: Do replicas keep up with the WAL of a build, and does a slot hold WAL back?
-- healthy: replay_lag_bytes falls back to near 0 after a build; retained_bytes stays well below the
--     free space of the disk; wal_status is reserved.
-- since: PostgreSQL 15, pgvector 0.5.1
-- rights: pg_monitor; without, a replica is a row with a pid only.
-- note: A replica has this query's rows only for replicas of its own.
-- note: A build writes all of its index as WAL, in full pages and fast: a lag during the build is to
--     be expected; one that does not fall afterwards is not.

SELECT
    coalesce(r.application_name, s.slot_name) AS name,
    r.pid,
    r.client_addr,
    r.state,
    r.sync_state,
    pg_wal_lsn_diff(l.lsn, r.sent_lsn)::bigint AS send_lag_bytes,
    pg_wal_lsn_diff(l.lsn, coalesce(r.replay_lsn, r.flush_lsn))::bigint AS replay_lag_bytes,
    round(extract(epoch FROM coalesce(r.replay_lag, r.flush_lag, '0')), 3) AS replay_lag_seconds,
    s.slot_name,
    s.slot_type,
    s.active,
    s.wal_status,
    pg_wal_lsn_diff(l.lsn, s.restart_lsn)::bigint AS retained_bytes,
    s.safe_wal_size AS bytes_until_lost
FROM pg_stat_replication AS r
FULL JOIN pg_replication_slots AS s ON s.active_pid = r.pid
CROSS JOIN (
    SELECT
        CASE
            WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn()
            ELSE pg_current_wal_lsn()
        END AS lsn
) AS l
ORDER BY name, r.pid;
