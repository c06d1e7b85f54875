"""Signing in with a password: the check, the lock after wrong tries, the step between password and code.

A lock grows with each wrong try and lies in the database: it holds for every API process and over restarts.
Whoever asks is not told, not even by the time taken, whether a name is unknown, closed or locked, or its
password wrong.
"""

import asyncio
import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from redress.persistence.passwords import fits, hash_password, is_outdated
from redress.persistence.pool import Connection, Pool, transaction
from redress.persistence.sessions import Way
from redress.persistence.sign_in_log import Happening, note

FREE_TRIES: Final = 5
"""So many wrong ones in a row lock an account for `FIRST_LOCK`; each further one twice as long."""

FIRST_LOCK: Final = timedelta(minutes=1)
LONGEST_LOCK: Final = timedelta(hours=1)

FORGOTTEN_AFTER: Final = timedelta(hours=24)
"""Wrong tries without another one for so long do not count any more."""

STEP_LASTS: Final = timedelta(minutes=10)
"""Between the password and the code."""

_FAILED: Final = """
WITH counted AS (
    SELECT person, 1 + CASE WHEN failed_at > now() - $2::interval THEN failures ELSE 0 END AS tries
    FROM accounts WHERE person = $1 FOR UPDATE
)
UPDATE accounts a SET failures = tries, failed_at = now(), locked_until = CASE WHEN tries >= $3 THEN
    now() + least($4::interval * power(2, least(tries - $3, 20)), $5::interval) END
FROM counted c WHERE a.person = c.person RETURNING locked_until IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Recognised:
    """Somebody whose password was right. `second_factor`: a code is still to come."""

    person: str
    second_factor: bool


async def recognise(pool: Pool, username: str, password: str) -> Recognised | None:
    """Who it is; None for an unknown name, a closed or locked account, one without password, a wrong one.

    A right password does not end the count of wrong tries: opening a session does.
    """
    async with transaction(pool) as connection:
        row = await connection.fetchrow(
            "SELECT person, password_hash, coalesce(locked_until > now(), false) AS locked, "
            "EXISTS (SELECT FROM second_factors f WHERE f.person = a.person AND confirmed_at IS NOT NULL) "
            "AS second_factor FROM accounts a WHERE username = $1 AND active",
            username,
        )
    # Outside the transaction and the event loop: it is slow by design, and as slow for a name nobody has.
    right = await asyncio.to_thread(fits, row["password_hash"] if row else None, password)
    if row is None or row["locked"]:
        return None
    if not right:
        if row["password_hash"] is not None:
            async with transaction(pool) as connection:
                await count_failure(connection, row["person"], Happening.WRONG_PASSWORD)
        return None
    if is_outdated(row["password_hash"]):
        await _rehash(pool, row["person"], row["password_hash"], password)
    return Recognised(row["person"], row["second_factor"])


async def count_failure(connection: Connection, person: str, what: Happening) -> None:
    """One more wrong password or code of somebody, which may lock the account."""
    locked = await connection.fetchval(_FAILED, person, FORGOTTEN_AFTER, FREE_TRIES, FIRST_LOCK, LONGEST_LOCK)
    await note(connection, person, what, person)
    if locked:
        await note(connection, person, Happening.LOCKED, person)


async def is_locked(connection: Connection, person: str) -> bool:
    query = "SELECT coalesce(locked_until > now(), false) FROM accounts WHERE person = $1"
    return bool(await connection.fetchval(query, person))


async def begin_second_step(pool: Pool, person: str, way: Way) -> str:
    """A token that stands for what came before the code until that comes, for `STEP_LASTS`."""
    token = secrets.token_urlsafe(32)
    async with transaction(pool) as connection:
        await connection.execute("DELETE FROM second_steps WHERE expires_at < now()")
        await connection.execute(
            "INSERT INTO second_steps (token_hash, person, expires_at, way) "
            "VALUES ($1, $2, now() + $3::interval, $4)",
            _token_hash(token),
            person,
            STEP_LASTS,
            way.value,
        )
    return token


async def second_step_of(connection: Connection, token: str) -> tuple[str, Way] | None:
    """Who it is, and which way they came; None when the step is over, or the account closed or locked
    meanwhile.
    """
    row = await connection.fetchrow(
        "SELECT person, way FROM second_steps JOIN accounts USING (person) WHERE token_hash = $1 "
        "AND expires_at > now() AND active AND coalesce(locked_until <= now(), true)",
        _token_hash(token),
    )
    return None if row is None else (row["person"], Way(row["way"]))


async def end_second_step(connection: Connection, token: str) -> None:
    await connection.execute("DELETE FROM second_steps WHERE token_hash = $1", _token_hash(token))


async def _rehash(pool: Pool, person: str, old: str, password: str) -> None:
    new = await asyncio.to_thread(hash_password, password)
    async with transaction(pool) as connection:
        await connection.execute(
            "UPDATE accounts SET password_hash = $3 WHERE person = $1 AND password_hash = $2",
            person,
            old,
            new,
        )


def _token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
