"""Switch to HNSW index \"App\".\"idx_Old Notes_New \"\"one\"\" :x\\_hnsw\" while reads and writes go on.

\"idx_Old Notes_New \"\"one\"\" :x\\_hnsw\", there already: 72.0 KiB for 200 rows.

Revision ID: 159ee9265e5a
Revises:
"""

from alembic import op
from sqlalchemy import DDL

revision = "159ee9265e5a"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    # No transaction may hold this. The block commits what came before it, so env.py should
    # say transaction_per_migration=True.
    with op.get_context().autocommit_block():
        # Remembers the settings of the session; the last step puts them back.
        op.execute(
            """
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
            """
        )

        # The short steps give up rather than queue in front of everybody.
        op.execute("SET lock_timeout = '5s';")

        # None of the short steps takes long.
        op.execute("SET statement_timeout = '60s';")

        # Stops when the stage expand has not been run.
        op.execute(
            DDL(
                """
                DO $hnswkit$
                DECLARE
                    relation regclass := to_regclass('"App"."Old Notes"');
                    books text := (
                        SELECT coalesce(obj_description(tgfoid, 'pg_proc'), '')
                        FROM pg_trigger
                        WHERE tgrelid = relation AND tgname = 'zz_Old Notes_New "one" :x\\_stale'
                    );
                    since timestamptz := substring(books FROM 'switched at ([0-9TZ:-]+)')::timestamptz;
                BEGIN
                    IF books IS NULL AND ((
                        SELECT format('%%s(%%s)', t.typname, a.atttypmod)
                        FROM pg_attribute AS a
                        JOIN pg_type AS t ON t.oid = a.atttypid
                        WHERE a.attrelid = relation AND a.attname = 'select' AND NOT a.attisdropped
                    ) IS NOT NULL OR (
                        SELECT format('%%s(%%s)', t.typname, a.atttypmod)
                        FROM pg_attribute AS a
                        JOIN pg_type AS t ON t.oid = a.atttypid
                        WHERE a.attrelid = relation AND a.attname = 'New "one" :x\\' AND NOT a.attisdropped
                    ) IS NULL) THEN
                        RAISE EXCEPTION USING
                            ERRCODE = 'object_not_in_prerequisite_state',
                            MESSAGE = 'column "New ""one"" :x\\" of "App"."Old Notes" is not prepared',
                            HINT = 'Run the stage `expand` first.';
                    ELSIF (
                        SELECT format('%%s(%%s)', t.typname, a.atttypmod)
                        FROM pg_attribute AS a
                        JOIN pg_type AS t ON t.oid = a.atttypid
                        WHERE a.attrelid = relation AND a.attname = 'New "one" :x\\' AND NOT a.attisdropped
                    ) <> 'vector(2)' THEN
                        RAISE EXCEPTION USING
                            ERRCODE = 'object_not_in_prerequisite_state',
                            MESSAGE = 'column "New ""one"" :x\\" of "App"."Old Notes" is not vector(2)',
                            HINT = 'It is not of this migration: choose another `new_column`.';
                    END IF;
                END
                $hnswkit$;
                """
            )
        )

        # Stops unless the index on the new column is valid, ready and defined as planned.
        op.execute(
            DDL(
                """
                DO $hnswkit$
                DECLARE
                    index_name text := '"App"."idx_Old Notes_New ""one"" :x\\_hnsw"';
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
                        USING hnsw ("New ""one"" :x\\" vector_l2_ops)
                        WITH (m = 16, ef_construction = 64);
                    FOR it IN
                        SELECT
                            i.indrelid = 'pg_temp.hnswkit_copy'::regclass AS is_plan,
                            i.indrelid = to_regclass(table_name) AS same_table,
                            i.indisvalid AND i.indisready AS usable,
                            format(
                                'USING %%s (%%s %%s) WITH (m = %%s, ef_construction = %%s)%%s',
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
                        RAISE EXCEPTION 'index %% does not exist', index_name
                            USING HINT = 'The build did not happen. Run the migration again.';
                    ELSIF existing IS NULL THEN
                        RAISE EXCEPTION 'relation %% is there and is not an index', index_name
                            USING HINT = 'Choose another name.';
                    ELSIF NOT same_table THEN
                        RAISE EXCEPTION 'index %% belongs to another table than %%', index_name, table_name
                            USING HINT = 'Choose another name, or another schema.';
                    ELSIF usable AND existing <> planned THEN
                        RAISE EXCEPTION 'index %% is there with another definition', index_name
                            USING DETAIL = format('There is: %%s. Planned: %%s.', existing, planned),
                                HINT = 'Choose another name, or drop the index that is there.';
                    ELSIF NOT usable THEN
                        RAISE EXCEPTION 'index %% is INVALID: no query uses it', index_name
                            USING HINT = 'If another session is building it, wait. Then run the migration again: it builds anew.';
                    END IF;
                    RAISE NOTICE 'index %% is valid, ready and as planned', index_name;
                END
                $hnswkit$;
                """
            )
        )

        # From here on it waits as long as it must: a lock_timeout also fires while the
        # finished graph waits for old snapshots, and leaves an INVALID index. Waiting
        # blocks no reads and no writes.
        op.execute("SET lock_timeout = 0;")

        # A statement_timeout would kill the build and leave an INVALID index.
        op.execute("SET statement_timeout = 0;")

        # So would a transaction_timeout, which PostgreSQL 17 and later have.
        op.execute(
            """
            DO $hnswkit$
            BEGIN
                PERFORM set_config(name, '0', false)
                FROM pg_settings
                WHERE name = 'transaction_timeout';
            END
            $hnswkit$;
            """
        )

        # Rows without an embedding of the new model would be missing from every answer. It
        # reads the table, though not its vectors.
        op.execute(
            DDL(
                """
                DO $hnswkit$
                DECLARE
                    relation regclass := to_regclass('"App"."Old Notes"');
                    books text := (
                        SELECT coalesce(obj_description(tgfoid, 'pg_proc'), '')
                        FROM pg_trigger
                        WHERE tgrelid = relation AND tgname = 'zz_Old Notes_New "one" :x\\_stale'
                    );
                    since timestamptz := substring(books FROM 'switched at ([0-9TZ:-]+)')::timestamptz;
                    missing bigint;
                BEGIN
                    IF (
                        SELECT format('%%s(%%s)', t.typname, a.atttypmod)
                        FROM pg_attribute AS a
                        JOIN pg_type AS t ON t.oid = a.atttypid
                        WHERE a.attrelid = relation AND a.attname = 'select' AND NOT a.attisdropped
                    ) IS NULL THEN
                        RETURN;
                    END IF;
                    SELECT count(*)
                    INTO missing
                    FROM "App"."Old Notes"
                    WHERE "New ""one"" :x\\" IS NULL AND "select" IS NOT NULL;
                    IF 0 < missing THEN
                        RAISE EXCEPTION USING
                            MESSAGE = format('%%s rows of %%s have no %%s', missing, '"App"."Old Notes"', '"New ""one"" :x\\"'),
                            HINT = 'Let the worker go on until it finds none, or say how many may be missing.';
                    END IF;
                END
                $hnswkit$;
                """
            )
        )

        # From here on the application may read "New ""one"" :x\"; it writes both until
        # "select" is dropped, and going back is to read "select" again. "select" may be
        # NULL, so that rows can be written without it; an embedding that is written to "New
        # ""one"" :x\" alone sets it to NULL, as it is stale then. The time is kept in the
        # comment of the trigger's function. Reads and writes wait for a moment; it gives up
        # after a second and tries again.
        op.execute(
            DDL(
                """
                DO $hnswkit$
                DECLARE
                    relation regclass := to_regclass('"App"."Old Notes"');
                    books text := (
                        SELECT coalesce(obj_description(tgfoid, 'pg_proc'), '')
                        FROM pg_trigger
                        WHERE tgrelid = relation AND tgname = 'zz_Old Notes_New "one" :x\\_stale'
                    );
                    since timestamptz := substring(books FROM 'switched at ([0-9TZ:-]+)')::timestamptz;
                    is_not_null boolean := (
                        SELECT attnotnull
                        FROM pg_attribute
                        WHERE attrelid = relation AND attname = 'select' AND NOT attisdropped
                    );
                BEGIN
                    IF is_not_null IS NULL OR since IS NOT NULL AND NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = relation AND conname = 'Old Notes_select_filled') THEN
                        RETURN;
                    END IF;
                    -- It gives up rather than queue in front of everybody, and tries again.
                    PERFORM set_config('lock_timeout', '1s', true);
                    FOR attempt IN 1..30 LOOP
                        BEGIN
                            -- From a way back that was interrupted.
                            IF EXISTS (SELECT FROM pg_constraint WHERE conrelid = relation AND conname = 'Old Notes_select_filled') THEN
                                ALTER TABLE "App"."Old Notes" DROP CONSTRAINT "Old Notes_select_filled";
                            END IF;
                            IF since IS NULL THEN
                                -- Or new rows would need an embedding of the old model for ever.
                                IF is_not_null THEN
                                    ALTER TABLE "App"."Old Notes" ALTER COLUMN "select" DROP NOT NULL;
                                END IF;
                                CREATE OR REPLACE FUNCTION "App"."zz_Old Notes_New ""one"" :x\\_stale"() RETURNS trigger
                                LANGUAGE plpgsql
                                AS $function$
                                BEGIN
                                    -- What it was computed from has changed, and no other embedding has come with it.
                                    IF NEW."select" IS NOT NULL
                                        AND pg_catalog.record_image_ne(ROW(NEW."New ""one"" :x\\"), ROW(OLD."New ""one"" :x\\"))
                                        AND pg_catalog.record_image_eq(ROW(NEW."select"), ROW(OLD."select"))
                                    THEN
                                        NEW."select" := NULL;
                                    END IF;
                                    RETURN NEW;
                                END
                                $function$;
                                EXECUTE format(
                                    'COMMENT ON FUNCTION %%s() IS %%L',
                                    '"App"."zz_Old Notes_New ""one"" :x\\_stale"',
                                    'hnswkit: "New ""one"" :x\\" is going to take the place of "select"' || to_char(now() AT TIME ZONE 'UTC', '; "switched at" YYYY-MM-DD"T"HH24:MI:SS"Z"')
                                        || CASE WHEN is_not_null THEN '; "select" was NOT NULL' ELSE '' END
                                );
                            END IF;
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
                """
            )
        )

        # Short steps again.
        op.execute("SET lock_timeout = '5s';")

        # None of them takes long.
        op.execute("SET statement_timeout = '60s';")

        # Fails loudly unless it is as planned.
        op.execute(
            DDL(
                """
                DO $hnswkit$
                DECLARE
                    relation regclass := to_regclass('"App"."Old Notes"');
                    books text := (
                        SELECT coalesce(obj_description(tgfoid, 'pg_proc'), '')
                        FROM pg_trigger
                        WHERE tgrelid = relation AND tgname = 'zz_Old Notes_New "one" :x\\_stale'
                    );
                    since timestamptz := substring(books FROM 'switched at ([0-9TZ:-]+)')::timestamptz;
                BEGIN
                    IF (
                        (
                        SELECT format('%%s(%%s)', t.typname, a.atttypmod)
                        FROM pg_attribute AS a
                        JOIN pg_type AS t ON t.oid = a.atttypid
                        WHERE a.attrelid = relation AND a.attname = 'select' AND NOT a.attisdropped
                    ) IS NOT NULL
                        AND (
                        SELECT format('%%s(%%s)', t.typname, a.atttypmod)
                        FROM pg_attribute AS a
                        JOIN pg_type AS t ON t.oid = a.atttypid
                        WHERE a.attrelid = relation AND a.attname = 'New "one" :x\\' AND NOT a.attisdropped
                    ) IS NOT NULL
                        AND since IS NOT NULL
                        AND EXISTS (
                            SELECT FROM pg_trigger
                            WHERE tgrelid = relation AND tgname = 'zz_Old Notes_New "one" :x\\_stale' AND tgenabled IN ('O', 'A')
                        )
                    ) IS NOT TRUE THEN
                        RAISE EXCEPTION USING
                            ERRCODE = 'object_not_in_prerequisite_state',
                            MESSAGE = 'not as planned: column "New ""one"" :x\\" of "App"."Old Notes" serves',
                            HINT = 'Run this again.';
                    END IF;
                END
                $hnswkit$;
                """
            )
        )

        # Puts the settings back as they were.
        op.execute(
            """
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
            """
        )


