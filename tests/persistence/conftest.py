"""What these tests add to the shared database fixture: a small office tree and a pool per role."""

from collections.abc import AsyncIterator

import asyncpg
import pytest_asyncio

from cli.stack.postgres import SUPERUSER
from redress.persistence.pool import Connection, Pool, open_pool
from redress.persistence.roles import OWNER, ensure_database
from tests.servers import Database, PostgresServer, fresh_id

OFFICES = (
    ("jiangzhou", None, None, "superior"),
    ("jiangzhou.linhai", "jiangzhou", None, "superior"),
    ("jiangzhou.linhai.qinghe", "jiangzhou.linhai", "330106", "bureau"),
    ("jiangzhou.linhai.qinghe.east", "jiangzhou.linhai.qinghe", None, "branch"),
    ("jiangzhou.linhai.qinghe.west", "jiangzhou.linhai.qinghe", None, "branch"),
    ("jiangzhou.linhai.qinghe.mall", "jiangzhou.linhai.qinghe", None, "station"),
    ("jiangzhou.linhai.yunshan", "jiangzhou.linhai", "330107", "bureau"),
)


@pytest_asyncio.fixture
async def empty_url(postgres: PostgresServer) -> str:
    """The owner's address of a database without any table, for the migrations themselves."""
    name = fresh_id("empty")
    await ensure_database(postgres.cluster.url(SUPERUSER, "postgres"), name)
    return postgres.cluster.url(OWNER, name)


async def add_offices(database: Database) -> None:
    connection = await asyncpg.connect(database.owner_url)
    try:
        await connection.executemany(
            "INSERT INTO offices (path, parent, code, kind, name_zh, name_en) "
            "VALUES ($1, $2, $3, $4, $1, $1)",
            OFFICES,
        )
    finally:
        await connection.close()


@pytest_asyncio.fixture
async def offices(database: Database) -> Database:
    """The database with a province, a city and two county bureaus."""
    await add_offices(database)
    return database


@pytest_asyncio.fixture
async def worker(offices: Database) -> AsyncIterator[Pool]:
    pool = await open_pool(offices.worker_url, name="worker", max_size=4)
    yield pool
    await pool.close()


@pytest_asyncio.fixture
async def api(offices: Database) -> AsyncIterator[Pool]:
    pool = await open_pool(offices.api_url, name="api", max_size=4)
    yield pool
    await pool.close()


@pytest_asyncio.fixture
async def superuser(offices: Database) -> AsyncIterator[Connection]:
    connection = await asyncpg.connect(offices.superuser_url)
    yield connection
    await connection.close()
