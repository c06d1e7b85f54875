"""What the tests of steps and of workflows have too, and settings for the processes."""

from pathlib import Path

import pytest

from cli.stack.keys import KeyFiles
from redress.settings import Settings
from tests.activities.conftest import pool, recorder, vault
from tests.servers import Database, EngineServer, settings_for
from tests.workflows.conftest import desk

__all__ = ["desk", "pool", "recorder", "vault"]


@pytest.fixture
def module_settings(
    module_database: Database, engine: EngineServer, keys: KeyFiles, tmp_path: Path
) -> Settings:
    """Settings for the database of `desk`, with queues of their own."""
    return settings_for(module_database, engine, keys, tmp_path)
