-- Build 4 HNSW indexes while reads and writes go on.
-- Part 1 of 23: guard.
-- idx_events_1_embedding_hnsw: 24.0 KiB for 67 rows, built in 0.0 s to 0.0 s.
-- idx_events_2a_embedding_hnsw: 24.0 KiB for 67 rows, built in 0.0 s to 0.0 s.
-- "idx_Events, 2/b=_embedding_hnsw": 24.0 KiB for 67 rows, built in 0.0 s to 0.0 s.
-- idx_events_embedding_hnsw: 16.0 KiB for 0 rows.
--
-- sqlx sends a file as one message, which PostgreSQL runs as one transaction, and no
-- transaction may hold a concurrent build. So these are 23 migrations, in order; let one
-- process run them, not every replica that starts.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0%20-c%20maintenance_work_mem%3D64MB
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- The short steps give up rather than queue in front of everybody.
SET LOCAL lock_timeout = '5s';

-- None of the short steps takes long.
SET LOCAL statement_timeout = '60s';

-- Stops when a partition is missing in the spec, or not there. A partition that was made
-- after the index has one that PostgreSQL has named: it gets the planned name.
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
            string_agg('"' || replace(replace(path, '\', '\\'), '"', '\"') || '"', ', ' ORDER BY path COLLATE "C")
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
        IF it.kind = 'i' AND NOT it.usable THEN
            RAISE EXCEPTION 'index % is attached and INVALID', it.index
                USING HINT = format('REINDEX INDEX CONCURRENTLY %s; then run this again.', it.index);
        END IF;
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

-- Goes on when the index of the partitioned table is absent or as planned, complete or not;
-- stops at anything else of that name.
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
    ELSIF existing <> planned THEN
        RAISE EXCEPTION 'index % is there with another definition, and INVALID', index_name
            USING DETAIL = format('There is: %s. Planned: %s.', existing, planned),
                HINT = 'Drop it (which drops what is attached to it), or choose another name.';
    ELSIF NOT usable THEN
        RAISE NOTICE 'index % is there and not complete: going on', index_name;
    END IF;
END
$hnswkit$;

-- Goes on when the index of the partitioned table is absent or as planned, complete or not;
-- stops at anything else of that name.
DO $hnswkit$
DECLARE
    index_name text := 'idx_events_2_embedding_hnsw';
    table_name text := 'events_2';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE events_2);
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
    ELSIF existing <> planned THEN
        RAISE EXCEPTION 'index % is there with another definition, and INVALID', index_name
            USING DETAIL = format('There is: %s. Planned: %s.', existing, planned),
                HINT = 'Drop it (which drops what is attached to it), or choose another name.';
    ELSIF NOT usable THEN
        RAISE NOTICE 'index % is there and not complete: going on', index_name;
    END IF;
END
$hnswkit$;

-- Goes on when the index is absent or as planned; renames an INVALID leftover out of the
-- way; stops at anything else of that name.
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
        ALTER INDEX idx_events_1_embedding_hnsw RENAME TO idx_events_1_embedding_hnsw_leftover;
    END IF;
END
$hnswkit$;

-- Goes on when the index is absent or as planned; renames an INVALID leftover out of the
-- way; stops at anything else of that name.
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
        ALTER INDEX idx_events_2a_embedding_hnsw RENAME TO idx_events_2a_embedding_hnsw_leftover;
    END IF;
END
$hnswkit$;

-- Goes on when the index is absent or as planned; renames an INVALID leftover out of the
-- way; stops at anything else of that name.
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
        ALTER INDEX "idx_Events, 2/b=_embedding_hnsw" RENAME TO "idx_Events, 2/b=_embedding_hnsw_leftover";
    END IF;
END
$hnswkit$;
