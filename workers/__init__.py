"""Composition roots of the two workers: here pools, clients and activities are put together."""
