"""What the steps' tests have too, under the same names."""

from tests.activities.conftest import pool, recorder, vault

__all__ = ["pool", "recorder", "vault"]
