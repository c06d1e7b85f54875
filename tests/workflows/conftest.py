"""Desks of the workflow tests: an ordinary one, and one whose engine advises continue-as-new every few
events.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from cli.stack.keys import KeyFiles
from tests.servers import Database, EngineServer, settings_for
from tests.workflows.desk import Desk, open_desk


@pytest_asyncio.fixture(loop_scope="session")
async def desk(
    module_database: Database, engine: EngineServer, keys: KeyFiles, tmp_path: Path
) -> AsyncIterator[Desk]:
    settings = settings_for(module_database, engine, keys, tmp_path).model_copy(update={"rehearsal": True})
    async with open_desk(settings, engine) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def impatient_desk(
    module_database: Database, impatient_engine: EngineServer, keys: KeyFiles, tmp_path: Path
) -> AsyncIterator[Desk]:
    settings = settings_for(module_database, impatient_engine, keys, tmp_path)
    async with open_desk(settings.model_copy(update={"rehearsal": True}), impatient_engine) as opened:
        yield opened
