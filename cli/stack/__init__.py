"""The embedded stack: PostgreSQL, the engine, the API and the workers under one supervisor."""
