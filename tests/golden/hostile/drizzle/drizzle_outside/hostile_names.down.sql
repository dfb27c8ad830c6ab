-- Way back of hostile_names: drop 3 HNSW indexes while reads and writes go on.
--
-- Run: psql "$DATABASE_URL" --no-psqlrc --file drizzle_outside/hostile_names.down.sql
-- (never with --single-transaction). Safe to run again.

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
\echo '[ 4/21] guard   "App.v1"."we""ird :idx\\"'
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('"App.v1"."we""ird :idx\"')
            AND i.indrelid IS DISTINCT FROM to_regclass('"App.v1"."Order Items"')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = '"App.v1"."we""ird :idx\" is not an index on "App.v1"."Order Items": not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;

-- Stops when the name belongs to anything but an index on this table.
\echo '[ 5/21] guard   "idx_сообщения_вектор_hnsw"'
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('"idx_сообщения_вектор_hnsw"')
            AND i.indrelid IS DISTINCT FROM to_regclass('"сообщения"')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = '"idx_сообщения_вектор_hnsw" is not an index on "сообщения": not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;

-- Stops when the name belongs to anything but an index on this table.
\echo '[ 6/21] guard   idx_of_exactly_sixty_three_bytes_which_is_the_longest_that_fits'
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('idx_of_exactly_sixty_three_bytes_which_is_the_longest_that_fits')
            AND i.indrelid IS DISTINCT FROM to_regclass('"user"')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = 'idx_of_exactly_sixty_three_bytes_which_is_the_longest_that_fits is not an index on "user": not dropped',
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
\echo '[10/21] drop    idx_of_exactly_sixty_three_bytes_which_is_the_longest_that_fits'
DROP INDEX CONCURRENTLY IF EXISTS idx_of_exactly_sixty_three_bytes_which_is_the_longest_that_fits;

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[11/21] drop    idx_of_exactly_sixty_three_bytes_which_is_the_longest_that_fits'
DROP INDEX CONCURRENTLY IF EXISTS idx_of_exactly_sixty_three_bytes_which_is_the_4c4b907f_leftover;

-- Reads and writes go on. It waits for transactions that use the table, without a
-- lock_timeout: an interrupted drop would leave the index INVALID.
\echo '[12/21] drop    "idx_сообщения_вектор_hnsw"'
DROP INDEX CONCURRENTLY IF EXISTS "idx_сообщения_вектор_hnsw";

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[13/21] drop    "idx_сообщения_вектор_hnsw"'
DROP INDEX CONCURRENTLY IF EXISTS "idx_сообщения_вектор_hnsw_leftover";

-- Reads and writes go on. It waits for transactions that use the table, without a
-- lock_timeout: an interrupted drop would leave the index INVALID.
\echo '[14/21] drop    "App.v1"."we""ird :idx\\"'
DROP INDEX CONCURRENTLY IF EXISTS "App.v1"."we""ird :idx\";

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[15/21] drop    "App.v1"."we""ird :idx\\"'
DROP INDEX CONCURRENTLY IF EXISTS "App.v1"."we""ird :idx\_leftover";

-- Short steps again.
\echo '[16/21] verify  settings'
SET lock_timeout = '5s';

-- None of them takes long.
\echo '[17/21] verify  settings'
SET statement_timeout = '60s';

-- Fails loudly when something of the plan is left.
\echo '[18/21] verify  "App.v1"."we""ird :idx\\"'
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        '"App.v1"."we""ird :idx\"',
        '"App.v1"."we""ird :idx\_leftover"'
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
\echo '[19/21] verify  "idx_сообщения_вектор_hnsw"'
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        '"idx_сообщения_вектор_hnsw"',
        '"idx_сообщения_вектор_hnsw_leftover"'
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
\echo '[20/21] verify  idx_of_exactly_sixty_three_bytes_which_is_the_longest_that_fits'
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'idx_of_exactly_sixty_three_bytes_which_is_the_longest_that_fits',
        'idx_of_exactly_sixty_three_bytes_which_is_the_4c4b907f_leftover'
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
