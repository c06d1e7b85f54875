"""One row per command, written with its sealed body before the engine hears of it, settled by its answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from redress.domain.actors import Actor, Role
from redress.persistence.pool import Connection, Record


class Status(StrEnum):
    PENDING = "pending"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCommand:
    """A command about to be sent: `scope` and `key` are the caller's idempotency key, `command_id` ours.

    `body_hmac` (32 bytes) tells whether the key came with another body; `sealed` is what will be sent.
    `held_by`: the job that sends it.
    """

    scope: str
    key: str
    command_id: str
    case_id: str
    body_hmac: bytes
    sealed: str
    actor: Actor
    clock_offset: timedelta = timedelta()
    held_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedCommand(NewCommand):
    """A command as it stands: `result` is the JSON that its key answers from now on, None while pending."""

    status: Status
    result: str | None
    at: datetime


async def insert_pending(connection: Connection, command: NewCommand) -> LoggedCommand | None:
    """Writes the row and answers None, or answers what is there already under its scope and key.

    Belongs in one transaction with the vault's `seal_many`: either both are there or neither.
    """
    written = await connection.fetchval(
        _INSERT,
        command.scope,
        command.key,
        command.command_id,
        command.case_id,
        command.body_hmac,
        command.sealed,
        command.actor.person,
        command.actor.office,
        list(command.actor.roles),
        command.clock_offset,
        command.held_by,
    )
    return None if written else await find(connection, command.scope, command.key)


async def find(connection: Connection, scope: str, key: str) -> LoggedCommand | None:
    row = await connection.fetchrow("SELECT * FROM commands WHERE scope = $1 AND key = $2", scope, key)
    return None if row is None else _command(row)


async def settle(connection: Connection, command_id: str, status: Status, result: str) -> bool:
    """Settles a pending command; False when it was settled before (its first result stands)."""
    settled: str = await connection.execute(
        "UPDATE commands SET status = $2, result = $3, settled_at = now() "
        "WHERE command_id = $1 AND status = 'pending'",
        command_id,
        status,
        result,
    )
    return settled == "UPDATE 1"


async def pending_older_than(connection: Connection, age: timedelta, limit: int = 100) -> list[LoggedCommand]:
    """What the sweeper sends again with the same id, the oldest first; what a job holds the job sends."""
    rows = await connection.fetch(
        "SELECT * FROM commands WHERE status = 'pending' AND held_by IS NULL AND at < now() - $1::interval "
        "ORDER BY at LIMIT $2",
        age,
        limit,
    )
    return [_command(row) for row in rows]


async def held_commands(connection: Connection, command_ids: list[str]) -> dict[str, LoggedCommand]:
    """The commands of those ids, by id."""
    rows = await connection.fetch("SELECT * FROM commands WHERE command_id = ANY ($1)", command_ids)
    return {row["command_id"]: _command(row) for row in rows}


def _command(row: Record) -> LoggedCommand:
    roles = tuple(Role(role) for role in row["roles"])
    return LoggedCommand(
        scope=row["scope"],
        key=row["key"],
        command_id=row["command_id"],
        case_id=str(row["case_id"]),
        body_hmac=row["body_hmac"],
        sealed=row["sealed"],
        actor=Actor(row["person"], row["office"], roles),
        clock_offset=row["clock_offset"],
        held_by=str(row["held_by"]) if row["held_by"] else None,
        status=Status(row["status"]),
        result=row["result"],
        at=row["at"],
    )


_INSERT: Final = """
INSERT INTO commands (scope, key, command_id, case_id, body_hmac, sealed, person, office, roles, clock_offset,
                      held_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (scope, key) DO NOTHING RETURNING true
"""
