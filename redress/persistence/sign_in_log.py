"""The log of sign-ins: what happened to an account, when and by whom. Append-only, without secrets."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from redress.persistence.pool import Connection

OPERATOR: Final = "operator"
"""Who acts from a shell on the server, without an account."""


class Happening(StrEnum):
    """What the log knows of."""

    ACCOUNT_CREATED = "account_created"
    ACCOUNT_CLOSED = "account_closed"
    ACCOUNT_REOPENED = "account_reopened"
    SIGNED_IN = "signed_in"
    SIGNED_IN_ELSEWHERE = "signed_in_elsewhere"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105
    WRONG_CODE = "wrong_code"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    SIGNED_OUT = "signed_out"
    SESSION_ENDED = "session_ended"
    SIGNED_OUT_EVERYWHERE = "signed_out_everywhere"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105
    ONE_TIME_PASSWORD_SET = "one_time_password_set"  # noqa: S105
    SECOND_FACTOR_ADDED = "second_factor_added"
    SECOND_FACTOR_REMOVED = "second_factor_removed"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    RECOVERY_CODE_USED = "recovery_code_used"
    LINKED = "linked"
    UNLINKED = "unlinked"
    TOKEN_MADE = "token_made"  # noqa: S105
    TOKEN_REVOKED = "token_revoked"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `by`: the person themself, another person, or `OPERATOR`."""

    person: str
    what: Happening
    at: datetime
    by: str
    about: str | None


async def note(
    connection: Connection, person: str, what: Happening, by: str, about: str | None = None
) -> None:
    """Writes a line in the caller's transaction. `about`: an opaque id, never a secret."""
    await connection.execute(
        "INSERT INTO sign_in_log (person, what, by, about) VALUES ($1, $2, $3, $4)", person, what, by, about
    )


async def log_of(connection: Connection, person: str, most: int = 50) -> tuple[Entry, ...]:
    """The newest lines about somebody, newest first."""
    rows = await connection.fetch(
        "SELECT person, what, at, by, about FROM sign_in_log WHERE person = $1 ORDER BY id DESC LIMIT $2",
        person,
        most,
    )
    return tuple(
        Entry(row["person"], Happening(row["what"]), row["at"], row["by"], row["about"]) for row in rows
    )
