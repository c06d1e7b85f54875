"""What has been delivered to the people of an office, by role or to one person: escalations and the like."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from redress.domain.actors import Actor
from redress.persistence.pool import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """To everybody with `role` in `office`, or to `person` alone. `payload` is JSON with references only."""

    case_id: str
    seq: int
    kind: str
    office: str
    payload: str
    role: str | None = None
    person: str | None = None
    n: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(NewMessage):
    id: int
    created_at: datetime
    read_at: datetime | None
    read_by: str | None


async def put(connection: Connection, message: NewMessage) -> bool:
    """Delivers a message once per case, event, kind and `n`; False when it was there already."""
    done: str = await connection.execute(
        _PUT,
        message.case_id,
        message.seq,
        message.kind,
        message.n,
        message.office,
        message.role,
        message.person,
        message.payload,
    )
    return done == "INSERT 0 1"


async def read_inbox(
    connection: Connection, actor: Actor, *, unread_only: bool = False, limit: int = 100
) -> list[Message]:
    """The actor's messages, the newest first: to the person, or to one of their roles in their office."""
    rows = await connection.fetch(
        _READ, actor.person, actor.office, list(actor.roles), unread_only, limit
    )
    return [Message(**{**row, "case_id": str(row["case_id"])}) for row in rows]


async def mark_read(connection: Connection, actor: Actor, message_id: int) -> bool:
    """False when it was read before or is not this actor's."""
    done: str = await connection.execute(
        "UPDATE inbox SET read_at = now(), read_by = $1 WHERE id = $4 AND read_at IS NULL "
        "AND (person = $1 OR (person IS NULL AND office = $2 AND role = ANY ($3)))",
        actor.person,
        actor.office,
        list(actor.roles),
        message_id,
    )
    return done == "UPDATE 1"


_PUT: Final = """
INSERT INTO inbox (case_id, seq, kind, n, office, role, person, payload)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (case_id, seq, kind, n) DO NOTHING
"""

_READ: Final = """
SELECT id, case_id, seq, kind, n, office, role, person, payload::text AS payload, created_at, read_at, read_by
FROM inbox
WHERE (person = $1 OR (person IS NULL AND office = $2 AND role = ANY ($3))) AND (read_at IS NULL OR NOT $4)
ORDER BY id DESC LIMIT $5
"""
