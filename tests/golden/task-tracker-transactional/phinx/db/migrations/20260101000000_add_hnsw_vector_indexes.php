<?php

declare(strict_types=1);

use Phinx\Migration\AbstractMigration;

// Build 2 HNSW indexes inside a transaction; writes wait.
// idx_messages_embedding_hnsw: 78.1 MiB for 10,000 rows, built in 3.2 s to 13 s.
// idx_atoms_embedding_hnsw: 39.1 MiB for 5,000 rows, built in 1.3 s to 5.2 s.
final class AddHnswVectorIndexes extends AbstractMigration
{
    public function up(): void
    {
        // Remembers the settings of the session; the last step puts them back.
        $this->execute(<<<'SQL'
            DO $hnswkit$
            BEGIN
                PERFORM set_config('hnswkit.' || name, current_setting(name), true)
                FROM pg_settings
                WHERE name IN (
                    'lock_timeout',
                    'statement_timeout',
                    'maintenance_work_mem',
                    'max_parallel_maintenance_workers',
                    'min_parallel_table_scan_size'
                );
            END
            $hnswkit$;
            SQL);

        // The short steps give up rather than queue in front of everybody.
        $this->execute("SET LOCAL lock_timeout = '5s';");

        // The build takes as long as it takes; cancelled, it leaves nothing behind.
        $this->execute("SET LOCAL statement_timeout = 0;");

        // Goes on when the index is absent or as planned; drops an INVALID leftover; stops
        // at anything else of that name.
        $this->execute(<<<'SQL'
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
                    DROP INDEX idx_messages_embedding_hnsw;
                END IF;
            END
            $hnswkit$;
            SQL);

        // Goes on when the index is absent or as planned; drops an INVALID leftover; stops
        // at anything else of that name.
        $this->execute(<<<'SQL'
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
                    DROP INDEX idx_atoms_embedding_hnsw;
                END IF;
            END
            $hnswkit$;
            SQL);

        // The graph of 10,000 rows takes 66.0 MiB and stays in memory up to 11,125 rows.
        $this->execute("SET LOCAL maintenance_work_mem = '73MB';");

        // Builds the index; writes to the table wait until the transaction ends. Does
        // nothing when the guard found it as planned.
        // hnswkit-ignore index-blocks-writes: asked for, as it is all one transaction
        $this->execute(<<<'SQL'
            CREATE INDEX IF NOT EXISTS idx_messages_embedding_hnsw
                ON messages
                USING hnsw (embedding vector_cosine_ops)
                WITH (m = 16, ef_construction = 64);
            SQL);

        // The graph of 5,000 rows takes 33.0 MiB and stays in memory up to 9,753 rows.
        $this->execute("SET LOCAL maintenance_work_mem = '64MB';");

        // Builds the index; writes to the table wait until the transaction ends. Does
        // nothing when the guard found it as planned.
        // hnswkit-ignore index-blocks-writes: asked for, as it is all one transaction
        $this->execute(<<<'SQL'
            CREATE INDEX IF NOT EXISTS idx_atoms_embedding_hnsw
                ON atoms
                USING hnsw (embedding vector_cosine_ops)
                WITH (m = 16, ef_construction = 64);
            SQL);

        // Fails loudly unless the index is valid, ready and defined as planned.
        $this->execute(<<<'SQL'
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
            SQL);

        // Fails loudly unless the index is valid, ready and defined as planned.
        $this->execute(<<<'SQL'
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
            SQL);

        // Puts the settings back as they were.
        $this->execute(<<<'SQL'
            DO $hnswkit$
            BEGIN
                PERFORM set_config(name, current_setting('hnswkit.' || name), true)
                FROM pg_settings
                WHERE name IN (
                    'lock_timeout',
                    'statement_timeout',
                    'maintenance_work_mem',
                    'max_parallel_maintenance_workers',
                    'min_parallel_table_scan_size'
                );
            END
            $hnswkit$;
            SQL);
    }

    public function down(): void
    {
        // Remembers the settings of the session; the last step puts them back.
        $this->execute(<<<'SQL'
            DO $hnswkit$
            BEGIN
                PERFORM set_config('hnswkit.' || name, current_setting(name), true)
                FROM pg_settings
                WHERE name IN (
                    'lock_timeout',
                    'statement_timeout',
                    'maintenance_work_mem',
                    'max_parallel_maintenance_workers',
                    'min_parallel_table_scan_size'
                );
            END
            $hnswkit$;
            SQL);

        // The short steps give up rather than queue in front of everybody.
        $this->execute("SET LOCAL lock_timeout = '5s';");

        // The build takes as long as it takes; cancelled, it leaves nothing behind.
        $this->execute("SET LOCAL statement_timeout = 0;");

        // Stops when the name belongs to anything but an index on this table.
        $this->execute(<<<'SQL'
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
            SQL);

        // Stops when the name belongs to anything but an index on this table.
        $this->execute(<<<'SQL'
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
            SQL);

        // Takes the table from everybody for a moment, or gives up after lock_timeout.
        $this->execute("DROP INDEX IF EXISTS idx_atoms_embedding_hnsw;");

        // Takes the table from everybody for a moment, or gives up after lock_timeout.
        $this->execute("DROP INDEX IF EXISTS idx_messages_embedding_hnsw;");

        // Fails loudly when something of the plan is left.
        $this->execute(<<<'SQL'
            DO $hnswkit$
            DECLARE
                name text;
            BEGIN
                FOREACH name IN ARRAY ARRAY[
                    'idx_messages_embedding_hnsw'
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
            SQL);

        // Fails loudly when something of the plan is left.
        $this->execute(<<<'SQL'
            DO $hnswkit$
            DECLARE
                name text;
            BEGIN
                FOREACH name IN ARRAY ARRAY[
                    'idx_atoms_embedding_hnsw'
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
            SQL);

        // Puts the settings back as they were.
        $this->execute(<<<'SQL'
            DO $hnswkit$
            BEGIN
                PERFORM set_config(name, current_setting('hnswkit.' || name), true)
                FROM pg_settings
                WHERE name IN (
                    'lock_timeout',
                    'statement_timeout',
                    'maintenance_work_mem',
                    'max_parallel_maintenance_workers',
                    'min_parallel_table_scan_size'
                );
            END
            $hnswkit$;
            SQL);
    }
}
