//! Change HNSW index items_nearest and pgvector to 0.8.6 while reads and writes go on.
//! items_nearest, built anew: 104 KiB for 300 rows, built in 0.0 s to 0.1 s.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::sqlx;

const UP: &[&str] = &[
    // Remembers the settings of the session; the last step puts them back.
    r"
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
    ",

    // The short steps give up rather than queue in front of everybody.
    "SET lock_timeout = '5s';",

    // None of the short steps takes long.
    "SET statement_timeout = '60s';",

    // Goes on when the server has that release, pgvector has a way to it, and this role may
    // go it. Nothing is changed before.
    r"
    DO $hnswkit$
    DECLARE
        installed text := (SELECT extversion FROM pg_extension WHERE extname = 'vector');
    BEGIN
        IF installed = '0.8.6' THEN
            RAISE NOTICE 'pgvector is 0.8.6 already';
        ELSIF installed IS NULL THEN
            RAISE EXCEPTION 'pgvector is not in database %', current_database()
                USING HINT = 'CREATE EXTENSION vector;';
        ELSIF NOT EXISTS (
            SELECT FROM pg_available_extension_versions WHERE name = 'vector' AND version = '0.8.6'
        ) AND NOT EXISTS (
            SELECT FROM pg_extension_update_paths('vector') WHERE target = '0.8.6'
        ) THEN
            RAISE EXCEPTION 'the server does not have pgvector 0.8.6'
                USING DETAIL = (
                    SELECT format('It has %s.', default_version)
                    FROM pg_available_extensions
                    WHERE name = 'vector'
                ),
                    HINT = 'Install the package on every server, replicas first; then run this again.';
        ELSIF installed <> '0.8.5' THEN
            RAISE EXCEPTION 'pgvector is %, not 0.8.5', installed
                USING HINT = 'Look into what lies between the two, and plan again.';
        ELSIF NOT EXISTS (
            SELECT
            FROM pg_extension_update_paths('vector')
            WHERE source = installed AND target = '0.8.6' AND path IS NOT NULL
        ) THEN
            RAISE EXCEPTION 'pgvector has no way from % to 0.8.6', installed
                USING HINT = 'It goes to newer releases only.';
        ELSIF NOT pg_has_role(
            (SELECT extowner FROM pg_extension WHERE extname = 'vector'), 'USAGE'
        ) THEN
            RAISE EXCEPTION 'only the owner of extension vector can upgrade it'
                USING DETAIL = (
                    SELECT format('It belongs to %s.', extowner::regrole)
                    FROM pg_extension
                    WHERE extname = 'vector'
                );
        END IF;
    END
    $hnswkit$;
    ",

    // Goes on when the index is there, on its table and as planned, valid or not.
    r"
    DO $hnswkit$
    DECLARE
        index_name text := 'items_nearest';
        table_name text := 'items';
        it record;
        planned text;
        existing text;
        same_table boolean;
        usable boolean;
    BEGIN
        -- What the server makes of the planned definition: asked of an empty copy of the table.
        CREATE TEMPORARY TABLE hnswkit_copy (LIKE items);
        CREATE INDEX hnswkit_plan
            ON pg_temp.hnswkit_copy
            USING hnsw (embedding vector_l2_ops)
            WITH (m = 16, ef_construction = 64);
        FOR it IN
            SELECT
                i.indrelid = 'pg_temp.hnswkit_copy'::regclass AS is_plan,
                i.indrelid = to_regclass(table_name) AS same_table,
                i.indisvalid AND i.indisready AS usable,
                format(
                    'USING %s (%s %s) WITH (m = %s, ef_construction = %s)%s',
                    a.amname,
                    pg_get_indexdef(i.indexrelid, 1, false),
                    o.opcname,
                    coalesce(substring(c.reloptions::text FROM '[{,]m=([0-9]+)'), '16'),
                    coalesce(substring(c.reloptions::text FROM 'ef_construction=([0-9]+)'), '64'),
                    ' WHERE ' || pg_get_expr(i.indpred, i.indrelid)
                ) AS definition
            FROM pg_index AS i
            JOIN pg_class AS c ON c.oid = i.indexrelid
            JOIN pg_am AS a ON a.oid = c.relam
            JOIN pg_opclass AS o ON o.oid = i.indclass[0]
            WHERE i.indexrelid IN ('pg_temp.hnswkit_plan'::regclass, to_regclass(index_name))
        LOOP
            IF it.is_plan THEN
                planned := it.definition;
            ELSE
                existing := it.definition;
                same_table := it.same_table;
                usable := it.usable;
            END IF;
        END LOOP;
        DROP TABLE pg_temp.hnswkit_copy;

        IF to_regclass(index_name) IS NULL THEN
            RAISE EXCEPTION 'index % does not exist', index_name
                USING HINT = 'There is nothing to build anew: create it.';
        ELSIF existing IS NULL THEN
            RAISE EXCEPTION 'relation % is there and is not an index', index_name
                USING HINT = 'Choose another name.';
        ELSIF NOT same_table THEN
            RAISE EXCEPTION 'index % belongs to another table than %', index_name, table_name
                USING HINT = 'Choose another name, or another schema.';
        ELSIF usable AND existing <> planned THEN
            RAISE EXCEPTION 'index % is there with another definition', index_name
                USING DETAIL = format('There is: %s. Planned: %s.', existing, planned),
                    HINT = 'Choose another name, or drop the index that is there.';
        ELSIF existing <> planned THEN
            RAISE EXCEPTION 'index % is INVALID and has another definition', index_name
                USING DETAIL = format('There is: %s. Planned: %s.', existing, planned),
                    HINT = 'Drop it, and create the planned one.';
        ELSIF EXISTS (
            SELECT FROM pg_stat_progress_create_index WHERE index_relid = to_regclass(index_name)
        ) THEN
            RAISE EXCEPTION 'another session is building index %', index_name
                USING HINT = 'Wait for it, or cancel it; then run this again.';
        END IF;
    END
    $hnswkit$;
    ",

    // Renames INVALID leftovers to names that the next steps drop: PostgreSQL numbers those
    // of REINDEX (_ccnew, _ccnew1, …). Stops when another session builds on the table.
    r"
    DO $hnswkit$
    DECLARE
        it record;
        slot name;
    BEGIN
        IF EXISTS (SELECT FROM pg_stat_progress_create_index WHERE relid = to_regclass('items')) THEN
            RAISE EXCEPTION USING
                MESSAGE = 'another session is building an index on items',
                HINT = 'Wait for it, or cancel it; then run this again.';
        END IF;
        -- The names that are dropped next may belong to leftovers only.
        FOR it IN
            SELECT c.oid::regclass AS index
            FROM pg_class AS c
            LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
            WHERE c.oid IN (to_regclass('items_nearest_leftover'), to_regclass('items_nearest_leftover2'), to_regclass('items_nearest_leftover3'))
                AND (i.indisvalid AND i.indisready OR i.indrelid IS DISTINCT FROM to_regclass('items'))
        LOOP
            RAISE EXCEPTION '% is there and is not a leftover', it.index
                USING HINT = 'Rename it: this name is dropped in the next steps.';
        END LOOP;
        FOR it IN
            SELECT c.oid::regclass AS index
            FROM pg_index AS i
            JOIN pg_class AS c ON c.oid = i.indexrelid
            CROSS JOIN LATERAL (
                SELECT regexp_replace(c.relname::text, '(_cc(new|old)[0-9]*)+$', '') AS stem
            ) AS s
            WHERE i.indrelid = to_regclass('items')
                AND NOT (i.indisvalid AND i.indisready)
                AND (s.stem <> c.relname AND (
                    s.stem = 'items_nearest'
                    OR 59 < octet_length(c.relname::text) AND starts_with('items_nearest', s.stem)
                ))
        LOOP
            RAISE NOTICE 'index % is INVALID, left by something that did not finish: removing it', it.index;
            slot := (
                SELECT n
                FROM unnest(ARRAY['items_nearest_leftover', 'items_nearest_leftover2', 'items_nearest_leftover3']::name[], ARRAY['items_nearest_leftover', 'items_nearest_leftover2', 'items_nearest_leftover3']) AS u (n, q)
                WHERE to_regclass(q) IS NULL
                LIMIT 1
            );
            IF slot IS NULL THEN
                RAISE EXCEPTION 'more leftovers of items_nearest than this can remove at once'
                    USING HINT = format('DROP INDEX CONCURRENTLY %s; then run this again.', it.index);
            END IF;
            EXECUTE format('ALTER INDEX %s RENAME TO %I', it.index, slot);
        END LOOP;
    END
    $hnswkit$;
    ",

    // The point of no return: from here on the way back is a snapshot. It changes the
    // catalog only, in one piece: no table and no index is written. Sessions that have used
    // pgvector before keep the old library until they begin anew.
    "ALTER EXTENSION vector UPDATE TO '0.8.6';",

    // From here on it waits as long as it must: a lock_timeout also fires while the
    // finished graph waits for old snapshots, and leaves an INVALID index. Waiting blocks
    // no reads and no writes.
    "SET lock_timeout = 0;",

    // A statement_timeout would kill the build and leave an INVALID index.
    "SET statement_timeout = 0;",

    // So would a transaction_timeout, which PostgreSQL 17 and later have.
    r"
    DO $hnswkit$
    BEGIN
        PERFORM set_config(name, '0', false)
        FROM pg_settings
        WHERE name = 'transaction_timeout';
    END
    $hnswkit$;
    ",

    // Removes what something that did not finish has left, if anything.
    "DROP INDEX CONCURRENTLY IF EXISTS items_nearest_leftover;",

    // Removes what something that did not finish has left, if anything.
    "DROP INDEX CONCURRENTLY IF EXISTS items_nearest_leftover2;",

    // Removes what something that did not finish has left, if anything.
    "DROP INDEX CONCURRENTLY IF EXISTS items_nearest_leftover3;",

    // The graph of 300 rows takes 1.0 MiB and stays in memory up to 91,824 rows.
    "SET maintenance_work_mem = '64MB';",

    // Builds it anew beside the one that serves, swaps the two and drops the old one; reads
    // and writes go on, and queries use the index all the while. Interrupted, it leaves an
    // INVALID index of the name and _ccnew or _ccold, which the next run removes, and so
    // does the way back.
    "REINDEX INDEX CONCURRENTLY items_nearest;",

    // Short steps again.
    "SET lock_timeout = '5s';",

    // None of them takes long.
    "SET statement_timeout = '60s';",

    // Fails loudly unless the index is valid, ready and defined as planned.
    r"
    DO $hnswkit$
    DECLARE
        index_name text := 'items_nearest';
        table_name text := 'items';
        it record;
        planned text;
        existing text;
        same_table boolean;
        usable boolean;
    BEGIN
        -- What the server makes of the planned definition: asked of an empty copy of the table.
        CREATE TEMPORARY TABLE hnswkit_copy (LIKE items);
        CREATE INDEX hnswkit_plan
            ON pg_temp.hnswkit_copy
            USING hnsw (embedding vector_l2_ops)
            WITH (m = 16, ef_construction = 64);
        FOR it IN
            SELECT
                i.indrelid = 'pg_temp.hnswkit_copy'::regclass AS is_plan,
                i.indrelid = to_regclass(table_name) AS same_table,
                i.indisvalid AND i.indisready AS usable,
                format(
                    'USING %s (%s %s) WITH (m = %s, ef_construction = %s)%s',
                    a.amname,
                    pg_get_indexdef(i.indexrelid, 1, false),
                    o.opcname,
                    coalesce(substring(c.reloptions::text FROM '[{,]m=([0-9]+)'), '16'),
                    coalesce(substring(c.reloptions::text FROM 'ef_construction=([0-9]+)'), '64'),
                    ' WHERE ' || pg_get_expr(i.indpred, i.indrelid)
                ) AS definition
            FROM pg_index AS i
            JOIN pg_class AS c ON c.oid = i.indexrelid
            JOIN pg_am AS a ON a.oid = c.relam
            JOIN pg_opclass AS o ON o.oid = i.indclass[0]
            WHERE i.indexrelid IN ('pg_temp.hnswkit_plan'::regclass, to_regclass(index_name))
        LOOP
            IF it.is_plan THEN
                planned := it.definition;
            ELSE
                existing := it.definition;
                same_table := it.same_table;
                usable := it.usable;
            END IF;
        END LOOP;
        DROP TABLE pg_temp.hnswkit_copy;

        IF to_regclass(index_name) IS NULL THEN
            RAISE EXCEPTION 'index % does not exist', index_name
                USING HINT = 'The build did not happen. Run the migration again.';
        ELSIF existing IS NULL THEN
            RAISE EXCEPTION 'relation % is there and is not an index', index_name
                USING HINT = 'Choose another name.';
        ELSIF NOT same_table THEN
            RAISE EXCEPTION 'index % belongs to another table than %', index_name, table_name
                USING HINT = 'Choose another name, or another schema.';
        ELSIF usable AND existing <> planned THEN
            RAISE EXCEPTION 'index % is there with another definition', index_name
                USING DETAIL = format('There is: %s. Planned: %s.', existing, planned),
                    HINT = 'Choose another name, or drop the index that is there.';
        ELSIF NOT usable THEN
            RAISE EXCEPTION 'index % is INVALID: no query uses it', index_name
                USING HINT = 'If another session is building it, wait. Then run the migration again: it builds anew.';
        END IF;
        RAISE NOTICE 'index % is valid, ready and as planned', index_name;
    END
    $hnswkit$;
    ",

    // Fails loudly when a leftover is there, and names the statements that drop it.
    r"
    DO $hnswkit$
    DECLARE
        names text;
        cure text;
    BEGIN
        SELECT
            string_agg(c.oid::regclass::text, ', '),
            string_agg(format('DROP INDEX CONCURRENTLY %s;', c.oid::regclass), ' ')
            INTO names, cure
            FROM pg_index AS i
            JOIN pg_class AS c ON c.oid = i.indexrelid
            CROSS JOIN LATERAL (
                SELECT regexp_replace(c.relname::text, '(_cc(new|old)[0-9]*)+$', '') AS stem
            ) AS s
            WHERE i.indrelid = to_regclass('items')
                AND NOT (i.indisvalid AND i.indisready)
                AND (c.relname IN ('items_nearest_leftover', 'items_nearest_leftover2', 'items_nearest_leftover3') OR s.stem <> c.relname AND (
                    s.stem = 'items_nearest'
                    OR 59 < octet_length(c.relname::text) AND starts_with('items_nearest', s.stem)
                ));
        IF names IS NOT NULL THEN
            RAISE EXCEPTION 'INVALID leftovers are still there: %', names
                USING HINT = cure || ' Then run this again.';
        END IF;
    END
    $hnswkit$;
    ",

    // Fails loudly unless this database has that release.
    r"
    DO $hnswkit$
    BEGIN
        IF NOT EXISTS (
            SELECT FROM pg_extension WHERE extname = 'vector' AND extversion = '0.8.6'
        ) THEN
            RAISE EXCEPTION 'pgvector is not 0.8.6'
                USING HINT = 'Run this again.';
        END IF;
    END
    $hnswkit$;
    ",

    // Puts the settings back as they were.
    r"
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
    ",
];

