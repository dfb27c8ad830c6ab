//! Drop the old column behind HNSW index "App"."idx_Old Notes_New ""one"" :x\_hnsw" while
//! reads and writes go on.
//! "idx_Old Notes_New ""one"" :x\_hnsw", there already: 72.0 KiB for 200 rows.

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

    // Stops unless "New ""one"" :x\" has served for 0 minutes.
    r#"
    DO $hnswkit$
    DECLARE
        relation regclass := to_regclass('"App"."Old Notes"');
        books text := (
            SELECT coalesce(obj_description(tgfoid, 'pg_proc'), '')
            FROM pg_trigger
            WHERE tgrelid = relation AND tgname = 'zz_Old Notes_New "one" :x\_stale'
        );
        since timestamptz := substring(books FROM 'switched at ([0-9TZ:-]+)')::timestamptz;
    BEGIN
        IF books IS NULL AND ((
            SELECT format('%s(%s)', t.typname, a.atttypmod)
            FROM pg_attribute AS a
            JOIN pg_type AS t ON t.oid = a.atttypid
            WHERE a.attrelid = relation AND a.attname = 'select' AND NOT a.attisdropped
        ) IS NOT NULL OR (
            SELECT format('%s(%s)', t.typname, a.atttypmod)
            FROM pg_attribute AS a
            JOIN pg_type AS t ON t.oid = a.atttypid
            WHERE a.attrelid = relation AND a.attname = 'New "one" :x\' AND NOT a.attisdropped
        ) IS NULL) THEN
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = 'column "New ""one"" :x\" of "App"."Old Notes" is not prepared',
                HINT = 'Run the stage `expand` first.';
        ELSIF books IS NOT NULL AND since IS NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = 'column "select" of "App"."Old Notes" still serves',
                HINT = 'Run the stage `switch` first.';
        ELSIF now() < since + interval '0 minutes' THEN
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = 'column "New ""one"" :x\" of "App"."Old Notes" has not served for 0 minutes yet',
                HINT = 'Wait, or say a shorter `soak` when you are sure.';
        END IF;
    END
    $hnswkit$;
    "#,

    // Stops unless the index on the new column is valid, ready and defined as planned.
    r#"
    DO $hnswkit$
    DECLARE
        index_name text := '"App"."idx_Old Notes_New ""one"" :x\_hnsw"';
        table_name text := '"App"."Old Notes"';
        it record;
        planned text;
        existing text;
        same_table boolean;
        usable boolean;
    BEGIN
        -- What the server makes of the planned definition: asked of an empty copy of the table.
        CREATE TEMPORARY TABLE hnswkit_copy (LIKE "App"."Old Notes");
        CREATE INDEX hnswkit_plan
            ON pg_temp.hnswkit_copy
            USING hnsw ("New ""one"" :x\" vector_l2_ops)
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
    "#,

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

    // Rows without an embedding of the new model would be missing from every answer. It
    // reads the table, though not its vectors.
    r#"
    DO $hnswkit$
    DECLARE
        relation regclass := to_regclass('"App"."Old Notes"');
        books text := (
            SELECT coalesce(obj_description(tgfoid, 'pg_proc'), '')
            FROM pg_trigger
            WHERE tgrelid = relation AND tgname = 'zz_Old Notes_New "one" :x\_stale'
        );
        since timestamptz := substring(books FROM 'switched at ([0-9TZ:-]+)')::timestamptz;
        missing bigint;
    BEGIN
        IF (
            SELECT format('%s(%s)', t.typname, a.atttypmod)
            FROM pg_attribute AS a
            JOIN pg_type AS t ON t.oid = a.atttypid
            WHERE a.attrelid = relation AND a.attname = 'select' AND NOT a.attisdropped
        ) IS NULL THEN
            RETURN;
        END IF;
        SELECT count(*)
        INTO missing
        FROM "App"."Old Notes"
        WHERE "New ""one"" :x\" IS NULL AND "select" IS NOT NULL;
        IF 0 < missing THEN
            RAISE EXCEPTION USING
                MESSAGE = format('%s rows of %s have no %s', missing, '"App"."Old Notes"', '"New ""one"" :x\"'),
                HINT = 'Let the worker go on until it finds none, or say how many may be missing.';
        END IF;
    END
    $hnswkit$;
    "#,

    // Only where the old column was NOT NULL before the switch: the constraint takes the
    // table for a moment, its proof reads the table while reads and writes go on.
    // Interrupted, it leaves the constraint; run this again, or go back.
    r#"
    DO $hnswkit$
    DECLARE
        relation regclass := to_regclass('"App"."Old Notes"');
        books text := (
            SELECT coalesce(obj_description(tgfoid, 'pg_proc'), '')
            FROM pg_trigger
            WHERE tgrelid = relation AND tgname = 'zz_Old Notes_New "one" :x\_stale'
        );
        since timestamptz := substring(books FROM 'switched at ([0-9TZ:-]+)')::timestamptz;
    BEGIN
        IF books NOT LIKE '%was NOT NULL%' OR books IS NULL THEN
            RETURN;
        END IF;
        IF NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = relation AND conname = 'Old Notes_New "one" :x\_filled') THEN
            -- It gives up rather than queue in front of everybody, and tries again.
            PERFORM set_config('lock_timeout', '1s', true);
            FOR attempt IN 1..30 LOOP
                BEGIN
                    ALTER TABLE "App"."Old Notes"
                        ADD CONSTRAINT "Old Notes_New ""one"" :x\_filled" CHECK ("New ""one"" :x\" IS NOT NULL) NOT VALID;
                    EXIT;
                EXCEPTION WHEN lock_not_available THEN
                    IF attempt = 30 THEN
                        RAISE;
                    END IF;
                    PERFORM pg_sleep(1);
                END;
            END LOOP;
            COMMIT;
        END IF;
        ALTER TABLE "App"."Old Notes" VALIDATE CONSTRAINT "Old Notes_New ""one"" :x\_filled";
    END
    $hnswkit$;
    "#,

    // The point of no return: "select" goes, with its embeddings, every index on it and the
    // trigger, all at once. Look once more whether anything still reads it. Reads and
    // writes wait for a moment; it gives up after a second and tries again.
    r#"
    DO $hnswkit$
    DECLARE
        relation regclass := to_regclass('"App"."Old Notes"');
        books text := (
            SELECT coalesce(obj_description(tgfoid, 'pg_proc'), '')
            FROM pg_trigger
            WHERE tgrelid = relation AND tgname = 'zz_Old Notes_New "one" :x\_stale'
        );
        since timestamptz := substring(books FROM 'switched at ([0-9TZ:-]+)')::timestamptz;
    BEGIN
        IF (
            SELECT format('%s(%s)', t.typname, a.atttypmod)
            FROM pg_attribute AS a
            JOIN pg_type AS t ON t.oid = a.atttypid
            WHERE a.attrelid = relation AND a.attname = 'select' AND NOT a.attisdropped
        ) IS NULL AND books IS NULL THEN
            RETURN;
        END IF;
        -- It gives up rather than queue in front of everybody, and tries again.
        PERFORM set_config('lock_timeout', '1s', true);
        FOR attempt IN 1..30 LOOP
            BEGIN
                LOCK TABLE "App"."Old Notes" IN ACCESS EXCLUSIVE MODE;
                IF EXISTS (SELECT FROM pg_constraint WHERE conrelid = relation AND conname = 'Old Notes_New "one" :x\_filled') THEN
                    -- Proved by the constraint, so that no row is read.
                    ALTER TABLE "App"."Old Notes" ALTER COLUMN "New ""one"" :x\" SET NOT NULL;
                    ALTER TABLE "App"."Old Notes" DROP CONSTRAINT "Old Notes_New ""one"" :x\_filled";
                END IF;
                DROP TRIGGER IF EXISTS "zz_Old Notes_New ""one"" :x\_stale" ON "App"."Old Notes";
                DROP FUNCTION IF EXISTS "App"."zz_Old Notes_New ""one"" :x\_stale"();
                ALTER TABLE "App"."Old Notes" DROP COLUMN IF EXISTS "select";
                EXIT;
            EXCEPTION WHEN lock_not_available THEN
                IF attempt = 30 THEN
                    RAISE;
                END IF;
                PERFORM pg_sleep(1);
            END;
        END LOOP;
    END
    $hnswkit$;
    "#,

    // Short steps again.
    "SET lock_timeout = '5s';",

    // None of them takes long.
    "SET statement_timeout = '60s';",

    // Fails loudly unless it is as planned.
    r#"
    DO $hnswkit$
    DECLARE
        relation regclass := to_regclass('"App"."Old Notes"');
        books text := (
            SELECT coalesce(obj_description(tgfoid, 'pg_proc'), '')
            FROM pg_trigger
            WHERE tgrelid = relation AND tgname = 'zz_Old Notes_New "one" :x\_stale'
        );
        since timestamptz := substring(books FROM 'switched at ([0-9TZ:-]+)')::timestamptz;
    BEGIN
        IF (
            (
            SELECT format('%s(%s)', t.typname, a.atttypmod)
            FROM pg_attribute AS a
            JOIN pg_type AS t ON t.oid = a.atttypid
            WHERE a.attrelid = relation AND a.attname = 'select' AND NOT a.attisdropped
        ) IS NULL
            AND (
            SELECT format('%s(%s)', t.typname, a.atttypmod)
            FROM pg_attribute AS a
            JOIN pg_type AS t ON t.oid = a.atttypid
            WHERE a.attrelid = relation AND a.attname = 'New "one" :x\' AND NOT a.attisdropped
        ) IS NOT NULL
            AND books IS NULL
        ) IS NOT TRUE THEN
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = 'not as planned: "App"."Old Notes" has column "New ""one"" :x\" and no column "select"',
                HINT = 'Run this again.';
        END IF;
    END
    $hnswkit$;
    "#,

    // Fails loudly unless the index is valid, ready and defined as planned.
    r#"
    DO $hnswkit$
    DECLARE
        index_name text := '"App"."idx_Old Notes_New ""one"" :x\_hnsw"';
        table_name text := '"App"."Old Notes"';
        it record;
        planned text;
        existing text;
        same_table boolean;
        usable boolean;
    BEGIN
        -- What the server makes of the planned definition: asked of an empty copy of the table.
        CREATE TEMPORARY TABLE hnswkit_copy (LIKE "App"."Old Notes");
        CREATE INDEX hnswkit_plan
            ON pg_temp.hnswkit_copy
            USING hnsw ("New ""one"" :x\" vector_l2_ops)
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
    "#,

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

    // Nothing brings the old embeddings back once they are dropped: it says so, and stops.
    r#"
    DO $hnswkit$
    DECLARE
        relation regclass := to_regclass('"App"."Old Notes"');
        books text := (
            SELECT coalesce(obj_description(tgfoid, 'pg_proc'), '')
            FROM pg_trigger
            WHERE tgrelid = relation AND tgname = 'zz_Old Notes_New "one" :x\_stale'
        );
        since timestamptz := substring(books FROM 'switched at ([0-9TZ:-]+)')::timestamptz;
    BEGIN
        IF (
            SELECT format('%s(%s)', t.typname, a.atttypmod)
            FROM pg_attribute AS a
            JOIN pg_type AS t ON t.oid = a.atttypid
            WHERE a.attrelid = relation AND a.attname = 'select' AND NOT a.attisdropped
        ) IS NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = 'column "select" of "App"."Old Notes" was dropped: it cannot come back',
                HINT = 'Change the model again, to the one from before.';
        END IF;
    END
    $hnswkit$;
    "#,

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

    // Removes the constraint of a contraction that did not finish, if there is one.
    r#"
    DO $hnswkit$
    DECLARE
        relation regclass := to_regclass('"App"."Old Notes"');
        books text := (
            SELECT coalesce(obj_description(tgfoid, 'pg_proc'), '')
            FROM pg_trigger
            WHERE tgrelid = relation AND tgname = 'zz_Old Notes_New "one" :x\_stale'
        );
        since timestamptz := substring(books FROM 'switched at ([0-9TZ:-]+)')::timestamptz;
    BEGIN
        IF books IS NULL OR NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = relation AND conname = 'Old Notes_New "one" :x\_filled') THEN
            RETURN;
        END IF;
        -- It gives up rather than queue in front of everybody, and tries again.
        PERFORM set_config('lock_timeout', '1s', true);
        FOR attempt IN 1..30 LOOP
            BEGIN
                ALTER TABLE "App"."Old Notes" DROP CONSTRAINT IF EXISTS "Old Notes_New ""one"" :x\_filled";
                EXIT;
            EXCEPTION WHEN lock_not_available THEN
                IF attempt = 30 THEN
                    RAISE;
                END IF;
                PERFORM pg_sleep(1);
            END;
        END LOOP;
    END
    $hnswkit$;
    "#,

    // Short steps again.
    "SET lock_timeout = '5s';",

    // None of them takes long.
    "SET statement_timeout = '60s';",

    // Fails loudly unless it is as planned.
    r#"
    DO $hnswkit$
    DECLARE
        relation regclass := to_regclass('"App"."Old Notes"');
        books text := (
            SELECT coalesce(obj_description(tgfoid, 'pg_proc'), '')
            FROM pg_trigger
            WHERE tgrelid = relation AND tgname = 'zz_Old Notes_New "one" :x\_stale'
        );
        since timestamptz := substring(books FROM 'switched at ([0-9TZ:-]+)')::timestamptz;
    BEGIN
        IF (
            (
            SELECT format('%s(%s)', t.typname, a.atttypmod)
            FROM pg_attribute AS a
            JOIN pg_type AS t ON t.oid = a.atttypid
            WHERE a.attrelid = relation AND a.attname = 'select' AND NOT a.attisdropped
        ) IS NOT NULL
            AND (
            SELECT format('%s(%s)', t.typname, a.atttypmod)
            FROM pg_attribute AS a
            JOIN pg_type AS t ON t.oid = a.atttypid
            WHERE a.attrelid = relation AND a.attname = 'New "one" :x\' AND NOT a.attisdropped
        ) IS NOT NULL
            AND since IS NOT NULL
            AND EXISTS (
                SELECT FROM pg_trigger
                WHERE tgrelid = relation AND tgname = 'zz_Old Notes_New "one" :x\_stale' AND tgenabled IN ('O', 'A')
            )
        ) IS NOT TRUE THEN
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = 'not as planned: column "New ""one"" :x\" of "App"."Old Notes" serves',
                HINT = 'Run this again.';
        END IF;
    END
    $hnswkit$;
    "#,

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
