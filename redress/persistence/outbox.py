"""What waits for delivery: claimed with a lease, delivered once, retried later and later when it fails.

What a person does about the dead is in `dead_letters.py`.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from redress.persistence.pool import Connection, Pool, connected

CHANNEL: Final = "redress_outbox"
LONGEST_WAIT: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A claimed row; `attempts` counts this one. `payload` is JSON with references only.

    `outcome`, `outcome_at`, `proof_ref`: what became of it, while its case has not heard of that yet.
    """

    id: int
    case_id: str
    seq: int
    kind: str
    n: int
    payload: str
    attempts: int
    created_at: datetime
    outcome: str | None = None
    outcome_at: datetime | None = None
    proof_ref: str | None = None


async def claim(
    connection: Connection, worker: str, *, kinds: tuple[str, ...], limit: int = 50, lease: timedelta
) -> list[Delivery]:
    """Takes up to `limit` due rows for `lease`; a row whose lease ran out is taken again (at least once)."""
    rows = await connection.fetch(_CLAIM, worker, lease, list(kinds), limit)
    return [Delivery(**{**row, "case_id": str(row["case_id"])}) for row in rows]


async def delivered(connection: Connection, delivery: Delivery, worker: str) -> bool:
    """Marks it done, in the transaction of its effect; False when another worker has the lease by now."""
    done: str = await connection.execute(
        "UPDATE outbox SET delivered_at = now(), claimed_until = NULL, last_error = NULL "
        "WHERE id = $1 AND claimed_by = $2 AND attempts = $3 AND delivered_at IS NULL",
        delivery.id,
        worker,
        delivery.attempts,
    )
    return done == "UPDATE 1"


async def failed(connection: Connection, delivery: Delivery, worker: str, error: str) -> None:
    """Gives it back, to be tried after 2, 4, 8 … seconds. `error` names the kind of failure only."""
    wait = min(timedelta(seconds=2 ** min(delivery.attempts, 20)), LONGEST_WAIT)
    await connection.execute(
        "UPDATE outbox SET claimed_by = NULL, claimed_until = NULL, due_at = now() + $4::interval, "
        "last_error = $5 WHERE id = $1 AND claimed_by = $2 AND attempts = $3 AND delivered_at IS NULL",
        delivery.id,
        worker,
        delivery.attempts,
        wait,
        error,
    )


async def put_off(connection: Connection, delivery: Delivery, worker: str, until: datetime) -> None:
    """Gives it back until a moment at which it may be tried; this was no attempt."""
    await connection.execute(
        "UPDATE outbox SET claimed_by = NULL, claimed_until = NULL, due_at = $4, attempts = attempts - 1 "
        "WHERE id = $1 AND claimed_by = $2 AND attempts = $3 AND delivered_at IS NULL",
        delivery.id,
        worker,
        delivery.attempts,
        until,
    )


async def died(connection: Connection, delivery: Delivery, worker: str, reason: str) -> None:
    """It is not tried any more until a person says so. `reason` names the kind of failure only."""
    await connection.execute(
        "UPDATE outbox SET claimed_by = NULL, claimed_until = NULL, dead_at = now(), dead_reason = $4, "
        "last_error = $4 WHERE id = $1 AND claimed_by = $2 AND attempts = $3 AND delivered_at IS NULL",
        delivery.id,
        worker,
        delivery.attempts,
        reason,
    )


@asynccontextmanager
async def bell(pool: Pool) -> AsyncIterator[asyncio.Event]:
    """An event that is set when rows are added. It promises nothing: look regularly as well."""
    rung = asyncio.Event()

    def ring(*_: object) -> None:
        rung.set()

    async with connected(pool) as connection:
        await connection.add_listener(CHANNEL, ring)
        try:
            yield rung
        finally:
            if not connection.is_closed():
                await connection.remove_listener(CHANNEL, ring)


_CLAIM: Final = """
UPDATE outbox SET claimed_by = $1, claimed_until = now() + $2::interval, attempts = attempts + 1
WHERE id IN (
    SELECT id FROM outbox
    WHERE delivered_at IS NULL AND dead_at IS NULL AND due_at <= now() AND kind = ANY ($3)
      AND (claimed_until IS NULL OR claimed_until < now())
    ORDER BY due_at, id LIMIT $4
    FOR UPDATE SKIP LOCKED
)
RETURNING id, case_id, seq, kind, n, payload::text AS payload, attempts, created_at,
    outcome, outcome_at, proof_ref
"""