def downgrade() -> None:
    # No transaction may hold this. The block commits what came before it, so env.py should
    # say transaction_per_migration=True.
    with op.get_context().autocommit_block():
        # Remembers the settings of the session; the last step puts them back.
        op.execute(
            """
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
            """
        )

        # The short steps give up rather than queue in front of everybody.
        op.execute("SET lock_timeout = '5s';")

        # None of the short steps takes long.
        op.execute("SET statement_timeout = '60s';")

        # Stops when the old column has been dropped.
        op.execute(
            DDL(
                """
                DO $hnswkit$
                DECLARE
                    relation regclass := to_regclass('"App"."Old Notes"');
                    books text := (
                        SELECT coalesce(obj_description(tgfoid, 'pg_proc'), '')
                        FROM pg_trigger
                        WHERE tgrelid = relation AND tgname = 'zz_Old Notes_New "one" :x\\_stale'
                    );
                    since timestamptz := substring(books FROM 'switched at ([0-9TZ:-]+)')::timestamptz;
                BEGIN
                    IF (
                        SELECT format('%%s(%%s)', t.typname, a.atttypmod)
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
                """
            )
        )

        # From here on it waits as long as it must: a lock_timeout also fires while the
        # finished graph waits for old snapshots, and leaves an INVALID index. Waiting
        # blocks no reads and no writes.
        op.execute("SET lock_timeout = 0;")

        # A statement_timeout would kill the build and leave an INVALID index.
        op.execute("SET statement_timeout = 0;")

        # So would a transaction_timeout, which PostgreSQL 17 and later have.
        op.execute(
            """
            DO $hnswkit$
            BEGIN
                PERFORM set_config(name, '0', false)
                FROM pg_settings
                WHERE name = 'transaction_timeout';
            END
            $hnswkit$;
            """
        )

        # Says how many rows have no embedding of the old model, because they were written
        # by an application that wrote the new one only; stops at them where the old column
        # has to be NOT NULL again. It reads the table.
        op.execute(
            DDL(
                """
                DO $hnswkit$
                DECLARE
                    relation regclass := to_regclass('"App"."Old Notes"');
                    books text := (
                        SELECT coalesce(obj_description(tgfoid, 'pg_proc'), '')
                        FROM pg_trigger
                        WHERE tgrelid = relation AND tgname = 'zz_Old Notes_New "one" :x\\_stale'
                    );
                    since timestamptz := substring(books FROM 'switched at ([0-9TZ:-]+)')::timestamptz;
                    missing bigint;
                BEGIN
                    IF since IS NULL THEN
                        RETURN;
                    END IF;
                    SELECT count(*)
                    INTO missing
                    FROM "App"."Old Notes"
                    WHERE "select" IS NULL AND "New ""one"" :x\\" IS NOT NULL;
                    IF 0 < missing THEN
                        IF books LIKE '%%was NOT NULL%%' THEN
                            RAISE EXCEPTION USING
                                MESSAGE = format('%%s rows of %%s have no %%s', missing, '"App"."Old Notes"', '"select"'),
                                HINT = 'Searches miss them until they are embedded with the old model.';
                        END IF;
                        RAISE NOTICE USING
                            MESSAGE = format('%%s rows of %%s have no %%s', missing, '"App"."Old Notes"', '"select"'),
                            HINT = 'Searches miss them until they are embedded with the old model.';
                    END IF;
                END
                $hnswkit$;
                """
            )
        )

        # Only where the old column was NOT NULL before the switch: the constraint takes the
        # table for a moment, its proof reads the table while reads and writes go on.
        # Interrupted, it leaves the constraint; run this again, or go back.
        op.execute(
            DDL(
                """
                DO $hnswkit$
                DECLARE
                    relation regclass := to_regclass('"App"."Old Notes"');
                    books text := (
                        SELECT coalesce(obj_description(tgfoid, 'pg_proc'), '')
                        FROM pg_trigger
                        WHERE tgrelid = relation AND tgname = 'zz_Old Notes_New "one" :x\\_stale'
                    );
                    since timestamptz := substring(books FROM 'switched at ([0-9TZ:-]+)')::timestamptz;
                BEGIN
                    IF books NOT LIKE '%%was NOT NULL%%' OR books IS NULL THEN
                        RETURN;
                    END IF;
                    IF NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = relation AND conname = 'Old Notes_select_filled') THEN
                        -- It gives up rather than queue in front of everybody, and tries again.
                        PERFORM set_config('lock_timeout', '1s', true);
                        FOR attempt IN 1..30 LOOP
                            BEGIN
                                ALTER TABLE "App"."Old Notes"
                                    ADD CONSTRAINT "Old Notes_select_filled" CHECK ("select" IS NOT NULL) NOT VALID;
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
                    ALTER TABLE "App"."Old Notes" VALIDATE CONSTRAINT "Old Notes_select_filled";
                END
                $hnswkit$;
                """
            )
        )

        # The old column is NOT NULL again if it was, and the trigger keeps the books of the
        # new one again. Reads and writes wait for a moment; it gives up after a second and
        # tries again.
        op.execute(
            DDL(
                """
                DO $hnswkit$
                DECLARE
                    relation regclass := to_regclass('"App"."Old Notes"');
                    books text := (
                        SELECT coalesce(obj_description(tgfoid, 'pg_proc'), '')
                        FROM pg_trigger
                        WHERE tgrelid = relation AND tgname = 'zz_Old Notes_New "one" :x\\_stale'
                    );
                    since timestamptz := substring(books FROM 'switched at ([0-9TZ:-]+)')::timestamptz;
                BEGIN
                    IF since IS NULL THEN
                        RETURN;
                    END IF;
                    -- It gives up rather than queue in front of everybody, and tries again.
                    PERFORM set_config('lock_timeout', '1s', true);
                    FOR attempt IN 1..30 LOOP
                        BEGIN
                            IF books LIKE '%%was NOT NULL%%' THEN
                                -- Proved by the constraint, so that no row is read.
                                ALTER TABLE "App"."Old Notes" ALTER COLUMN "select" SET NOT NULL;
                                ALTER TABLE "App"."Old Notes" DROP CONSTRAINT IF EXISTS "Old Notes_select_filled";
                                ALTER TABLE "App"."Old Notes" DROP CONSTRAINT IF EXISTS "Old Notes_New ""one"" :x\\_filled";
                            END IF;
                            CREATE OR REPLACE FUNCTION "App"."zz_Old Notes_New ""one"" :x\\_stale"() RETURNS trigger
                            LANGUAGE plpgsql
                            AS $function$
                            BEGIN
                                -- What it was computed from has changed, and no other embedding has come with it.
                                IF NEW."New ""one"" :x\\" IS NOT NULL
                                    AND pg_catalog.record_image_ne(ROW(NEW.body), ROW(OLD.body))
                                    AND pg_catalog.record_image_eq(ROW(NEW."New ""one"" :x\\"), ROW(OLD."New ""one"" :x\\"))
                                THEN
                                    NEW."New ""one"" :x\\" := NULL;
                                END IF;
                                RETURN NEW;
                            END
                            $function$;
                            COMMENT ON FUNCTION "App"."zz_Old Notes_New ""one"" :x\\_stale"() IS 'hnswkit: "New ""one"" :x\\" is going to take the place of "select"';
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
                """
            )
        )

        # Short steps again.
        op.execute("SET lock_timeout = '5s';")

        # None of them takes long.
        op.execute("SET statement_timeout = '60s';")

        # Fails loudly unless it is as planned.
        op.execute(
            DDL(
                """
                DO $hnswkit$
                DECLARE
                    relation regclass := to_regclass('"App"."Old Notes"');
                    books text := (
                        SELECT coalesce(obj_description(tgfoid, 'pg_proc'), '')
                        FROM pg_trigger
                        WHERE tgrelid = relation AND tgname = 'zz_Old Notes_New "one" :x\\_stale'
                    );
                    since timestamptz := substring(books FROM 'switched at ([0-9TZ:-]+)')::timestamptz;
                BEGIN
                    IF (
                        (
                        SELECT format('%%s(%%s)', t.typname, a.atttypmod)
                        FROM pg_attribute AS a
                        JOIN pg_type AS t ON t.oid = a.atttypid
                        WHERE a.attrelid = relation AND a.attname = 'select' AND NOT a.attisdropped
                    ) IS NOT NULL
                        AND (
                        SELECT format('%%s(%%s)', t.typname, a.atttypmod)
                        FROM pg_attribute AS a
                        JOIN pg_type AS t ON t.oid = a.atttypid
                        WHERE a.attrelid = relation AND a.attname = 'New "one" :x\\' AND NOT a.attisdropped
                    ) IS NOT NULL
                        AND since IS NULL
                        AND EXISTS (
                            SELECT FROM pg_trigger
                            WHERE tgrelid = relation AND tgname = 'zz_Old Notes_New "one" :x\\_stale' AND tgenabled IN ('O', 'A')
                        )
                    ) IS NOT TRUE THEN
                        RAISE EXCEPTION USING
                            ERRCODE = 'object_not_in_prerequisite_state',
                            MESSAGE = 'not as planned: "App"."Old Notes" has column "New ""one"" :x\\" and its trigger',
                            HINT = 'Run this again.';
                    END IF;
                END
                $hnswkit$;
                """
            )
        )

        # Puts the settings back as they were.
        op.execute(
            """
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
            """
        )
