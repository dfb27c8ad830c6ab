-- Way back of index_tenants: drop 3 HNSW indexes while reads and writes go on.
--
-- Run: psql "$DATABASE_URL" --no-psqlrc --file migrations/index_tenants.down.sql (never
-- with --single-transaction). Safe to run again.

\set ON_ERROR_STOP on
\timing on

-- Remembers the settings of the session; the last step puts them back.
\echo '[ 1/21] prepare settings'
DO $hnswkit$
BEGIN
    PERFORM set_config('hnswkit.' || name, current_setting(name), false)
    FROM pg_settings
    WHERE name IN (
        'lock_timeout',
        'statement_timeout',
        'maintenance_work_mem',
        'max_parallel_maintenance_workers',
        'min_parallel_table_scan_size',
        'transaction_timeout'
    );
END
$hnswkit$;

-- The short steps give up rather than queue in front of everybody.
\echo '[ 2/21] prepare settings'
SET lock_timeout = '5s';

-- None of the short steps takes long.
\echo '[ 3/21] prepare settings'
SET statement_timeout = '60s';

-- Stops when the name belongs to anything but an index on this table.
\echo '[ 4/21] guard   idx_documents_embedding_hnsw_18'
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('idx_documents_embedding_hnsw_18')
            AND i.indrelid IS DISTINCT FROM to_regclass('documents')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = 'idx_documents_embedding_hnsw_18 is not an index on documents: not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;

-- Stops when the name belongs to anything but an index on this table.
\echo '[ 5/21] guard   "idx_documents_embedding_hnsw_acme''s"'
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('"idx_documents_embedding_hnsw_acme''s"')
            AND i.indrelid IS DISTINCT FROM to_regclass('documents')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = '"idx_documents_embedding_hnsw_acme''s" is not an index on documents: not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;

-- Stops when the name belongs to anything but an index on this table.
\echo '[ 6/21] guard   idx_documents_embedding_hnsw_others'
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('idx_documents_embedding_hnsw_others')
            AND i.indrelid IS DISTINCT FROM to_regclass('documents')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = 'idx_documents_embedding_hnsw_others is not an index on documents: not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;

-- From here on it waits as long as it must: a lock_timeout also fires while the finished
-- graph waits for old snapshots, and leaves an INVALID index. Waiting blocks no reads and
-- no writes.
\echo '[ 7/21] build   settings'
SET lock_timeout = 0;

-- A statement_timeout would kill the build and leave an INVALID index.
\echo '[ 8/21] build   settings'
SET statement_timeout = 0;

-- So would a transaction_timeout, which PostgreSQL 17 and later have.
\echo '[ 9/21] build   settings'
DO $hnswkit$
BEGIN
    PERFORM set_config(name, '0', false)
    FROM pg_settings
    WHERE name = 'transaction_timeout';
END
$hnswkit$;

-- Reads and writes go on. It waits for transactions that use the table, without a
-- lock_timeout: an interrupted drop would leave the index INVALID.
\echo '[10/21] drop    idx_documents_embedding_hnsw_others'
DROP INDEX CONCURRENTLY IF EXISTS idx_documents_embedding_hnsw_others;

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[11/21] drop    idx_documents_embedding_hnsw_others'
DROP INDEX CONCURRENTLY IF EXISTS idx_documents_embedding_hnsw_others_leftover;

-- Reads and writes go on. It waits for transactions that use the table, without a
-- lock_timeout: an interrupted drop would leave the index INVALID.
\echo '[12/21] drop    "idx_documents_embedding_hnsw_acme''s"'
DROP INDEX CONCURRENTLY IF EXISTS "idx_documents_embedding_hnsw_acme's";

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[13/21] drop    "idx_documents_embedding_hnsw_acme''s"'
DROP INDEX CONCURRENTLY IF EXISTS "idx_documents_embedding_hnsw_acme's_leftover";

-- Reads and writes go on. It waits for transactions that use the table, without a
-- lock_timeout: an interrupted drop would leave the index INVALID.
\echo '[14/21] drop    idx_documents_embedding_hnsw_18'
DROP INDEX CONCURRENTLY IF EXISTS idx_documents_embedding_hnsw_18;

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[15/21] drop    idx_documents_embedding_hnsw_18'
DROP INDEX CONCURRENTLY IF EXISTS idx_documents_embedding_hnsw_18_leftover;

-- Short steps again.
\echo '[16/21] verify  settings'
SET lock_timeout = '5s';

-- None of them takes long.
\echo '[17/21] verify  settings'
SET statement_timeout = '60s';

-- Fails loudly when something of the plan is left.
\echo '[18/21] verify  idx_documents_embedding_hnsw_18'
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'idx_documents_embedding_hnsw_18',
        'idx_documents_embedding_hnsw_18_leftover'
    ] LOOP
        IF to_regclass(name) IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = format('%s is still there', name),
                HINT = 'Run the rollback again.';
        END IF;
    END LOOP;
END
$hnswkit$;

-- Fails loudly when something of the plan is left.
\echo '[19/21] verify  "idx_documents_embedding_hnsw_acme''s"'
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        '"idx_documents_embedding_hnsw_acme''s"',
        '"idx_documents_embedding_hnsw_acme''s_leftover"'
    ] LOOP
        IF to_regclass(name) IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = format('%s is still there', name),
                HINT = 'Run the rollback again.';
        END IF;
    END LOOP;
END
$hnswkit$;

-- Fails loudly when something of the plan is left.
\echo '[20/21] verify  idx_documents_embedding_hnsw_others'
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'idx_documents_embedding_hnsw_others',
        'idx_documents_embedding_hnsw_others_leftover'
    ] LOOP
        IF to_regclass(name) IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = format('%s is still there', name),
                HINT = 'Run the rollback again.';
        END IF;
    END LOOP;
END
$hnswkit$;

-- Puts the settings back as they were.
\echo '[21/21] restore settings as before'
DO $hnswkit$
BEGIN
    PERFORM set_config(name, current_setting('hnswkit.' || name), false)
    FROM pg_settings
    WHERE name IN (
        'lock_timeout',
        'statement_timeout',
        'maintenance_work_mem',
        'max_parallel_maintenance_workers',
        'min_parallel_table_scan_size',
        'transaction_timeout'
    );
END
$hnswkit$;

\echo 'done'
