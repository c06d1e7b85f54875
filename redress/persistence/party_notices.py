"""What a notice to a party is written from, and what became of it until its case has heard."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from redress.domain.commands import DeliveryOutcome
from redress.persistence.outbox import Delivery
from redress.persistence.pool import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """The office in whose name a notice goes out, and where a party can call."""

    name_zh: str
    name_en: str
    phone: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    outcome: DeliveryOutcome
    at: datetime
    proof_ref: str | None


async def sender_of(connection: Connection, office: str) -> Sender:
    """A branch office or section acts in its bureau's name; a missing number is the next one's above."""
    rows = await connection.fetch(_ABOVE, office)
    named = next((row for row in rows if row["kind"] not in ("branch", "section")), rows[0])
    phone = next((row["phone"] for row in rows if row["phone"]), None)
    return Sender(name_zh=named["name_zh"], name_en=named["name_en"], phone=phone)


async def reason_ref(connection: Connection, case_id: str, event: str) -> str | None:
    """Where the reason of the last decision of this kind lies in the vault (`refused`, …)."""
    body = await connection.fetchval(_LAST, case_id, event)
    reason = json.loads(body).get("reason") if body else None
    return reason["ref"] if isinstance(reason, dict) else None


async def place_ref(connection: Connection, case_id: str, session: int) -> str | None:
    """Where the place of a session lies in the vault."""
    found: str | None = await connection.fetchval(_PLACE, case_id, session)
    return found


async def display_name(connection: Connection, person: str) -> str | None:
    found: str | None = await connection.fetchval(
        "SELECT display_name FROM accounts WHERE person = $1", person
    )
    return found


async def clock_offset(connection: Connection, case_id: str) -> timedelta:
    """How far the case's own clock is ahead of the wall clock (rehearsal)."""
    found = await connection.fetchval("SELECT clock_offset FROM cases WHERE case_id = $1", case_id)
    return found if isinstance(found, timedelta) else timedelta()


async def keep_outcome(
    connection: Connection, delivery: Delivery, outcome: Outcome, reason: str | None
) -> bool:
    """Keeps what became of a delivery; False when that was known already. `reason` is a kind of failure."""
    done: str = await connection.execute(
        _KEEP, delivery.id, outcome.outcome.value, outcome.at, reason, outcome.proof_ref
    )
    return done == "UPDATE 1"


async def kept_outcome(connection: Connection, delivery: Delivery) -> Outcome:
    row = await connection.fetchrow(
        "SELECT outcome, outcome_at, proof_ref FROM outbox WHERE id = $1", delivery.id
    )
    return Outcome(
        outcome=DeliveryOutcome(row["outcome"]), at=row["outcome_at"], proof_ref=row["proof_ref"]
    )


_ABOVE: Final = """
SELECT kind, name_zh, name_en, phone FROM offices
WHERE path = $1 OR starts_with($1, path || '.') ORDER BY length(path) DESC
"""

_LAST: Final = "SELECT body FROM ledger WHERE case_id = $1 AND type = $2 ORDER BY seq DESC LIMIT 1"

_PLACE: Final = """
SELECT place_ref FROM sessions_held WHERE case_id = $1 AND session = $2 AND act = 'scheduled'
ORDER BY seq DESC LIMIT 1
"""

_KEEP: Final = """
UPDATE outbox SET outcome = $2, outcome_at = $3, outcome_reason = $4, proof_ref = $5
WHERE id = $1 AND outcome IS NULL
"""
