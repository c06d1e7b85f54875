"""What could not be delivered, for the people who work it off: tried again, or given up with a reason."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from redress.contracts.recorded import PARTY_NOTICE
from redress.persistence.outbox import CHANNEL
from redress.persistence.pool import Connection

NEVER_TRIED: Final = ("channel_off", "no_address")
"""Why a notice died without anybody having tried to reach the party: giving it up is no attempt either."""


class State(StrEnum):
    WAITING = "waiting"
    DEAD = "dead"
    GIVEN_UP = "given_up"
    DELIVERED = "delivered"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A delivery that died. `payload` is JSON with references and codes; `reason` a kind of failure."""

    id: int
    case_id: str
    seq: int
    kind: str
    payload: str
    attempts: int
    created_at: datetime
    dead_at: datetime
    reason: str


async def dead_letters(connection: Connection, limit: int = 200) -> list[DeadLetter]:
    """Those that wait for a person, the longest dead first; row-level security narrows them."""
    rows = await connection.fetch(_DEAD, limit)
    return [DeadLetter(**{**row, "case_id": str(row["case_id"])}) for row in rows]


async def case_and_state(connection: Connection, letter: int) -> tuple[str, State] | None:
    """The case of a delivery and how it stands, locked for a change; None when this reader has none such."""
    row = await connection.fetchrow(_STATE, letter)
    return None if row is None else (str(row["case_id"]), State(row["state"]))


async def try_again(connection: Connection, letter: int, person: str) -> None:
    """A dead delivery waits again, with all its attempts before it."""
    await connection.execute(_AGAIN, letter, person)
    await connection.execute("SELECT pg_notify($1, '')", CHANNEL)


async def give_up(connection: Connection, letter: int, person: str, reason_ref: str) -> None:
    """Nobody tries it any more; the case of a notice to a party then hears that the party was not reached."""
    await connection.execute(_GIVE_UP, letter, person, reason_ref, PARTY_NOTICE, list(NEVER_TRIED))
    await connection.execute("SELECT pg_notify($1, '')", CHANNEL)


_DEAD: Final = """
SELECT id, case_id, seq, kind, payload::text AS payload, attempts, created_at, dead_at, dead_reason AS reason
FROM outbox WHERE dead_at IS NOT NULL AND given_up_at IS NULL ORDER BY dead_at, id LIMIT $1
"""

_STATE: Final = """
SELECT case_id, CASE WHEN given_up_at IS NOT NULL THEN 'given_up'
                     WHEN delivered_at IS NOT NULL THEN 'delivered'
                     WHEN dead_at IS NOT NULL THEN 'dead' ELSE 'waiting' END AS state
FROM outbox WHERE id = $1 FOR UPDATE
"""

_AGAIN: Final = """
UPDATE outbox SET dead_at = NULL, dead_reason = NULL, attempts = 0, due_at = now(), retried_by = $2
WHERE id = $1 AND dead_at IS NOT NULL AND given_up_at IS NULL
"""

_GIVE_UP: Final = """
UPDATE outbox SET given_up_at = now(), given_up_by = $2, proof_ref = coalesce(proof_ref, $3),
    outcome = coalesce(outcome, CASE WHEN dead_reason = ANY ($5) THEN 'not_sent' ELSE 'unreachable' END),
    outcome_at = coalesce(outcome_at, now()),
    outcome_reason = 'given_up',
    dead_at = CASE WHEN kind = $4 THEN NULL ELSE dead_at END,
    dead_reason = CASE WHEN kind = $4 THEN NULL ELSE dead_reason END,
    due_at = now()
WHERE id = $1 AND dead_at IS NOT NULL AND given_up_at IS NULL
"""
