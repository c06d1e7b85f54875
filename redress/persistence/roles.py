"""The database and its three roles, made by a superuser before the first migration, which has the grants."""

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass, field
from typing import Final

import asyncpg

from redress.persistence.pool import Connection

OWNER: Final = "redress_owner"
WORKER: Final = "redress_worker"
API: Final = "redress_api"

_LOCK: Final = 0x7265_6472_0001
_SCRAM_ROUNDS: Final = 4096
_AS_IT_SHOULD_BE: Final = (
    "ALTER ROLE %I LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD %L"
)
_FOR_A_PERSON: Final = "GRANT %I TO %I WITH INHERIT FALSE, SET TRUE"
"""A worker may step into the API's role for what it does in a person's name; otherwise it has none of it."""

_NEW_DATABASE: Final = "CREATE DATABASE %I OWNER %I ENCODING 'UTF8' TEMPLATE template0"


@dataclass(frozen=True, slots=True)
class RolePasswords:
    """One printable ASCII password per role; never shown in `repr`."""

    owner: str = field(repr=False)
    worker: str = field(repr=False)
    api: str = field(repr=False)


async def ensure_roles(superuser_url: str, passwords: RolePasswords) -> None:
    """Makes the roles where missing and sets rights and passwords of all three; safe to repeat."""
    connection = await asyncpg.connect(superuser_url)
    try:
        async with connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
            given = ((OWNER, passwords.owner), (WORKER, passwords.worker), (API, passwords.api))
            for role, password in given:
                if not await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role):
                    await _run(connection, "CREATE ROLE %I", role)
                # A verifier instead of the password: statements may end up in the server's log.
                await _run(connection, _AS_IT_SHOULD_BE, role, scram_verifier(password))
            await _run(connection, _FOR_A_PERSON, API, WORKER)
    finally:
        await connection.close()


async def ensure_database(superuser_url: str, name: str) -> None:
    """Makes the database, owned by `redress_owner`, where missing; nobody but the three roles may connect."""
    connection = await asyncpg.connect(superuser_url)
    try:
        if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
            try:
                await _run(connection, _NEW_DATABASE, name, OWNER)
            except asyncpg.DuplicateDatabaseError:
                return
        await _run(connection, "REVOKE ALL ON DATABASE %I FROM PUBLIC", name)
        await _run(connection, "GRANT CONNECT ON DATABASE %I TO redress_worker, redress_api", name)
    finally:
        await connection.close()


def scram_verifier(password: str) -> str:
    """What PostgreSQL stores for a SCRAM-SHA-256 password (RFC 5803); ValueError outside printable ASCII."""
    if not password or not all(" " < character <= "~" for character in password):
        raise ValueError("a role's password is printable ASCII without spaces")
    salt = os.urandom(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, _SCRAM_ROUNDS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    return f"SCRAM-SHA-256${_SCRAM_ROUNDS}:{_text(salt)}${_text(stored)}:{_text(server)}"


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


async def _run(connection: Connection, template: str, *names: str) -> None:
    """Runs a statement that takes no parameters, its names and literals quoted by the server."""
    statement = await connection.fetchval("SELECT format($1, VARIADIC $2::text[])", template, list(names))
    await connection.execute(statement)
