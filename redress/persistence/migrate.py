"""Runs migrations/NNNN_name.sql: forward only, checksummed, one transaction each, one runner at a time.

A migration that must read or change case data takes FORCE ROW LEVEL SECURITY off that table and puts it back:
the owner, too, sees no rows.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

import asyncpg

from redress.persistence.pool import Connection

_LOCK: Final = 0x7265_6472_0002
_FILE: Final = re.compile(r"(\d{4})_([a-z0-9_]+)\.sql")


class MigrationRefused(Exception):
    """What has been applied differs from what is here: an edited file, a gap, a database newer than us."""


@dataclass(frozen=True, slots=True)
class Migration:
    number: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()


def shipped() -> tuple[Migration, ...]:
    """The migrations of this version, numbered from 1 without a gap; raises `MigrationRefused`."""
    found = []
    for entry in files("redress.persistence").joinpath("migrations").iterdir():
        if match := _FILE.fullmatch(entry.name):
            found.append(Migration(int(match[1]), match[2], entry.read_text(encoding="utf-8")))
    found.sort(key=lambda migration: migration.number)
    if [migration.number for migration in found] != list(range(1, len(found) + 1)):
        raise MigrationRefused("the migration files are not numbered 1, 2, 3 … without a gap")
    return tuple(found)


async def migrate(owner_url: str, migrations: Sequence[Migration] | None = None) -> int:
    """Applies what is missing and answers how many that were; `MigrationRefused` changes nothing.

    A second process that starts at the same time waits and then finds nothing to do.
    """
    wanted = shipped() if migrations is None else migrations
    connection = await asyncpg.connect(owner_url)
    try:
        # Held by the session, so it goes with a runner that dies.
        await connection.execute("SELECT pg_advisory_lock($1)", _LOCK)
        return await _apply_missing(connection, wanted)
    finally:
        await connection.close()


async def _apply_missing(connection: Connection, wanted: Sequence[Migration]) -> int:
    await connection.execute(
        "CREATE TABLE IF NOT EXISTS schema_migrations ("
        "number integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL,"
        "applied_at timestamptz NOT NULL DEFAULT now())"
    )
    applied = await connection.fetch("SELECT number, name, checksum FROM schema_migrations ORDER BY number")
    if len(applied) > len(wanted):
        raise MigrationRefused(f"the database is newer than this version: migration {applied[-1]['number']}")
    for row, migration in zip(applied, wanted, strict=False):
        if (row["number"], row["checksum"]) != (migration.number, migration.checksum):
            raise MigrationRefused(f"migration {row['number']} was changed after it had been applied")
    missing = wanted[len(applied) :]
    for migration in missing:
        async with connection.transaction():
            await connection.execute(migration.sql)
            await connection.execute(
                "INSERT INTO schema_migrations (number, name, checksum) VALUES ($1, $2, $3)",
                migration.number,
                migration.name,
                migration.checksum,
            )
    return len(missing)
