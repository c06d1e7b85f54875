"""The embedded stack: PostgreSQL, the engine, the API and the workers under one supervisor.

`children` runs a program and remembers it, `place` is the data directory, `keys` its secrets, `account` the
user PostgreSQL runs as, `postgres` and `engine` the two servers, `supervise` all of it together.
"""
