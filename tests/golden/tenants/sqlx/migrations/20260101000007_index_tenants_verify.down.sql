-- Way back of index_tenants: drop 3 HNSW indexes while reads and writes go on.
-- Part 8 of 8: verify.

-- The short steps give up rather than queue in front of everybody.
SET LOCAL lock_timeout = '5s';

-- None of the short steps takes long.
SET LOCAL statement_timeout = '60s';

-- Stops when the name belongs to anything but an index on this table.
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('idx_documents_embedding_hnsw_18')
            AND i.indrelid IS DISTINCT FROM to_regclass('documents')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = 'idx_documents_embedding_hnsw_18 is not an index on documents: not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;

-- Stops when the name belongs to anything but an index on this table.
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('"idx_documents_embedding_hnsw_acme''s"')
            AND i.indrelid IS DISTINCT FROM to_regclass('documents')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = '"idx_documents_embedding_hnsw_acme''s" is not an index on documents: not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;

-- Stops when the name belongs to anything but an index on this table.
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('idx_documents_embedding_hnsw_others')
            AND i.indrelid IS DISTINCT FROM to_regclass('documents')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = 'idx_documents_embedding_hnsw_others is not an index on documents: not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;
