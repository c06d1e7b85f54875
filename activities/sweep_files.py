"""Clears away what never became anything: files of refused commands, uploads nobody recorded, old drafts."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.recorder import told_apart
from redress.contracts.failures import FailureType
from redress.contracts.sweeps import SWEEP_FILES, UNCLAIMED_FOR, FilesReport
from redress.files.evidence_store import EvidenceStore, FilesUnavailable
from redress.persistence.evidence_files import forget_refused, unknown_addresses
from redress.persistence.intake_drafts import forget_expired_drafts
from redress.persistence.job_files import forget_expired
from redress.persistence.pool import Pool, transaction

LOOKED_UP_AT_ONCE: Final = 500


class SweepFiles:
    def __init__(self, pool: Pool, store: EvidenceStore, *, now: Callable[[], datetime]) -> None:
        self._pool = pool
        self._store = store
        self._now = now

    @activity.defn(name=SWEEP_FILES)
    async def sweep_files(self) -> FilesReport:
        """Removes what belongs to no case; a file without its row has no key either, so nobody can miss it.

        Raises ApplicationError `store_unavailable`.
        """
        try:
            async with told_apart(), transaction(self._pool) as connection:
                refused = await forget_refused(connection)
                drafts = await forget_expired_drafts(connection)
                results = await forget_expired(connection)
            await self._discard([*refused, *results])
            return FilesReport(refused=len(refused), unclaimed=await self._unclaimed(), drafts=drafts)
        except FilesUnavailable as error:
            raise ApplicationError(str(error), type=FailureType.STORE_UNAVAILABLE) from None

    async def _unclaimed(self) -> int:
        """An upload under way has no row yet, so only what has lain there for long is looked at."""
        found, looked_at = 0, list[str]()
        async for address in self._store.kept_before(self._now() - UNCLAIMED_FOR):
            looked_at.append(address)
            if len(looked_at) == LOOKED_UP_AT_ONCE:
                found += await self._discard_unknown(looked_at)
                looked_at.clear()
        return found + await self._discard_unknown(looked_at)

    async def _discard_unknown(self, addresses: list[str]) -> int:
        async with told_apart(), transaction(self._pool) as connection:
            unknown = await unknown_addresses(connection, addresses)
        await self._discard(unknown)
        return len(unknown)

    async def _discard(self, addresses: list[str]) -> None:
        for address in addresses:
            activity.heartbeat()
            await self._store.discard(address)
