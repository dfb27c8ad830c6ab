"""Rebuild 4 HNSW indexes while reads and writes go on.

idx_events_1_embedding_hnsw, built anew: 24.0 KiB for 67 rows, built in 0.0 s to 0.0 s.
idx_events_2a_embedding_hnsw, built anew: 24.0 KiB for 67 rows, built in 0.0 s to 0.0 s.
\"idx_Events, 2/b=_embedding_hnsw\", built anew: 24.0 KiB for 67 rows, built in 0.0 s to 0.0 s.
idx_events_embedding_hnsw, built anew: 16.0 KiB for 0 rows.

Revision ID: 2e90857e956d
Revises:
"""

from alembic import op

revision = "2e90857e956d"
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

        # Stops when a partition is missing in the spec, or not there. A partition that was
        # made after the index has one that PostgreSQL has named: it gets the planned name.
        op.execute(
            """
            DO $hnswkit$
            DECLARE
                table_name text := 'events';
                line text;
                it record;
            BEGIN
                IF (SELECT c.relkind FROM pg_class AS c WHERE c.oid = to_regclass(table_name)) IS DISTINCT FROM 'p' THEN
                    RAISE EXCEPTION '% is not a partitioned table', table_name
                        USING HINT = 'Look at its name; leave partitions out for a plain table.';
                END IF;
                line := (
                    WITH RECURSIVE tree AS (
                        SELECT i.inhrelid AS oid, i.inhrelid::regclass::text AS path
                        FROM pg_inherits AS i
                        WHERE i.inhparent = to_regclass('events')
                        UNION ALL
                        SELECT i.inhrelid, format('%s/%s', tree.path, i.inhrelid::regclass)
                        FROM tree
                        JOIN pg_inherits AS i ON i.inhparent = tree.oid
                    )
                    SELECT format(
                        'partitions = [%s]',
                        string_agg('"' || replace(replace(path, '\\', '\\\\'), '"', '\\"') || '"', ', ' ORDER BY path COLLATE "C")
                    )
                    FROM tree
                    JOIN pg_class AS c ON c.oid = tree.oid
                    WHERE c.relkind <> 'p'
                );
                FOR it IN
                    SELECT given.name, given.relation, t.relid, c.relkind, EXISTS (
                        SELECT
                        FROM pg_index AS i
                        JOIN pg_partition_tree(to_regclass('idx_events_embedding_hnsw')) AS x ON x.relid = i.indexrelid
                        WHERE i.indrelid = t.relid AND i.indisvalid
                    ) AS has_index, t.parentrelid = to_regclass(given.parent) AS in_place
                    FROM (SELECT * FROM pg_partition_tree(to_regclass(table_name)) WHERE 0 < level) AS t
                    JOIN pg_class AS c ON c.oid = t.relid
                    FULL JOIN (
                        SELECT v.name, v.parent, to_regclass(v.name) AS relation
                        FROM (VALUES
                            ('events_1', 'events', 'idx_events_1_embedding_hnsw', 'idx_events_1_embedding_hnsw'),
                            ('events_2', 'events', 'idx_events_2_embedding_hnsw', 'idx_events_2_embedding_hnsw'),
                            ('events_2a', 'events_2', 'idx_events_2a_embedding_hnsw', 'idx_events_2a_embedding_hnsw'),
                            ('"Events, 2/b="', 'events_2', '"idx_Events, 2/b=_embedding_hnsw"', '"idx_Events, 2/b=_embedding_hnsw"')
                        ) AS v (name, parent, index, index_name)
                    ) AS given ON given.relation = t.relid
                LOOP
                    IF it.relid IS NULL OR NOT it.in_place THEN
                        RAISE EXCEPTION 'partition % of the spec is not there, or not where it says', it.name
                            USING DETAIL = format('There is: %s', line), HINT = 'Put that line into the spec, and generate again.';
                    ELSIF it.relkind = 'f' THEN
                        RAISE EXCEPTION 'partition % is a foreign table, which cannot be indexed', it.relid
                            USING HINT = 'An index of the whole table would stay INVALID: plan one for each other partition.';
                    ELSIF it.name IS NULL AND NOT it.has_index THEN
                        RAISE EXCEPTION 'partition % is not in the spec', it.relid
                            USING DETAIL = format('There is: %s', line),
                                HINT = 'Put that line into the spec, and generate again; detach what is partitioned and has no partitions.';
                    END IF;
                END LOOP;
                FOR it IN
                    SELECT v.index, v.index_name, i.indexrelid, c.relkind AS kind, i.indisvalid AS usable
                    FROM (VALUES
                        ('events_1', 'events', 'idx_events_1_embedding_hnsw', 'idx_events_1_embedding_hnsw'),
                            ('events_2', 'events', 'idx_events_2_embedding_hnsw', 'idx_events_2_embedding_hnsw'),
                            ('events_2a', 'events_2', 'idx_events_2a_embedding_hnsw', 'idx_events_2a_embedding_hnsw'),
                            ('"Events, 2/b="', 'events_2', '"idx_Events, 2/b=_embedding_hnsw"', '"idx_Events, 2/b=_embedding_hnsw"')
                    ) AS v (name, parent, index, index_name)
                    JOIN pg_index AS i ON i.indrelid = to_regclass(v.name)
                    JOIN pg_class AS c ON c.oid = i.indexrelid
                    JOIN pg_partition_tree(to_regclass('idx_events_embedding_hnsw')) AS t ON t.relid = i.indexrelid
                LOOP
                    IF it.indexrelid IS DISTINCT FROM to_regclass(it.index) THEN
                        IF to_regclass(it.index) IS NOT NULL THEN
                            RAISE EXCEPTION 'index % is there beside %, which is attached', it.index, it.indexrelid::regclass
                                USING HINT = format('DROP INDEX CONCURRENTLY %s; then run this again.', it.index);
                        END IF;
                        RAISE NOTICE 'index % is attached: it becomes %', it.indexrelid::regclass, it.index;
                        EXECUTE format('ALTER INDEX %s RENAME TO %s', it.indexrelid::regclass, it.index_name);
                    END IF;
                END LOOP;
            END
            $hnswkit$;
            """
        )

        # Goes on when the index is there, on its table and as planned, valid or not.
        op.execute(
            """
            DO $hnswkit$
            DECLARE
                index_name text := 'idx_events_1_embedding_hnsw';
                table_name text := 'events_1';
                it record;
                planned text;
                existing text;
                same_table boolean;
                usable boolean;
            BEGIN
                -- What the server makes of the planned definition: asked of an empty copy of the table.
                CREATE TEMPORARY TABLE hnswkit_copy (LIKE events_1);
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
                IF EXISTS (SELECT FROM pg_stat_progress_create_index WHERE relid = to_regclass('events_1')) THEN
                    RAISE EXCEPTION USING
                        MESSAGE = 'another session is building an index on events_1',
                        HINT = 'Wait for it, or cancel it; then run this again.';
                END IF;
                -- The names that are dropped next may belong to leftovers only.
                FOR it IN
                    SELECT c.oid::regclass AS index
                    FROM pg_class AS c
                    LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
                    WHERE c.oid IN (to_regclass('idx_events_1_embedding_hnsw_leftover'), to_regclass('idx_events_1_embedding_hnsw_leftover2'), to_regclass('idx_events_1_embedding_hnsw_leftover3'))
                        AND (i.indisvalid AND i.indisready OR i.indrelid IS DISTINCT FROM to_regclass('events_1'))
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
                    WHERE i.indrelid = to_regclass('events_1')
                        AND NOT (i.indisvalid AND i.indisready)
                        AND (s.stem <> c.relname AND (
                            s.stem = 'idx_events_1_embedding_hnsw'
                            OR 59 < octet_length(c.relname::text) AND starts_with('idx_events_1_embedding_hnsw', s.stem)
                        ))
                LOOP
                    RAISE NOTICE 'index % is INVALID, left by something that did not finish: removing it', it.index;
                    slot := (
                        SELECT n
                        FROM unnest(ARRAY['idx_events_1_embedding_hnsw_leftover', 'idx_events_1_embedding_hnsw_leftover2', 'idx_events_1_embedding_hnsw_leftover3']::name[], ARRAY['idx_events_1_embedding_hnsw_leftover', 'idx_events_1_embedding_hnsw_leftover2', 'idx_events_1_embedding_hnsw_leftover3']) AS u (n, q)
                        WHERE to_regclass(q) IS NULL
                        LIMIT 1
                    );
                    IF slot IS NULL THEN
                        RAISE EXCEPTION 'more leftovers of idx_events_1_embedding_hnsw than this can remove at once'
                            USING HINT = format('DROP INDEX CONCURRENTLY %s; then run this again.', it.index);
                    END IF;
                    EXECUTE format('ALTER INDEX %s RENAME TO %I', it.index, slot);
                END LOOP;
            END
            $hnswkit$;
            """
        )

        # Goes on when the index is there, on its table and as planned, valid or not.
        op.execute(
            """
            DO $hnswkit$
            DECLARE
                index_name text := 'idx_events_2a_embedding_hnsw';
                table_name text := 'events_2a';
                it record;
                planned text;
                existing text;
                same_table boolean;
                usable boolean;
            BEGIN
                -- What the server makes of the planned definition: asked of an empty copy of the table.
                CREATE TEMPORARY TABLE hnswkit_copy (LIKE events_2a);
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
                IF EXISTS (SELECT FROM pg_stat_progress_create_index WHERE relid = to_regclass('events_2a')) THEN
                    RAISE EXCEPTION USING
                        MESSAGE = 'another session is building an index on events_2a',
                        HINT = 'Wait for it, or cancel it; then run this again.';
                END IF;
                -- The names that are dropped next may belong to leftovers only.
                FOR it IN
                    SELECT c.oid::regclass AS index
                    FROM pg_class AS c
                    LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
                    WHERE c.oid IN (to_regclass('idx_events_2a_embedding_hnsw_leftover'), to_regclass('idx_events_2a_embedding_hnsw_leftover2'), to_regclass('idx_events_2a_embedding_hnsw_leftover3'))
                        AND (i.indisvalid AND i.indisready OR i.indrelid IS DISTINCT FROM to_regclass('events_2a'))
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
                    WHERE i.indrelid = to_regclass('events_2a')
                        AND NOT (i.indisvalid AND i.indisready)
                        AND (s.stem <> c.relname AND (
                            s.stem = 'idx_events_2a_embedding_hnsw'
                            OR 59 < octet_length(c.relname::text) AND starts_with('idx_events_2a_embedding_hnsw', s.stem)
                        ))
                LOOP
                    RAISE NOTICE 'index % is INVALID, left by something that did not finish: removing it', it.index;
                    slot := (
                        SELECT n
                        FROM unnest(ARRAY['idx_events_2a_embedding_hnsw_leftover', 'idx_events_2a_embedding_hnsw_leftover2', 'idx_events_2a_embedding_hnsw_leftover3']::name[], ARRAY['idx_events_2a_embedding_hnsw_leftover', 'idx_events_2a_embedding_hnsw_leftover2', 'idx_events_2a_embedding_hnsw_leftover3']) AS u (n, q)
                        WHERE to_regclass(q) IS NULL
                        LIMIT 1
                    );
                    IF slot IS NULL THEN
                        RAISE EXCEPTION 'more leftovers of idx_events_2a_embedding_hnsw than this can remove at once'
                            USING HINT = format('DROP INDEX CONCURRENTLY %s; then run this again.', it.index);
                    END IF;
                    EXECUTE format('ALTER INDEX %s RENAME TO %I', it.index, slot);
                END LOOP;
            END
            $hnswkit$;
            """
        )

        # Goes on when the index is there, on its table and as planned, valid or not.
        op.execute(
            """
            DO $hnswkit$
            DECLARE
                index_name text := '"idx_Events, 2/b=_embedding_hnsw"';
                table_name text := '"Events, 2/b="';
                it record;
                planned text;
                existing text;
                same_table boolean;
                usable boolean;
            BEGIN
                -- What the server makes of the planned definition: asked of an empty copy of the table.
                CREATE TEMPORARY TABLE hnswkit_copy (LIKE "Events, 2/b=");
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
                IF EXISTS (SELECT FROM pg_stat_progress_create_index WHERE relid = to_regclass('"Events, 2/b="')) THEN
                    RAISE EXCEPTION USING
                        MESSAGE = 'another session is building an index on "Events, 2/b="',
                        HINT = 'Wait for it, or cancel it; then run this again.';
                END IF;
                -- The names that are dropped next may belong to leftovers only.
                FOR it IN
                    SELECT c.oid::regclass AS index
                    FROM pg_class AS c
                    LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
                    WHERE c.oid IN (to_regclass('"idx_Events, 2/b=_embedding_hnsw_leftover"'), to_regclass('"idx_Events, 2/b=_embedding_hnsw_leftover2"'), to_regclass('"idx_Events, 2/b=_embedding_hnsw_leftover3"'))
                        AND (i.indisvalid AND i.indisready OR i.indrelid IS DISTINCT FROM to_regclass('"Events, 2/b="'))
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
                    WHERE i.indrelid = to_regclass('"Events, 2/b="')
                        AND NOT (i.indisvalid AND i.indisready)
                        AND (s.stem <> c.relname AND (
                            s.stem = 'idx_Events, 2/b=_embedding_hnsw'
                            OR 59 < octet_length(c.relname::text) AND starts_with('idx_Events, 2/b=_embedding_hnsw', s.stem)
                        ))
                LOOP
                    RAISE NOTICE 'index % is INVALID, left by something that did not finish: removing it', it.index;
                    slot := (
                        SELECT n
                        FROM unnest(ARRAY['idx_Events, 2/b=_embedding_hnsw_leftover', 'idx_Events, 2/b=_embedding_hnsw_leftover2', 'idx_Events, 2/b=_embedding_hnsw_leftover3']::name[], ARRAY['"idx_Events, 2/b=_embedding_hnsw_leftover"', '"idx_Events, 2/b=_embedding_hnsw_leftover2"', '"idx_Events, 2/b=_embedding_hnsw_leftover3"']) AS u (n, q)
                        WHERE to_regclass(q) IS NULL
                        LIMIT 1
                    );
                    IF slot IS NULL THEN
                        RAISE EXCEPTION 'more leftovers of "idx_Events, 2/b=_embedding_hnsw" than this can remove at once'
                            USING HINT = format('DROP INDEX CONCURRENTLY %s; then run this again.', it.index);
                    END IF;
                    EXECUTE format('ALTER INDEX %s RENAME TO %I', it.index, slot);
                END LOOP;
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

        # Removes what something that did not finish has left, if anything.
        op.execute(
            "DROP INDEX CONCURRENTLY IF EXISTS idx_events_1_embedding_hnsw_leftover;"
        )

        # Removes what something that did not finish has left, if anything.
        op.execute(
            "DROP INDEX CONCURRENTLY IF EXISTS idx_events_1_embedding_hnsw_leftover2;"
        )

        # Removes what something that did not finish has left, if anything.
        op.execute(
            "DROP INDEX CONCURRENTLY IF EXISTS idx_events_1_embedding_hnsw_leftover3;"
        )

        # The graph of 67 rows takes 1.0 MiB and stays in memory up to 135,907 rows.
        op.execute("SET maintenance_work_mem = '64MB';")

        # Builds it anew beside the one that serves, swaps the two and drops the old one;
        # reads and writes go on, and queries use the index all the while. Interrupted, it
        # leaves an INVALID index of the name and _ccnew or _ccold, which the next run
        # removes, and so does the way back.
        op.execute("REINDEX INDEX CONCURRENTLY idx_events_1_embedding_hnsw;")

        # Removes what something that did not finish has left, if anything.
        op.execute(
            "DROP INDEX CONCURRENTLY IF EXISTS idx_events_2a_embedding_hnsw_leftover;"
        )

        # Removes what something that did not finish has left, if anything.
        op.execute(
            "DROP INDEX CONCURRENTLY IF EXISTS idx_events_2a_embedding_hnsw_leftover2;"
        )

        # Removes what something that did not finish has left, if anything.
        op.execute(
            "DROP INDEX CONCURRENTLY IF EXISTS idx_events_2a_embedding_hnsw_leftover3;"
        )

        # Builds it anew beside the one that serves, swaps the two and drops the old one;
        # reads and writes go on, and queries use the index all the while. Interrupted, it
        # leaves an INVALID index of the name and _ccnew or _ccold, which the next run
        # removes, and so does the way back.
        op.execute("REINDEX INDEX CONCURRENTLY idx_events_2a_embedding_hnsw;")

        # Removes what something that did not finish has left, if anything.
        op.execute(
            "DROP INDEX CONCURRENTLY IF EXISTS \"idx_Events, 2/b=_embedding_hnsw_leftover\";"
        )

        # Removes what something that did not finish has left, if anything.
        op.execute(
            "DROP INDEX CONCURRENTLY IF EXISTS \"idx_Events, 2/b=_embedding_hnsw_leftover2\";"
        )

        # Removes what something that did not finish has left, if anything.
        op.execute(
            "DROP INDEX CONCURRENTLY IF EXISTS \"idx_Events, 2/b=_embedding_hnsw_leftover3\";"
        )

        # Builds it anew beside the one that serves, swaps the two and drops the old one;
        # reads and writes go on, and queries use the index all the while. Interrupted, it
        # leaves an INVALID index of the name and _ccnew or _ccold, which the next run
        # removes, and so does the way back.
        op.execute("REINDEX INDEX CONCURRENTLY \"idx_Events, 2/b=_embedding_hnsw\";")

        # Short steps again.
        op.execute("SET lock_timeout = '5s';")

        # None of them takes long.
        op.execute("SET statement_timeout = '60s';")

        # Fails loudly unless the index is valid, ready and defined as planned.
        op.execute(
            """
            DO $hnswkit$
            DECLARE
                index_name text := 'idx_events_1_embedding_hnsw';
                table_name text := 'events_1';
                it record;
                planned text;
                existing text;
                same_table boolean;
                usable boolean;
            BEGIN
                -- What the server makes of the planned definition: asked of an empty copy of the table.
                CREATE TEMPORARY TABLE hnswkit_copy (LIKE events_1);
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
                    WHERE i.indrelid = to_regclass('events_1')
                        AND NOT (i.indisvalid AND i.indisready)
                        AND (c.relname IN ('idx_events_1_embedding_hnsw_leftover', 'idx_events_1_embedding_hnsw_leftover2', 'idx_events_1_embedding_hnsw_leftover3') OR s.stem <> c.relname AND (
                            s.stem = 'idx_events_1_embedding_hnsw'
                            OR 59 < octet_length(c.relname::text) AND starts_with('idx_events_1_embedding_hnsw', s.stem)
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
                index_name text := 'idx_events_2a_embedding_hnsw';
                table_name text := 'events_2a';
                it record;
                planned text;
                existing text;
                same_table boolean;
                usable boolean;
            BEGIN
                -- What the server makes of the planned definition: asked of an empty copy of the table.
                CREATE TEMPORARY TABLE hnswkit_copy (LIKE events_2a);
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
                    WHERE i.indrelid = to_regclass('events_2a')
                        AND NOT (i.indisvalid AND i.indisready)
                        AND (c.relname IN ('idx_events_2a_embedding_hnsw_leftover', 'idx_events_2a_embedding_hnsw_leftover2', 'idx_events_2a_embedding_hnsw_leftover3') OR s.stem <> c.relname AND (
                            s.stem = 'idx_events_2a_embedding_hnsw'
                            OR 59 < octet_length(c.relname::text) AND starts_with('idx_events_2a_embedding_hnsw', s.stem)
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
                index_name text := '"idx_Events, 2/b=_embedding_hnsw"';
                table_name text := '"Events, 2/b="';
                it record;
                planned text;
                existing text;
                same_table boolean;
                usable boolean;
            BEGIN
                -- What the server makes of the planned definition: asked of an empty copy of the table.
                CREATE TEMPORARY TABLE hnswkit_copy (LIKE "Events, 2/b=");
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
                    WHERE i.indrelid = to_regclass('"Events, 2/b="')
                        AND NOT (i.indisvalid AND i.indisready)
                        AND (c.relname IN ('idx_Events, 2/b=_embedding_hnsw_leftover', 'idx_Events, 2/b=_embedding_hnsw_leftover2', 'idx_Events, 2/b=_embedding_hnsw_leftover3') OR s.stem <> c.relname AND (
                            s.stem = 'idx_Events, 2/b=_embedding_hnsw'
                            OR 59 < octet_length(c.relname::text) AND starts_with('idx_Events, 2/b=_embedding_hnsw', s.stem)
                        ));
                IF names IS NOT NULL THEN
                    RAISE EXCEPTION 'INVALID leftovers are still there: %', names
                        USING HINT = cure || ' Then run this again.';
                END IF;
            END
            $hnswkit$;
            """
        )

        # Fails loudly unless the index of the table is valid and defined as planned.
        op.execute(
            """
            DO $hnswkit$
            DECLARE
                index_name text := 'idx_events_embedding_hnsw';
                table_name text := 'events';
                it record;
                planned text;
                existing text;
                same_table boolean;
                usable boolean;
            BEGIN
                -- What the server makes of the planned definition: asked of an empty copy of the table.
                CREATE TEMPORARY TABLE hnswkit_copy (LIKE events);
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

        # Fails loudly when the index of a partition has other parameters.
        op.execute(
            """
            DO $hnswkit$
            DECLARE
                it record;
            BEGIN
                FOR it IN
                    SELECT c.oid, c.reloptions, i.indisvalid
                    FROM pg_partition_tree(to_regclass('idx_events_embedding_hnsw')) AS t
                    JOIN pg_class AS c ON c.oid = t.relid
                    JOIN pg_index AS i ON i.indexrelid = t.relid
                    WHERE NOT i.indisvalid OR t.isleaf AND (coalesce(substring(c.reloptions::text FROM '[{,]m=([0-9]+)'), '16') <> '8' OR coalesce(substring(c.reloptions::text FROM '[{,]ef_construction=([0-9]+)'), '64') <> '32')
                LOOP
                    IF NOT it.indisvalid THEN
                        RAISE EXCEPTION 'index % is INVALID', it.oid::regclass
                            USING HINT = 'Run the migration again: it goes on where this one ended.';
                    END IF;
                    RAISE EXCEPTION 'index % has other parameters than planned: %', it.oid::regclass, it.reloptions
                        USING HINT = format('ALTER INDEX %1$s SET (m = 8, ef_construction = 32); REINDEX INDEX CONCURRENTLY %1$s; then run this again.', it.oid::regclass);
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

        # Stops when a partition is missing in the spec, or not there. A partition that was
        # made after the index has one that PostgreSQL has named: it gets the planned name.
        op.execute(
            """
            DO $hnswkit$
            DECLARE
                table_name text := 'events';
                line text;
                it record;
            BEGIN
                IF (SELECT c.relkind FROM pg_class AS c WHERE c.oid = to_regclass(table_name)) IS DISTINCT FROM 'p' THEN
                    RAISE EXCEPTION '% is not a partitioned table', table_name
                        USING HINT = 'Look at its name; leave partitions out for a plain table.';
                END IF;
                line := (
                    WITH RECURSIVE tree AS (
                        SELECT i.inhrelid AS oid, i.inhrelid::regclass::text AS path
                        FROM pg_inherits AS i
                        WHERE i.inhparent = to_regclass('events')
                        UNION ALL
                        SELECT i.inhrelid, format('%s/%s', tree.path, i.inhrelid::regclass)
                        FROM tree
                        JOIN pg_inherits AS i ON i.inhparent = tree.oid
                    )
                    SELECT format(
                        'partitions = [%s]',
                        string_agg('"' || replace(replace(path, '\\', '\\\\'), '"', '\\"') || '"', ', ' ORDER BY path COLLATE "C")
                    )
                    FROM tree
                    JOIN pg_class AS c ON c.oid = tree.oid
                    WHERE c.relkind <> 'p'
                );
                FOR it IN
                    SELECT given.name, given.relation, t.relid, c.relkind, EXISTS (
                        SELECT
                        FROM pg_index AS i
                        JOIN pg_partition_tree(to_regclass('idx_events_embedding_hnsw')) AS x ON x.relid = i.indexrelid
                        WHERE i.indrelid = t.relid AND i.indisvalid
                    ) AS has_index, t.parentrelid = to_regclass(given.parent) AS in_place
                    FROM (SELECT * FROM pg_partition_tree(to_regclass(table_name)) WHERE 0 < level) AS t
                    JOIN pg_class AS c ON c.oid = t.relid
                    FULL JOIN (
                        SELECT v.name, v.parent, to_regclass(v.name) AS relation
                        FROM (VALUES
                            ('events_1', 'events', 'idx_events_1_embedding_hnsw', 'idx_events_1_embedding_hnsw'),
                            ('events_2', 'events', 'idx_events_2_embedding_hnsw', 'idx_events_2_embedding_hnsw'),
                            ('events_2a', 'events_2', 'idx_events_2a_embedding_hnsw', 'idx_events_2a_embedding_hnsw'),
                            ('"Events, 2/b="', 'events_2', '"idx_Events, 2/b=_embedding_hnsw"', '"idx_Events, 2/b=_embedding_hnsw"')
                        ) AS v (name, parent, index, index_name)
                    ) AS given ON given.relation = t.relid
                LOOP
                    IF it.relid IS NULL OR NOT it.in_place THEN
                        RAISE EXCEPTION 'partition % of the spec is not there, or not where it says', it.name
                            USING DETAIL = format('There is: %s', line), HINT = 'Put that line into the spec, and generate again.';
                    ELSIF it.relkind = 'f' THEN
                        RAISE EXCEPTION 'partition % is a foreign table, which cannot be indexed', it.relid
                            USING HINT = 'An index of the whole table would stay INVALID: plan one for each other partition.';
                    ELSIF it.name IS NULL AND NOT it.has_index THEN
                        RAISE EXCEPTION 'partition % is not in the spec', it.relid
                            USING DETAIL = format('There is: %s', line),
                                HINT = 'Put that line into the spec, and generate again; detach what is partitioned and has no partitions.';
                    END IF;
                END LOOP;
                FOR it IN
                    SELECT v.index, v.index_name, i.indexrelid, c.relkind AS kind, i.indisvalid AS usable
                    FROM (VALUES
                        ('events_1', 'events', 'idx_events_1_embedding_hnsw', 'idx_events_1_embedding_hnsw'),
                            ('events_2', 'events', 'idx_events_2_embedding_hnsw', 'idx_events_2_embedding_hnsw'),
                            ('events_2a', 'events_2', 'idx_events_2a_embedding_hnsw', 'idx_events_2a_embedding_hnsw'),
                            ('"Events, 2/b="', 'events_2', '"idx_Events, 2/b=_embedding_hnsw"', '"idx_Events, 2/b=_embedding_hnsw"')
                    ) AS v (name, parent, index, index_name)
                    JOIN pg_index AS i ON i.indrelid = to_regclass(v.name)
                    JOIN pg_class AS c ON c.oid = i.indexrelid
                    JOIN pg_partition_tree(to_regclass('idx_events_embedding_hnsw')) AS t ON t.relid = i.indexrelid
                LOOP
                    IF it.indexrelid IS DISTINCT FROM to_regclass(it.index) THEN
                        IF to_regclass(it.index) IS NOT NULL THEN
                            RAISE EXCEPTION 'index % is there beside %, which is attached', it.index, it.indexrelid::regclass
                                USING HINT = format('DROP INDEX CONCURRENTLY %s; then run this again.', it.index);
                        END IF;
                        RAISE NOTICE 'index % is attached: it becomes %', it.indexrelid::regclass, it.index;
                        EXECUTE format('ALTER INDEX %s RENAME TO %s', it.indexrelid::regclass, it.index_name);
                    END IF;
                END LOOP;
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
                IF EXISTS (SELECT FROM pg_stat_progress_create_index WHERE relid = to_regclass('events_1')) THEN
                    RAISE EXCEPTION USING
                        MESSAGE = 'another session is building an index on events_1',
                        HINT = 'Wait for it, or cancel it; then run this again.';
                END IF;
                -- The names that are dropped next may belong to leftovers only.
                FOR it IN
                    SELECT c.oid::regclass AS index
                    FROM pg_class AS c
                    LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
                    WHERE c.oid IN (to_regclass('idx_events_1_embedding_hnsw_leftover'), to_regclass('idx_events_1_embedding_hnsw_leftover2'), to_regclass('idx_events_1_embedding_hnsw_leftover3'))
                        AND (i.indisvalid AND i.indisready OR i.indrelid IS DISTINCT FROM to_regclass('events_1'))
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
                    WHERE i.indrelid = to_regclass('events_1')
                        AND NOT (i.indisvalid AND i.indisready)
                        AND (s.stem <> c.relname AND (
                            s.stem = 'idx_events_1_embedding_hnsw'
                            OR 59 < octet_length(c.relname::text) AND starts_with('idx_events_1_embedding_hnsw', s.stem)
                        ))
                LOOP
                    RAISE NOTICE 'index % is INVALID, left by something that did not finish: removing it', it.index;
                    slot := (
                        SELECT n
                        FROM unnest(ARRAY['idx_events_1_embedding_hnsw_leftover', 'idx_events_1_embedding_hnsw_leftover2', 'idx_events_1_embedding_hnsw_leftover3']::name[], ARRAY['idx_events_1_embedding_hnsw_leftover', 'idx_events_1_embedding_hnsw_leftover2', 'idx_events_1_embedding_hnsw_leftover3']) AS u (n, q)
                        WHERE to_regclass(q) IS NULL
                        LIMIT 1
                    );
                    IF slot IS NULL THEN
                        RAISE EXCEPTION 'more leftovers of idx_events_1_embedding_hnsw than this can remove at once'
                            USING HINT = format('DROP INDEX CONCURRENTLY %s; then run this again.', it.index);
                    END IF;
                    EXECUTE format('ALTER INDEX %s RENAME TO %I', it.index, slot);
                END LOOP;
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
                IF EXISTS (SELECT FROM pg_stat_progress_create_index WHERE relid = to_regclass('events_2a')) THEN
                    RAISE EXCEPTION USING
                        MESSAGE = 'another session is building an index on events_2a',
                        HINT = 'Wait for it, or cancel it; then run this again.';
                END IF;
                -- The names that are dropped next may belong to leftovers only.
                FOR it IN
                    SELECT c.oid::regclass AS index
                    FROM pg_class AS c
                    LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
                    WHERE c.oid IN (to_regclass('idx_events_2a_embedding_hnsw_leftover'), to_regclass('idx_events_2a_embedding_hnsw_leftover2'), to_regclass('idx_events_2a_embedding_hnsw_leftover3'))
                        AND (i.indisvalid AND i.indisready OR i.indrelid IS DISTINCT FROM to_regclass('events_2a'))
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
                    WHERE i.indrelid = to_regclass('events_2a')
                        AND NOT (i.indisvalid AND i.indisready)
                        AND (s.stem <> c.relname AND (
                            s.stem = 'idx_events_2a_embedding_hnsw'
                            OR 59 < octet_length(c.relname::text) AND starts_with('idx_events_2a_embedding_hnsw', s.stem)
                        ))
                LOOP
                    RAISE NOTICE 'index % is INVALID, left by something that did not finish: removing it', it.index;
                    slot := (
                        SELECT n
                        FROM unnest(ARRAY['idx_events_2a_embedding_hnsw_leftover', 'idx_events_2a_embedding_hnsw_leftover2', 'idx_events_2a_embedding_hnsw_leftover3']::name[], ARRAY['idx_events_2a_embedding_hnsw_leftover', 'idx_events_2a_embedding_hnsw_leftover2', 'idx_events_2a_embedding_hnsw_leftover3']) AS u (n, q)
                        WHERE to_regclass(q) IS NULL
                        LIMIT 1
                    );
                    IF slot IS NULL THEN
                        RAISE EXCEPTION 'more leftovers of idx_events_2a_embedding_hnsw than this can remove at once'
                            USING HINT = format('DROP INDEX CONCURRENTLY %s; then run this again.', it.index);
                    END IF;
                    EXECUTE format('ALTER INDEX %s RENAME TO %I', it.index, slot);
                END LOOP;
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
                IF EXISTS (SELECT FROM pg_stat_progress_create_index WHERE relid = to_regclass('"Events, 2/b="')) THEN
                    RAISE EXCEPTION USING
                        MESSAGE = 'another session is building an index on "Events, 2/b="',
                        HINT = 'Wait for it, or cancel it; then run this again.';
                END IF;
                -- The names that are dropped next may belong to leftovers only.
                FOR it IN
                    SELECT c.oid::regclass AS index
                    FROM pg_class AS c
                    LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
                    WHERE c.oid IN (to_regclass('"idx_Events, 2/b=_embedding_hnsw_leftover"'), to_regclass('"idx_Events, 2/b=_embedding_hnsw_leftover2"'), to_regclass('"idx_Events, 2/b=_embedding_hnsw_leftover3"'))
                        AND (i.indisvalid AND i.indisready OR i.indrelid IS DISTINCT FROM to_regclass('"Events, 2/b="'))
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
                    WHERE i.indrelid = to_regclass('"Events, 2/b="')
                        AND NOT (i.indisvalid AND i.indisready)
                        AND (s.stem <> c.relname AND (
                            s.stem = 'idx_Events, 2/b=_embedding_hnsw'
                            OR 59 < octet_length(c.relname::text) AND starts_with('idx_Events, 2/b=_embedding_hnsw', s.stem)
                        ))
                LOOP
                    RAISE NOTICE 'index % is INVALID, left by something that did not finish: removing it', it.index;
                    slot := (
                        SELECT n
                        FROM unnest(ARRAY['idx_Events, 2/b=_embedding_hnsw_leftover', 'idx_Events, 2/b=_embedding_hnsw_leftover2', 'idx_Events, 2/b=_embedding_hnsw_leftover3']::name[], ARRAY['"idx_Events, 2/b=_embedding_hnsw_leftover"', '"idx_Events, 2/b=_embedding_hnsw_leftover2"', '"idx_Events, 2/b=_embedding_hnsw_leftover3"']) AS u (n, q)
                        WHERE to_regclass(q) IS NULL
                        LIMIT 1
                    );
                    IF slot IS NULL THEN
                        RAISE EXCEPTION 'more leftovers of "idx_Events, 2/b=_embedding_hnsw" than this can remove at once'
                            USING HINT = format('DROP INDEX CONCURRENTLY %s; then run this again.', it.index);
                    END IF;
                    EXECUTE format('ALTER INDEX %s RENAME TO %I', it.index, slot);
                END LOOP;
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

        # Removes what something that did not finish has left, if anything.
        op.execute(
            "DROP INDEX CONCURRENTLY IF EXISTS \"idx_Events, 2/b=_embedding_hnsw_leftover\";"
        )

        # Removes what something that did not finish has left, if anything.
        op.execute(
            "DROP INDEX CONCURRENTLY IF EXISTS \"idx_Events, 2/b=_embedding_hnsw_leftover2\";"
        )

        # Removes what something that did not finish has left, if anything.
        op.execute(
            "DROP INDEX CONCURRENTLY IF EXISTS \"idx_Events, 2/b=_embedding_hnsw_leftover3\";"
        )

        # Removes what something that did not finish has left, if anything.
        op.execute(
            "DROP INDEX CONCURRENTLY IF EXISTS idx_events_2a_embedding_hnsw_leftover;"
        )

        # Removes what something that did not finish has left, if anything.
        op.execute(
            "DROP INDEX CONCURRENTLY IF EXISTS idx_events_2a_embedding_hnsw_leftover2;"
        )

        # Removes what something that did not finish has left, if anything.
        op.execute(
            "DROP INDEX CONCURRENTLY IF EXISTS idx_events_2a_embedding_hnsw_leftover3;"
        )

        # Removes what something that did not finish has left, if anything.
        op.execute(
            "DROP INDEX CONCURRENTLY IF EXISTS idx_events_1_embedding_hnsw_leftover;"
        )

        # Removes what something that did not finish has left, if anything.
        op.execute(
            "DROP INDEX CONCURRENTLY IF EXISTS idx_events_1_embedding_hnsw_leftover2;"
        )

        # Removes what something that did not finish has left, if anything.
        op.execute(
            "DROP INDEX CONCURRENTLY IF EXISTS idx_events_1_embedding_hnsw_leftover3;"
        )

        # Short steps again.
        op.execute("SET lock_timeout = '5s';")

        # None of them takes long.
        op.execute("SET statement_timeout = '60s';")

        # A rebuild leaves the index as it was, so that there is nothing to take back; this
        # fails loudly unless it is valid.
        op.execute(
            """
            DO $hnswkit$
            DECLARE
                index_name text := 'idx_events_1_embedding_hnsw';
                table_name text := 'events_1';
                it record;
                planned text;
                existing text;
                same_table boolean;
                usable boolean;
            BEGIN
                -- What the server makes of the planned definition: asked of an empty copy of the table.
                CREATE TEMPORARY TABLE hnswkit_copy (LIKE events_1);
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
                    WHERE i.indrelid = to_regclass('events_1')
                        AND NOT (i.indisvalid AND i.indisready)
                        AND (c.relname IN ('idx_events_1_embedding_hnsw_leftover', 'idx_events_1_embedding_hnsw_leftover2', 'idx_events_1_embedding_hnsw_leftover3') OR s.stem <> c.relname AND (
                            s.stem = 'idx_events_1_embedding_hnsw'
                            OR 59 < octet_length(c.relname::text) AND starts_with('idx_events_1_embedding_hnsw', s.stem)
                        ));
                IF names IS NOT NULL THEN
                    RAISE EXCEPTION 'INVALID leftovers are still there: %', names
                        USING HINT = cure || ' Then run this again.';
                END IF;
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
                index_name text := 'idx_events_2a_embedding_hnsw';
                table_name text := 'events_2a';
                it record;
                planned text;
                existing text;
                same_table boolean;
                usable boolean;
            BEGIN
                -- What the server makes of the planned definition: asked of an empty copy of the table.
                CREATE TEMPORARY TABLE hnswkit_copy (LIKE events_2a);
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
                    WHERE i.indrelid = to_regclass('events_2a')
                        AND NOT (i.indisvalid AND i.indisready)
                        AND (c.relname IN ('idx_events_2a_embedding_hnsw_leftover', 'idx_events_2a_embedding_hnsw_leftover2', 'idx_events_2a_embedding_hnsw_leftover3') OR s.stem <> c.relname AND (
                            s.stem = 'idx_events_2a_embedding_hnsw'
                            OR 59 < octet_length(c.relname::text) AND starts_with('idx_events_2a_embedding_hnsw', s.stem)
                        ));
                IF names IS NOT NULL THEN
                    RAISE EXCEPTION 'INVALID leftovers are still there: %', names
                        USING HINT = cure || ' Then run this again.';
                END IF;
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
                index_name text := '"idx_Events, 2/b=_embedding_hnsw"';
                table_name text := '"Events, 2/b="';
                it record;
                planned text;
                existing text;
                same_table boolean;
                usable boolean;
            BEGIN
                -- What the server makes of the planned definition: asked of an empty copy of the table.
                CREATE TEMPORARY TABLE hnswkit_copy (LIKE "Events, 2/b=");
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
                    WHERE i.indrelid = to_regclass('"Events, 2/b="')
                        AND NOT (i.indisvalid AND i.indisready)
                        AND (c.relname IN ('idx_Events, 2/b=_embedding_hnsw_leftover', 'idx_Events, 2/b=_embedding_hnsw_leftover2', 'idx_Events, 2/b=_embedding_hnsw_leftover3') OR s.stem <> c.relname AND (
                            s.stem = 'idx_Events, 2/b=_embedding_hnsw'
                            OR 59 < octet_length(c.relname::text) AND starts_with('idx_Events, 2/b=_embedding_hnsw', s.stem)
                        ));
                IF names IS NOT NULL THEN
                    RAISE EXCEPTION 'INVALID leftovers are still there: %', names
                        USING HINT = cure || ' Then run this again.';
                END IF;
            END
            $hnswkit$;
            """
        )

        # Fails loudly unless the index of the table is valid and defined as planned.
        op.execute(
            """
            DO $hnswkit$
            DECLARE
                index_name text := 'idx_events_embedding_hnsw';
                table_name text := 'events';
                it record;
                planned text;
                existing text;
                same_table boolean;
                usable boolean;
            BEGIN
                -- What the server makes of the planned definition: asked of an empty copy of the table.
                CREATE TEMPORARY TABLE hnswkit_copy (LIKE events);
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

        # Fails loudly when the index of a partition has other parameters.
        op.execute(
            """
            DO $hnswkit$
            DECLARE
                it record;
            BEGIN
                FOR it IN
                    SELECT c.oid, c.reloptions, i.indisvalid
                    FROM pg_partition_tree(to_regclass('idx_events_embedding_hnsw')) AS t
                    JOIN pg_class AS c ON c.oid = t.relid
                    JOIN pg_index AS i ON i.indexrelid = t.relid
                    WHERE NOT i.indisvalid OR t.isleaf AND (coalesce(substring(c.reloptions::text FROM '[{,]m=([0-9]+)'), '16') <> '8' OR coalesce(substring(c.reloptions::text FROM '[{,]ef_construction=([0-9]+)'), '64') <> '32')
                LOOP
                    IF NOT it.indisvalid THEN
                        RAISE EXCEPTION 'index % is INVALID', it.oid::regclass
                            USING HINT = 'Run the migration again: it goes on where this one ended.';
                    END IF;
                    RAISE EXCEPTION 'index % has other parameters than planned: %', it.oid::regclass, it.reloptions
                        USING HINT = format('ALTER INDEX %1$s SET (m = 8, ef_construction = 32); REINDEX INDEX CONCURRENTLY %1$s; then run this again.', it.oid::regclass);
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
