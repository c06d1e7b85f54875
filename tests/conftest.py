"""Fixtures shared by all heights of tests. What each one gives is described in servers.py."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from cli.stack.keys import KeyFiles, make_keys
from redress.settings import Settings
from tests.servers import (
    IMPATIENT_AFTER,
    Database,
    EngineServer,
    PostgresServer,
    running_engine,
    running_postgres,
    scratch_folder,
    settings_for,
)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def postgres() -> AsyncIterator[PostgresServer]:
    async with running_postgres() as server:
        yield server


@pytest_asyncio.fixture(loop_scope="session")
async def database(postgres: PostgresServer) -> AsyncIterator[Database]:
    async with postgres.fresh_database() as fresh:
        yield fresh


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def module_database(postgres: PostgresServer) -> AsyncIterator[Database]:
    async with postgres.fresh_database() as fresh:
        yield fresh


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def engine() -> AsyncIterator[EngineServer]:
    async with running_engine() as server:
        yield server


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def impatient_engine() -> AsyncIterator[EngineServer]:
    async with running_engine(suggest_continue_after=IMPATIENT_AFTER) as server:
        yield server


@pytest.fixture(scope="session")
def keys() -> Iterator[KeyFiles]:
    with scratch_folder() as folder:
        yield make_keys(folder)


@pytest.fixture
def settings(database: Database, engine: EngineServer, keys: KeyFiles, tmp_path: Path) -> Settings:
    return settings_for(database, engine, keys, tmp_path)
