"""Local sign-in: accounts with argon2 hashes, sessions by token, and a person's roles in each office."""

import asyncio
import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from redress.domain.actors import Actor, Role
from redress.persistence.pool import Connection, Pool, transaction

_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""argon2id as OWASP's password storage sheet has it: 19 MiB, two passes, one lane."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody signed in. `actors`: one per office in which the person has roles, by office path."""

    person: str
    username: str
    display_name: str
    actors: tuple[Actor, ...]

    def acting_in(self, office: str | None = None) -> Actor | None:
        """The person in an office (by default the first one), or None without a role there."""
        return next((actor for actor in self.actors if office in (None, actor.office)), None)


@dataclass(frozen=True, slots=True)
class Session:
    token: str
    expires_at: datetime
    person: Person


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody a case may be given to."""

    person: str
    display_name: str
    office: str
    roles: tuple[Role, ...]


STOOD_IN_FOR: Final = (Role.INTAKE, Role.OFFICER, Role.MEDIATOR)
"""What a deputy takes over for as long as somebody is on leave; to lead or to call back is nobody else's."""

_ROLES: Final = """
SELECT office, array_agg(role ORDER BY role) AS roles FROM (
    SELECT office, role FROM account_roles WHERE person = $1
    UNION
    SELECT r.office, r.role FROM leaves l JOIN account_roles r ON r.person = l.person
    WHERE l.deputy = $1 AND r.role = ANY ($2)
      AND (now() AT TIME ZONE 'Asia/Shanghai')::date BETWEEN l.from_on AND l.to_on
) AS held GROUP BY office ORDER BY bool_or(EXISTS (
    SELECT FROM account_roles own WHERE own.person = $1 AND own.office = held.office)) DESC, office
"""
"""The person's own offices first: the first one is where they act unless they say otherwise."""


def hash_password(password: str) -> str:
    """An argon2id hash; takes tens of milliseconds on purpose."""
    return _HASHER.hash(password)


async def sign_in(pool: Pool, username: str, password: str, *, lasting: timedelta) -> Session | None:
    """A new session, or None when name or password is wrong or the account is closed."""
    async with transaction(pool) as connection:
        row = await connection.fetchrow(
            "SELECT person, password_hash FROM accounts WHERE username = $1 AND active", username
        )
    # Outside the transaction and the event loop: it is slow by design.
    right = await asyncio.to_thread(_verify, row["password_hash"] if row else None, password)
    if row is None or not right:
        return None
    token = secrets.token_urlsafe(32)
    async with transaction(pool) as connection:
        await connection.execute("DELETE FROM sessions WHERE expires_at < now()")
        expires_at = await connection.fetchval(
            "INSERT INTO sessions (token_hash, person, expires_at) VALUES ($1, $2, now() + $3::interval) "
            "RETURNING expires_at",
            _token_hash(token),
            row["person"],
            lasting,
        )
        person = await _person(connection, row["person"])
    return None if person is None else Session(token, expires_at, person)


async def find_session(pool: Pool, token: str) -> Person | None:
    """Who holds the token, with the roles of this moment; None when it ended or the account is closed."""
    async with transaction(pool) as connection:
        person = await connection.fetchval(
            "SELECT person FROM sessions WHERE token_hash = $1 AND expires_at > now()", _token_hash(token)
        )
        return None if person is None else await _person(connection, person)


async def end_session(pool: Pool, token: str) -> None:
    async with transaction(pool) as connection:
        await connection.execute("DELETE FROM sessions WHERE token_hash = $1", _token_hash(token))


async def colleagues(connection: Connection, office: str) -> tuple[Colleague, ...]:
    """The active people of an office and of those below it, by name."""
    rows = await connection.fetch(
        "SELECT person, display_name, office, array_agg(role ORDER BY role) AS roles "
        "FROM accounts JOIN account_roles USING (person) "
        "WHERE active AND (office = $1 OR starts_with(office, $1 || '.')) "
        "GROUP BY person, display_name, office ORDER BY display_name, office",
        office,
    )
    return tuple(
        Colleague(row["person"], row["display_name"], row["office"], tuple(map(Role, row["roles"])))
        for row in rows
    )


async def names_of(connection: Connection, persons: Iterable[str]) -> dict[str, str]:
    """The names of those persons that have an account, also a closed one."""
    rows = await connection.fetch(
        "SELECT person, display_name FROM accounts WHERE person = ANY ($1)", list(set(persons))
    )
    return {row["person"]: row["display_name"] for row in rows}


async def _person(connection: Connection, person: str) -> Person | None:
    row = await connection.fetchrow(
        "SELECT username, display_name FROM accounts WHERE person = $1 AND active", person
    )
    if row is None:
        return None
    roles = await connection.fetch(_ROLES, person, [role.value for role in STOOD_IN_FOR])
    actors = tuple(Actor(person, each["office"], tuple(map(Role, each["roles"]))) for each in roles)
    return Person(person, row["username"], row["display_name"], actors)


def _verify(password_hash: str | None, password: str) -> bool:
    if password_hash is None:
        _HASHER.hash(password)  # so that the answer to an unknown name takes as long
        return False
    try:
        return _HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def _token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
