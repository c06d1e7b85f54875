"""Fills an installation with the made-up offices and one account per role, and never resets what is there."""

import asyncio
import json
import os
import secrets
from pathlib import Path
from typing import Final

import asyncpg

from redress.domain.passwords import faults, words_of
from redress.persistence.demo_offices import ACCOUNTS, OFFICES, DemoAccount
from redress.persistence.passwords import hash_password
from redress.persistence.pool import Connection

_LOCK: Final = 0x7265_6472_0003


async def seed(owner_url: str, password_file: Path) -> int:
    """Adds what is missing and answers how many accounts that were.

    `password_file` (0600, JSON of user names and passwords) is written before the accounts are, so that an
    interrupted first start never leaves an account whose password nobody knows.
    """
    connection = await asyncpg.connect(owner_url)
    try:
        async with connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
            await _add_offices(connection)
            known = {row["username"] for row in await connection.fetch("SELECT username FROM accounts")}
            missing = [account for account in ACCOUNTS if account.username not in known]
            passwords = await asyncio.to_thread(_passwords_for, missing, password_file)
            for account in missing:
                await _add_account(connection, account, passwords[account.username])
            return len(missing)
    finally:
        await connection.close()


async def _add_offices(connection: Connection) -> None:
    await connection.executemany(
        "INSERT INTO offices (path, parent, code, kind, name_zh, name_en, regions, platforms) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (path) DO NOTHING",
        [
            (
                office.path,
                office.path.rpartition(".")[0] or None,
                office.code,
                office.kind,
                office.name_zh,
                office.name_en,
                list(office.regions),
                list(office.platforms),
            )
            for office in OFFICES
        ],
    )


async def _add_account(connection: Connection, account: DemoAccount, password: str) -> None:
    person = f"p-{secrets.token_hex(8)}"
    await connection.execute(
        "INSERT INTO accounts (person, username, password_hash, display_name) VALUES ($1, $2, $3, $4)",
        person,
        account.username,
        await asyncio.to_thread(hash_password, password),
        account.display_name,
    )
    await connection.executemany(
        "INSERT INTO account_roles (person, office, role) VALUES ($1, $2, $3)",
        [(person, account.office, role) for role in account.roles],
    )


def _passwords_for(missing: list[DemoAccount], path: Path) -> dict[str, str]:
    """The passwords in the file, with new ones for `missing`, which are in the file when this returns."""
    passwords: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    new = [account.username for account in missing if account.username not in passwords]
    if new:
        passwords |= {account.username: _password(account) for account in missing if account.username in new}
        _write_private(path, json.dumps(passwords, indent=2) + "\n")
    return passwords


def _password(account: DemoAccount) -> str:
    """One that the rules for passwords take."""
    words = words_of([account.username, account.display_name, account.office])
    return next(each for each in iter(lambda: secrets.token_urlsafe(12), "") if not faults(each, words))


def _write_private(path: Path, text: str) -> None:
    """Replaces the file at once; it is never readable by others, whatever its folder allows."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
