"""Change 4 HNSW indexes while reads and writes go on.

atoms_l2, replaced: 56.0 KiB for 200 rows, built in 0.0 s to 0.0 s.
messages_small: 472 KiB for 2,000 rows, built in 0.0 s to 0.2 s.
notes_ip, built anew: 48.0 KiB for 100 rows, built in 0.0 s to 0.0 s.
messages_l2, dropped; the way back: 664 KiB for 2,000 rows, built in 0.1 s to 0.4 s.

Revision ID: 9068d811cfd3
Revises:
"""

from alembic import op

revision = "9068d811cfd3"
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

        # Goes on when the index is there, as it was or as planned, and the name of the new
        # one is free; brings back the names from before an interrupted swap; renames an
        # INVALID leftover out of the way; stops at anything else.
        op.execute(
            """
            DO $hnswkit$
            DECLARE
                existing_name text := 'atoms_l2';
                fresh_name text := 'atoms_l2_new';
                table_name text := 'atoms';
                it record;
                planned text;
                existing text;
                existing_same_table boolean;
                existing_usable boolean;
                fresh text;
                fresh_same_table boolean;
                fresh_usable boolean;
                before text;
            BEGIN
                IF to_regclass('atoms_l2_old') IS NOT NULL THEN
                    -- Interrupted between the swap and the drop: the names go back.
                    IF to_regclass('atoms_l2_new') IS NOT NULL THEN
                        RAISE EXCEPTION USING
                            ERRCODE = 'duplicate_object',
                            MESSAGE = 'atoms_l2_old and atoms_l2_new are both there',
                            HINT = 'One of them is not of this migration: look at both, and drop that one.';
                    ELSIF to_regclass('atoms_l2') IS NOT NULL THEN
                        ALTER INDEX atoms_l2 RENAME TO atoms_l2_new;
                    END IF;
                    ALTER INDEX atoms_l2_old RENAME TO atoms_l2;
                END IF;

                -- What the server makes of the planned definition: asked of an empty copy of the table.
                CREATE TEMPORARY TABLE hnswkit_copy (LIKE atoms);
                CREATE INDEX hnswkit_plan
                    ON pg_temp.hnswkit_copy
                    USING hnsw (embedding vector_l2_ops)
                    WITH (m = 8, ef_construction = 32);
                CREATE INDEX hnswkit_before
                    ON pg_temp.hnswkit_copy
                    USING hnsw (embedding vector_l2_ops)
                    WITH (m = 16, ef_construction = 64);
                FOR it IN
                    SELECT
                        i.indexrelid,
                        i.indexrelid = 'pg_temp.hnswkit_plan'::regclass AS is_plan,
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
                    WHERE i.indexrelid IN ('pg_temp.hnswkit_plan'::regclass, to_regclass(existing_name), to_regclass(fresh_name), to_regclass('pg_temp.hnswkit_before'))
                LOOP
                    IF it.is_plan THEN
                        planned := it.definition;
                    ELSIF it.indexrelid = to_regclass('pg_temp.hnswkit_before') THEN
                        before := it.definition;
                    ELSIF it.indexrelid = to_regclass(existing_name) THEN
                        existing := it.definition;
                        existing_same_table := it.same_table;
                        existing_usable := it.usable;
                    ELSIF it.indexrelid = to_regclass(fresh_name) THEN
                        fresh := it.definition;
                        fresh_same_table := it.same_table;
                        fresh_usable := it.usable;
                    END IF;
                END LOOP;
                DROP TABLE pg_temp.hnswkit_copy;

                IF to_regclass(existing_name) IS NULL AND to_regclass(fresh_name) IS NULL THEN
                    RAISE EXCEPTION 'index % does not exist', existing_name
                        USING HINT = 'There is nothing to replace: create it.';
                ELSIF to_regclass(existing_name) IS NOT NULL AND existing IS NULL
                    OR to_regclass(fresh_name) IS NOT NULL AND fresh IS NULL THEN
                    RAISE EXCEPTION 'relation % or % is there and is not an index', existing_name, fresh_name
                        USING HINT = 'Choose another name.';
                ELSIF NOT coalesce(existing_same_table, true) OR NOT coalesce(fresh_same_table, true) THEN
                    RAISE EXCEPTION 'index % or % belongs to another table than %', existing_name, fresh_name, table_name
                        USING HINT = 'Choose another name, or another schema.';
                ELSIF EXISTS (
                    SELECT
                    FROM pg_stat_progress_create_index
                    WHERE index_relid IN (to_regclass(existing_name), to_regclass(fresh_name))
                ) THEN
                    RAISE EXCEPTION 'another session is building index % or %', existing_name, fresh_name
                        USING HINT = 'Wait for it, or cancel it; then run this again.';
                ELSIF existing NOT IN (before, planned) THEN
                    RAISE EXCEPTION 'index % is not what the plan says that it is', existing_name
                        USING DETAIL = format('There is: %s. Said: %s. Planned: %s.', existing, before, planned),
                            HINT = 'Correct what the spec says of it (previous_…), so that the way back is true.';
                ELSIF fresh_usable AND fresh = before AND existing_usable IS NOT TRUE THEN
                    -- Interrupted while the other one was being dropped: this is the one that serves.
                    IF existing IS NOT NULL THEN
                        ALTER INDEX atoms_l2 RENAME TO atoms_l2_leftover;
                    END IF;
                    ALTER INDEX atoms_l2_new RENAME TO atoms_l2;
                ELSIF existing_usable AND existing = planned THEN
                    RAISE NOTICE 'index % is valid and as planned: nothing to build', existing_name;
                    IF fresh IS NOT NULL THEN
                        RAISE NOTICE 'index % is of a replacement that was given up: removing it', fresh_name;
                        ALTER INDEX atoms_l2_new RENAME TO atoms_l2_leftover;
                    END IF;
                    ALTER INDEX atoms_l2 RENAME TO atoms_l2_new;
                ELSIF fresh_usable AND fresh <> planned THEN
                    RAISE EXCEPTION 'index % is there with another definition', fresh_name
                        USING DETAIL = format('There is: %s. Planned: %s.', fresh, planned),
                            HINT = 'Drop it: it is the leftover of another migration.';
                ELSIF NOT fresh_usable THEN
                    RAISE NOTICE 'index % is INVALID, left by a build that did not finish: removing it', fresh_name;
                    ALTER INDEX atoms_l2_new RENAME TO atoms_l2_leftover;
                END IF;
            END
            $hnswkit$;
            """
        )

        # Goes on when the index is absent or as planned; renames an INVALID leftover out of
        # the way; stops at anything else of that name.
        op.execute(
            """
            DO $hnswkit$
            DECLARE
                index_name text := 'messages_small';
                table_name text := 'messages';
                it record;
                planned text;
                existing text;
                same_table boolean;
                usable boolean;
            BEGIN
                -- What the server makes of the planned definition: asked of an empty copy of the table.
                CREATE TEMPORARY TABLE hnswkit_copy (LIKE messages);
                CREATE INDEX hnswkit_plan
                    ON pg_temp.hnswkit_copy
                    USING hnsw (embedding vector_l2_ops)
                    WITH (m = 8, ef_construction = 32);
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
                    RETURN;
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
                ELSIF usable THEN
                    RAISE NOTICE 'index % is valid and as planned: nothing to build', index_name;
                ELSIF EXISTS (
                    SELECT FROM pg_stat_progress_create_index WHERE index_relid = to_regclass(index_name)
                ) THEN
                    RAISE EXCEPTION 'another session is building index %', index_name
                        USING HINT = 'Wait for it, or cancel it; then run this again.';
                ELSE
                    RAISE NOTICE 'index % is INVALID, left by a build that did not finish: removing it', index_name;
                    ALTER INDEX messages_small RENAME TO messages_small_leftover;
                END IF;
            END
            $hnswkit$;
            """
        )

        # Goes on when the index is there, on its table and as planned, valid or not.
        op.execute(
            """
            DO $hnswkit$
            DECLARE
                index_name text := 'notes_ip';
                table_name text := 'notes';
                it record;
                planned text;
                existing text;
                same_table boolean;
                usable boolean;
            BEGIN
                -- What the server makes of the planned definition: asked of an empty copy of the table.
                CREATE TEMPORARY TABLE hnswkit_copy (LIKE notes);
                CREATE INDEX hnswkit_plan
                    ON pg_temp.hnswkit_copy
                    USING hnsw (embedding vector_ip_ops)
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
            """
        )

        # Renames INVALID leftovers to names that the next steps drop: PostgreSQL numbers
        # those of REINDEX (_ccnew, _ccnew1, …). Stops when another session builds on the
        # table.
        op.execute(
            """
            DO $hnswkit$
            DECLARE
                it record;
                slot name;
            BEGIN
                IF EXISTS (SELECT FROM pg_stat_progress_create_index WHERE relid = to_regclass('notes')) THEN
                    RAISE EXCEPTION USING
                        MESSAGE = 'another session is building an index on notes',
                        HINT = 'Wait for it, or cancel it; then run this again.';
                END IF;
                -- The names that are dropped next may belong to leftovers only.
                FOR it IN
                    SELECT c.oid::regclass AS index
                    FROM pg_class AS c
                    LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
                    WHERE c.oid IN (to_regclass('notes_ip_leftover'), to_regclass('notes_ip_leftover2'), to_regclass('notes_ip_leftover3'))
                        AND (i.indisvalid AND i.indisready OR i.indrelid IS DISTINCT FROM to_regclass('notes'))
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
                    WHERE i.indrelid = to_regclass('notes')
                        AND NOT (i.indisvalid AND i.indisready)
                        AND (s.stem <> c.relname AND (
                            s.stem = 'notes_ip'
                            OR 59 < octet_length(c.relname::text) AND starts_with('notes_ip', s.stem)
                        ))
                LOOP
                    RAISE NOTICE 'index % is INVALID, left by something that did not finish: removing it', it.index;
                    slot := (
                        SELECT n
                        FROM unnest(ARRAY['notes_ip_leftover', 'notes_ip_leftover2', 'notes_ip_leftover3']::name[], ARRAY['notes_ip_leftover', 'notes_ip_leftover2', 'notes_ip_leftover3']) AS u (n, q)
                        WHERE to_regclass(q) IS NULL
                        LIMIT 1
                    );
                    IF slot IS NULL THEN
                        RAISE EXCEPTION 'more leftovers of notes_ip than this can remove at once'
                            USING HINT = format('DROP INDEX CONCURRENTLY %s; then run this again.', it.index);
                    END IF;
                    EXECUTE format('ALTER INDEX %s RENAME TO %I', it.index, slot);
                END LOOP;
            END
            $hnswkit$;
            """
        )

        # Stops when the name belongs to anything but an index on this table.
        op.execute(
            """
            DO $hnswkit$
            BEGIN
                IF EXISTS (
                    SELECT
                    FROM pg_class AS c
                    LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
                    WHERE c.oid = to_regclass('messages_l2')
                        AND i.indrelid IS DISTINCT FROM to_regclass('messages')
                ) THEN
                    RAISE EXCEPTION USING
                        ERRCODE = 'wrong_object_type',
                        MESSAGE = 'messages_l2 is not an index on messages: not dropped',
                        HINT = 'It is not what this migration built; look at it before you drop it.';
                END IF;
            END
            $hnswkit$;
            """
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

        # The graph of 200 rows takes 1.0 MiB and stays in memory up to 135,907 rows.
        op.execute("SET maintenance_work_mem = '64MB';")

        # Removes the leftover of a build that did not finish, if there is one.
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS atoms_l2_leftover;")

        # Builds the new index beside the old one, which serves meanwhile; reads and writes
        # go on. Does nothing when the guard found it as planned.
        op.execute(
            """
            CREATE INDEX CONCURRENTLY IF NOT EXISTS atoms_l2_new
                ON atoms
                USING hnsw (embedding vector_l2_ops)
                WITH (m = 8, ef_construction = 32);
            """
        )

        # Nothing is swapped unless the new index is valid, ready and defined as planned.
        op.execute(
            """
            DO $hnswkit$
            DECLARE
                index_name text := 'atoms_l2_new';
                table_name text := 'atoms';
                it record;
                planned text;
                existing text;
                same_table boolean;
                usable boolean;
            BEGIN
                -- What the server makes of the planned definition: asked of an empty copy of the table.
                CREATE TEMPORARY TABLE hnswkit_copy (LIKE atoms);
                CREATE INDEX hnswkit_plan
                    ON pg_temp.hnswkit_copy
                    USING hnsw (embedding vector_l2_ops)
                    WITH (m = 8, ef_construction = 32);
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
            """
        )

        # Swaps the names, both at once. It needs a lock on the two indexes only, for a
        # moment, and tries again when it does not get it within a second. Until the next
        # step the old index is there, and the way back is to swap again.
        op.execute(
            """
            DO $hnswkit$
            BEGIN
                -- Renaming needs a lock on the indexes only; it gives up rather than queue, and tries again.
                PERFORM set_config('lock_timeout', '1s', true);
                FOR attempt IN 1..30 LOOP
                    BEGIN
                        IF to_regclass('atoms_l2') IS NOT NULL THEN
                            ALTER INDEX atoms_l2 RENAME TO atoms_l2_old;
                        END IF;
                        ALTER INDEX atoms_l2_new RENAME TO atoms_l2;
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

        # The point of no return: from here on the way back is another build. Reads and
        # writes go on; it waits for transactions that use the table.
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS atoms_l2_old;")

        # Removes the leftover of a build that did not finish, if there is one.
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS messages_small_leftover;")

        # Builds the index while reads and writes go on; does nothing when the guard found
        # it as planned.
        op.execute(
            """
            CREATE INDEX CONCURRENTLY IF NOT EXISTS messages_small
                ON messages
                USING hnsw (embedding vector_l2_ops)
                WITH (m = 8, ef_construction = 32);
            """
        )

        # Removes what something that did not finish has left, if anything.
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS notes_ip_leftover;")

        # Removes what something that did not finish has left, if anything.
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS notes_ip_leftover2;")

        # Removes what something that did not finish has left, if anything.
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS notes_ip_leftover3;")

        # Builds it anew beside the one that serves, swaps the two and drops the old one;
        # reads and writes go on, and queries use the index all the while. Interrupted, it
        # leaves an INVALID index of the name and _ccnew or _ccold, which the next run
        # removes, and so does the way back.
        op.execute("REINDEX INDEX CONCURRENTLY notes_ip;")

        # The point of no return: the way back is another build. Reads and writes go on. It
        # waits for transactions that use the table, without a lock_timeout: an interrupted
        # drop would leave the index INVALID.
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS messages_l2;")

        # Removes the leftover of a build that did not finish, if there is one.
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS messages_l2_leftover;")

        # Short steps again.
        op.execute("SET lock_timeout = '5s';")

        # None of them takes long.
        op.execute("SET statement_timeout = '60s';")

        # Fails loudly unless the index is valid, ready and defined as planned.
        op.execute(
            """
            DO $hnswkit$
            DECLARE
                index_name text := 'atoms_l2';
                table_name text := 'atoms';
                it record;
                planned text;
                existing text;
                same_table boolean;
                usable boolean;
            BEGIN
                -- What the server makes of the planned definition: asked of an empty copy of the table.
                CREATE TEMPORARY TABLE hnswkit_copy (LIKE atoms);
                CREATE INDEX hnswkit_plan
                    ON pg_temp.hnswkit_copy
                    USING hnsw (embedding vector_l2_ops)
                    WITH (m = 8, ef_construction = 32);
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
            """
        )

        # Fails loudly when something of the replacement is left.
        op.execute(
            """
            DO $hnswkit$
            DECLARE
                name text;
            BEGIN
                FOREACH name IN ARRAY ARRAY[
                    'atoms_l2_new',
                    'atoms_l2_old',
                    'atoms_l2_leftover'
                ] LOOP
                    IF to_regclass(name) IS NOT NULL THEN
                        RAISE EXCEPTION USING
                            ERRCODE = 'object_not_in_prerequisite_state',
                            MESSAGE = format('%s is still there', name),
                            HINT = format('DROP INDEX CONCURRENTLY %s; then run this again.', name);
                    END IF;
                END LOOP;
            END
            $hnswkit$;
            """
        )

        # Fails loudly unless the index is valid, ready and defined as planned.
        op.execute(
            """
            DO $hnswkit$
            DECLARE
                index_name text := 'messages_small';
                table_name text := 'messages';
                it record;
                planned text;
                existing text;
                same_table boolean;
                usable boolean;
            BEGIN
                -- What the server makes of the planned definition: asked of an empty copy of the table.
                CREATE TEMPORARY TABLE hnswkit_copy (LIKE messages);
                CREATE INDEX hnswkit_plan
                    ON pg_temp.hnswkit_copy
                    USING hnsw (embedding vector_l2_ops)
                    WITH (m = 8, ef_construction = 32);
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
            """
        )

        # Fails loudly unless the index is valid, ready and defined as planned.
        op.execute(
            """
            DO $hnswkit$
            DECLARE
                index_name text := 'notes_ip';
                table_name text := 'notes';
                it record;
                planned text;
                existing text;
                same_table boolean;
                usable boolean;
            BEGIN
                -- What the server makes of the planned definition: asked of an empty copy of the table.
                CREATE TEMPORARY TABLE hnswkit_copy (LIKE notes);
                CREATE INDEX hnswkit_plan
                    ON pg_temp.hnswkit_copy
                    USING hnsw (embedding vector_ip_ops)
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
            """
        )

        # Fails loudly when a leftover is there, and names the statements that drop it.
        op.execute(
            """
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
                    WHERE i.indrelid = to_regclass('notes')
                        AND NOT (i.indisvalid AND i.indisready)
                        AND (c.relname IN ('notes_ip_leftover', 'notes_ip_leftover2', 'notes_ip_leftover3') OR s.stem <> c.relname AND (
                            s.stem = 'notes_ip'
                            OR 59 < octet_length(c.relname::text) AND starts_with('notes_ip', s.stem)
                        ));
                IF names IS NOT NULL THEN
                    RAISE EXCEPTION 'INVALID leftovers are still there: %', names
                        USING HINT = cure || ' Then run this again.';
                END IF;
            END
            $hnswkit$;
            """
        )

        # Fails loudly when something of the plan is left.
        op.execute(
            """
            DO $hnswkit$
            DECLARE
                name text;
            BEGIN
                FOREACH name IN ARRAY ARRAY[
                    'messages_l2',
                    'messages_l2_leftover'
                ] LOOP
                    IF to_regclass(name) IS NOT NULL THEN
                        RAISE EXCEPTION USING
                            ERRCODE = 'object_not_in_prerequisite_state',
                            MESSAGE = format('%s is still there', name),
                            HINT = format('DROP INDEX CONCURRENTLY %s; then run this again.', name);
                    END IF;
                END LOOP;
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

        # Goes on when the index is there, as it was or as planned, and the name of the new
        # one is free; brings back the names from before an interrupted swap; renames an
        # INVALID leftover out of the way; stops at anything else.
        op.execute(
            """
            DO $hnswkit$
            DECLARE
                existing_name text := 'atoms_l2';
                fresh_name text := 'atoms_l2_new';
                table_name text := 'atoms';
                it record;
                planned text;
                existing text;
                existing_same_table boolean;
                existing_usable boolean;
                fresh text;
                fresh_same_table boolean;
                fresh_usable boolean;
                before text;
            BEGIN
                IF to_regclass('atoms_l2_old') IS NOT NULL THEN
                    -- Interrupted between the swap and the drop: the names go back.
                    IF to_regclass('atoms_l2_new') IS NOT NULL THEN
                        RAISE EXCEPTION USING
                            ERRCODE = 'duplicate_object',
                            MESSAGE = 'atoms_l2_old and atoms_l2_new are both there',
                            HINT = 'One of them is not of this migration: look at both, and drop that one.';
                    ELSIF to_regclass('atoms_l2') IS NOT NULL THEN
                        ALTER INDEX atoms_l2 RENAME TO atoms_l2_new;
                    END IF;
                    ALTER INDEX atoms_l2_old RENAME TO atoms_l2;
                END IF;

                -- What the server makes of the planned definition: asked of an empty copy of the table.
                CREATE TEMPORARY TABLE hnswkit_copy (LIKE atoms);
                CREATE INDEX hnswkit_plan
                    ON pg_temp.hnswkit_copy
                    USING hnsw (embedding vector_l2_ops)
                    WITH (m = 16, ef_construction = 64);
                CREATE INDEX hnswkit_before
                    ON pg_temp.hnswkit_copy
                    USING hnsw (embedding vector_l2_ops)
                    WITH (m = 8, ef_construction = 32);
                FOR it IN
                    SELECT
                        i.indexrelid,
                        i.indexrelid = 'pg_temp.hnswkit_plan'::regclass AS is_plan,
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
                    WHERE i.indexrelid IN ('pg_temp.hnswkit_plan'::regclass, to_regclass(existing_name), to_regclass(fresh_name), to_regclass('pg_temp.hnswkit_before'))
                LOOP
                    IF it.is_plan THEN
                        planned := it.definition;
                    ELSIF it.indexrelid = to_regclass('pg_temp.hnswkit_before') THEN
                        before := it.definition;
                    ELSIF it.indexrelid = to_regclass(existing_name) THEN
                        existing := it.definition;
                        existing_same_table := it.same_table;
                        existing_usable := it.usable;
                    ELSIF it.indexrelid = to_regclass(fresh_name) THEN
                        fresh := it.definition;
                        fresh_same_table := it.same_table;
                        fresh_usable := it.usable;
                    END IF;
                END LOOP;
                DROP TABLE pg_temp.hnswkit_copy;

                IF to_regclass(existing_name) IS NULL AND to_regclass(fresh_name) IS NULL THEN
                    RAISE EXCEPTION 'index % does not exist', existing_name
                        USING HINT = 'There is nothing to replace: create it.';
                ELSIF to_regclass(existing_name) IS NOT NULL AND existing IS NULL
                    OR to_regclass(fresh_name) IS NOT NULL AND fresh IS NULL THEN
                    RAISE EXCEPTION 'relation % or % is there and is not an index', existing_name, fresh_name
                        USING HINT = 'Choose another name.';
                ELSIF NOT coalesce(existing_same_table, true) OR NOT coalesce(fresh_same_table, true) THEN
                    RAISE EXCEPTION 'index % or % belongs to another table than %', existing_name, fresh_name, table_name
                        USING HINT = 'Choose another name, or another schema.';
                ELSIF EXISTS (
                    SELECT
                    FROM pg_stat_progress_create_index
                    WHERE index_relid IN (to_regclass(existing_name), to_regclass(fresh_name))
                ) THEN
                    RAISE EXCEPTION 'another session is building index % or %', existing_name, fresh_name
                        USING HINT = 'Wait for it, or cancel it; then run this again.';
                ELSIF existing NOT IN (before, planned) THEN
                    RAISE EXCEPTION 'index % is not what the plan says that it is', existing_name
                        USING DETAIL = format('There is: %s. Said: %s. Planned: %s.', existing, before, planned),
                            HINT = 'Correct what the spec says of it (previous_…), so that the way back is true.';
                ELSIF fresh_usable AND fresh = before AND existing_usable IS NOT TRUE THEN
                    -- Interrupted while the other one was being dropped: this is the one that serves.
                    IF existing IS NOT NULL THEN
                        ALTER INDEX atoms_l2 RENAME TO atoms_l2_leftover;
                    END IF;
                    ALTER INDEX atoms_l2_new RENAME TO atoms_l2;
                ELSIF existing_usable AND existing = planned THEN
                    RAISE NOTICE 'index % is valid and as planned: nothing to build', existing_name;
                    IF fresh IS NOT NULL THEN
                        RAISE NOTICE 'index % is of a replacement that was given up: removing it', fresh_name;
                        ALTER INDEX atoms_l2_new RENAME TO atoms_l2_leftover;
                    END IF;
                    ALTER INDEX atoms_l2 RENAME TO atoms_l2_new;
                ELSIF fresh_usable AND fresh <> planned THEN
                    RAISE EXCEPTION 'index % is there with another definition', fresh_name
                        USING DETAIL = format('There is: %s. Planned: %s.', fresh, planned),
                            HINT = 'Drop it: it is the leftover of another migration.';
                ELSIF NOT fresh_usable THEN
                    RAISE NOTICE 'index % is INVALID, left by a build that did not finish: removing it', fresh_name;
                    ALTER INDEX atoms_l2_new RENAME TO atoms_l2_leftover;
                END IF;
            END
            $hnswkit$;
            """
        )

        # Stops when the name belongs to anything but an index on this table.
        op.execute(
            """
            DO $hnswkit$
            BEGIN
                IF EXISTS (
                    SELECT
                    FROM pg_class AS c
                    LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
                    WHERE c.oid = to_regclass('messages_small')
                        AND i.indrelid IS DISTINCT FROM to_regclass('messages')
                ) THEN
                    RAISE EXCEPTION USING
                        ERRCODE = 'wrong_object_type',
                        MESSAGE = 'messages_small is not an index on messages: not dropped',
                        HINT = 'It is not what this migration built; look at it before you drop it.';
                END IF;
            END
            $hnswkit$;
            """
        )

        # Renames INVALID leftovers to names that the next steps drop: PostgreSQL numbers
        # those of REINDEX (_ccnew, _ccnew1, …). Stops when another session builds on the
        # table.
        op.execute(
            """
            DO $hnswkit$
            DECLARE
                it record;
                slot name;
            BEGIN
                IF EXISTS (SELECT FROM pg_stat_progress_create_index WHERE relid = to_regclass('notes')) THEN
                    RAISE EXCEPTION USING
                        MESSAGE = 'another session is building an index on notes',
                        HINT = 'Wait for it, or cancel it; then run this again.';
                END IF;
                -- The names that are dropped next may belong to leftovers only.
                FOR it IN
                    SELECT c.oid::regclass AS index
                    FROM pg_class AS c
                    LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
                    WHERE c.oid IN (to_regclass('notes_ip_leftover'), to_regclass('notes_ip_leftover2'), to_regclass('notes_ip_leftover3'))
                        AND (i.indisvalid AND i.indisready OR i.indrelid IS DISTINCT FROM to_regclass('notes'))
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
                    WHERE i.indrelid = to_regclass('notes')
                        AND NOT (i.indisvalid AND i.indisready)
                        AND (s.stem <> c.relname AND (
                            s.stem = 'notes_ip'
                            OR 59 < octet_length(c.relname::text) AND starts_with('notes_ip', s.stem)
                        ))
                LOOP
                    RAISE NOTICE 'index % is INVALID, left by something that did not finish: removing it', it.index;
                    slot := (
                        SELECT n
                        FROM unnest(ARRAY['notes_ip_leftover', 'notes_ip_leftover2', 'notes_ip_leftover3']::name[], ARRAY['notes_ip_leftover', 'notes_ip_leftover2', 'notes_ip_leftover3']) AS u (n, q)
                        WHERE to_regclass(q) IS NULL
                        LIMIT 1
                    );
                    IF slot IS NULL THEN
                        RAISE EXCEPTION 'more leftovers of notes_ip than this can remove at once'
                            USING HINT = format('DROP INDEX CONCURRENTLY %s; then run this again.', it.index);
                    END IF;
                    EXECUTE format('ALTER INDEX %s RENAME TO %I', it.index, slot);
                END LOOP;
            END
            $hnswkit$;
            """
        )

        # Goes on when the index is absent or as planned; renames an INVALID leftover out of
        # the way; stops at anything else of that name.
        op.execute(
            """
            DO $hnswkit$
            DECLARE
                index_name text := 'messages_l2';
                table_name text := 'messages';
                it record;
                planned text;
                existing text;
                same_table boolean;
                usable boolean;
            BEGIN
                -- What the server makes of the planned definition: asked of an empty copy of the table.
                CREATE TEMPORARY TABLE hnswkit_copy (LIKE messages);
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
                    RETURN;
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
                ELSIF usable THEN
                    RAISE NOTICE 'index % is valid and as planned: nothing to build', index_name;
                ELSIF EXISTS (
                    SELECT FROM pg_stat_progress_create_index WHERE index_relid = to_regclass(index_name)
                ) THEN
                    RAISE EXCEPTION 'another session is building index %', index_name
                        USING HINT = 'Wait for it, or cancel it; then run this again.';
                ELSE
                    RAISE NOTICE 'index % is INVALID, left by a build that did not finish: removing it', index_name;
                    ALTER INDEX messages_l2 RENAME TO messages_l2_leftover;
                END IF;
            END
            $hnswkit$;
            """
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

        # The graph of 2,000 rows takes 2.0 MiB and stays in memory up to 89,857 rows.
        op.execute("SET maintenance_work_mem = '64MB';")

        # Removes the leftover of a build that did not finish, if there is one.
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS messages_l2_leftover;")

        # Builds the index while reads and writes go on; does nothing when the guard found
        # it as planned.
        op.execute(
            """
            CREATE INDEX CONCURRENTLY IF NOT EXISTS messages_l2
                ON messages
                USING hnsw (embedding vector_l2_ops)
                WITH (m = 16, ef_construction = 64);
            """
        )

        # Removes what something that did not finish has left, if anything.
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS notes_ip_leftover;")

        # Removes what something that did not finish has left, if anything.
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS notes_ip_leftover2;")

        # Removes what something that did not finish has left, if anything.
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS notes_ip_leftover3;")

        # Reads and writes go on. It waits for transactions that use the table, without a
        # lock_timeout: an interrupted drop would leave the index INVALID.
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS messages_small;")

        # Removes the leftover of a build that did not finish, if there is one.
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS messages_small_leftover;")

        # Removes the leftover of a build that did not finish, if there is one.
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS atoms_l2_leftover;")

        # Builds the new index beside the old one, which serves meanwhile; reads and writes
        # go on. Does nothing when the guard found it as planned.
        op.execute(
            """
            CREATE INDEX CONCURRENTLY IF NOT EXISTS atoms_l2_new
                ON atoms
                USING hnsw (embedding vector_l2_ops)
                WITH (m = 16, ef_construction = 64);
            """
        )

        # Nothing is swapped unless the new index is valid, ready and defined as planned.
        op.execute(
            """
            DO $hnswkit$
            DECLARE
                index_name text := 'atoms_l2_new';
                table_name text := 'atoms';
                it record;
                planned text;
                existing text;
                same_table boolean;
                usable boolean;
            BEGIN
                -- What the server makes of the planned definition: asked of an empty copy of the table.
                CREATE TEMPORARY TABLE hnswkit_copy (LIKE atoms);
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
            """
        )

        # Swaps the names, both at once. It needs a lock on the two indexes only, for a
        # moment, and tries again when it does not get it within a second. Until the next
        # step the old index is there, and the way back is to swap again.
        op.execute(
            """
            DO $hnswkit$
            BEGIN
                -- Renaming needs a lock on the indexes only; it gives up rather than queue, and tries again.
                PERFORM set_config('lock_timeout', '1s', true);
                FOR attempt IN 1..30 LOOP
                    BEGIN
                        IF to_regclass('atoms_l2') IS NOT NULL THEN
                            ALTER INDEX atoms_l2 RENAME TO atoms_l2_old;
                        END IF;
                        ALTER INDEX atoms_l2_new RENAME TO atoms_l2;
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

        # The point of no return: from here on the way back is another build. Reads and
        # writes go on; it waits for transactions that use the table.
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS atoms_l2_old;")

        # Short steps again.
        op.execute("SET lock_timeout = '5s';")

        # None of them takes long.
        op.execute("SET statement_timeout = '60s';")

        # Fails loudly unless the index is valid, ready and defined as planned.
        op.execute(
            """
            DO $hnswkit$
            DECLARE
                index_name text := 'atoms_l2';
                table_name text := 'atoms';
                it record;
                planned text;
                existing text;
                same_table boolean;
                usable boolean;
            BEGIN
                -- What the server makes of the planned definition: asked of an empty copy of the table.
                CREATE TEMPORARY TABLE hnswkit_copy (LIKE atoms);
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
            """
        )

        # Fails loudly when something of the replacement is left.
        op.execute(
            """
            DO $hnswkit$
            DECLARE
                name text;
            BEGIN
                FOREACH name IN ARRAY ARRAY[
                    'atoms_l2_new',
                    'atoms_l2_old',
                    'atoms_l2_leftover'
                ] LOOP
                    IF to_regclass(name) IS NOT NULL THEN
                        RAISE EXCEPTION USING
                            ERRCODE = 'object_not_in_prerequisite_state',
                            MESSAGE = format('%s is still there', name),
                            HINT = format('DROP INDEX CONCURRENTLY %s; then run this again.', name);
                    END IF;
                END LOOP;
            END
            $hnswkit$;
            """
        )

        # Fails loudly when something of the plan is left.
        op.execute(
            """
            DO $hnswkit$
            DECLARE
                name text;
            BEGIN
                FOREACH name IN ARRAY ARRAY[
                    'messages_small',
                    'messages_small_leftover'
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
            """
        )

        # A rebuild leaves the index as it was, so that there is nothing to take back; this
        # fails loudly unless it is valid.
        op.execute(
            """
            DO $hnswkit$
            DECLARE
                index_name text := 'notes_ip';
                table_name text := 'notes';
                it record;
                planned text;
                existing text;
                same_table boolean;
                usable boolean;
            BEGIN
                -- What the server makes of the planned definition: asked of an empty copy of the table.
                CREATE TEMPORARY TABLE hnswkit_copy (LIKE notes);
                CREATE INDEX hnswkit_plan
                    ON pg_temp.hnswkit_copy
                    USING hnsw (embedding vector_ip_ops)
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
            """
        )

        # Fails loudly when a leftover is there, and names the statements that drop it.
        op.execute(
            """
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
                    WHERE i.indrelid = to_regclass('notes')
                        AND NOT (i.indisvalid AND i.indisready)
                        AND (c.relname IN ('notes_ip_leftover', 'notes_ip_leftover2', 'notes_ip_leftover3') OR s.stem <> c.relname AND (
                            s.stem = 'notes_ip'
                            OR 59 < octet_length(c.relname::text) AND starts_with('notes_ip', s.stem)
                        ));
                IF names IS NOT NULL THEN
                    RAISE EXCEPTION 'INVALID leftovers are still there: %', names
                        USING HINT = cure || ' Then run this again.';
                END IF;
            END
            $hnswkit$;
            """
        )

        # Fails loudly unless the index is valid, ready and defined as planned.
        op.execute(
            """
            DO $hnswkit$
            DECLARE
                index_name text := 'messages_l2';
                table_name text := 'messages';
                it record;
                planned text;
                existing text;
                same_table boolean;
                usable boolean;
            BEGIN
                -- What the server makes of the planned definition: asked of an empty copy of the table.
                CREATE TEMPORARY TABLE hnswkit_copy (LIKE messages);
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
