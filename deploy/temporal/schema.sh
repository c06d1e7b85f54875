#!/bin/sh
# Brings the engine's two databases to the schema of this image's version. Safe to repeat: runs before every start.
set -eu
SQL_PASSWORD=$(cat /run/secrets/temporal.password)
export SQL_PASSWORD
for pair in temporal:temporal temporal_visibility:visibility; do
    database=${pair%%:*}
    tool() {
        temporal-sql-tool --plugin postgres12 --endpoint postgres --port 5432 --user temporal --database "$database" "$@"
    }
    tool setup-schema --version 0.0
    tool update-schema --schema-dir "/etc/temporal/schema/postgresql/v12/${pair##*:}/versioned"
done
