"""Prepare HNSW index \"App\".\"idx_Old Notes_New \"\"one\"\" :x\\_hnsw\" while reads and writes go on.

\"idx_Old Notes_New \"\"one\"\" :x\\_hnsw\", to be built once the column is filled: 72.0 KiB for 200 rows.

Revision ID: fd2c2850ba5a
Revises:
"""

from alembic import op
from sqlalchemy import DDL

revision = "fd2c2850ba5a"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
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

    # Goes on when the table is a plain one, the old column is what was said, and the names
    # of the new column and of the trigger are free or of this migration.
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
                IF NOT EXISTS (SELECT FROM pg_class WHERE oid = relation AND relkind = 'r')
                    OR EXISTS (SELECT FROM pg_inherits WHERE relation IN (inhrelid, inhparent)) THEN
                    RAISE EXCEPTION USING
                        ERRCODE = 'object_not_in_prerequisite_state',
                        MESSAGE = '"App"."Old Notes" is not a plain table',
                        HINT = 'It does not exist, or has partitions, parents or children: those are not planned for.';
                ELSIF coalesce((
                    SELECT format('%%s(%%s)', t.typname, a.atttypmod)
                    FROM pg_attribute AS a
                    JOIN pg_type AS t ON t.oid = a.atttypid
                    WHERE a.attrelid = relation AND a.attname = 'select' AND NOT a.attisdropped
                ), '') NOT IN ('vector(3)', 'vector(-1)') THEN
                    RAISE EXCEPTION USING
                        ERRCODE = 'object_not_in_prerequisite_state',
                        MESSAGE = 'column "select" of "App"."Old Notes" is not vector(3)',
                        HINT = 'Say in `from` what it is.';
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
                ELSIF (
                    SELECT count(*)
                    FROM pg_attribute
                    WHERE attrelid = relation AND attname IN ('body') AND NOT attisdropped
                ) < 1 THEN
                    RAISE EXCEPTION USING
                        ERRCODE = 'object_not_in_prerequisite_state',
                        MESSAGE = '"App"."Old Notes" has not all the columns of `source`',
                        HINT = 'Say from which columns the embedding is computed.';
                ELSIF to_regprocedure('"App"."zz_Old Notes_New ""one"" :x\\_stale"()') IS NOT NULL
                    AND coalesce(obj_description(to_regprocedure('"App"."zz_Old Notes_New ""one"" :x\\_stale"()'), 'pg_proc'), '') NOT LIKE 'hnswkit: %%' THEN
                    RAISE EXCEPTION USING
                        ERRCODE = 'object_not_in_prerequisite_state',
                        MESSAGE = 'function "App"."zz_Old Notes_New ""one"" :x\\_stale"() is there',
                        HINT = 'It is not of this migration: rename it or drop it.';
                END IF;
            END
            $hnswkit$;
            """
        )
    )

    # From here on it waits as long as it must: a lock_timeout also fires while the finished
    # graph waits for old snapshots, and leaves an INVALID index. Waiting blocks no reads
    # and no writes.
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

    # Adds "New ""one"" :x\", NULL in every row, which rewrites nothing; and a trigger that
    # sets it to NULL again when body changes and no new embedding comes in the same UPDATE,
    # so that a NULL says: to be computed. The application embeds the rows WHERE "New
    # ""one"" :x\" IS NULL AND "select" IS NOT NULL. Reads and writes wait for a moment; it
    # gives up after a second and tries again.
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
                IF books IS NOT NULL AND (
                    SELECT format('%%s(%%s)', t.typname, a.atttypmod)
                    FROM pg_attribute AS a
                    JOIN pg_type AS t ON t.oid = a.atttypid
                    WHERE a.attrelid = relation AND a.attname = 'New "one" :x\\' AND NOT a.attisdropped
                ) IS NOT NULL THEN
                    RETURN;
                END IF;
                -- It gives up rather than queue in front of everybody, and tries again.
                PERFORM set_config('lock_timeout', '1s', true);
                FOR attempt IN 1..30 LOOP
                    BEGIN
                        LOCK TABLE "App"."Old Notes" IN ACCESS EXCLUSIVE MODE;
                        ALTER TABLE "App"."Old Notes" ADD COLUMN IF NOT EXISTS "New ""one"" :x\\" vector(2);
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
                        IF books IS NULL THEN
                            CREATE TRIGGER "zz_Old Notes_New ""one"" :x\\_stale"
                            BEFORE UPDATE OF body, "select", "New ""one"" :x\\" ON "App"."Old Notes"
                            FOR EACH ROW EXECUTE FUNCTION "App"."zz_Old Notes_New ""one"" :x\\_stale"();
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


def downgrade() -> None:
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

    # Stops when the new column serves, or has an index: stages are taken back one by one.
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
                IF since IS NOT NULL THEN
                    RAISE EXCEPTION USING
                        ERRCODE = 'object_not_in_prerequisite_state',
                        MESSAGE = 'column "New ""one"" :x\\" of "App"."Old Notes" serves already',
                        HINT = 'Go back through the stage `switch` first.';
                ELSIF EXISTS (
                    SELECT
                    FROM pg_index AS i
                    JOIN pg_class AS c ON c.oid = i.indexrelid
                    JOIN pg_am AS m ON m.oid = c.relam
                    JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
                    WHERE i.indrelid = relation AND m.amname = 'hnsw' AND a.attname = 'New "one" :x\\'
                ) THEN
                    RAISE EXCEPTION USING
                        ERRCODE = 'object_not_in_prerequisite_state',
                        MESSAGE = 'column "New ""one"" :x\\" of "App"."Old Notes" has an index',
                        HINT = 'Go back through the stage `index` first.';
                END IF;
            END
            $hnswkit$;
            """
        )
    )

    # From here on it waits as long as it must: a lock_timeout also fires while the finished
    # graph waits for old snapshots, and leaves an INVALID index. Waiting blocks no reads
    # and no writes.
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

    # The point of no return of this way back: the embeddings of the new model go with their
    # column. Reads and writes wait for a moment; it gives up after a second and tries
    # again.
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
                    WHERE a.attrelid = relation AND a.attname = 'New "one" :x\\' AND NOT a.attisdropped
                ) IS NULL AND books IS NULL THEN
                    RETURN;
                END IF;
                -- It gives up rather than queue in front of everybody, and tries again.
                PERFORM set_config('lock_timeout', '1s', true);
                FOR attempt IN 1..30 LOOP
                    BEGIN
                        LOCK TABLE "App"."Old Notes" IN ACCESS EXCLUSIVE MODE;
                        DROP TRIGGER IF EXISTS "zz_Old Notes_New ""one"" :x\\_stale" ON "App"."Old Notes";
                        DROP FUNCTION IF EXISTS "App"."zz_Old Notes_New ""one"" :x\\_stale"();
                        ALTER TABLE "App"."Old Notes" DROP COLUMN IF EXISTS "New ""one"" :x\\";
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
                    WHERE a.attrelid = relation AND a.attname = 'New "one" :x\\' AND NOT a.attisdropped
                ) IS NULL
                    AND books IS NULL
                ) IS NOT TRUE THEN
                    RAISE EXCEPTION USING
                        ERRCODE = 'object_not_in_prerequisite_state',
                        MESSAGE = 'not as planned: "App"."Old Notes" has no column "New ""one"" :x\\", and no trigger for it',
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
