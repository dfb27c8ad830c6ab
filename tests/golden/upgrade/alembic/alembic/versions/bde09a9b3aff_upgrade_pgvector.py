"""Upgrade pgvector to 0.8.6 while reads and writes go on.


Revision ID: bde09a9b3aff
Revises:
"""

from alembic import op

revision = "bde09a9b3aff"
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

    # Goes on when the server has that release, pgvector has a way to it, and this role may
    # go it. Nothing is changed before.
    op.execute(
        """
        DO $hnswkit$
        DECLARE
            installed text := (SELECT extversion FROM pg_extension WHERE extname = 'vector');
        BEGIN
            IF installed = '0.8.6' THEN
                RAISE NOTICE 'pgvector is 0.8.6 already';
            ELSIF installed IS NULL THEN
                RAISE EXCEPTION 'pgvector is not in database %', current_database()
                    USING HINT = 'CREATE EXTENSION vector;';
            ELSIF NOT EXISTS (
                SELECT FROM pg_available_extension_versions WHERE name = 'vector' AND version = '0.8.6'
            ) AND NOT EXISTS (
                SELECT FROM pg_extension_update_paths('vector') WHERE target = '0.8.6'
            ) THEN
                RAISE EXCEPTION 'the server does not have pgvector 0.8.6'
                    USING DETAIL = (
                        SELECT format('It has %s.', default_version)
                        FROM pg_available_extensions
                        WHERE name = 'vector'
                    ),
                        HINT = 'Install the package on every server, replicas first; then run this again.';
            ELSIF NOT EXISTS (
                SELECT
                FROM pg_extension_update_paths('vector')
                WHERE source = installed AND target = '0.8.6' AND path IS NOT NULL
            ) THEN
                RAISE EXCEPTION 'pgvector has no way from % to 0.8.6', installed
                    USING HINT = 'It goes to newer releases only.';
            ELSIF NOT pg_has_role(
                (SELECT extowner FROM pg_extension WHERE extname = 'vector'), 'USAGE'
            ) THEN
                RAISE EXCEPTION 'only the owner of extension vector can upgrade it'
                    USING DETAIL = (
                        SELECT format('It belongs to %s.', extowner::regrole)
                        FROM pg_extension
                        WHERE extname = 'vector'
                    );
            END IF;
        END
        $hnswkit$;
        """
    )

    # The point of no return: from here on the way back is a snapshot. It changes the
    # catalog only, in one piece: no table and no index is written. Sessions that have used
    # pgvector before keep the old library until they begin anew.
    op.execute("ALTER EXTENSION vector UPDATE TO '0.8.6';")

    # Fails loudly unless this database has that release.
    op.execute(
        """
        DO $hnswkit$
        BEGIN
            IF NOT EXISTS (
                SELECT FROM pg_extension WHERE extname = 'vector' AND extversion = '0.8.6'
            ) THEN
                RAISE EXCEPTION 'pgvector is not 0.8.6'
                    USING HINT = 'Run this again.';
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

    # pgvector has no scripts to an older release, so this leaves it as it is and says so.
    # The way back is a snapshot from before.
    op.execute(
        """
        DO $hnswkit$
        BEGIN
            RAISE NOTICE 'pgvector stays at %: it has no scripts to an older release', (
                SELECT extversion FROM pg_extension WHERE extname = 'vector'
            );
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
