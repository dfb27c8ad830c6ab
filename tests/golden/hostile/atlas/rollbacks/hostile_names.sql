-- atlas:txmode none

-- Way back of hostile_names: drop 3 HNSW indexes while reads and writes go on.
--
-- To take it back, run `atlas migrate new undo_hostile_names`, put this into the new file,
-- and run `atlas migrate hash`: `atlas migrate down` would compute a plain DROP INDEX,
-- which locks the table. txmode none: no transaction may hold this. After an error Atlas
-- would go on at the statement that failed, without the settings and guards above it: first
-- run `atlas migrate set` with the version before this one, then apply again.

-- Remembers the settings of the session; the last step puts them back.
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
SET lock_timeout = '5s';

-- None of the short steps takes long.
SET statement_timeout = '60s';

-- Stops when the name belongs to anything but an index on this table.
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
SET lock_timeout = 0;

-- A statement_timeout would kill the build and leave an INVALID index.
SET statement_timeout = 0;

-- So would a transaction_timeout, which PostgreSQL 17 and later have.
DO $hnswkit$
BEGIN
    PERFORM set_config(name, '0', false)
    FROM pg_settings
    WHERE name = 'transaction_timeout';
END
$hnswkit$;

-- Reads and writes go on. It waits for transactions that use the table, without a
-- lock_timeout: an interrupted drop would leave the index INVALID.
DROP INDEX CONCURRENTLY IF EXISTS idx_of_exactly_sixty_three_bytes_which_is_the_longest_that_fits;

-- Removes the leftover of a build that did not finish, if there is one.
DROP INDEX CONCURRENTLY IF EXISTS idx_of_exactly_sixty_three_bytes_which_is_the_4c4b907f_leftover;

-- Reads and writes go on. It waits for transactions that use the table, without a
-- lock_timeout: an interrupted drop would leave the index INVALID.
DROP INDEX CONCURRENTLY IF EXISTS "idx_сообщения_вектор_hnsw";

-- Removes the leftover of a build that did not finish, if there is one.
DROP INDEX CONCURRENTLY IF EXISTS "idx_сообщения_вектор_hnsw_leftover";

-- Reads and writes go on. It waits for transactions that use the table, without a
-- lock_timeout: an interrupted drop would leave the index INVALID.
DROP INDEX CONCURRENTLY IF EXISTS "App.v1"."we""ird :idx\";

-- Removes the leftover of a build that did not finish, if there is one.
DROP INDEX CONCURRENTLY IF EXISTS "App.v1"."we""ird :idx\_leftover";

-- Short steps again.
SET lock_timeout = '5s';

-- None of them takes long.
SET statement_timeout = '60s';

-- Fails loudly when something of the plan is left.
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
