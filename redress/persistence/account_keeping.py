"""What is done to accounts by those who keep them: administrators, operators, and people for themselves.

Every function works inside the caller's transaction and writes a line of the log; `by` is the person who does
it. Who may do it to whom is judged by the caller. Signing in is in `sign_in.py`.
"""

import asyncio
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from redress.domain.passwords import Fault, faults, words_of
from redress.persistence.passwords import fits, hash_password, one_time_password
from redress.persistence.pool import Connection
from redress.persistence.sign_in_log import Happening, note

USERNAME: Final = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")
"""Small letters, so that two names never look alike."""


class UsernameTaken(Exception):
    """Somebody has this user name already."""


class UnusableUsername(Exception):
    """The user name has not the form of `USERNAME`."""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A person's account as it was made; the one-time password is shown once and kept nowhere."""

    person: str
    one_time_password: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How an account stands. `locked_until` only while it is; `second_factor`: one is confirmed."""

    person: str
    username: str
    display_name: str
    active: bool
    service: bool
    has_password: bool
    must_change: bool
    failures: int
    locked_until: datetime | None
    second_factor: bool
    signed_in_at: datetime | None
    sessions: int


_STANDING: Final = """
SELECT person, username, display_name, active, service, password_hash IS NOT NULL AS has_password,
    must_change, failures, CASE WHEN locked_until > now() THEN locked_until END AS locked_until, signed_in_at,
    EXISTS (
        SELECT FROM second_factors f WHERE f.person = a.person AND confirmed_at IS NOT NULL
    ) AS second_factor,
    (SELECT count(*) FROM sessions s WHERE s.person = a.person AND expires_at > now()) AS sessions
FROM accounts a WHERE $1::text[] IS NULL OR person = ANY ($1) ORDER BY username
"""


async def create_account(connection: Connection, username: str, display_name: str, by: str) -> NewAccount:
    """A new account without roles, with a one-time password; raises `UsernameTaken`, `UnusableUsername`."""
    once = one_time_password()
    person = await insert_account(connection, username, display_name, await _hashed(once), must_change=True)
    await note(connection, person, Happening.ACCOUNT_CREATED, by)
    return NewAccount(person, once)


async def insert_account(
    connection: Connection,
    username: str,
    display_name: str,
    password_hash: str | None,
    *,
    must_change: bool = False,
    service: bool = False,
) -> str:
    """The row of an account and its new opaque id; raises `UsernameTaken`, `UnusableUsername`."""
    if not USERNAME.fullmatch(username):
        raise UnusableUsername(username)
    person = f"{'s' if service else 'p'}-{secrets.token_hex(8)}"
    done: str = await connection.execute(
        "INSERT INTO accounts (person, username, password_hash, display_name, service, must_change, "
        "password_set_at) VALUES ($1, $2, $3, $4, $5, $6, now()) ON CONFLICT (username) DO NOTHING",
        person,
        username,
        password_hash,
        display_name,
        service,
        must_change,
    )
    if done != "INSERT 0 1":
        raise UsernameTaken(username)
    return person


async def set_one_time_password(connection: Connection, person: str, by: str) -> str | None:
    """A new password that must be changed at the next sign-in; ends all sessions and a lock.

    None: there is no such account of a person.
    """
    once = one_time_password()
    done: str = await connection.execute(
        "UPDATE accounts SET password_hash = $2, must_change = true, password_set_at = now(), failures = 0, "
        "locked_until = NULL WHERE person = $1 AND NOT service",
        person,
        await _hashed(once),
    )
    if done != "UPDATE 1":
        return None
    await _end_sessions(connection, person)
    await note(connection, person, Happening.ONE_TIME_PASSWORD_SET, by)
    return once


async def change_password(
    connection: Connection, person: str, present: str, new: str, *, keep: bytes | None = None
) -> tuple[Fault, ...] | None:
    """Somebody's own password; all their sessions end but that with the token hash `keep`.

    What is wrong with the new one (empty: it is changed), or None when `present` is not the present one.
    """
    row = await connection.fetchrow(
        "SELECT password_hash FROM accounts WHERE person = $1 AND active FOR UPDATE", person
    )
    if not await asyncio.to_thread(fits, row["password_hash"] if row else None, present):
        return None
    found = faults(new, await own_words(connection, person))
    if not found and await asyncio.to_thread(fits, row["password_hash"], new):
        found = (Fault.SAME_AS_BEFORE,)
    if found:
        return found
    await connection.execute(
        "UPDATE accounts SET password_hash = $2, must_change = false, password_set_at = now(), failures = 0, "
        "locked_until = NULL WHERE person = $1",
        person,
        await _hashed(new),
    )
    await _end_sessions(connection, person, keep)
    await note(connection, person, Happening.PASSWORD_CHANGED, person)
    return ()


async def own_words(connection: Connection, person: str) -> tuple[str, ...]:
    """The words that this person's password may not contain: their names and those of their offices."""
    row = await connection.fetchrow(
        "SELECT username, display_name FROM accounts WHERE person = $1", person
    )
    if row is None:
        return ()
    offices = await connection.fetch(
        "SELECT path, name_zh FROM offices o WHERE EXISTS (SELECT FROM account_roles r "
        "WHERE r.person = $1 AND (r.office = o.path OR starts_with(r.office, o.path || '.')))",
        person,
    )
    names = [name for office in offices for name in (office["path"], office["name_zh"])]
    return words_of([row["username"], row["display_name"], *names])


