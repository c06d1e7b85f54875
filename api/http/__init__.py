"""The JSON interface under /v1."""
