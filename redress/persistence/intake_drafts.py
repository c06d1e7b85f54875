"""Drafts of intake: the fields of a form as they were typed, sealed, each person's own, for some days.

Row-level security shows a draft to its author alone; two windows on one draft do not overwrite each other.
"""

import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from redress.domain.actors import Actor
from redress.persistence.pool import Connection, Record
from redress.persistence.vault import KEY_BYTES, MasterKey, decrypted, encrypted

KEPT_FOR: Final = timedelta(days=14)
"""After the last change; then the sweep takes it out."""

MOST_SHOWN: Final = 50

Pairs = tuple[tuple[str, str], ...]


class DraftGone(Exception):
    """It was filed, discarded, or has expired."""


class DraftOvertaken(Exception):
    """Another window has kept a newer version of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """`pairs`: names and values of the form's fields, in their order. `version` counts from 1."""

    draft: str
    form: str
    version: int
    pairs: Pairs
    kept_at: datetime
    expires_at: datetime

    def one(self, name: str) -> str:
        """The last value of a field, empty when there is none."""
        return next((value for key, value in reversed(self.pairs) if key == name), "")


class Drafts:
    """Keeps and opens drafts; every method works inside the caller's transaction, acting as the author."""

    def __init__(self, master: MasterKey) -> None:
        self._master = master

    async def keep(
        self, connection: Connection, actor: Actor, draft: str, form: str, pairs: Pairs, seen: int
    ) -> int:
        """The version kept now; `seen` is the one that the window knows, 0 for none.

        Raises `DraftGone`, `DraftOvertaken`: nothing was written then.
        """
        key = os.urandom(KEY_BYTES)
        sealed = encrypted(AESGCM(key), json.dumps(pairs, ensure_ascii=False).encode(), _place(draft))
        kept = (self._master.wrap(key, draft), self._master.id, sealed, KEPT_FOR)
        if seen == 0:
            version = await connection.fetchval(_ADD, draft, actor.person, actor.office, form, *kept)
        else:
            version = await connection.fetchval(_CHANGE, draft, seen, *kept)
        if version is None:
            there = await connection.fetchval("SELECT version FROM intake_drafts WHERE draft = $1", draft)
            raise DraftGone(draft) if there is None else DraftOvertaken(draft)
        return int(version)

    async def open(self, connection: Connection, draft: str) -> Draft | None:
        """One's own draft; None where there is none. Raises `VaultBroken`."""
        row = await connection.fetchrow(f"{_COLUMNS} WHERE draft = $1 AND expires_at > now()", draft)
        return None if row is None else self._opened(row)

    async def all_of(self, connection: Connection, form: str) -> tuple[Draft, ...]:
        """One's own drafts of a form, the newest first."""
        rows = await connection.fetch(
            f"{_COLUMNS} WHERE form = $1 AND expires_at > now() ORDER BY kept_at DESC LIMIT $2",
            form,
            MOST_SHOWN,
        )
        return tuple(self._opened(row) for row in rows)

    async def discard(self, connection: Connection, draft: str) -> bool:
        """Takes a draft out for good; False where there was none."""
        done: str = await connection.execute("DELETE FROM intake_drafts WHERE draft = $1", draft)
        return done == "DELETE 1"

    def _opened(self, row: Record) -> Draft:
        draft = str(row["draft"])
        key = self._master.unwrap(row["wrapped"], draft, row["master_key_id"])
        pairs = json.loads(decrypted(AESGCM(key), row["sealed"], _place(draft)))
        return Draft(
            draft=draft,
            form=row["form"],
            version=row["version"],
            pairs=tuple((name, value) for name, value in pairs),
            kept_at=row["kept_at"],
            expires_at=row["expires_at"],
        )


async def forget_expired_drafts(connection: Connection) -> int:
    """Takes out what nobody has come back to; how many there were."""
    done: str = await connection.execute("DELETE FROM intake_drafts WHERE expires_at < now()")
    return int(done.rpartition(" ")[2])


def _place(draft: str) -> str:
    return f"{draft}|intake draft"


_COLUMNS: Final = (
    "SELECT draft, form, version, wrapped, master_key_id, sealed, kept_at, expires_at FROM intake_drafts"
)
_ADD: Final = """
INSERT INTO intake_drafts (draft, person, office, form, version, wrapped, master_key_id, sealed, expires_at)
VALUES ($1, $2, $3, $4, 1, $5, $6, $7, now() + $8::interval)
ON CONFLICT (draft) DO NOTHING RETURNING version
"""
_CHANGE: Final = """
UPDATE intake_drafts SET version = version + 1, wrapped = $3, master_key_id = $4, sealed = $5,
       kept_at = now(), expires_at = now() + $6::interval
WHERE draft = $1 AND version = $2 RETURNING version
"""
