"""What the tests of steps and of workflows have too, under the same names."""

from tests.activities.conftest import pool, recorder, vault
from tests.workflows.conftest import desk

__all__ = ["desk", "pool", "recorder", "vault"]
