"""The real servers the tests run against, and what a test needs to reach them. Fixtures: conftest.py.

A test asks for the smallest fixture that carries it:

- `database`: an empty, migrated database of its own (`.owner_url`, `.worker_url`, `.api_url`), dropped at the
  end; `module_database`: the same, shared by one module. Open pools inside the test and close them there.
- `engine`: the real engine with virtual time, shared by the session: `.client` (plain data converter),
  `.address` for a client of your own, `await engine.fast_forward(handle, timedelta(days=3))`;
  `impatient_engine`: the same, but it advises continue-as-new after IMPATIENT_AFTER events.
- `keys`: key files of one installation; `settings`: complete `Settings` for `database`, `engine` and `keys`.

The servers are shared: take workflow ids, task queues and names from `fresh_id()`, never fixed ones.
"""

import os
import shutil
import signal
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import asyncpg
from temporalio.client import Client, WorkflowHandle
from temporalio.testing import TimeSkipper, TimeSkippingConfig

from cli.stack import engine as embedded_engine
from cli.stack import postgres as embedded_postgres
from cli.stack.children import Child, end_orphans, free_port, recall, remember
from cli.stack.keys import KeyFiles
from cli.stack.supervise import STOP_SIGNALS
from redress.persistence.roles import API, OWNER, WORKER, ensure_database
from redress.settings import Settings

PREFIX: Final = "redress-"
RUN_BY: Final = "run-by.json"
UP: Final = "up"
"""Pid file of the test run that owns a scratch folder, and of a `redress up` that it started there."""

IMPATIENT_AFTER: Final = 60
"""History events after which `impatient_engine` advises continue-as-new."""


def fresh_id(kind: str = "t") -> str:
    """A name nobody else uses, fit for databases, workflows and task queues."""
    return f"{kind}_{uuid.uuid4().hex[:12]}"


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder that is gone afterwards, closed to others as a data directory is."""
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    try:
        remember(folder / RUN_BY, os.getpid())
        yield folder
    finally:
        shutil.rmtree(folder)


async def clear_up_after_the_killed() -> None:
    """Ends what test runs that were killed left running, and removes their folders."""
    for folder in _left_by_the_killed():
        await end_orphans(folder, {UP: signal.SIGTERM})
        await end_orphans(folder / "data" / "run", STOP_SIGNALS)
        await end_orphans(folder, STOP_SIGNALS)
        shutil.rmtree(folder, ignore_errors=True)


def _left_by_the_killed() -> list[Path]:
    scratch = Path(tempfile.gettempdir()).glob(f"{PREFIX}*/{RUN_BY}")
    return [note.parent for note in scratch if recall(note) is None]


@dataclass(frozen=True, slots=True)
class Database:
    """One migrated database and the addresses of the roles that may enter it."""

    name: str
    owner_url: str
    worker_url: str
    api_url: str
    superuser_url: str


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """The session's PostgreSQL. Its own database is the migrated template and takes no connections."""

    cluster: embedded_postgres.Cluster

    @asynccontextmanager
    async def fresh_database(self) -> AsyncIterator[Database]:
        """A copy of the migrated template, dropped at the end with whoever is still connected."""
        database = self._database(fresh_id("db"))
        administration = self.cluster.url(embedded_postgres.SUPERUSER, "postgres")
        connection = await asyncpg.connect(administration)
        try:
            template = embedded_postgres.DATABASE
            await connection.execute(f"CREATE DATABASE {database.name} TEMPLATE {template} OWNER {OWNER}")
            await ensure_database(administration, database.name)
            yield database
            await connection.execute(f"DROP DATABASE {database.name} WITH (FORCE)")
        finally:
            await connection.close()

    def _database(self, name: str) -> Database:
        url = self.cluster.url
        superuser = embedded_postgres.SUPERUSER
        return Database(name, url(OWNER, name), url(WORKER, name), url(API, name), url(superuser, name))


@dataclass(frozen=True, slots=True)
class EngineServer:
    """A running engine. `client` uses the plain data converter; connect your own for a codec."""

    address: str
    client: Client
    skipper: TimeSkipper

    async def fast_forward(self, handle: WorkflowHandle[Any, Any], span: timedelta) -> bool:
        """Lets `span` pass in one workflow's virtual time; False when the workflow ended first."""
        return await self.skipper.fast_forward(handle, span)


@asynccontextmanager
async def running_postgres() -> AsyncIterator[PostgresServer]:
    with scratch_folder() as folder:
        home, secret_dir = folder / "postgres", folder / "secrets"
        home.mkdir()
        secret_dir.mkdir()
        cluster = await embedded_postgres.prepare(home, secret_dir, free_port(), throw_away=True)
        child = await Child.start(embedded_postgres.server(cluster, folder / "postgres.log"), folder)
        try:
            await embedded_postgres.ready(cluster)
            await embedded_postgres.set_up(cluster)
            yield PostgresServer(cluster)
        finally:
            await child.stop()


@asynccontextmanager
async def running_engine(suggest_continue_after: int | None = None) -> AsyncIterator[EngineServer]:
    with scratch_folder() as folder:
        engine = embedded_engine.Engine(
            port=free_port(),
            ui_port=None,
            home=folder,
            kept=False,
            time_skipping=True,
            suggest_continue_after=suggest_continue_after,
        )
        child = await Child.start(embedded_engine.server(engine, folder / "engine.log"), folder)
        try:
            client = await embedded_engine.ready(engine)
            yield EngineServer(engine.address, client, TimeSkipper(client, config=TimeSkippingConfig()))
        finally:
            await child.stop()


def settings_for(database: Database, engine: EngineServer, keys: KeyFiles, folder: Path) -> Settings:
    """The settings of a process that may act in every role; a test narrows them with `model_copy`."""
    port = free_port()
    return Settings.model_validate(
        {
            "data_dir": folder,
            "archive_dir": folder / "archive",
            "files_dir": folder / "files",
            "database_owner_url": database.owner_url,
            "database_worker_url": database.worker_url,
            "database_api_url": database.api_url,
            "temporal_address": engine.address,
            "case_task_queue": fresh_id("case"),
            "escalation_task_queue": fresh_id("escalation"),
            "job_task_queue": fresh_id("jobs"),
            "codec_keys_file": keys.codec_keys_file,
            "vault_key_file": keys.vault_key_file,
            "blind_index_key_file": keys.blind_index_key_file,
            "query_code_key_file": keys.query_code_key_file,
            "http_port": port,
            "public_base_url": f"http://127.0.0.1:{port}",
            "rehearsal": True,
        }
    )
