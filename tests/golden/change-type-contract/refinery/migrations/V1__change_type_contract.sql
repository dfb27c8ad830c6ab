-- Change the column of HNSW index "App"."we""ird :idx\" while reads and writes go on.
-- "we""ird :idx\", on its new column: 104 KiB for 300 rows, built in 0.0 s to 0.0 s.
--
-- refinery runs every migration inside of a transaction, and no transaction may hold all of
-- this change. So psql does it before the deploy, while reads and writes go on:
--   psql "$DATABASE_URL" --no-psqlrc --file migrations_outside/change_type_contract.up.sql
-- This file then proves it. Also where the tables have no rows, as in tests, the script
-- comes first.

-- Remembers the settings; the last step puts them back.
DO $hnswkit$
BEGIN
    PERFORM set_config('hnswkit.' || name, current_setting(name), true)
    FROM pg_settings
    WHERE name IN (
        'lock_timeout',
        'statement_timeout'
    );
END
$hnswkit$;

-- Gives up rather than queue in front of everybody.
SET LOCAL lock_timeout = '5s';

-- Nothing in here takes long.
SET LOCAL statement_timeout = '60s';

-- Fails loudly when the old index is left.
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        '"App"."we""ird :idx\_old"'
    ] LOOP
        IF to_regclass(name) IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = format('%s is still there', name),
                HINT = 'Run migrations_outside/change_type_contract.up.sql with psql, then run this again.';
        END IF;
    END LOOP;
END
$hnswkit$;

-- Fails loudly unless only the new column is left.
DO $hnswkit$
DECLARE
    found text;
BEGIN
    SELECT string_agg(
        format(
            'column %s is %s; planned is %s',
            it.name,
            coalesce(t.typname || '(' || a.atttypmod || ')', 'absent'),
            coalesce(it.planned, 'absent')
        ),
        '; '
    )
    INTO found
    FROM (
        VALUES
            ('se''lect', 'halfvec(4)'),
            ('se''lect_old', NULL)
    ) AS it (name, planned)
    LEFT JOIN pg_attribute AS a
        ON a.attrelid = '"App"."Old Notes"'::regclass AND a.attname = it.name AND NOT a.attisdropped
    LEFT JOIN pg_type AS t ON t.oid = a.atttypid
    WHERE t.typname || '(' || a.atttypmod || ')' IS DISTINCT FROM it.planned::text;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = found,
            HINT = 'Run this again.';
    END IF;
END
$hnswkit$;

-- Puts the settings back as they were.
DO $hnswkit$
BEGIN
    PERFORM set_config(name, current_setting('hnswkit.' || name), true)
    FROM pg_settings
    WHERE name IN (
        'lock_timeout',
        'statement_timeout'
    );
END
$hnswkit$;
