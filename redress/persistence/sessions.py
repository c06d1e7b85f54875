"""Sessions by token: opening, finding, listing and ending them. Only a hash of the token is kept.

A session ends unused after `IDLE`, in any case at the moment set when it was opened, and with its account.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from redress.persistence.accounts import Duty, Person, person_of
from redress.persistence.pool import Connection, Pool, transaction
from redress.persistence.sign_in_log import Happening, note

LASTING: Final = timedelta(hours=12)
IDLE: Final = timedelta(hours=2)

NOTED_EVERY: Final = timedelta(minutes=1)
"""How exactly it is known when a session was used last: not every request writes."""


class Way(StrEnum):
    """How somebody signed in: with a password of ours, or at the organisation's issuer (OpenID Connect)."""

    PASSWORD = "password"  # noqa: S105
    ISSUER = "issuer"


@dataclass(frozen=True, slots=True)
class Session:
    token: str
    expires_at: datetime
    person: Person


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session as its owner sees it. `device`: coarse words; `here`: the one that asks."""

    id: str
    created_at: datetime
    used_at: datetime
    expires_at: datetime
    device: str
    way: Way
    here: bool


_LIVING: Final = "expires_at > now() AND used_at > now() - $2::interval"

_ASKED: Final = """EXISTS (
    SELECT FROM account_roles r WHERE r.person = a.person AND r.role = ANY ((
        SELECT o.second_factor_roles FROM offices o
        WHERE o.second_factor_roles IS NOT NULL
          AND (o.path = r.office OR starts_with(r.office, o.path || '.'))
        ORDER BY length(o.path) DESC LIMIT 1)::text[]))"""
"""The first office from theirs upwards that says something decides which roles need a second factor."""

_DUTY: Final = f"""
SELECT CASE
    WHEN must_change AND $2 = 'password' THEN 'password'
    WHEN NOT $3::boolean AND {_ASKED} AND NOT EXISTS (
        SELECT FROM second_factors f WHERE f.person = a.person AND confirmed_at IS NOT NULL)
        THEN 'second_factor'
END FROM accounts a WHERE person = $1
"""  # noqa: S608


async def open_session(
    connection: Connection,
    person: str,
    *,
    way: Way,
    device: str,
    vouched: bool = False,
    lasting: timedelta = LASTING,
) -> Session | None:
    """A new session under a new token; wrong tries are forgotten. None when the account is closed.

    `vouched`: the issuer says that a second factor was used there, so that none is asked here.
    """
    await connection.execute(
        "DELETE FROM sessions WHERE expires_at < now() OR used_at < now() - $1::interval", IDLE
    )
    opened = await connection.execute(
        "UPDATE accounts SET failures = 0, locked_until = NULL, signed_in_at = now() "
        "WHERE person = $1 AND active AND NOT service",
        person,
    )
    if opened != "UPDATE 1":
        return None
    token = secrets.token_urlsafe(32)
    duty = await connection.fetchval(_DUTY, person, way.value, vouched)
    row = await connection.fetchrow(
        "INSERT INTO sessions (token_hash, person, expires_at, way, device, duty, vouched) "
        "VALUES ($1, $2, now() + $3::interval, $4, $5, $6, $7) RETURNING id, expires_at",
        token_hash(token),
        person,
        lasting,
        way.value,
        device,
        duty,
        vouched,
    )
    what = Happening.SIGNED_IN if way is Way.PASSWORD else Happening.SIGNED_IN_ELSEWHERE
    await note(connection, person, what, person, str(row["id"]))
    found = await person_of(connection, person, None if duty is None else Duty(duty))
    return None if found is None else Session(token, row["expires_at"], found)


async def find_session(pool: Pool, token: str, *, use: bool = True) -> Person | None:
    """Who holds the token, with the roles of this moment; None when it ended or the account is closed.

    `use`: somebody does something; what a page left open asks by itself keeps no session alive.
    """
    async with transaction(pool) as connection:
        row = await connection.fetchrow(
            "SELECT person, duty, used_at < now() - $3::interval AS to_note FROM sessions "  # noqa: S608
            f"WHERE token_hash = $1 AND {_LIVING}",
            token_hash(token),
            IDLE,
            NOTED_EVERY,
        )
        if row is None:
            return None
        if use and row["to_note"]:
            await connection.execute(
                "UPDATE sessions SET used_at = now() WHERE token_hash = $1", token_hash(token)
            )
        return await person_of(connection, row["person"], None if row["duty"] is None else Duty(row["duty"]))


async def session_lives(pool: Pool, token: str) -> bool:
    """Whether a session has not ended. Asking is no use of it: a page left open keeps no session alive."""
    async with transaction(pool) as connection:
        found = await connection.fetchval(
            f"SELECT true FROM sessions WHERE token_hash = $1 AND {_LIVING}",  # noqa: S608
            token_hash(token),
            IDLE,
        )
    return bool(found)


async def settle_duty(connection: Connection, token: str) -> Duty | None:
    """What still has to be done in this session, after one duty is done."""
    row = await connection.fetchrow(
        "SELECT person, way, vouched FROM sessions WHERE token_hash = $1", token_hash(token)
    )
    if row is None:
        return None
    duty = await connection.fetchval(_DUTY, row["person"], row["way"], row["vouched"])
    await connection.execute("UPDATE sessions SET duty = $2 WHERE token_hash = $1", token_hash(token), duty)
    return None if duty is None else Duty(duty)


async def second_factor_asked(connection: Connection, person: str) -> bool:
    """Whether an office asks a second factor of a role that the person has."""
    query = f"SELECT {_ASKED} FROM accounts a WHERE person = $1"  # noqa: S608
    return bool(await connection.fetchval(query, person))


async def way_of(connection: Connection, token: str) -> Way | None:
    """How the holder of the token signed in."""
    found = await connection.fetchval("SELECT way FROM sessions WHERE token_hash = $1", token_hash(token))
    return None if found is None else Way(found)


async def sessions_of(connection: Connection, person: str, token: str) -> tuple[OpenSession, ...]:
    """Somebody's sessions, the one with `token` first, then the most recently used."""
    rows = await connection.fetch(
        "SELECT id, created_at, used_at, expires_at, device, way, token_hash = $3 AS here FROM sessions "  # noqa: S608
        f"WHERE person = $1 AND {_LIVING} ORDER BY token_hash = $3 DESC, used_at DESC",
        person,
        IDLE,
        token_hash(token),
    )
    return tuple(
        OpenSession(
            str(row["id"]), row["created_at"], row["used_at"], row["expires_at"], row["device"],
            Way(row["way"]), row["here"],
        )
        for row in rows
    )  # fmt: skip


async def end_session(pool: Pool, token: str) -> None:
    async with transaction(pool) as connection:
        row = await connection.fetchrow(
            "DELETE FROM sessions WHERE token_hash = $1 RETURNING person, id", token_hash(token)
        )
        if row is not None:
            await note(connection, row["person"], Happening.SIGNED_OUT, row["person"], str(row["id"]))


async def end_own_session(connection: Connection, person: str, session: str) -> bool:
    """Ends one of somebody's sessions by its id; False: they have no such session."""
    done: str = await connection.execute(
        "DELETE FROM sessions WHERE person = $1 AND id::text = $2", person, session
    )
    if done == "DELETE 0":
        return False
    await note(connection, person, Happening.SESSION_ENDED, person, session)
    return True


def token_hash(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).digest()
