"""Reads every file that a ledger names: there, as it was stored, and the file it was said to be."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

from redress.contracts.recording import LedgerRow
from redress.domain.evidence import StoredFile
from redress.files.evidence_store import EvidenceStore, FileGone, FilesUnavailable
from redress.files.sealed_frames import FileDamaged
from redress.persistence.evidence_files import kept_file
from redress.persistence.pool import Pool, transaction
from redress.persistence.vault import Vault, VaultBroken


@dataclass(frozen=True, slots=True)
class Checked:
    """A file of the event `seq`; `why` is what is wrong with it, None where nothing is."""

    seq: int
    why: str | None


async def checked_files(
    pool: Pool, vault: Vault, store: EvidenceStore, case_id: str, ledger: Iterable[LedgerRow]
) -> AsyncIterator[Checked]:
    """Every file of the case, read whole. After its case's key was erased only its stored bytes can be."""
    for row in ledger:
        if row.type == "evidence_added" and (file := json.loads(row.body)["file"]):
            yield Checked(row.seq, await _trouble(pool, vault, store, case_id, StoredFile(**file)))


async def _trouble(
    pool: Pool, vault: Vault, store: EvidenceStore, case_id: str, file: StoredFile
) -> str | None:
    try:
        async with transaction(pool) as connection:
            kept = await kept_file(connection, case_id, file.address)
            erased = not await vault.has_key(connection, case_id)
            key = kept and await vault.unwrap_file_key(connection, case_id, kept.address, kept.sealed_key)
        if kept is None and not erased:
            return "the file has no row"
        if kept is not None and (kept.sha256, kept.size) != (file.sha256, file.size):
            return "the row of the file differs from the ledger"
        await store.check(file.address, key if isinstance(key, bytes) else None, file.sha256)
    except VaultBroken:
        return "the key of the file does not open"
    except FileGone:
        return "the file is gone"
    except FileDamaged:
        return "the file is not what was stored"
    except FilesUnavailable as trouble:
        return f"the store of files is not available ({trouble})"
    return None
