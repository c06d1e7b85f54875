"""Outside systems that want to hear of events, and a row of the outbox for each event of theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from redress.contracts.recorded import WEBHOOK
from redress.contracts.recording import CaseSummary, LedgerRow
from redress.persistence.pool import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """`office`: its cases and those of the offices below it; `events`: types of the ledger."""

    name: str
    office: str
    events: tuple[str, ...]


async def keep_subscriptions(connection: Connection, wanted: Sequence[Subscription]) -> None:
    """These are wanted from now on, and no others."""
    await connection.execute(
        "UPDATE webhook_subscriptions SET active = false WHERE NOT name = ANY ($1)",
        [each.name for each in wanted],
    )
    for each in wanted:
        await connection.execute(_KEEP, each.name, each.office, list(each.events))


async def announce(
    connection: Connection, case_id: str, summary: CaseSummary, rows: Sequence[LedgerRow]
) -> None:
    """Puts new events into the outbox for those who want to hear of them: references and types only."""
    await connection.execute(
        _ANNOUNCE,
        case_id,
        summary.office,
        summary.number,
        [row.seq for row in rows],
        [row.type for row in rows],
        [row.at for row in rows],
        WEBHOOK,
    )


_KEEP: Final = """
INSERT INTO webhook_subscriptions (name, office, events) VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE SET office = excluded.office, events = excluded.events, active = true
"""

_ANNOUNCE: Final = """
INSERT INTO outbox (case_id, seq, kind, n, payload)
SELECT $1, r.seq, $7, s.id, jsonb_build_object(
    'office', $2::text, 'case_number', $3::text, 'event', r.type, 'at', r.at, 'subscription', s.name)
FROM unnest($4::integer[], $5::text[], $6::timestamptz[]) AS r (seq, type, at)
JOIN webhook_subscriptions s
  ON s.active AND r.type = ANY (s.events) AND ($2 = s.office OR starts_with($2, s.office || '.'))
ON CONFLICT (case_id, seq, kind, n) DO NOTHING
"""
