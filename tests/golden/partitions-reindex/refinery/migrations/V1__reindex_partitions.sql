-- Rebuild 4 HNSW indexes while reads and writes go on.
-- idx_events_1_embedding_hnsw, built anew: 24.0 KiB for 67 rows, built in 0.0 s to 0.0 s.
-- idx_events_2a_embedding_hnsw, built anew: 24.0 KiB for 67 rows, built in 0.0 s to 0.0 s.
-- "idx_Events, 2/b=_embedding_hnsw", built anew: 24.0 KiB for 67 rows, built in 0.0 s to
-- 0.0 s.
-- idx_events_embedding_hnsw, built anew: 16.0 KiB for 0 rows.
--
-- refinery runs every migration inside of a transaction, and no transaction may hold all of
-- this change. So psql does it before the deploy, while reads and writes go on:
--   psql "$DATABASE_URL" --no-psqlrc --file migrations_outside/reindex_partitions.up.sql
-- This file then proves it. Where the tables have no rows, as in tests, it makes the change
-- by itself.

-- Remembers the settings; the last step puts them back.
DO $hnswkit$
BEGIN
    PERFORM set_config('hnswkit.' || name, current_setting(name), true)
    FROM pg_settings
    WHERE name IN (
        'lock_timeout',
        'statement_timeout'
    );
END
$hnswkit$;

-- Gives up rather than queue in front of everybody.
SET LOCAL lock_timeout = '5s';

-- Nothing in here takes long.
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

-- Goes on when the index is there, on its table and as planned, valid or not.
DO $hnswkit1$
BEGIN
    IF NOT EXISTS (SELECT FROM events_1) THEN
        EXECUTE $statement$
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
$statement$;
    END IF;
END
$hnswkit1$;

-- Goes on when the index is there, on its table and as planned, valid or not.
DO $hnswkit1$
BEGIN
    IF NOT EXISTS (SELECT FROM events_2a) THEN
        EXECUTE $statement$
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
$statement$;
    END IF;
END
$hnswkit1$;

-- Goes on when the index is there, on its table and as planned, valid or not.
DO $hnswkit1$
BEGIN
    IF NOT EXISTS (SELECT FROM "Events, 2/b=") THEN
        EXECUTE $statement$
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
$statement$;
    END IF;
END
$hnswkit1$;

-- Builds it anew in place: writes to the table wait until the transaction ends, and so do
-- reads, as the planner opens every index of a table.
DO $hnswkit$
BEGIN
    IF NOT EXISTS (SELECT FROM events_1) THEN
        EXECUTE $statement$
REINDEX INDEX idx_events_1_embedding_hnsw;
$statement$;
    END IF;
END
$hnswkit$;

-- Builds it anew in place: writes to the table wait until the transaction ends, and so do
-- reads, as the planner opens every index of a table.
DO $hnswkit$
BEGIN
    IF NOT EXISTS (SELECT FROM events_2a) THEN
        EXECUTE $statement$
REINDEX INDEX idx_events_2a_embedding_hnsw;
$statement$;
    END IF;
END
$hnswkit$;

-- Builds it anew in place: writes to the table wait until the transaction ends, and so do
-- reads, as the planner opens every index of a table.
DO $hnswkit$
BEGIN
    IF NOT EXISTS (SELECT FROM "Events, 2/b=") THEN
        EXECUTE $statement$
REINDEX INDEX "idx_Events, 2/b=_embedding_hnsw";
$statement$;
    END IF;
END
$hnswkit$;

-- Fails loudly unless the index is valid, ready and defined as planned.
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
            USING HINT = 'Run migrations_outside/reindex_partitions.up.sql with psql, then run this again.';
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
            USING HINT = 'If another session is building it, wait. Otherwise run migrations_outside/reindex_partitions.up.sql with psql: it builds anew. Then run this again.';
    END IF;
    RAISE NOTICE 'index % is valid, ready and as planned', index_name;
END
$hnswkit$;

-- Fails loudly unless the index is valid, ready and defined as planned.
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
            USING HINT = 'Run migrations_outside/reindex_partitions.up.sql with psql, then run this again.';
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
            USING HINT = 'If another session is building it, wait. Otherwise run migrations_outside/reindex_partitions.up.sql with psql: it builds anew. Then run this again.';
    END IF;
    RAISE NOTICE 'index % is valid, ready and as planned', index_name;
END
$hnswkit$;

-- Fails loudly unless the index is valid, ready and defined as planned.
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
            USING HINT = 'Run migrations_outside/reindex_partitions.up.sql with psql, then run this again.';
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
            USING HINT = 'If another session is building it, wait. Otherwise run migrations_outside/reindex_partitions.up.sql with psql: it builds anew. Then run this again.';
    END IF;
    RAISE NOTICE 'index % is valid, ready and as planned', index_name;
END
$hnswkit$;

-- Fails loudly unless the index of the table is valid and defined as planned.
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
            USING HINT = 'Run migrations_outside/reindex_partitions.up.sql with psql, then run this again.';
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
            USING HINT = 'If another session is building it, wait. Otherwise run migrations_outside/reindex_partitions.up.sql with psql: it builds anew. Then run this again.';
    END IF;
    RAISE NOTICE 'index % is valid, ready and as planned', index_name;
END
$hnswkit$;

-- Fails loudly when the index of a partition has other parameters.
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

-- Puts the settings back as they were.
DO $hnswkit$
BEGIN
    PERFORM set_config(name, current_setting('hnswkit.' || name), true)
    FROM pg_settings
    WHERE name IN (
        'lock_timeout',
        'statement_timeout'
    );
END
$hnswkit$;
