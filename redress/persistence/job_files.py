"""What belongs to a job beside its row: its own key, sealed pieces of a result, the files in the store.

Everything of it goes when the result expires; the files themselves lie in `redress.files`.
"""

import os
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from redress.persistence.pool import Connection
from redress.persistence.vault import KEY_BYTES, MasterKey, decrypted, encrypted

PARTS_AT_ONCE: Final = 20


class Purpose(StrEnum):
    UPLOAD = "upload"
    RESULT = "result"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFile:
    """A file of a job; `sealed_key` opens with the job's key."""

    address: str
    purpose: Purpose
    name: str
    media_type: str
    sha256: str
    size: int
    sealed_key: bytes
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """A file that has been received whole; `key` is its own."""

    address: str
    name: str
    media_type: str
    sha256: str
    size: int
    key: bytes

    def __repr__(self) -> str:
        return f"NewFile({self.address})"


class JobKeys:
    """The keys of jobs, each wrapped by the master key: without it what a job has kept is noise."""

    def __init__(self, master: MasterKey) -> None:
        self._master = master

    async def of(self, connection: Connection, job_id: str) -> bytes | None:
        """None where the job never had one, or has lost it with its result. Raises `VaultBroken`."""
        row = await connection.fetchrow(
            "SELECT wrapped, master_key_id FROM job_keys WHERE job_id = $1", job_id
        )
        return self._master.unwrap(row["wrapped"], job_id, row["master_key_id"]) if row else None

    async def made_for(self, connection: Connection, job_id: str) -> bytes:
        """The job's key, made now if it has none."""
        found = await self.of(connection, job_id)
        if found is not None:
            return found
        key = os.urandom(KEY_BYTES)
        made = await connection.fetchval(
            "INSERT INTO job_keys (job_id, wrapped, master_key_id) VALUES ($1, $2, $3) "
            "ON CONFLICT DO NOTHING RETURNING true",
            job_id, self._master.wrap(key, job_id), self._master.id,
        )  # fmt: skip
        return key if made else await self.made_for(connection, job_id)


async def add_part(connection: Connection, key: bytes, job_id: str, n: int, data: bytes) -> None:
    """Keeps a piece of the result; one of that number that is there already stays."""
    await connection.execute(
        "INSERT INTO job_parts (job_id, n, sealed) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        job_id, n, encrypted(AESGCM(key), data, f"{job_id}|part:{n}"),
    )  # fmt: skip


async def parts_of(connection: Connection, key: bytes, job_id: str) -> AsyncIterator[bytes]:
    """The pieces by number, a few at a time; raises `VaultBroken`."""
    cipher, after = AESGCM(key), -1
    while rows := await connection.fetch(
        "SELECT n, sealed FROM job_parts WHERE job_id = $1 AND n > $2 ORDER BY n LIMIT $3",
        job_id, after, PARTS_AT_ONCE,
    ):  # fmt: skip
        for row in rows:
            yield decrypted(cipher, row["sealed"], f"{job_id}|part:{row['n']}")
        after = rows[-1]["n"]


async def drop_parts(connection: Connection, job_id: str) -> None:
    await connection.execute("DELETE FROM job_parts WHERE job_id = $1", job_id)


async def keep_file(
    connection: Connection, key: bytes, job_id: str, purpose: Purpose, file: NewFile, lasting: timedelta
) -> None:
    """Writes the row of a file; a job has one of each purpose, and the first stays."""
    await connection.execute(
        "INSERT INTO job_files "
        "(address, job_id, purpose, name, media_type, sha256, size, sealed_key, expires_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now() + $9::interval) ON CONFLICT DO NOTHING",
        file.address, job_id, purpose, file.name, file.media_type, file.sha256, file.size,
        encrypted(AESGCM(key), file.key, _place(job_id, file.address)), lasting,
    )  # fmt: skip


async def files_of(connection: Connection, job_ids: Iterable[str], purpose: Purpose) -> dict[str, JobFile]:
    """The files of that purpose that the reader may have, by job; an expired one is none."""
    rows = await connection.fetch(
        "SELECT job_id, address, name, media_type, sha256, size, sealed_key, expires_at FROM job_files "
        "WHERE job_id = ANY ($1::uuid[]) AND purpose = $2 AND expires_at > now()",
        list(job_ids), purpose,
    )  # fmt: skip
    return {
        str(row["job_id"]): JobFile(
            purpose=purpose, **{name: value for name, value in row.items() if name != "job_id"}
        )
        for row in rows
    }


def file_key(key: bytes, job_id: str, file: JobFile) -> bytes:
    """The file's own key; raises `VaultBroken`."""
    return decrypted(AESGCM(key), file.sealed_key, _place(job_id, file.address))


async def forget_expired(connection: Connection) -> list[str]:
    """Removes the rows of files whose time is over and of uploads whose job has ended, the pieces that a
    failed job has left, and the keys of jobs that have nothing left to open.
    """
    rows = await connection.fetch(
        "DELETE FROM job_files f USING jobs j WHERE j.id = f.job_id AND (f.expires_at < now() "
        "OR (f.purpose = 'upload' AND j.ended_at IS NOT NULL)) RETURNING f.address"
    )
    await connection.execute(
        "DELETE FROM job_parts p USING jobs j WHERE j.id = p.job_id AND j.ended_at IS NOT NULL"
    )
    await connection.execute(
        "DELETE FROM job_keys k USING jobs j WHERE j.id = k.job_id AND j.ended_at IS NOT NULL "
        "AND NOT EXISTS (SELECT FROM job_files f WHERE f.job_id = k.job_id)"
    )
    return [row["address"] for row in rows]


def _place(job_id: str, address: str) -> str:
    return f"{job_id}|file:{address}"
