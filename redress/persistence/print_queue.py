"""Notices that a person sends: put there by the courier, taken, given back and settled by an office's clerks.

Row-level security narrows what a clerk sees. What a letter says is not here.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from redress.domain.commands import DeliveryOutcome
from redress.persistence.outbox import CHANNEL, Delivery
from redress.persistence.party_notices import Outcome
from redress.persistence.pool import Connection

SETTLED_AS: Final = {
    DeliveryOutcome.TOLD: "posted",
    DeliveryOutcome.SENT: "posted",
    DeliveryOutcome.UNREACHABLE: "unreachable",
    DeliveryOutcome.NOT_SENT: "not_sent",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintItem:
    """A notice that waits to be sent by hand; `id` is its delivery, `payload` JSON with references and codes.

    `given_back_ref`: why the last clerk gave it back, a text of the vault.
    """

    id: int
    case_id: str
    seq: int
    payload: str
    queued_at: datetime
    taken_by: str | None
    taken_at: datetime | None
    given_back_by: str | None
    given_back_at: datetime | None
    given_back_ref: str | None
    settled_as: str | None
    posted_on: date | None


async def put_in_queue(connection: Connection, delivery: Delivery) -> None:
    """Once per delivery, which rests until somebody has settled it."""
    await connection.execute(
        "INSERT INTO print_queue (id, case_id) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING",
        delivery.id,
        delivery.case_id,
    )
    await connection.execute(_REST, delivery.id, delivery.attempts)


async def print_queue(connection: Connection, limit: int = 200) -> list[PrintItem]:
    """What nobody has settled, the longest waiting first."""
    rows = await connection.fetch(_OPEN, limit)
    return [PrintItem(**{**row, "case_id": str(row["case_id"])}) for row in rows]


async def print_item(connection: Connection, item: int) -> PrintItem | None:
    """One of them, settled or not, locked for a change; None when this reader has none such."""
    row = await connection.fetchrow(_ONE, item)
    return None if row is None else PrintItem(**{**row, "case_id": str(row["case_id"])})


async def take(connection: Connection, item: int, person: str) -> None:
    await connection.execute(
        "UPDATE print_queue SET taken_by = $2, taken_at = now() WHERE id = $1", item, person
    )


async def put_back(connection: Connection, item: int, person: str, reason_ref: str) -> None:
    """It waits for another clerk."""
    await connection.execute(_BACK, item, person, reason_ref)


async def settle(
    connection: Connection, item: int, person: str, outcome: Outcome, posted_on: date | None
) -> None:
    """What became of it is kept for good, and its case is told of it."""
    settled_as = SETTLED_AS[outcome.outcome]
    await connection.execute(_SETTLE, item, person, settled_as, posted_on)
    await connection.execute(
        _WAKE, item, outcome.outcome.value, outcome.at, outcome.proof_ref, settled_as
    )
    await connection.execute("SELECT pg_notify($1, '')", CHANNEL)


_FIELDS: Final = """
SELECT q.id, q.case_id, o.seq, o.payload::text AS payload, q.queued_at, q.taken_by, q.taken_at,
    q.given_back_by, q.given_back_at, q.given_back_ref, q.settled_as, q.posted_on
FROM print_queue q JOIN outbox o USING (id)
"""

_OPEN: Final = f"{_FIELDS} WHERE q.settled_at IS NULL ORDER BY q.queued_at, q.id LIMIT $1"

_ONE: Final = f"{_FIELDS} WHERE q.id = $1 FOR UPDATE OF q"

_REST: Final = """
UPDATE outbox SET due_at = 'infinity', claimed_by = NULL, claimed_until = NULL, attempts = attempts - 1
WHERE id = $1 AND attempts = $2 AND delivered_at IS NULL AND outcome IS NULL
"""

_BACK: Final = """
UPDATE print_queue SET taken_by = NULL, taken_at = NULL, given_back_by = $2, given_back_at = now(),
    given_back_ref = $3
WHERE id = $1
"""

_SETTLE: Final = """
UPDATE print_queue SET settled_by = $2, settled_at = now(), settled_as = $3, posted_on = $4
WHERE id = $1 AND settled_at IS NULL
"""

_WAKE: Final = """
UPDATE outbox SET outcome = $2, outcome_at = $3, proof_ref = $4, outcome_reason = $5, due_at = now()
WHERE id = $1 AND outcome IS NULL
"""
