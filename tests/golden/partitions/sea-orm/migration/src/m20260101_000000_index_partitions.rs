//! Build 4 HNSW indexes while reads and writes go on.
//! idx_events_1_embedding_hnsw: 24.0 KiB for 67 rows, built in 0.0 s to 0.0 s.
//! idx_events_2a_embedding_hnsw: 24.0 KiB for 67 rows, built in 0.0 s to 0.0 s.
//! "idx_Events, 2/b=_embedding_hnsw": 24.0 KiB for 67 rows, built in 0.0 s to 0.0 s.
//! idx_events_embedding_hnsw: 16.0 KiB for 0 rows.

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

    // Stops when a partition is missing in the spec, or not there. A partition that was
    // made after the index has one that PostgreSQL has named: it gets the planned name.
    r#"
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
    "#,

    // Goes on when the index of the partitioned table is absent or as planned, complete or
    // not; stops at anything else of that name.
    r"
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
    ",

    // Goes on when the index of the partitioned table is absent or as planned, complete or
    // not; stops at anything else of that name.
    r"
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
    ",

    // Goes on when the index is absent or as planned; renames an INVALID leftover out of
    // the way; stops at anything else of that name.
    r"
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
    ",

    // Goes on when the index is absent or as planned; renames an INVALID leftover out of
    // the way; stops at anything else of that name.
    r"
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
    ",

    // Goes on when the index is absent or as planned; renames an INVALID leftover out of
    // the way; stops at anything else of that name.
    r#"
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

    // Makes the index of the partitioned table without its parts; it is INVALID until all
    // are attached, which hurts nobody. Writes through the table wait for a moment. From
    // here on a new partition gets its index by itself.
    r"
    DO $hnswkit$
    BEGIN
        -- It gives up rather than queue in front of everybody, and tries again.
        PERFORM set_config('lock_timeout', '1s', true);
        FOR attempt IN 1..30 LOOP
            BEGIN
                CREATE INDEX IF NOT EXISTS idx_events_embedding_hnsw
                    ON ONLY events
                    USING hnsw (embedding vector_l2_ops)
                    WITH (m = 8, ef_construction = 32);
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
    ",

    // Makes the index of the partitioned table without its parts; it is INVALID until all
    // are attached, which hurts nobody. Writes through the table wait for a moment. From
    // here on a new partition gets its index by itself.
    r"
    DO $hnswkit$
    BEGIN
        -- It gives up rather than queue in front of everybody, and tries again.
        PERFORM set_config('lock_timeout', '1s', true);
        FOR attempt IN 1..30 LOOP
            BEGIN
                CREATE INDEX IF NOT EXISTS idx_events_2_embedding_hnsw
                    ON ONLY events_2
                    USING hnsw (embedding vector_l2_ops)
                    WITH (m = 8, ef_construction = 32);
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
    ",

    // The graph of 67 rows takes 1.0 MiB and stays in memory up to 135,907 rows.
    "SET maintenance_work_mem = '64MB';",

    // Removes the leftover of a build that did not finish, if there is one.
    "DROP INDEX CONCURRENTLY IF EXISTS idx_events_1_embedding_hnsw_leftover;",

    // Builds the index while reads and writes go on; does nothing when the guard found it
    // as planned.
    r"
    CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_events_1_embedding_hnsw
        ON events_1
        USING hnsw (embedding vector_l2_ops)
        WITH (m = 8, ef_construction = 32);
    ",

    // Removes the leftover of a build that did not finish, if there is one.
    "DROP INDEX CONCURRENTLY IF EXISTS idx_events_2a_embedding_hnsw_leftover;",

    // Builds the index while reads and writes go on; does nothing when the guard found it
    // as planned.
    r"
    CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_events_2a_embedding_hnsw
        ON events_2a
        USING hnsw (embedding vector_l2_ops)
        WITH (m = 8, ef_construction = 32);
    ",

    // Removes the leftover of a build that did not finish, if there is one.
    "DROP INDEX CONCURRENTLY IF EXISTS \"idx_Events, 2/b=_embedding_hnsw_leftover\";",

    // Builds the index while reads and writes go on; does nothing when the guard found it
    // as planned.
    r#"
    CREATE INDEX CONCURRENTLY IF NOT EXISTS "idx_Events, 2/b=_embedding_hnsw"
        ON "Events, 2/b="
        USING hnsw (embedding vector_l2_ops)
        WITH (m = 8, ef_construction = 32);
    "#,

    // Makes it a part of the index of the table, after a look at m and ef_construction,
    // which the server does not compare. It needs the index of the partition for itself for
    // a moment, so that searches and writes of the partition may wait, at most a second at
    // a time. With the last one the index of the table becomes valid. Interrupted: run the
    // plan again, or go back.
    r"
    DO $hnswkit$
    DECLARE
        part_name text := 'idx_events_1_embedding_hnsw';
        parent_name text := 'idx_events_embedding_hnsw';
    BEGIN
        IF EXISTS (
            SELECT
            FROM pg_inherits AS h
            JOIN pg_index AS i ON i.indexrelid = h.inhparent
            WHERE h.inhrelid = to_regclass(part_name) AND h.inhparent = to_regclass(parent_name) AND i.indisvalid
        ) THEN
            RETURN;
        ELSIF EXISTS (SELECT FROM pg_class AS c WHERE c.oid = to_regclass(part_name) AND (coalesce(substring(c.reloptions::text FROM '[{,]m=([0-9]+)'), '16') <> '8' OR coalesce(substring(c.reloptions::text FROM '[{,]ef_construction=([0-9]+)'), '64') <> '32')) THEN
            -- The server would take it.
            RAISE EXCEPTION 'index % has other parameters than planned', part_name
                USING HINT = format('ALTER INDEX %1$s SET (m = 8, ef_construction = 32); REINDEX INDEX CONCURRENTLY %1$s; then run this again.', part_name);
        END IF;
        -- It gives up rather than queue in front of everybody, and tries again.
        PERFORM set_config('lock_timeout', '1s', true);
        FOR attempt IN 1..30 LOOP
            BEGIN
                ALTER INDEX idx_events_embedding_hnsw ATTACH PARTITION idx_events_1_embedding_hnsw;
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
    ",

    // Makes it a part of the index of the table, after a look at m and ef_construction,
    // which the server does not compare. It needs the index of the partition for itself for
    // a moment, so that searches and writes of the partition may wait, at most a second at
    // a time. With the last one the index of the table becomes valid. Interrupted: run the
    // plan again, or go back.
    r"
    DO $hnswkit$
    DECLARE
        part_name text := 'idx_events_2a_embedding_hnsw';
        parent_name text := 'idx_events_2_embedding_hnsw';
    BEGIN
        IF EXISTS (
            SELECT
            FROM pg_inherits AS h
            JOIN pg_index AS i ON i.indexrelid = h.inhparent
            WHERE h.inhrelid = to_regclass(part_name) AND h.inhparent = to_regclass(parent_name) AND i.indisvalid
        ) THEN
            RETURN;
        ELSIF EXISTS (SELECT FROM pg_class AS c WHERE c.oid = to_regclass(part_name) AND (coalesce(substring(c.reloptions::text FROM '[{,]m=([0-9]+)'), '16') <> '8' OR coalesce(substring(c.reloptions::text FROM '[{,]ef_construction=([0-9]+)'), '64') <> '32')) THEN
            -- The server would take it.
            RAISE EXCEPTION 'index % has other parameters than planned', part_name
                USING HINT = format('ALTER INDEX %1$s SET (m = 8, ef_construction = 32); REINDEX INDEX CONCURRENTLY %1$s; then run this again.', part_name);
        END IF;
        -- It gives up rather than queue in front of everybody, and tries again.
        PERFORM set_config('lock_timeout', '1s', true);
        FOR attempt IN 1..30 LOOP
            BEGIN
                ALTER INDEX idx_events_2_embedding_hnsw ATTACH PARTITION idx_events_2a_embedding_hnsw;
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
    ",

    // Makes it a part of the index of the table, after a look at m and ef_construction,
    // which the server does not compare. It needs the index of the partition for itself for
    // a moment, so that searches and writes of the partition may wait, at most a second at
    // a time. With the last one the index of the table becomes valid. Interrupted: run the
    // plan again, or go back.
    r#"
    DO $hnswkit$
    DECLARE
        part_name text := '"idx_Events, 2/b=_embedding_hnsw"';
        parent_name text := 'idx_events_2_embedding_hnsw';
    BEGIN
        IF EXISTS (
            SELECT
            FROM pg_inherits AS h
            JOIN pg_index AS i ON i.indexrelid = h.inhparent
            WHERE h.inhrelid = to_regclass(part_name) AND h.inhparent = to_regclass(parent_name) AND i.indisvalid
        ) THEN
            RETURN;
        ELSIF EXISTS (SELECT FROM pg_class AS c WHERE c.oid = to_regclass(part_name) AND (coalesce(substring(c.reloptions::text FROM '[{,]m=([0-9]+)'), '16') <> '8' OR coalesce(substring(c.reloptions::text FROM '[{,]ef_construction=([0-9]+)'), '64') <> '32')) THEN
            -- The server would take it.
            RAISE EXCEPTION 'index % has other parameters than planned', part_name
                USING HINT = format('ALTER INDEX %1$s SET (m = 8, ef_construction = 32); REINDEX INDEX CONCURRENTLY %1$s; then run this again.', part_name);
        END IF;
        -- It gives up rather than queue in front of everybody, and tries again.
        PERFORM set_config('lock_timeout', '1s', true);
        FOR attempt IN 1..30 LOOP
            BEGIN
                ALTER INDEX idx_events_2_embedding_hnsw ATTACH PARTITION "idx_Events, 2/b=_embedding_hnsw";
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

    // Makes it a part of the index of the table, after a look at m and ef_construction,
    // which the server does not compare. It needs the index of the partition for itself for
    // a moment, so that searches and writes of the partition may wait, at most a second at
    // a time. With the last one the index of the table becomes valid. Interrupted: run the
    // plan again, or go back.
    r"
    DO $hnswkit$
    DECLARE
        part_name text := 'idx_events_2_embedding_hnsw';
        parent_name text := 'idx_events_embedding_hnsw';
    BEGIN
        IF EXISTS (
            SELECT
            FROM pg_inherits AS h
            JOIN pg_index AS i ON i.indexrelid = h.inhparent
            WHERE h.inhrelid = to_regclass(part_name) AND h.inhparent = to_regclass(parent_name) AND i.indisvalid
        ) THEN
            RETURN;
        ELSIF EXISTS (SELECT FROM pg_class AS c WHERE c.oid = to_regclass(part_name) AND (coalesce(substring(c.reloptions::text FROM '[{,]m=([0-9]+)'), '16') <> '8' OR coalesce(substring(c.reloptions::text FROM '[{,]ef_construction=([0-9]+)'), '64') <> '32')) THEN
            -- The server would take it.
            RAISE EXCEPTION 'index % has other parameters than planned', part_name
                USING HINT = format('ALTER INDEX %1$s SET (m = 8, ef_construction = 32); REINDEX INDEX CONCURRENTLY %1$s; then run this again.', part_name);
        END IF;
        -- It gives up rather than queue in front of everybody, and tries again.
        PERFORM set_config('lock_timeout', '1s', true);
        FOR attempt IN 1..30 LOOP
            BEGIN
                ALTER INDEX idx_events_embedding_hnsw ATTACH PARTITION idx_events_2_embedding_hnsw;
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
    ",

    // Short steps again.
    "SET lock_timeout = '5s';",

    // None of them takes long.
    "SET statement_timeout = '60s';",

    // Fails loudly unless the index is valid, ready and defined as planned.
    r"
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
    ",

    // Fails loudly unless the index is valid, ready and defined as planned.
    r"
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
    ",

    // Fails loudly unless the index is valid, ready and defined as planned.
    r#"
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
    "#,

    // Fails loudly unless the index of the table is valid and defined as planned.
    r"
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
    ",

    // Fails loudly when the index of a partition has other parameters.
    r"
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

    // Stops when the name belongs to anything but an index on this table.
    r"
    DO $hnswkit$
    BEGIN
        IF EXISTS (
            SELECT
            FROM pg_class AS c
            LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
            WHERE c.oid = to_regclass('idx_events_1_embedding_hnsw')
                AND i.indrelid IS DISTINCT FROM to_regclass('events_1')
        ) THEN
            RAISE EXCEPTION USING
                ERRCODE = 'wrong_object_type',
                MESSAGE = 'idx_events_1_embedding_hnsw is not an index on events_1: not dropped',
                HINT = 'It is not what this migration built; look at it before you drop it.';
        END IF;
    END
    $hnswkit$;
    ",

    // Stops when the name belongs to anything but an index on this table.
    r"
    DO $hnswkit$
    BEGIN
        IF EXISTS (
            SELECT
            FROM pg_class AS c
            LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
            WHERE c.oid = to_regclass('idx_events_2a_embedding_hnsw')
                AND i.indrelid IS DISTINCT FROM to_regclass('events_2a')
        ) THEN
            RAISE EXCEPTION USING
                ERRCODE = 'wrong_object_type',
                MESSAGE = 'idx_events_2a_embedding_hnsw is not an index on events_2a: not dropped',
                HINT = 'It is not what this migration built; look at it before you drop it.';
        END IF;
    END
    $hnswkit$;
    ",

    // Stops when the name belongs to anything but an index on this table.
    r#"
    DO $hnswkit$
    BEGIN
        IF EXISTS (
            SELECT
            FROM pg_class AS c
            LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
            WHERE c.oid = to_regclass('"idx_Events, 2/b=_embedding_hnsw"')
                AND i.indrelid IS DISTINCT FROM to_regclass('"Events, 2/b="')
        ) THEN
            RAISE EXCEPTION USING
                ERRCODE = 'wrong_object_type',
                MESSAGE = '"idx_Events, 2/b=_embedding_hnsw" is not an index on "Events, 2/b=": not dropped',
                HINT = 'It is not what this migration built; look at it before you drop it.';
        END IF;
    END
    $hnswkit$;
    "#,

    // Stops when the name belongs to anything but an index on this table.
    r"
    DO $hnswkit$
    BEGIN
        IF EXISTS (
            SELECT
            FROM pg_class AS c
            LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
            WHERE c.oid = to_regclass('idx_events_embedding_hnsw')
                AND i.indrelid IS DISTINCT FROM to_regclass('events')
        ) THEN
            RAISE EXCEPTION USING
                ERRCODE = 'wrong_object_type',
                MESSAGE = 'idx_events_embedding_hnsw is not an index on events: not dropped',
                HINT = 'It is not what this migration built; look at it before you drop it.';
        END IF;
    END
    $hnswkit$;
    ",

    // Stops when the name belongs to anything but an index on this table.
    r"
    DO $hnswkit$
    BEGIN
        IF EXISTS (
            SELECT
            FROM pg_class AS c
            LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
            WHERE c.oid = to_regclass('idx_events_2_embedding_hnsw')
                AND i.indrelid IS DISTINCT FROM to_regclass('events_2')
        ) THEN
            RAISE EXCEPTION USING
                ERRCODE = 'wrong_object_type',
                MESSAGE = 'idx_events_2_embedding_hnsw is not an index on events_2: not dropped',
                HINT = 'It is not what this migration built; look at it before you drop it.';
        END IF;
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

    // Drops the indexes of all partitions with it, at once: PostgreSQL cannot do that
    // concurrently. It takes the table and every partition from everybody for a moment; it
    // gives up within a second and tries again, up to 30 times. The point of no return:
    // from here on the way back is another build.
    r"
    DO $hnswkit$
    DECLARE
        relation regclass;
        until timestamptz;
    BEGIN
        IF to_regclass('idx_events_embedding_hnsw') IS NULL THEN
            RETURN;
        END IF;
        -- It needs the table and every partition, within one second: it gives up rather than queue in
        -- front of everybody, and tries again.
        FOR attempt IN 1..30 LOOP
            BEGIN
                until := clock_timestamp() + interval '1 second';
                FOR relation IN SELECT t.relid FROM pg_partition_tree(to_regclass('events')) AS t LOOP
                    PERFORM set_config(
                        'lock_timeout',
                        greatest(1, extract(milliseconds FROM until - clock_timestamp())::int)::text,
                        true
                    );
                    EXECUTE format('LOCK TABLE ONLY %s IN ACCESS EXCLUSIVE MODE', relation);
                END LOOP;
                DROP INDEX IF EXISTS idx_events_embedding_hnsw;
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
    ",

    // There only when a build was interrupted before it was attached.
    r"
    DO $hnswkit$
    DECLARE
        relation regclass;
        until timestamptz;
    BEGIN
        IF to_regclass('idx_events_2_embedding_hnsw') IS NULL THEN
            RETURN;
        END IF;
        -- It needs the table and every partition, within one second: it gives up rather than queue in
        -- front of everybody, and tries again.
        FOR attempt IN 1..30 LOOP
            BEGIN
                until := clock_timestamp() + interval '1 second';
                FOR relation IN SELECT t.relid FROM pg_partition_tree(to_regclass('events_2')) AS t LOOP
                    PERFORM set_config(
                        'lock_timeout',
                        greatest(1, extract(milliseconds FROM until - clock_timestamp())::int)::text,
                        true
                    );
                    EXECUTE format('LOCK TABLE ONLY %s IN ACCESS EXCLUSIVE MODE', relation);
                END LOOP;
                DROP INDEX IF EXISTS idx_events_2_embedding_hnsw;
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
    ",

    // Reads and writes go on. It waits for transactions that use the table, without a
    // lock_timeout: an interrupted drop would leave the index INVALID.
    "DROP INDEX CONCURRENTLY IF EXISTS \"idx_Events, 2/b=_embedding_hnsw\";",

    // Removes the leftover of a build that did not finish, if there is one.
    "DROP INDEX CONCURRENTLY IF EXISTS \"idx_Events, 2/b=_embedding_hnsw_leftover\";",

    // Reads and writes go on. It waits for transactions that use the table, without a
    // lock_timeout: an interrupted drop would leave the index INVALID.
    "DROP INDEX CONCURRENTLY IF EXISTS idx_events_2a_embedding_hnsw;",

    // Removes the leftover of a build that did not finish, if there is one.
    "DROP INDEX CONCURRENTLY IF EXISTS idx_events_2a_embedding_hnsw_leftover;",

    // Reads and writes go on. It waits for transactions that use the table, without a
    // lock_timeout: an interrupted drop would leave the index INVALID.
    "DROP INDEX CONCURRENTLY IF EXISTS idx_events_1_embedding_hnsw;",

    // Removes the leftover of a build that did not finish, if there is one.
    "DROP INDEX CONCURRENTLY IF EXISTS idx_events_1_embedding_hnsw_leftover;",

    // Short steps again.
    "SET lock_timeout = '5s';",

    // None of them takes long.
    "SET statement_timeout = '60s';",

    // Fails loudly when something of the plan is left.
    r"
    DO $hnswkit$
    DECLARE
        name text;
    BEGIN
        FOREACH name IN ARRAY ARRAY[
            'idx_events_1_embedding_hnsw',
            'idx_events_1_embedding_hnsw_leftover'
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
    ",

    // Fails loudly when something of the plan is left.
    r"
    DO $hnswkit$
    DECLARE
        name text;
    BEGIN
        FOREACH name IN ARRAY ARRAY[
            'idx_events_2a_embedding_hnsw',
            'idx_events_2a_embedding_hnsw_leftover'
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
    ",

    // Fails loudly when something of the plan is left.
    r#"
    DO $hnswkit$
    DECLARE
        name text;
    BEGIN
        FOREACH name IN ARRAY ARRAY[
            '"idx_Events, 2/b=_embedding_hnsw"',
            '"idx_Events, 2/b=_embedding_hnsw_leftover"'
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
    "#,

    // Fails loudly when something of the plan is left.
    r"
    DO $hnswkit$
    DECLARE
        name text;
    BEGIN
        FOREACH name IN ARRAY ARRAY[
            'idx_events_embedding_hnsw',
            'idx_events_2_embedding_hnsw'
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
