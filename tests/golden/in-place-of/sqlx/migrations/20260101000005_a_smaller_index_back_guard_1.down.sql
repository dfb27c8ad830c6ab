-- Way back of a_smaller_index: change back 4 HNSW indexes while reads and writes go on.
-- Part 6 of 19: back_guard_1.

-- The short steps give up rather than queue in front of everybody.
SET LOCAL lock_timeout = '5s';

-- None of the short steps takes long.
SET LOCAL statement_timeout = '60s';

-- Goes on when the index is there, as it was or as planned, and the name of the new one is
-- free; brings back the names from before an interrupted swap; renames an INVALID leftover
-- out of the way; stops at anything else.
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
