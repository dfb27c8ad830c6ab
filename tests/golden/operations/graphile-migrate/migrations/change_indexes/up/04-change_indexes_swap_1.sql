-- cp migrations/change_indexes/up/04-change_indexes_swap_1.sql migrations/current.sql
-- graphile-migrate commit --message change_indexes_swap_1
--
-- Change 4 HNSW indexes while reads and writes go on.
-- Part 4 of 14: swap_1.
--
-- The connection brings the settings:
--   PGOPTIONS="-c lock_timeout=0 -c statement_timeout=0 -c maintenance_work_mem=64MB"
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- Nothing is swapped unless the new index is valid, ready and defined as planned.
DO $hnswkit$
DECLARE
    index_name text := 'idx_messages_embedding_hnsw_new';
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
        WITH (m = 24, ef_construction = 96);
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
            USING HINT = 'Its build is recorded, but the index is gone. Run the statement of the build by hand, then run this again.';
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
            USING HINT = 'If another session is building it, wait. Otherwise REINDEX INDEX CONCURRENTLY idx_messages_embedding_hnsw_new; then run this again.';
    END IF;
    RAISE NOTICE 'index % is valid, ready and as planned', index_name;
END
$hnswkit$;

-- Swaps the names, both at once. It needs a lock on the two indexes only, for a moment, and
-- tries again when it does not get it within a second. Until the next step the old index is
-- there, and the way back is to swap again.
DO $hnswkit$
BEGIN
    -- Renaming needs a lock on the indexes only; it gives up rather than queue, and tries again.
    PERFORM set_config('lock_timeout', '1s', true);
    FOR attempt IN 1..30 LOOP
        BEGIN
            IF to_regclass('idx_messages_embedding_hnsw') IS NOT NULL THEN
                ALTER INDEX idx_messages_embedding_hnsw RENAME TO idx_messages_embedding_hnsw_old;
            END IF;
            ALTER INDEX idx_messages_embedding_hnsw_new RENAME TO idx_messages_embedding_hnsw;
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
