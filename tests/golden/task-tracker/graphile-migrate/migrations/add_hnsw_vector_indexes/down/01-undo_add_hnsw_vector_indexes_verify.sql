-- cp migrations/add_hnsw_vector_indexes/down/01-undo_add_hnsw_vector_indexes_verify.sql migrations/current.sql
-- graphile-migrate commit --message undo_add_hnsw_vector_indexes_verify
--
-- Way back of add_hnsw_vector_indexes: drop 2 HNSW indexes while reads and writes go on.
-- Part 6 of 6: verify.

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
        WHERE c.oid = to_regclass('idx_messages_embedding_hnsw')
            AND i.indrelid IS DISTINCT FROM to_regclass('messages')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = 'idx_messages_embedding_hnsw is not an index on messages: not dropped',
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
        WHERE c.oid = to_regclass('idx_atoms_embedding_hnsw')
            AND i.indrelid IS DISTINCT FROM to_regclass('atoms')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = 'idx_atoms_embedding_hnsw is not an index on atoms: not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;
