-- Build 2 HNSW indexes while reads and writes go on.
-- Part 1 of 6: guard.
-- idx_messages_embedding_hnsw: 78.1 MiB for 10,000 rows, built in 3.2 s to 13 s.
-- idx_atoms_embedding_hnsw: 39.1 MiB for 5,000 rows, built in 1.3 s to 5.2 s.
--
-- diesel sends a file as one message, which PostgreSQL runs as one transaction, and no
-- transaction may hold a concurrent build. So these are 6 migrations, in order; let one
-- process run them, not every replica that starts.
--
-- The connection brings the settings:
--   PGOPTIONS="-c lock_timeout=0 -c statement_timeout=0 -c maintenance_work_mem=73MB -c transaction_timeout=0"

-- The short steps give up rather than queue in front of everybody.
SET LOCAL lock_timeout = '5s';

-- None of the short steps takes long.
SET LOCAL statement_timeout = '60s';

-- Goes on when the index is absent or as planned; renames an INVALID leftover out of the
-- way; stops at anything else of that name.
DO $hnswkit$
DECLARE
    index_name text := 'idx_messages_embedding_hnsw';
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
        USING hnsw (embedding vector_cosine_ops)
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
        ALTER INDEX idx_messages_embedding_hnsw RENAME TO idx_messages_embedding_hnsw_leftover;
    END IF;
END
$hnswkit$;

-- Goes on when the index is absent or as planned; renames an INVALID leftover out of the
-- way; stops at anything else of that name.
DO $hnswkit$
DECLARE
    index_name text := 'idx_atoms_embedding_hnsw';
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
        USING hnsw (embedding vector_cosine_ops)
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
        ALTER INDEX idx_atoms_embedding_hnsw RENAME TO idx_atoms_embedding_hnsw_leftover;
    END IF;
END
$hnswkit$;
