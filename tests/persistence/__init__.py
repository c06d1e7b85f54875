"""Persistence on a real PostgreSQL."""
