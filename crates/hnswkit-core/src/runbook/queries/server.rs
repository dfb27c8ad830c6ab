//! The server as a whole: memory, disk, releases, replicas.

/// What takes memory.
pub(in crate::runbook) const MEMORY: &str = "SELECT name, current_setting(name) AS value
FROM pg_settings
WHERE name IN (
    'shared_buffers',
    'maintenance_work_mem',
    'max_parallel_maintenance_workers',
    'autovacuum_work_mem',
    'work_mem',
    'max_connections'
);";

/// What decides whether a build takes shared memory, and from where.
pub(in crate::runbook) const SHARED_MEMORY: &str = "SELECT name, current_setting(name) AS value
FROM pg_settings
WHERE name IN (
    'dynamic_shared_memory_type',
    'maintenance_work_mem',
    'max_parallel_maintenance_workers'
);";

/// Where the files are, and what they take.
pub(in crate::runbook) const DISK: &str = "SELECT
    current_setting('data_directory') AS folder,
    pg_size_pretty(pg_database_size(current_database())) AS database,
    (SELECT pg_size_pretty(sum(size)) FROM pg_ls_waldir()) AS wal;";

/// The WAL that replication slots hold back.
pub(in crate::runbook) const SLOTS: &str = "SELECT
    slot_name,
    active,
    pg_size_pretty(pg_wal_lsn_diff(
        CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END,
        restart_lsn
    )) AS held_back
FROM pg_replication_slots
ORDER BY restart_lsn;";

/// Lets WAL go that nobody needs.
pub(in crate::runbook) const CHECKPOINT: &str = "CHECKPOINT;";

/// Which server this is, and since when.
pub(in crate::runbook) const ROLE: &str = "SELECT
    CASE WHEN pg_is_in_recovery() THEN 'replica' ELSE 'primary' END AS this_is,
    date_trunc('second', pg_postmaster_start_time()) AS started;";

/// How far replicas are behind.
pub(in crate::runbook) const LAG: &str = "SELECT
    application_name,
    state,
    pg_size_pretty(pg_wal_lsn_diff(
        CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END,
        replay_lsn
    )) AS behind,
    date_trunc('second', replay_lag) AS lag
FROM pg_stat_replication;";

/// The release of pgvector in this database, and the one on the disk.
pub(in crate::runbook) const RELEASES: &str = "SELECT
    e.extversion AS in_database,
    a.default_version AS on_disk,
    current_setting('server_version') AS postgres,
    current_setting('shared_preload_libraries') AS preloaded
FROM pg_available_extensions AS a
LEFT JOIN pg_extension AS e ON e.extname = a.name
WHERE a.name = 'vector';";

/// What is switched off, and what was set for searches.
pub(in crate::runbook) const SEARCH_SETTINGS: &str = "SELECT name, setting, source
FROM pg_settings
WHERE (name LIKE 'enable%scan' AND setting = 'off')
    OR name LIKE 'hnsw.%'
ORDER BY name;";

/// The same settings where roles and databases have their own.
pub(in crate::runbook) const ROLE_SETTINGS: &str = "SELECT
    coalesce(d.datname, 'all') AS database,
    coalesce(r.rolname, 'all') AS role,
    s.setconfig
FROM pg_db_role_setting AS s
LEFT JOIN pg_database AS d ON d.oid = s.setdatabase
LEFT JOIN pg_roles AS r ON r.oid = s.setrole;";
