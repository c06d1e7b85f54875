#!/bin/sh
# Makes the engine's own user and its two databases. PostgreSQL's image runs this once, on an empty volume.
# Our own roles are made by `redress migrate`; neither side may enter the other's databases.
set -eu
password=$(cat "${ENGINE_PASSWORD_FILE:-/run/secrets/temporal.password}")
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres --set password="$password" <<'SQL'
SET log_min_error_statement = panic;
CREATE ROLE temporal LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal;
REVOKE ALL ON DATABASE temporal, temporal_visibility FROM PUBLIC;
SQL
