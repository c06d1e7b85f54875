"""Compares each case: the ledger with the engine's histories, the read model and the files of evidence. It
changes nothing.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Final

from temporalio.client import Client

from cli.file_checking import Checked, checked_files
from cli.history_rows import Asked, asked_by
from redress.contracts.codec import data_converter
from redress.contracts.recording import LedgerRow
from redress.files.archive import Archive, open_archive
from redress.files.evidence_store import open_evidence_store
from redress.persistence.case_filters import CaseFilter
from redress.persistence.histories import archived_of
from redress.persistence.pool import Connection, Pool, open_pool, transaction
from redress.persistence.reading import list_cases, read_view, timeline
from redress.persistence.vault import FileMasterKey, Vault
from redress.persistence.verify_chain import verify_chain
from redress.settings import Settings, read_codec_keys, read_key

LOOKS: Final = 3
PAUSE: Final = 5.0
"""A history read during a running task can miss its newest events for ten seconds: look again before calling
anything lost (design §4.20)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """`where`: `chain`, `history`, `read_model` or `files`; `seq` is the event at which it shows, 0 for the
    case.
    """

    case_id: str
    seq: int
    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Reconciled:
    """How many cases, ledger events and files were compared, and every difference."""

    cases: int
    events: int
    differences: tuple[Difference, ...]
    files: int = 0


async def reconcile(settings: Settings, case_id: str | None = None) -> Reconciled:
    """All cases or one, as the worker role; raises StoreUnavailable, or the engine's errors."""
    pool = await open_pool(settings.require_database_worker_url(), name="redress-audit", max_size=2)
    try:
        client = await Client.connect(
            settings.temporal_address,
            namespace=settings.temporal_namespace,
            data_converter=data_converter(read_codec_keys(settings.codec_keys_file)),
        )
        archive = open_archive(settings.archive_dir, settings.archive_url)
        async with transaction(pool) as connection:
            chain = await verify_chain(connection, case_id)
        differences = [
            Difference(case_id=each.case_id, seq=each.seq, where="chain", why=each.why)
            for each in chain.breaks
        ]
        suspect: dict[str, list[Difference]] = {}
        async for each_id in _case_ids(pool, case_id):
            if found := await _compared(pool, client, archive, each_id):
                suspect[each_id] = found
        for _ in range(LOOKS if suspect else 0):
            await asyncio.sleep(PAUSE)
            looked = {each_id: await _compared(pool, client, archive, each_id) for each_id in suspect}
            suspect = {each_id: found for each_id, found in looked.items() if found}
            if not suspect:
                break
        differences += [each for found in suspect.values() for each in found]
        files = 0
        async for each_id, checked in _files(pool, settings, case_id):
            files += 1
            if checked.why is not None:
                differences.append(
                    Difference(case_id=each_id, seq=checked.seq, where="files", why=checked.why)
                )
        return Reconciled(chain.cases, chain.events, tuple(differences), files)
    finally:
        await pool.close()


async def _case_ids(pool: Pool, only: str | None) -> AsyncIterator[str]:
    if only is not None:
        yield only
        return
    cursor: str | None = None
    while True:
        async with transaction(pool) as connection:
            page = await list_cases(connection, CaseFilter(), limit=200, cursor=cursor)
        for item in page.items:
            yield item.case_id
        cursor = page.next_cursor
        if cursor is None:
            return


async def _compared(pool: Pool, client: Client, archive: Archive, case_id: str) -> list[Difference]:
    async with transaction(pool) as connection:
        archived = await archived_of(connection, case_id)
    asked = await asked_by(client, archive, case_id, archived)
    async with transaction(pool) as connection:
        ledger = [row async for row in _ledger(connection, case_id)]
        stored = await read_view(connection, case_id)
    return list(_differences(case_id, asked, ledger, stored.view_json if stored else None))


async def _files(
    pool: Pool, settings: Settings, case_id: str | None
) -> AsyncIterator[tuple[str, Checked]]:
    store = open_evidence_store(settings.files_dir, settings.files_url)
    vault = Vault(FileMasterKey(read_key(settings.vault_key_file)))
    async for each_id in _case_ids(pool, case_id):
        async with transaction(pool) as connection:
            ledger = [row async for row in _ledger(connection, each_id)]
        async for checked in checked_files(pool, vault, store, each_id, ledger):
            yield each_id, checked


async def _ledger(connection: Connection, case_id: str) -> AsyncIterator[LedgerRow]:
    seq = 1
    while rows := await timeline(connection, case_id, seq):
        for row in rows:
            yield row
        seq = rows[-1].seq + 1


def _differences(
    case_id: str, asked: Asked, ledger: list[LedgerRow], view_json: str | None
) -> Iterator[Difference]:
    for why in asked.trouble:
        yield Difference(case_id=case_id, seq=0, where="history", why=why)
    recorded = {row.seq: row for row in ledger}
    for seq in sorted(asked.rows.keys() | recorded.keys()):
        if seq not in recorded:
            yield Difference(case_id=case_id, seq=seq, where="history", why="not in the ledger")
        elif seq not in asked.rows:
            yield Difference(case_id=case_id, seq=seq, where="history", why="unknown to the engine")
        elif asked.rows[seq] != recorded[seq]:
            yield Difference(case_id=case_id, seq=seq, where="history", why="differs from the ledger")
    if not _same_view(asked.view_json, view_json):
        yield Difference(case_id=case_id, seq=0, where="read_model", why="differs from the case's own view")


def _same_view(one: str | None, other: str | None) -> bool:
    return bool(json.loads(one or "null") == json.loads(other or "null"))
