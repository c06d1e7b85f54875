"""Redress: consumer complaints from the first call to the call-back, on Temporal and PostgreSQL."""
