#!/bin/sh
# Starts the engine with its password from a file: its own configuration knows only an environment variable.
set -eu
POSTGRES_PWD=$(cat /run/secrets/temporal.password)
export POSTGRES_PWD
exec /etc/temporal/entrypoint.sh
