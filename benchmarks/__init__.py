"""Measurements: each module has `run() -> dict[str, float]`, whose keys name the figure and its unit."""
