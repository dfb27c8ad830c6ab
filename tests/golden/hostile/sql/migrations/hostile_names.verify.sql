-- Build 3 HNSW indexes while reads and writes go on.
-- "we""ird :idx\": 168 KiB for 500 rows, built in 0.0 s to 0.1 s.
-- "idx_сообщения_вектор_hnsw": 168 KiB for 500 rows, built in 0.0 s to 0.1 s.
-- idx_of_exactly_sixty_three_bytes_which_is_the_longest_that_fits: 168 KiB for 500 rows,
-- built in 0.0 s to 0.1 s.
--
-- Run it after the change, and whenever in doubt: it changes nothing.

-- Fails loudly unless the index is valid, ready and defined as planned.
DO $hnswkit$
DECLARE
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE "App.v1"."Order Items");
    CREATE INDEX hnswkit_plan
        ON pg_temp.hnswkit_copy
        USING hnsw ("select" vector_l2_ops)
        WITH (m = 16, ef_construction = 64);
    FOR it IN
        SELECT
            i.indexrelid = 'pg_temp.hnswkit_plan'::regclass AS is_plan,
            i.indrelid = '"App.v1"."Order Items"'::regclass AS same_table,
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
        WHERE i.indexrelid IN ('pg_temp.hnswkit_plan'::regclass, to_regclass('"App.v1"."we""ird :idx\"'))
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

    IF existing IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'undefined_object',
            MESSAGE = 'index "App.v1"."we""ird :idx\" does not exist',
            HINT = 'The build did not happen. Run the migration again.';
    ELSIF NOT same_table THEN
        RAISE EXCEPTION USING
            ERRCODE = 'duplicate_table',
            MESSAGE = 'index "App.v1"."we""ird :idx\" belongs to another table than "App.v1"."Order Items"',
            HINT = 'Choose another name, or another schema.';
    ELSIF usable AND existing <> planned THEN
        RAISE EXCEPTION USING
            ERRCODE = 'duplicate_table',
            MESSAGE = 'index "App.v1"."we""ird :idx\" is there with another definition',
            DETAIL = format('There is: %s. Planned: %s.', existing, planned),
            HINT = 'Choose another name, or drop the index that is there.';
    ELSIF NOT usable THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'index "App.v1"."we""ird :idx\" is INVALID',
            DETAIL = 'Writes pay for it or not, but no query uses it.',
            HINT = 'Run the migration again: it removes the leftover and builds anew.';
    END IF;
    RAISE NOTICE USING MESSAGE = 'index "App.v1"."we""ird :idx\" is valid, ready and as planned';
END
$hnswkit$;

-- Fails loudly unless the index is valid, ready and defined as planned.
DO $hnswkit$
DECLARE
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE "сообщения");
    CREATE INDEX hnswkit_plan
        ON pg_temp.hnswkit_copy
        USING hnsw ("вектор" vector_ip_ops)
        WITH (m = 16, ef_construction = 64);
    FOR it IN
        SELECT
            i.indexrelid = 'pg_temp.hnswkit_plan'::regclass AS is_plan,
            i.indrelid = '"сообщения"'::regclass AS same_table,
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
        WHERE i.indexrelid IN ('pg_temp.hnswkit_plan'::regclass, to_regclass('"idx_сообщения_вектор_hnsw"'))
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

    IF existing IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'undefined_object',
            MESSAGE = 'index "idx_сообщения_вектор_hnsw" does not exist',
            HINT = 'The build did not happen. Run the migration again.';
    ELSIF NOT same_table THEN
        RAISE EXCEPTION USING
            ERRCODE = 'duplicate_table',
            MESSAGE = 'index "idx_сообщения_вектор_hnsw" belongs to another table than "сообщения"',
            HINT = 'Choose another name, or another schema.';
    ELSIF usable AND existing <> planned THEN
        RAISE EXCEPTION USING
            ERRCODE = 'duplicate_table',
            MESSAGE = 'index "idx_сообщения_вектор_hnsw" is there with another definition',
            DETAIL = format('There is: %s. Planned: %s.', existing, planned),
            HINT = 'Choose another name, or drop the index that is there.';
    ELSIF NOT usable THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'index "idx_сообщения_вектор_hnsw" is INVALID',
            DETAIL = 'Writes pay for it or not, but no query uses it.',
            HINT = 'Run the migration again: it removes the leftover and builds anew.';
    END IF;
    RAISE NOTICE USING MESSAGE = 'index "idx_сообщения_вектор_hnsw" is valid, ready and as planned';
END
$hnswkit$;

-- Fails loudly unless the index is valid, ready and defined as planned.
DO $hnswkit1$
DECLARE
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE "user");
    CREATE INDEX hnswkit_plan
        ON pg_temp.hnswkit_copy
        USING hnsw ("O'Brien %s {x} $hnswkit$ `y` | z" vector_cosine_ops)
        WITH (m = 16, ef_construction = 64);
    FOR it IN
        SELECT
            i.indexrelid = 'pg_temp.hnswkit_plan'::regclass AS is_plan,
            i.indrelid = '"user"'::regclass AS same_table,
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
        WHERE i.indexrelid IN ('pg_temp.hnswkit_plan'::regclass, to_regclass('idx_of_exactly_sixty_three_bytes_which_is_the_longest_that_fits'))
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

    IF existing IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'undefined_object',
            MESSAGE = 'index idx_of_exactly_sixty_three_bytes_which_is_the_longest_that_fits does not exist',
            HINT = 'The build did not happen. Run the migration again.';
    ELSIF NOT same_table THEN
        RAISE EXCEPTION USING
            ERRCODE = 'duplicate_table',
            MESSAGE = 'index idx_of_exactly_sixty_three_bytes_which_is_the_longest_that_fits belongs to another table than "user"',
            HINT = 'Choose another name, or another schema.';
    ELSIF usable AND existing <> planned THEN
        RAISE EXCEPTION USING
            ERRCODE = 'duplicate_table',
            MESSAGE = 'index idx_of_exactly_sixty_three_bytes_which_is_the_longest_that_fits is there with another definition',
            DETAIL = format('There is: %s. Planned: %s.', existing, planned),
            HINT = 'Choose another name, or drop the index that is there.';
    ELSIF NOT usable THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'index idx_of_exactly_sixty_three_bytes_which_is_the_longest_that_fits is INVALID',
            DETAIL = 'Writes pay for it or not, but no query uses it.',
            HINT = 'Run the migration again: it removes the leftover and builds anew.';
    END IF;
    RAISE NOTICE USING MESSAGE = 'index idx_of_exactly_sixty_three_bytes_which_is_the_longest_that_fits is valid, ready and as planned';
END
$hnswkit1$;
