"""Change the column of HNSW index \"App\".\"we\"\"ird :idx\\\" inside a transaction; writes wait.

\"we\"\"ird :idx\\\", on its new column: 104 KiB for 300 rows, built in 0.0 s to 0.1 s.

Revision ID: 22335c8dac5e
Revises:
"""

from alembic import op
from sqlalchemy import DDL

revision = "22335c8dac5e"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Remembers the settings of the session; the last step puts them back.
    op.execute(
        """
        DO $hnswkit$
        BEGIN
            PERFORM set_config('hnswkit.' || name, current_setting(name), true)
            FROM pg_settings
            WHERE name IN (
                'lock_timeout',
                'statement_timeout',
                'maintenance_work_mem',
                'max_parallel_maintenance_workers',
                'min_parallel_table_scan_size'
            );
        END
        $hnswkit$;
        """
    )

    # The short steps give up rather than queue in front of everybody.
    op.execute("SET LOCAL lock_timeout = '5s';")

    # The build takes as long as it takes; cancelled, it leaves nothing behind.
    op.execute("SET LOCAL statement_timeout = 0;")

    # Stops when the table is larger than may be written anew, and names what else depends
    # on the column.
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
                IF coalesce(now_type, '') NOT IN ('vector(4)', 'halfvec(4)') THEN
                    RAISE EXCEPTION USING
                        ERRCODE = 'object_not_in_prerequisite_state',
                        MESSAGE = '"se''lect" of "App"."Old Notes" is neither vector(4) nor halfvec(4)',
                        HINT = 'Correct `from` and `type` in the spec.';
                END IF;
                IF now_type = 'vector(4)' AND 1048576 < pg_table_size(relation) THEN
                    RAISE EXCEPTION USING
                        ERRCODE = 'object_not_in_prerequisite_state',
                        MESSAGE = '"App"."Old Notes" is larger than 1048576 bytes: nobody could read it while it is written anew',
                        HINT = 'Use mode = "online", or say how large it may be: max_rewrite = "10GB".';
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

    # The graph of 300 rows takes 1.0 MiB and stays in memory up to 92,840 rows.
    op.execute("SET LOCAL maintenance_work_mem = '64MB';")

    # Writes the whole table and all its indexes anew; nobody can read or write it until the
    # transaction ends. Interrupted, nothing of it has happened. Once it is committed, the
    # way back is to write the table anew again, from the values as they are then.
    op.execute(
        DDL(
            """
            DO $hnswkit$
            BEGIN
                IF (
                    SELECT format('%%s(%%s)', t.typname, a.atttypmod)
                    FROM pg_attribute AS a
                    JOIN pg_type AS t ON t.oid = a.atttypid
                    WHERE a.attrelid = '"App"."Old Notes"'::regclass AND a.attname = 'se''lect'
                ) <> 'halfvec(4)' THEN
                    DROP INDEX IF EXISTS "App"."we""ird :idx\\";
                    ALTER TABLE "App"."Old Notes" ALTER COLUMN "se'lect" TYPE halfvec(4) USING "se'lect"::halfvec(4);
                END IF;
            END
            $hnswkit$;
            """
        )
    )

    # Builds the index on the new type.
    # hnswkit-ignore index-blocks-writes: asked for, as it is all one transaction
    op.execute(
        DDL(
            """
            CREATE INDEX IF NOT EXISTS "we""ird :idx\\"
                ON "App"."Old Notes"
                USING hnsw ("se'lect" halfvec_cosine_ops)
                WITH (m = 16, ef_construction = 64);
            """
        )
    )

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

    # Fails loudly unless the column has the type.
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
                    ('se''lect', 'halfvec(4)')
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
            PERFORM set_config(name, current_setting('hnswkit.' || name), true)
            FROM pg_settings
            WHERE name IN (
                'lock_timeout',
                'statement_timeout',
                'maintenance_work_mem',
                'max_parallel_maintenance_workers',
                'min_parallel_table_scan_size'
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
            PERFORM set_config('hnswkit.' || name, current_setting(name), true)
            FROM pg_settings
            WHERE name IN (
                'lock_timeout',
                'statement_timeout',
                'maintenance_work_mem',
                'max_parallel_maintenance_workers',
                'min_parallel_table_scan_size'
            );
        END
        $hnswkit$;
        """
    )

    # The short steps give up rather than queue in front of everybody.
    op.execute("SET LOCAL lock_timeout = '5s';")

    # The build takes as long as it takes; cancelled, it leaves nothing behind.
    op.execute("SET LOCAL statement_timeout = 0;")

    # Stops when the table is larger than may be written anew, and names what else depends
    # on the column.
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
                IF coalesce(now_type, '') NOT IN ('vector(4)', 'halfvec(4)') THEN
                    RAISE EXCEPTION USING
                        ERRCODE = 'object_not_in_prerequisite_state',
                        MESSAGE = '"se''lect" of "App"."Old Notes" is neither vector(4) nor halfvec(4)',
                        HINT = 'Correct `from` and `type` in the spec.';
                END IF;
                IF now_type = 'vector(4)' AND 1048576 < pg_table_size(relation) THEN
                    RAISE EXCEPTION USING
                        ERRCODE = 'object_not_in_prerequisite_state',
                        MESSAGE = '"App"."Old Notes" is larger than 1048576 bytes: nobody could read it while it is written anew',
                        HINT = 'Use mode = "online", or say how large it may be: max_rewrite = "10GB".';
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

    # The graph of 300 rows takes 1.0 MiB and stays in memory up to 92,840 rows.
    op.execute("SET LOCAL maintenance_work_mem = '64MB';")

    # Writes the whole table and all its indexes anew; nobody can read or write it until the
    # transaction ends. Interrupted, nothing of it has happened. Once it is committed, the
    # way back is to write the table anew again, from the values as they are then.
    op.execute(
        DDL(
            """
            DO $hnswkit$
            BEGIN
                IF (
                    SELECT format('%%s(%%s)', t.typname, a.atttypmod)
                    FROM pg_attribute AS a
                    JOIN pg_type AS t ON t.oid = a.atttypid
                    WHERE a.attrelid = '"App"."Old Notes"'::regclass AND a.attname = 'se''lect'
                ) <> 'vector(4)' THEN
                    DROP INDEX IF EXISTS "App"."we""ird :idx\\";
                    ALTER TABLE "App"."Old Notes" ALTER COLUMN "se'lect" TYPE vector(4) USING "se'lect"::vector(4);
                END IF;
            END
            $hnswkit$;
            """
        )
    )

    # Builds the index on the new type.
    # hnswkit-ignore index-blocks-writes: asked for, as it is all one transaction
    op.execute(
        DDL(
            """
            CREATE INDEX IF NOT EXISTS "we""ird :idx\\"
                ON "App"."Old Notes"
                USING hnsw ("se'lect" vector_cosine_ops)
                WITH (m = 16, ef_construction = 64);
            """
        )
    )

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
                    USING hnsw ("se'lect" vector_cosine_ops)
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

    # Fails loudly unless the column has the type.
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
                    ('se''lect', 'vector(4)')
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
            PERFORM set_config(name, current_setting('hnswkit.' || name), true)
            FROM pg_settings
            WHERE name IN (
                'lock_timeout',
                'statement_timeout',
                'maintenance_work_mem',
                'max_parallel_maintenance_workers',
                'min_parallel_table_scan_size'
            );
        END
        $hnswkit$;
        """
    )
