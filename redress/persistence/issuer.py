"""The database's side of signing in at an issuer: sign-ins under way, and which account is whose there."""

import hashlib
import json
import os
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from redress.persistence.pool import Connection
from redress.persistence.sign_in_log import Happening, note
from redress.persistence.vault import KEY_BYTES, MasterKey, decrypted, encrypted

ATTEMPT_LASTS: Final = timedelta(minutes=10)


class AlreadyLinked(Exception):
    """The subject belongs to another account, or the account has another subject at this issuer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A sign-in under way: what the answer has to fit, and where the person goes on with what was typed."""

    nonce: str
    verifier: str
    back: str
    kept: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class IssuerLink:
    """As whom somebody signs in at an issuer; `linked_by`: a person, or the operator."""

    issuer: str
    subject: str
    linked_at: datetime
    linked_by: str


class Attempts:
    """Keeps sign-ins under way, sealed: what was typed may name people. Each is taken out once."""

    def __init__(self, master: MasterKey) -> None:
        self._master = master

    async def keep(self, connection: Connection, attempt: Attempt, browser: str) -> str:
        """The `state` under which the browser with this cookie comes back within `ATTEMPT_LASTS`."""
        state, owner, key = secrets.token_urlsafe(32), str(uuid4()), os.urandom(KEY_BYTES)
        await connection.execute("DELETE FROM issuer_attempts WHERE expires_at < now()")
        await connection.execute(
            "INSERT INTO issuer_attempts (state_hash, browser_hash, key_owner, wrapped, master_key_id, "
            "sealed, expires_at) VALUES ($1, $2, $3, $4, $5, $6, now() + $7::interval)",
            _hashed(state),
            _hashed(browser),
            owner,
            self._master.wrap(key, owner),
            self._master.id,
            encrypted(AESGCM(key), json.dumps(asdict(attempt)).encode(), owner),
            ATTEMPT_LASTS,
        )
        return state

    async def take(self, connection: Connection, state: str, browser: str) -> Attempt | None:
        """The attempt, which is over with this; None: unknown, over, too late, or of another browser."""
        row = await connection.fetchrow(
            "DELETE FROM issuer_attempts WHERE state_hash = $1 AND browser_hash = $2 RETURNING key_owner, "
            "wrapped, master_key_id, sealed, expires_at > now() AS in_time",
            _hashed(state),
            _hashed(browser),
        )
        if row is None or not row["in_time"]:
            return None
        owner = str(row["key_owner"])
        key = self._master.unwrap(row["wrapped"], owner, row["master_key_id"])
        known: dict[str, Any] = json.loads(decrypted(AESGCM(key), row["sealed"], owner))
        return Attempt(**{**known, "kept": tuple((name, value) for name, value in known["kept"])})


async def linked_person(connection: Connection, issuer: str, subject: str) -> str | None:
    """Whose account it is; None: nobody's, or a closed one."""
    found: str | None = await connection.fetchval(
        "SELECT person FROM issuer_links JOIN accounts USING (person) "
        "WHERE issuer = $1 AND subject = $2 AND active AND NOT service",
        issuer,
        subject,
    )
    return found


async def links_of(connection: Connection, person: str) -> tuple[IssuerLink, ...]:
    """Somebody's links, by issuer: one at each."""
    rows = await connection.fetch(
        "SELECT issuer, subject, linked_at, linked_by FROM issuer_links WHERE person = $1 ORDER BY issuer",
        person,
    )
    return tuple(IssuerLink(**row) for row in rows)


async def link(connection: Connection, issuer: str, subject: str, person: str, by: str) -> None:
    """Lets the issuer's `subject` sign in as this person; raises `AlreadyLinked`."""
    done: str = await connection.execute(
        "INSERT INTO issuer_links (issuer, subject, person, linked_by) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT DO NOTHING",
        issuer,
        subject,
        person,
        by,
    )
    if done != "INSERT 0 1":
        raise AlreadyLinked(person)
    await note(connection, person, Happening.LINKED, by)


async def link_by_name(connection: Connection, issuer: str, subject: str, username: str) -> str | None:
    """Links the account with this user name that is not linked yet; None: there is none.

    Only for a name that the issuer vouches for: it decides whose account is opened.
    """
    person: str | None = await connection.fetchval(
        "SELECT person FROM accounts a WHERE username = $1 AND active AND NOT service "
        "AND NOT EXISTS (SELECT FROM issuer_links l WHERE l.person = a.person AND issuer = $2)",
        username,
        issuer,
    )
    if person is not None:
        await link(connection, issuer, subject, person, person)
    return person


async def unlink(connection: Connection, issuer: str, person: str, by: str) -> bool:
    """False: the person was not linked."""
    done: str = await connection.execute(
        "DELETE FROM issuer_links WHERE issuer = $1 AND person = $2", issuer, person
    )
    if done == "DELETE 0":
        return False
    await note(connection, person, Happening.UNLINKED, by)
    return True


def _hashed(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
