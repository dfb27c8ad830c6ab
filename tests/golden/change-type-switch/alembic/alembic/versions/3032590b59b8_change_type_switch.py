"""Change the column of HNSW index \"App\".\"we\"\"ird :idx\\\" while reads and writes go on.

\"we\"\"ird :idx\\\", on its new column: 104 KiB for 300 rows, built in 0.0 s to 0.0 s.

Revision ID: 3032590b59b8
Revises:
"""

from alembic import op
from sqlalchemy import DDL

revision = "3032590b59b8"
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

    # Goes on when the new column is there, kept up and indexed, or when all is done.
    op.execute(
        DDL(
            """
            DO $hnswkit$
            DECLARE
                relation regclass := '"App"."Old Notes"';
                now_type text;
                new_type text;
                old_type text;
                found text;
            BEGIN
                SELECT
                    max(t.typname || '(' || a.atttypmod || ')') FILTER (WHERE a.attname = 'se''lect'),
                    max(t.typname || '(' || a.atttypmod || ')') FILTER (WHERE a.attname = 'se''lect_new'),
                    max(t.typname || '(' || a.atttypmod || ')') FILTER (WHERE a.attname = 'se''lect_old')
                INTO now_type, new_type, old_type
                FROM pg_attribute AS a
                JOIN pg_type AS t ON t.oid = a.atttypid
                WHERE a.attrelid = relation AND NOT a.attisdropped;
                IF now_type = 'halfvec(4)' AND old_type = 'vector(4)' THEN
                    RETURN;
                END IF;
                IF (now_type = 'vector(4)' AND new_type = 'halfvec(4)') IS NOT TRUE
                    OR NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = relation AND tgname = 'zz_Old Notes_se''lect_sync') THEN
                    RAISE EXCEPTION USING
                        ERRCODE = 'object_not_in_prerequisite_state',
                        MESSAGE = 'the new column of "App"."Old Notes" is not there, or its trigger is not',
                        HINT = 'Run the migration with stage = "expand" first.';
                END IF;
                IF NOT EXISTS (
                    SELECT FROM pg_index
                    WHERE indexrelid = to_regclass('"App"."we""ird :idx\\_new"') AND indisvalid AND indisready
                ) THEN
                    RAISE EXCEPTION USING
                        ERRCODE = 'object_not_in_prerequisite_state',
                        MESSAGE = '"App"."we""ird :idx\\_new" is not there, or is INVALID',
                        HINT = 'Run the migration with stage = "expand" again.';
                END IF;
                SELECT string_agg(name, ', ' ORDER BY name)
                INTO found
                FROM (
                    SELECT pg_describe_object(d.classid, d.objid, d.objsubid)
                    FROM pg_attribute AS a
                    JOIN pg_depend AS d
                        ON d.refclassid = 'pg_class'::regclass AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum
                    WHERE a.attrelid = relation
                        AND a.attname = 'se''lect'
                        AND NOT EXISTS (SELECT FROM pg_attrdef WHERE oid = d.objid AND adnum = a.attnum)
                        AND NOT EXISTS (SELECT FROM pg_index WHERE indexrelid = d.objid AND NOT indisvalid)
                        AND NOT EXISTS (
                            SELECT FROM pg_constraint
                            WHERE oid = d.objid AND (contype = 'n' OR conname = 'Old Notes_se''lect_filled')
                        )
                        AND (
                            d.classid = 'pg_class'::regclass
                            AND d.objid IN (
                                to_regclass('"App"."we""ird :idx\\"'),
                                to_regclass('"App"."we""ird :idx\\_new"'),
                                to_regclass('"App"."we""ird :idx\\_old"'),
                                to_regclass('"App"."we""ird :idx\\_leftover"')
                            )
                        ) IS NOT TRUE
                ) AS it (name);
                IF found IS NOT NULL THEN
                    RAISE EXCEPTION USING
                        ERRCODE = 'dependent_objects_still_exist',
                        MESSAGE = '"se''lect" of "App"."Old Notes" is used by others',
                        DETAIL = found,
                        HINT = 'They would stay with the old column. Drop them before, and create them again afterwards; an index of another name gets a change of its own.';
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

    # Reads every row, and stops when a value is not the cast of the other.
    op.execute(
        """
        DO $hnswkit$
        DECLARE
            different bigint;
            total bigint;
        BEGIN
            IF EXISTS (
                SELECT FROM pg_attribute
                WHERE attrelid = '"App"."Old Notes"'::regclass AND attname = 'se''lect_old' AND NOT attisdropped
            ) THEN
                RETURN;
            END IF;
            SELECT
                count(*) FILTER (
                    WHERE ROW(it."se'lect_new")::record
                        OPERATOR(pg_catalog.*<>) ROW(it."se'lect"::halfvec(4))::record
                ),
                count(*)
            INTO different, total
            FROM "App"."Old Notes" AS it;
            IF 0 < different THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'data_exception',
                    MESSAGE = format('%s of %s rows have another value than the cast of the other column', different, total),
                    HINT = 'Set them to NULL, then run this again: it fills them.';
            END IF;
            RAISE NOTICE '% rows compared, none is different', total;
        END
        $hnswkit$;
        """
    )

    # Swaps the names of columns and indexes and turns the trigger round, all at once: a
    # lock on the table for a moment, tried again when it is not granted within a second.
    # Interrupted, nothing of it has happened. From here on the old column is kept up by the
    # trigger, and the way back is to swap again.
    op.execute(
        DDL(
            """
            DO $hnswkit$
            DECLARE
                relation regclass := '"App"."Old Notes"';
            BEGIN
                IF EXISTS (
                    SELECT FROM pg_attribute WHERE attrelid = relation AND attname = 'se''lect_old' AND NOT attisdropped
                ) THEN
                    RETURN;
                END IF;
                -- It gives up rather than queue in front of everybody, and tries again.
                PERFORM set_config('lock_timeout', '1s', true);
                FOR attempt IN 1..30 LOOP
                    BEGIN
                        LOCK TABLE "App"."Old Notes" IN ACCESS EXCLUSIVE MODE;
                        ALTER TABLE "App"."Old Notes" RENAME COLUMN "se'lect" TO "se'lect_old";
                        ALTER TABLE "App"."Old Notes" RENAME COLUMN "se'lect_new" TO "se'lect";
                        ALTER INDEX IF EXISTS "App"."we""ird :idx\\" RENAME TO "we""ird :idx\\_old";
                        ALTER INDEX IF EXISTS "App"."we""ird :idx\\_new" RENAME TO "we""ird :idx\\";
                        CREATE OR REPLACE FUNCTION "App"."zz_Old Notes_se'lect_sync"() RETURNS trigger
                        LANGUAGE plpgsql
                        AS $function$
                        BEGIN
                            IF TG_OP = 'INSERT'
                                OR NEW."se'lect_old" IS NULL
                                OR ROW(NEW."se'lect")::record OPERATOR(pg_catalog.*<>) ROW(OLD."se'lect")::record
                            THEN
                                NEW."se'lect_old" := NEW."se'lect";
                            END IF;
                            RETURN NEW;
                        END
                        $function$;
                        COMMENT ON FUNCTION "App"."zz_Old Notes_se'lect_sync"() IS 'hnswkit: "se''lect" is copied to "se''lect_old"';
                        IF EXISTS (
                            SELECT FROM pg_constraint WHERE conrelid = relation AND conname = 'Old Notes_se''lect_filled' AND convalidated
                        ) THEN
                            -- Proved by the constraint, so that no row is read.
                            ALTER TABLE "App"."Old Notes" ALTER COLUMN "se'lect" SET NOT NULL;
                            ALTER TABLE "App"."Old Notes" DROP CONSTRAINT "Old Notes_se'lect_filled";
                        END IF;
                        EXECUTE format(
                            'COMMENT ON COLUMN %%s.%%I IS %%L',
                            relation,
                            'se''lect_old',
                            to_char(now() AT TIME ZONE 'UTC', '"hnswkit: switched "YYYY-MM-DD"T"HH24:MI:SS"Z"')
                        );
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

    # Fails loudly unless the index is valid, ready and defined as planned.
    op.execute(
        DDL(
            """
            DO $hnswkit$
            DECLARE
                index_name text := '"App"."we""ird :idx\\"';
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
                    USING hnsw ("se'lect" halfvec_cosine_ops)
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

    # Fails loudly unless the column has the new type and the old one is there.
    op.execute(
        """
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
                    ('se''lect_old', 'vector(4)')
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
        """
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

    # Goes on when the old column is there, or when all is done.
    op.execute(
        DDL(
            """
            DO $hnswkit$
            DECLARE
                relation regclass := '"App"."Old Notes"';
                now_type text;
                new_type text;
                old_type text;
                found text;
            BEGIN
                SELECT
                    max(t.typname || '(' || a.atttypmod || ')') FILTER (WHERE a.attname = 'se''lect'),
                    max(t.typname || '(' || a.atttypmod || ')') FILTER (WHERE a.attname = 'se''lect_new'),
                    max(t.typname || '(' || a.atttypmod || ')') FILTER (WHERE a.attname = 'se''lect_old')
                INTO now_type, new_type, old_type
                FROM pg_attribute AS a
                JOIN pg_type AS t ON t.oid = a.atttypid
                WHERE a.attrelid = relation AND NOT a.attisdropped;
                IF now_type = 'vector(4)' AND new_type = 'halfvec(4)' THEN
                    RETURN;
                END IF;
                IF (now_type = 'halfvec(4)' AND old_type = 'vector(4)') IS NOT TRUE THEN
                    RAISE EXCEPTION USING
                        ERRCODE = 'object_not_in_prerequisite_state',
                        MESSAGE = 'the old column of "App"."Old Notes" was dropped',
                        HINT = 'The way back of stage = "contract" brings it back.';
                END IF;
                SELECT string_agg(name, ', ' ORDER BY name)
                INTO found
                FROM (
                    SELECT pg_describe_object(d.classid, d.objid, d.objsubid)
                    FROM pg_attribute AS a
                    JOIN pg_depend AS d
                        ON d.refclassid = 'pg_class'::regclass AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum
                    WHERE a.attrelid = relation
                        AND a.attname = 'se''lect'
                        AND NOT EXISTS (SELECT FROM pg_attrdef WHERE oid = d.objid AND adnum = a.attnum)
                        AND NOT EXISTS (SELECT FROM pg_index WHERE indexrelid = d.objid AND NOT indisvalid)
                        AND NOT EXISTS (
                            SELECT FROM pg_constraint
                            WHERE oid = d.objid AND (contype = 'n' OR conname = 'Old Notes_se''lect_filled')
                        )
                        AND (
                            d.classid = 'pg_class'::regclass
                            AND d.objid IN (
                                to_regclass('"App"."we""ird :idx\\"'),
                                to_regclass('"App"."we""ird :idx\\_new"'),
                                to_regclass('"App"."we""ird :idx\\_old"'),
                                to_regclass('"App"."we""ird :idx\\_leftover"')
                            )
                        ) IS NOT TRUE
                ) AS it (name);
                IF found IS NOT NULL THEN
                    RAISE EXCEPTION USING
                        ERRCODE = 'dependent_objects_still_exist',
                        MESSAGE = '"se''lect" of "App"."Old Notes" is used by others',
                        DETAIL = found,
                        HINT = 'They would stay with the old column. Drop them before, and create them again afterwards; an index of another name gets a change of its own.';
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

    # Swaps the names again, in the same way. Values that were written since the switch are
    # there, as the new type has rounded them.
    op.execute(
        DDL(
            """
            DO $hnswkit$
            DECLARE
                relation regclass := '"App"."Old Notes"';
            BEGIN
                IF EXISTS (
                    SELECT FROM pg_attribute WHERE attrelid = relation AND attname = 'se''lect_new' AND NOT attisdropped
                ) THEN
                    RETURN;
                END IF;
                -- It gives up rather than queue in front of everybody, and tries again.
                PERFORM set_config('lock_timeout', '1s', true);
                FOR attempt IN 1..30 LOOP
                    BEGIN
                        LOCK TABLE "App"."Old Notes" IN ACCESS EXCLUSIVE MODE;
                        ALTER TABLE "App"."Old Notes" RENAME COLUMN "se'lect" TO "se'lect_new";
                        ALTER TABLE "App"."Old Notes" RENAME COLUMN "se'lect_old" TO "se'lect";
                        ALTER INDEX IF EXISTS "App"."we""ird :idx\\" RENAME TO "we""ird :idx\\_new";
                        ALTER INDEX IF EXISTS "App"."we""ird :idx\\_old" RENAME TO "we""ird :idx\\";
                        CREATE OR REPLACE FUNCTION "App"."zz_Old Notes_se'lect_sync"() RETURNS trigger
                        LANGUAGE plpgsql
                        AS $function$
                        BEGIN
                            IF TG_OP = 'INSERT'
                                OR NEW."se'lect_new" IS NULL
                                OR ROW(NEW."se'lect")::record OPERATOR(pg_catalog.*<>) ROW(OLD."se'lect")::record
                            THEN
                                NEW."se'lect_new" := NEW."se'lect";
                            END IF;
                            RETURN NEW;
                        END
                        $function$;
                        COMMENT ON FUNCTION "App"."zz_Old Notes_se'lect_sync"() IS 'hnswkit: "se''lect" is copied to "se''lect_new"';
                        IF EXISTS (
                            SELECT FROM pg_constraint WHERE conrelid = relation AND conname = 'Old Notes_se''lect_filled' AND convalidated
                        ) THEN
                            -- Proved by the constraint, so that no row is read.
                            ALTER TABLE "App"."Old Notes" ALTER COLUMN "se'lect" SET NOT NULL;
                            ALTER TABLE "App"."Old Notes" DROP CONSTRAINT "Old Notes_se'lect_filled";
                        END IF;
                        EXECUTE format(
                            'COMMENT ON COLUMN %%s.%%I IS %%L',
                            relation,
                            'se''lect',
                            (
                                SELECT col_description(relation, attnum)
                                FROM pg_attribute
                                WHERE attrelid = relation AND attname = 'se''lect_new'
                            )
                        );
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

    # Fails loudly unless the column has the type from before.
    op.execute(
        """
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
                    ('se''lect', 'vector(4)'),
                    ('se''lect_new', 'halfvec(4)')
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
        """
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
