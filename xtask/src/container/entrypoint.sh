#!/bin/sh
# Stands in for the entry point of the image `pgvector/pgvector`, with the same variables and messages:
# https://github.com/docker-library/postgres/blob/master/docker-entrypoint.sh
set -eu

if [ "$(id -u)" = 0 ]; then
    mkdir -p "$PGDATA"
    chown postgres:postgres "$PGDATA"
    chmod 700 "$PGDATA"
    exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi

if [ ! -s "$PGDATA/PG_VERSION" ]; then
    user=${POSTGRES_USER:-postgres}
    method=${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}
    if [ -z "${POSTGRES_PASSWORD:-}" ] && [ "$method" != trust ]; then
        echo 'Error: Database is uninitialized and superuser password is not specified.' >&2
        echo '       You must specify POSTGRES_PASSWORD, or POSTGRES_HOST_AUTH_METHOD=trust.' >&2
        exit 1
    fi
    # initdb refuses an empty password file; with `trust` nobody asks for this one.
    printf '%s\n' "${POSTGRES_PASSWORD:-unused}" >/tmp/password
    initdb --username="$user" --pwfile=/tmp/password --locale=C.UTF-8 --encoding=UTF8
    rm /tmp/password
    printf '\nhost all all all %s\n' "$method" >>"$PGDATA/pg_hba.conf"
    printf "\nlisten_addresses = '*'\n" >>"$PGDATA/postgresql.conf"

    # As upstream: a first server without a port makes the database, so "ready" appears twice.
    pg_ctl start -w -o "-c listen_addresses=''"
    if [ "${POSTGRES_DB:-$user}" != postgres ]; then
        createdb --username="$user" --maintenance-db=postgres "${POSTGRES_DB:-$user}"
    fi
    pg_ctl stop -w -m fast
    printf '\nPostgreSQL init process complete; ready for start up.\n\n'
fi

exec "$@"
