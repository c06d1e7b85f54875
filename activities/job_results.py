"""How a job comes to a file: pieces sealed step by step, put together at the end, kept for its person."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final

from activities.recorder import told_apart
from redress.contracts.jobs import KEPT_FOR, BatchRun, JobState
from redress.documents.spreadsheets import CSV, XLSX
from redress.files.evidence_store import EvidenceStore, Incoming
from redress.persistence.job_files import (
    JobKeys,
    NewFile,
    Purpose,
    add_part,
    drop_parts,
    keep_file,
    parts_of,
)
from redress.persistence.jobs import Job, end, moved_on
from redress.persistence.pool import Pool, transaction

LARGEST: Final = 512 * 1024 * 1024

Writing = Callable[[Incoming, AsyncIterator[bytes]], Awaitable[None]]
"""Writes the pieces as one file."""


class JobResults:
    def __init__(self, pool: Pool, keys: JobKeys, store: EvidenceStore) -> None:
        self._pool = pool
        self._keys = keys
        self._store = store

    async def add(self, job: Job, place: str, piece: bytes, *, done: int) -> BatchRun:
        """Keeps what a step has read and moves the bar; nothing where another attempt was here before."""
        async with told_apart(), transaction(self._pool) as connection:
            state = await moved_on(connection, job, place, done=done)
            if state is not None and done:
                key = await self._keys.made_for(connection, job.id)
                await add_part(connection, key, job.id, job.done, piece)
        return BatchRun(state=state or JobState.RUNNING)

    async def put_together(self, job: Job, name: str, form: str, writing: Writing) -> BatchRun:
        """Ends the job with its file; `form`: `csv` or `xlsx`."""
        incoming = self._store.incoming(LARGEST)
        try:
            async with told_apart(), transaction(self._pool) as connection:
                key = await self._keys.made_for(connection, job.id)
                await writing(incoming, parts_of(connection, key, job.id))
            received = await incoming.finish()
            await self._store.keep(received)
            file = NewFile(
                address=received.address,
                name=f"{name}.{form}",
                media_type=CSV if form == "csv" else XLSX,
                sha256=received.sha256,
                size=received.size,
                key=received.key,
            )
            async with told_apart(), transaction(self._pool) as connection:
                await keep_file(connection, key, job.id, Purpose.RESULT, file, KEPT_FOR)
                await drop_parts(connection, job.id)
                return BatchRun(state=await end(connection, job.id, JobState.DONE))
        finally:
            incoming.drop()

    async def call_off(self, job: Job) -> BatchRun:
        async with told_apart(), transaction(self._pool) as connection:
            await drop_parts(connection, job.id)
            return BatchRun(state=await end(connection, job.id, JobState.CANCELLED))