const DOWN: &[&str] = &[
    // Remembers the settings of the session; the last step puts them back.
    r"
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
    ",

    // The short steps give up rather than queue in front of everybody.
    "SET lock_timeout = '5s';",

    // None of the short steps takes long.
    "SET statement_timeout = '60s';",

    // Renames INVALID leftovers to names that the next steps drop: PostgreSQL numbers those
    // of REINDEX (_ccnew, _ccnew1, …). Stops when another session builds on the table.
    r"
    DO $hnswkit$
    DECLARE
        it record;
        slot name;
    BEGIN
        IF EXISTS (SELECT FROM pg_stat_progress_create_index WHERE relid = to_regclass('items')) THEN
            RAISE EXCEPTION USING
                MESSAGE = 'another session is building an index on items',
                HINT = 'Wait for it, or cancel it; then run this again.';
        END IF;
        -- The names that are dropped next may belong to leftovers only.
        FOR it IN
            SELECT c.oid::regclass AS index
            FROM pg_class AS c
            LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
            WHERE c.oid IN (to_regclass('items_nearest_leftover'), to_regclass('items_nearest_leftover2'), to_regclass('items_nearest_leftover3'))
                AND (i.indisvalid AND i.indisready OR i.indrelid IS DISTINCT FROM to_regclass('items'))
        LOOP
            RAISE EXCEPTION '% is there and is not a leftover', it.index
                USING HINT = 'Rename it: this name is dropped in the next steps.';
        END LOOP;
        FOR it IN
            SELECT c.oid::regclass AS index
            FROM pg_index AS i
            JOIN pg_class AS c ON c.oid = i.indexrelid
            CROSS JOIN LATERAL (
                SELECT regexp_replace(c.relname::text, '(_cc(new|old)[0-9]*)+$', '') AS stem
            ) AS s
            WHERE i.indrelid = to_regclass('items')
                AND NOT (i.indisvalid AND i.indisready)
                AND (s.stem <> c.relname AND (
                    s.stem = 'items_nearest'
                    OR 59 < octet_length(c.relname::text) AND starts_with('items_nearest', s.stem)
                ))
        LOOP
            RAISE NOTICE 'index % is INVALID, left by something that did not finish: removing it', it.index;
            slot := (
                SELECT n
                FROM unnest(ARRAY['items_nearest_leftover', 'items_nearest_leftover2', 'items_nearest_leftover3']::name[], ARRAY['items_nearest_leftover', 'items_nearest_leftover2', 'items_nearest_leftover3']) AS u (n, q)
                WHERE to_regclass(q) IS NULL
                LIMIT 1
            );
            IF slot IS NULL THEN
                RAISE EXCEPTION 'more leftovers of items_nearest than this can remove at once'
                    USING HINT = format('DROP INDEX CONCURRENTLY %s; then run this again.', it.index);
            END IF;
            EXECUTE format('ALTER INDEX %s RENAME TO %I', it.index, slot);
        END LOOP;
    END
    $hnswkit$;
    ",

    // From here on it waits as long as it must: a lock_timeout also fires while the
    // finished graph waits for old snapshots, and leaves an INVALID index. Waiting blocks
    // no reads and no writes.
    "SET lock_timeout = 0;",

    // A statement_timeout would kill the build and leave an INVALID index.
    "SET statement_timeout = 0;",

    // So would a transaction_timeout, which PostgreSQL 17 and later have.
    r"
    DO $hnswkit$
    BEGIN
        PERFORM set_config(name, '0', false)
        FROM pg_settings
        WHERE name = 'transaction_timeout';
    END
    $hnswkit$;
    ",

    // Removes what something that did not finish has left, if anything.
    "DROP INDEX CONCURRENTLY IF EXISTS items_nearest_leftover;",

    // Removes what something that did not finish has left, if anything.
    "DROP INDEX CONCURRENTLY IF EXISTS items_nearest_leftover2;",

    // Removes what something that did not finish has left, if anything.
    "DROP INDEX CONCURRENTLY IF EXISTS items_nearest_leftover3;",

    // Short steps again.
    "SET lock_timeout = '5s';",

    // None of them takes long.
    "SET statement_timeout = '60s';",

    // A rebuild leaves the index as it was, so that there is nothing to take back; this
    // fails loudly unless it is valid.
    r"
    DO $hnswkit$
    DECLARE
        index_name text := 'items_nearest';
        table_name text := 'items';
        it record;
        planned text;
        existing text;
        same_table boolean;
        usable boolean;
    BEGIN
        -- What the server makes of the planned definition: asked of an empty copy of the table.
        CREATE TEMPORARY TABLE hnswkit_copy (LIKE items);
        CREATE INDEX hnswkit_plan
            ON pg_temp.hnswkit_copy
            USING hnsw (embedding vector_l2_ops)
            WITH (m = 16, ef_construction = 64);
        FOR it IN
            SELECT
                i.indrelid = 'pg_temp.hnswkit_copy'::regclass AS is_plan,
                i.indrelid = to_regclass(table_name) AS same_table,
                i.indisvalid AND i.indisready AS usable,
                format(
                    'USING %s (%s %s) WITH (m = %s, ef_construction = %s)%s',
                    a.amname,
                    pg_get_indexdef(i.indexrelid, 1, false),
                    o.opcname,
                    coalesce(substring(c.reloptions::text FROM '[{,]m=([0-9]+)'), '16'),
                    coalesce(substring(c.reloptions::text FROM 'ef_construction=([0-9]+)'), '64'),
                    ' WHERE ' || pg_get_expr(i.indpred, i.indrelid)
                ) AS definition
            FROM pg_index AS i
            JOIN pg_class AS c ON c.oid = i.indexrelid
            JOIN pg_am AS a ON a.oid = c.relam
            JOIN pg_opclass AS o ON o.oid = i.indclass[0]
            WHERE i.indexrelid IN ('pg_temp.hnswkit_plan'::regclass, to_regclass(index_name))
        LOOP
            IF it.is_plan THEN
                planned := it.definition;
            ELSE
                existing := it.definition;
                same_table := it.same_table;
                usable := it.usable;
            END IF;
        END LOOP;
        DROP TABLE pg_temp.hnswkit_copy;

        IF to_regclass(index_name) IS NULL THEN
            RAISE EXCEPTION 'index % does not exist', index_name
                USING HINT = 'The build did not happen. Run the migration again.';
        ELSIF existing IS NULL THEN
            RAISE EXCEPTION 'relation % is there and is not an index', index_name
                USING HINT = 'Choose another name.';
        ELSIF NOT same_table THEN
            RAISE EXCEPTION 'index % belongs to another table than %', index_name, table_name
                USING HINT = 'Choose another name, or another schema.';
        ELSIF usable AND existing <> planned THEN
            RAISE EXCEPTION 'index % is there with another definition', index_name
                USING DETAIL = format('There is: %s. Planned: %s.', existing, planned),
                    HINT = 'Choose another name, or drop the index that is there.';
        ELSIF NOT usable THEN
            RAISE EXCEPTION 'index % is INVALID: no query uses it', index_name
                USING HINT = 'If another session is building it, wait. Then run the migration again: it builds anew.';
        END IF;
        RAISE NOTICE 'index % is valid, ready and as planned', index_name;
    END
    $hnswkit$;
    ",

    // Fails loudly when a leftover is there, and names the statements that drop it.
    r"
    DO $hnswkit$
    DECLARE
        names text;
        cure text;
    BEGIN
        SELECT
            string_agg(c.oid::regclass::text, ', '),
            string_agg(format('DROP INDEX CONCURRENTLY %s;', c.oid::regclass), ' ')
            INTO names, cure
            FROM pg_index AS i
            JOIN pg_class AS c ON c.oid = i.indexrelid
            CROSS JOIN LATERAL (
                SELECT regexp_replace(c.relname::text, '(_cc(new|old)[0-9]*)+$', '') AS stem
            ) AS s
            WHERE i.indrelid = to_regclass('items')
                AND NOT (i.indisvalid AND i.indisready)
                AND (c.relname IN ('items_nearest_leftover', 'items_nearest_leftover2', 'items_nearest_leftover3') OR s.stem <> c.relname AND (
                    s.stem = 'items_nearest'
                    OR 59 < octet_length(c.relname::text) AND starts_with('items_nearest', s.stem)
                ));
        IF names IS NOT NULL THEN
            RAISE EXCEPTION 'INVALID leftovers are still there: %', names
                USING HINT = cure || ' Then run this again.';
        END IF;
    END
    $hnswkit$;
    ",

    // pgvector has no scripts to an older release, so this leaves it as it is and says so.
    // The way back is a snapshot from before.
    r"
    DO $hnswkit$
    BEGIN
        RAISE NOTICE 'pgvector stays at %: it has no scripts to an older release', (
            SELECT extversion FROM pg_extension WHERE extname = 'vector'
        );
    END
    $hnswkit$;
    ",

    // Puts the settings back as they were.
    r"
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
    ",
];

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // No transaction may hold a concurrent build or drop.
    fn use_transaction(&self) -> Option<bool> {
        Some(false)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, DOWN).await
    }
}

// The settings have to reach the session that builds: one connection of the pool for all.
async fn run(manager: &SchemaManager<'_>, statements: &[&'static str]) -> Result<(), DbErr> {
    let SchemaManagerConnection::Connection(database) = manager.get_connection() else {
        return Err(DbErr::Custom("no transaction may hold a concurrent build".to_owned()));
    };
    let pool = database.get_postgres_connection_pool();
    let mut connection = pool.acquire().await.map_err(failed)?;
    for statement in statements {
        sqlx::raw_sql(*statement).execute(&mut *connection).await.map_err(failed)?;
    }
    Ok(())
}

fn failed(error: sqlx::Error) -> DbErr {
    DbErr::Custom(error.to_string())
}
