"""Accounts of services and their tokens: for programs, narrowed to scopes, for a time. Never to the console.

A token begins with `PREFIX`, so that scanners of repositories know it, and is shown once.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from redress.domain.actors import Role
from redress.domain.scopes import Scope
from redress.persistence.account_keeping import insert_account
from redress.persistence.accounts import Person, person_of
from redress.persistence.administration import Held, give_role
from redress.persistence.pool import Connection, Pool, transaction
from redress.persistence.sessions import NOTED_EVERY, token_hash
from redress.persistence.sign_in_log import Happening, note

PREFIX: Final = "rds_"


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token as it was made; `token` is shown once and kept nowhere."""

    id: str
    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ServiceToken:
    """A token as it is listed."""

    id: str
    name: str
    office: str
    role: str
    scopes: tuple[str, ...]
    made_by: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


async def add_service(connection: Connection, name: str, office: str, role: Role, by: str) -> str:
    """The account of a service, without password; its person id. The transaction is an administrator's.

    Raises `UsernameTaken`, `UnusableUsername`, `NoSuchOffice`, `OfficeClosed`.
    """
    person = await insert_account(connection, name, name, None, service=True)
    await give_role(connection, person, Held(office, role))
    await note(connection, person, Happening.ACCOUNT_CREATED, by)
    return person


async def make_token(
    connection: Connection, name: str, scopes: Iterable[Scope], expires_at: datetime, by: str
) -> NewToken | None:
    """A token of a service; None: there is no active service of this name."""
    person = await connection.fetchval(
        "SELECT person FROM accounts WHERE username = $1 AND service AND active", name
    )
    if person is None:
        return None
    made = NewToken(f"t-{secrets.token_hex(6)}", PREFIX + secrets.token_urlsafe(32), expires_at)
    await connection.execute(
        "INSERT INTO service_tokens (id, token_hash, person, scopes, made_by, expires_at) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        made.id,
        token_hash(made.token),
        person,
        sorted({scope.value for scope in scopes}),
        by,
        expires_at,
    )
    await note(connection, person, Happening.TOKEN_MADE, by, made.id)
    return made


async def revoke_token(connection: Connection, token_id: str, by: str) -> bool:
    """From now on; False: there is no such token, or it was revoked before."""
    person = await connection.fetchval(
        "UPDATE service_tokens SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL RETURNING person",
        token_id,
    )
    if person is None:
        return False
    await note(connection, person, Happening.TOKEN_REVOKED, by, token_id)
    return True


async def list_tokens(connection: Connection) -> tuple[ServiceToken, ...]:
    """All of them, also those that are over, by name and age."""
    rows = await connection.fetch(
        "SELECT t.id, a.username AS name, r.office, r.role, t.scopes, t.made_by, t.made_at, t.expires_at, "
        "t.used_at, t.revoked_at FROM service_tokens t JOIN accounts a USING (person) "
        "JOIN account_roles r USING (person) ORDER BY a.username, t.made_at"
    )
    return tuple(ServiceToken(**{**row, "scopes": tuple(row["scopes"])}) for row in rows)


async def find_service(pool: Pool, token: str) -> tuple[Person, frozenset[Scope]] | None:
    """Which service holds the token, and for what it is good; None: unknown, over, revoked, or closed."""
    async with transaction(pool) as connection:
        row = await connection.fetchrow(
            "SELECT id, person, scopes, coalesce(used_at < now() - $2::interval, true) AS to_note "
            "FROM service_tokens WHERE token_hash = $1 AND revoked_at IS NULL AND expires_at > now()",
            token_hash(token),
            NOTED_EVERY,
        )
        person = None if row is None else await person_of(connection, row["person"])
        if person is None:
            return None
        if row["to_note"]:
            await connection.execute("UPDATE service_tokens SET used_at = now() WHERE id = $1", row["id"])
    # A scope that this version does not know any more is good for nothing.
    known = {scope.value: scope for scope in Scope}
    return person, frozenset(known[each] for each in row["scopes"] if each in known)
