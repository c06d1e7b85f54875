"""Logs, metrics and traces. Bounded labels, never an id or a person."""