async def unlock(connection: Connection, person: str, by: str) -> bool:
    """Ends a lock and forgets wrong tries; False: there is no such account."""
    query = "UPDATE accounts SET failures = 0, locked_until = NULL WHERE person = $1"
    return await _done(connection, query, person, Happening.UNLOCKED, by)


async def close_account(connection: Connection, person: str, by: str) -> bool:
    """Nobody signs in with it any more, and its sessions end; False: it was no open account."""
    query = "UPDATE accounts SET active = false WHERE person = $1 AND active"
    done = await _done(connection, query, person, Happening.ACCOUNT_CLOSED, by)
    if done:
        await _end_sessions(connection, person)
    return done


async def reopen_account(connection: Connection, person: str, by: str) -> bool:
    """False: it was no closed account."""
    query = (
        "UPDATE accounts SET active = true, failures = 0, locked_until = NULL "
        "WHERE person = $1 AND NOT active"
    )
    return await _done(connection, query, person, Happening.ACCOUNT_REOPENED, by)


async def remove_second_factor(connection: Connection, person: str, by: str) -> bool:
    """With its recovery codes; False: there was none."""
    query = "DELETE FROM second_factors WHERE person = $1"
    return await _done(connection, query, person, Happening.SECOND_FACTOR_REMOVED, by)


async def end_all_sessions(connection: Connection, person: str, by: str, keep: bytes | None = None) -> int:
    """Signs somebody out everywhere, but for the session with the token hash `keep`; how many ended."""
    ended = await _end_sessions(connection, person, keep)
    await note(connection, person, Happening.SIGNED_OUT_EVERYWHERE, by)
    return ended


async def standings(connection: Connection, persons: Iterable[str] | None = None) -> tuple[Standing, ...]:
    """How these accounts stand (None: all), by user name."""
    rows = await connection.fetch(_STANDING, None if persons is None else list(persons))
    return tuple(Standing(**row) for row in rows)


async def person_named(connection: Connection, username: str) -> str | None:
    """The opaque id behind a user name, also of a closed account."""
    found: str | None = await connection.fetchval("SELECT person FROM accounts WHERE username = $1", username)
    return found


async def set_second_factor_roles(
    connection: Connection, office: str, roles: Iterable[str] | None
) -> bool:
    """Which roles need a second factor in the office and those below that say nothing; None: as above it."""
    given = None if roles is None else sorted(set(roles))
    done: str = await connection.execute(
        "UPDATE offices SET second_factor_roles = $2 WHERE path = $1", office, given
    )
    return done == "UPDATE 1"


async def _done(connection: Connection, query: str, person: str, what: Happening, by: str) -> bool:
    done: str = await connection.execute(query, person)
    if done.endswith(" 0"):
        return False
    await note(connection, person, what, by)
    return True


async def _end_sessions(connection: Connection, person: str, keep: bytes | None = None) -> int:
    await connection.execute("DELETE FROM second_steps WHERE person = $1", person)
    done: str = await connection.execute(
        "DELETE FROM sessions WHERE person = $1 AND ($2::bytea IS NULL OR token_hash <> $2)", person, keep
    )
    return int(done.rpartition(" ")[2])


async def _hashed(password: str) -> str:
    return await asyncio.to_thread(hash_password, password)
