"""Set hnsw.ef_search = 100 for this database while reads and writes go on.


Revision ID: 32d969604794
Revises:
"""

from alembic import op

revision = "32d969604794"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Remembers the settings of the session; the last step puts them back.
    op.execute(
        """
        DO $hnswkit$
        BEGIN
            PERFORM set_config('hnswkit.' || name, current_setting(name), false)
            FROM pg_settings
            WHERE name IN (
                'lock_timeout',
                'statement_timeout'
            );
        END
        $hnswkit$;
        """
    )

    # The short steps give up rather than queue in front of everybody.
    op.execute("SET lock_timeout = '5s';")

    # None of the short steps takes long.
    op.execute("SET statement_timeout = '60s';")

    # Goes on when pgvector has the setting and no other value would be lost.
    op.execute(
        """
        DO $hnswkit$
        DECLARE
            version text := (SELECT extversion FROM pg_extension WHERE extname = 'vector');
            there text := (
                SELECT substr(it, 16)
                FROM pg_db_role_setting, unnest(setconfig) AS it
                WHERE setrole = 0
                    AND setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
                    AND starts_with(it, 'hnsw.ef_search=')
            );
        BEGIN
            IF version IS NULL THEN
                RAISE EXCEPTION 'pgvector is not in database %', current_database()
                    USING HINT = 'Run this where it is: CREATE EXTENSION vector.';
            END IF;
            -- Loads pgvector: until then PostgreSQL knows neither the setting nor its range.
            EXECUTE (
                SELECT format('SELECT %L::%s.vector', '[1]', extnamespace::regnamespace)
                FROM pg_extension
                WHERE extname = 'vector'
            );
            IF NOT EXISTS (SELECT FROM pg_settings WHERE name = 'hnsw.ef_search') THEN
                RAISE EXCEPTION 'pgvector % does not have hnsw.ef_search', version
                    USING HINT = 'It came with pgvector 0.5.0: upgrade first.';
            ELSIF there NOT IN ('100', '60') THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'object_not_in_prerequisite_state',
                    MESSAGE = format('%s has hnsw.ef_search = %s', 'this database', there),
                    HINT = 'Write this value as `previous` into the spec, so that the way back brings it back; or reset it.';
            END IF;
        END
        $hnswkit$;
        """
    )

    # Sessions that begin from now on have it; those that are open, in pools too, keep
    # theirs until they begin anew. A SET in a session still counts more.
    op.execute(
        """
        DO $hnswkit$
        BEGIN
            -- Loads pgvector: until then PostgreSQL knows neither the setting nor its range.
            EXECUTE (
                SELECT format('SELECT %L::%s.vector', '[1]', extnamespace::regnamespace)
                FROM pg_extension
                WHERE extname = 'vector'
            );
            EXECUTE format('ALTER DATABASE %I SET hnsw.ef_search = 100', current_database());
        END
        $hnswkit$;
        """
    )

    # Fails loudly unless new sessions begin with it.
    op.execute(
        """
        DO $hnswkit$
        DECLARE
            there text := (
                SELECT substr(it, 16)
                FROM pg_db_role_setting, unnest(setconfig) AS it
                WHERE setrole = 0
                    AND setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
                    AND starts_with(it, 'hnsw.ef_search=')
            );
        BEGIN
            IF there IS DISTINCT FROM '100' THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'object_not_in_prerequisite_state',
                    MESSAGE = format('%s has hnsw.ef_search = %s', 'this database', coalesce(there, 'its default')),
                    HINT = 'Run this again; somebody else has changed it.';
            END IF;
        END
        $hnswkit$;
        """
    )

    # Puts the settings back as they were.
    op.execute(
        """
        DO $hnswkit$
        BEGIN
            PERFORM set_config(name, current_setting('hnswkit.' || name), false)
            FROM pg_settings
            WHERE name IN (
                'lock_timeout',
                'statement_timeout'
            );
        END
        $hnswkit$;
        """
    )


def downgrade() -> None:
    # Remembers the settings of the session; the last step puts them back.
    op.execute(
        """
        DO $hnswkit$
        BEGIN
            PERFORM set_config('hnswkit.' || name, current_setting(name), false)
            FROM pg_settings
            WHERE name IN (
                'lock_timeout',
                'statement_timeout'
            );
        END
        $hnswkit$;
        """
    )

    # The short steps give up rather than queue in front of everybody.
    op.execute("SET lock_timeout = '5s';")

    # None of the short steps takes long.
    op.execute("SET statement_timeout = '60s';")

    # Goes on when pgvector has the setting and no other value would be lost.
    op.execute(
        """
        DO $hnswkit$
        DECLARE
            version text := (SELECT extversion FROM pg_extension WHERE extname = 'vector');
            there text := (
                SELECT substr(it, 16)
                FROM pg_db_role_setting, unnest(setconfig) AS it
                WHERE setrole = 0
                    AND setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
                    AND starts_with(it, 'hnsw.ef_search=')
            );
        BEGIN
            IF version IS NULL THEN
                RAISE EXCEPTION 'pgvector is not in database %', current_database()
                    USING HINT = 'Run this where it is: CREATE EXTENSION vector.';
            END IF;
            -- Loads pgvector: until then PostgreSQL knows neither the setting nor its range.
            EXECUTE (
                SELECT format('SELECT %L::%s.vector', '[1]', extnamespace::regnamespace)
                FROM pg_extension
                WHERE extname = 'vector'
            );
            IF NOT EXISTS (SELECT FROM pg_settings WHERE name = 'hnsw.ef_search') THEN
                RAISE EXCEPTION 'pgvector % does not have hnsw.ef_search', version
                    USING HINT = 'It came with pgvector 0.5.0: upgrade first.';
            ELSIF there NOT IN ('100', '60') THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'object_not_in_prerequisite_state',
                    MESSAGE = format('%s has hnsw.ef_search = %s', 'this database', there),
                    HINT = 'It was changed after this migration: look who needs it, reset it by hand, then run this again.';
            END IF;
        END
        $hnswkit$;
        """
    )

    # Puts back what was there before, for sessions that begin from now on.
    op.execute(
        """
        DO $hnswkit$
        BEGIN
            -- Loads pgvector: until then PostgreSQL knows neither the setting nor its range.
            EXECUTE (
                SELECT format('SELECT %L::%s.vector', '[1]', extnamespace::regnamespace)
                FROM pg_extension
                WHERE extname = 'vector'
            );
            EXECUTE format('ALTER DATABASE %I SET hnsw.ef_search = 60', current_database());
        END
        $hnswkit$;
        """
    )

    # Fails loudly unless new sessions begin with it.
    op.execute(
        """
        DO $hnswkit$
        DECLARE
            there text := (
                SELECT substr(it, 16)
                FROM pg_db_role_setting, unnest(setconfig) AS it
                WHERE setrole = 0
                    AND setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
                    AND starts_with(it, 'hnsw.ef_search=')
            );
        BEGIN
            IF there IS DISTINCT FROM '60' THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'object_not_in_prerequisite_state',
                    MESSAGE = format('%s has hnsw.ef_search = %s', 'this database', coalesce(there, 'its default')),
                    HINT = 'Run this again; somebody else has changed it.';
            END IF;
        END
        $hnswkit$;
        """
    )

    # Puts the settings back as they were.
    op.execute(
        """
        DO $hnswkit$
        BEGIN
            PERFORM set_config(name, current_setting('hnswkit.' || name), false)
            FROM pg_settings
            WHERE name IN (
                'lock_timeout',
                'statement_timeout'
            );
        END
        $hnswkit$;
        """
    )
