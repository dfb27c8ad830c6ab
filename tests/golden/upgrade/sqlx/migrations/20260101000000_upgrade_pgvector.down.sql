-- Way back of upgrade_pgvector: keep pgvector to 0.8.6 while reads and writes go on.
-- One transaction: it happens as a whole or not at all.

-- Remembers the settings of the session; the last step puts them back.
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
SET lock_timeout = '5s';

-- None of the short steps takes long.
SET statement_timeout = '60s';

-- pgvector has no scripts to an older release, so this leaves it as it is and says so. The
-- way back is a snapshot from before.
DO $hnswkit$
BEGIN
    RAISE NOTICE 'pgvector stays at %: it has no scripts to an older release', (
        SELECT extversion FROM pg_extension WHERE extname = 'vector'
    );
END
$hnswkit$;

-- Puts the settings back as they were.
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
