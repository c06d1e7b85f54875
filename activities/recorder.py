"""How every step records its batch: one transaction, safe to repeat, its failures told apart by type."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from time import perf_counter
from typing import Final

from temporalio.exceptions import ApplicationError

from activities.event_rows import RowTable, rows_of
from redress.contracts.complaint import StepOutcome
from redress.contracts.failures import FailureType
from redress.contracts.recording import Batch
from redress.observability.metrics import STEP_SECONDS
from redress.persistence.pool import Connection, Pool, StoreUnavailable, transaction
from redress.persistence.recording import LedgerConflict, LedgerGap, record, set_clock_offset
from redress.persistence.steps import write_steps
from redress.persistence.vault import VaultBroken

Now = Callable[[], datetime]
Beside = Callable[[Connection], Awaitable[None]]

SAME_TIME: Final = timedelta(seconds=5)
"""Up to here a case's clock and ours are taken for the same."""


class Recorder:
    """Writes batches. `rehearsal`: cases may live ahead of our clock, and their rows then say by how much."""

    def __init__(self, pool: Pool, rows: RowTable, *, now: Now, rehearsal: bool) -> None:
        self._pool = pool
        self._rows = rows
        self._now = now
        self._rehearsal = rehearsal

    async def write(self, step: str, batch: Batch, beside: Beside | None = None) -> StepOutcome:
        """Events, read model, outbox, step rows and what `beside` adds, all or nothing; safe to repeat.

        Raises ApplicationError: `store_unavailable` may be retried, a gap or a changed event may not.
        """
        started, outcome = perf_counter(), "failed"
        try:
            rows = rows_of(batch, self._rows)
            async with told_apart(), transaction(self._pool) as connection:
                await record(connection, batch)
                await write_steps(connection, batch.case_id, rows)
                if self._rehearsal:
                    await set_clock_offset(connection, batch.case_id, self._offset(batch))
                if beside is not None:
                    await beside(connection)
            outcome = "recorded"
        finally:
            STEP_SECONDS.labels(step, outcome).observe(perf_counter() - started)
        return StepOutcome(recorded=batch.summary.version)

    def _offset(self, batch: Batch) -> timedelta:
        ahead = batch.rows[-1].at - self._now()
        return ahead if ahead > SAME_TIME else timedelta(0)


@asynccontextmanager
async def told_apart() -> AsyncIterator[None]:
    """Turns what the store raises into failures of a known type; the texts hold no content of a case."""
    try:
        yield
    except StoreUnavailable as error:
        raise ApplicationError(str(error), type=FailureType.STORE_UNAVAILABLE) from None
    except VaultBroken as error:
        raise ApplicationError(str(error), type=FailureType.VAULT_BROKEN) from None
    except LedgerGap as error:
        raise ApplicationError(str(error), type=FailureType.LEDGER_GAP, non_retryable=True) from None
    except LedgerConflict as error:
        raise ApplicationError(str(error), type=FailureType.EVENT_CHANGED, non_retryable=True) from None
