-- Way back of upgrade_pgvector: keep pgvector to 0.8.6 while reads and writes go on.
--
-- Run: psql "$DATABASE_URL" --no-psqlrc --file migrations/upgrade_pgvector.down.sql (never
-- with --single-transaction). Safe to run again.

\set ON_ERROR_STOP on
\timing on

-- Remembers the settings of the session; the last step puts them back.
\echo '[1/5] prepare settings'
DO $hnswkit$
BEGIN
    PERFORM set_config('hnswkit.' || name, current_setting(name), false)
    FROM pg_settings
    WHERE name IN (
        'lock_timeout',
        'statement_timeout'
    );
END
$hnswkit$;

-- The short steps give up rather than queue in front of everybody.
\echo '[2/5] prepare settings'
SET lock_timeout = '5s';

-- None of the short steps takes long.
\echo '[3/5] prepare settings'
SET statement_timeout = '60s';

-- pgvector has no scripts to an older release, so this leaves it as it is and says so. The
-- way back is a snapshot from before.
\echo '[4/5] verify  say that pgvector stays at 0.8.6'
DO $hnswkit$
BEGIN
    RAISE NOTICE 'pgvector stays at %: it has no scripts to an older release', (
        SELECT extversion FROM pg_extension WHERE extname = 'vector'
    );
END
$hnswkit$;

-- Puts the settings back as they were.
\echo '[5/5] restore settings as before'
DO $hnswkit$
BEGIN
    PERFORM set_config(name, current_setting('hnswkit.' || name), false)
    FROM pg_settings
    WHERE name IN (
        'lock_timeout',
        'statement_timeout'
    );
END
$hnswkit$;

\echo 'done'
