#!/bin/sh
# Run a command with DATELINE_TEST_POSTGRESQL naming a throw-away PostgreSQL database on the loopback.
# Usage: with_postgresql.sh COMMAND [ARG...]
# Installs the server where that is possible; where it is not, says so and runs the command without it.
set -eu
find_bin() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1; }
bin=$(find_bin)
if [ -z "$bin" ] && command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "Installing PostgreSQL for the store tests" >&2
    apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql >/dev/null
    bin=$(find_bin)
fi
if [ -z "$bin" ]; then
    echo "No PostgreSQL server here: the store is tested on SQLite alone" >&2
    exec "$@"
fi

# The server refuses to run as root.
as_server() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
folder=$(mktemp -d)
[ "$(id -u)" != 0 ] || chown postgres "$folder"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
stop_server() {
    as_server "$bin/pg_ctl" -D "$folder/data" -m immediate -s stop || true
    rm -rf "$folder"
}
as_server "$bin/initdb" -D "$folder/data" -U dateline -A trust -E UTF8 >/dev/null
trap stop_server EXIT
as_server "$bin/pg_ctl" -D "$folder/data" -s -w -l "$folder/log" \
    -o "-c listen_addresses=127.0.0.1 -p $port -c unix_socket_directories=$folder" start
as_server "$bin/createdb" -h 127.0.0.1 -p "$port" -U dateline dateline_test
DATELINE_TEST_POSTGRESQL="postgresql+psycopg://dateline@127.0.0.1:$port/dateline_test"
export DATELINE_TEST_POSTGRESQL
"$@"
