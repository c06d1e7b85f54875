"""Who a report came from: apart from the vault of its case, opened by the informants' custodian alone.

Row-level security says who may read (令121 art.37, S0-73); every opening is audited like the vault's.
"""

import json
import os
from dataclasses import fields, replace
from typing import Any, Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from redress.domain.report_facts import Informant
from redress.domain.wording import plain
from redress.persistence.pool import Connection
from redress.persistence.vault import KEY_BYTES, MasterKey, decrypted, encrypted

WHAT: Final = "informant"
"""What is opened, in the audit of openings; and part of what binds a row to its case."""


class Informants:
    """Keeps and opens identities; every method works inside the caller's transaction."""

    def __init__(self, master: MasterKey) -> None:
        self._master = master

    async def keep(
        self, connection: Connection, case_id: str, code: str, office: str, informant: Informant
    ) -> None:
        """Stores the identity behind `code`, once, under a data key of its own."""
        texts = {f.name: getattr(informant, f.name) for f in fields(Informant)}
        key = os.urandom(KEY_BYTES)
        await connection.execute(
            "INSERT INTO informants (case_id, code, office, wrapped, master_key_id, sealed) "
            "VALUES ($1, $2, $3, $4, $5, $6)",
            case_id,
            code,
            office,
            self._master.wrap(key, case_id),
            self._master.id,
            encrypted(AESGCM(key), json.dumps(texts, ensure_ascii=False).encode(), _place(case_id)),
        )

    async def open(self, connection: Connection, case_id: str, person: str) -> Informant | None:
        """The identity, audited; None where there is none, or none for this reader. Raises `VaultBroken`."""
        row = await connection.fetchrow(
            "SELECT wrapped, master_key_id, sealed FROM informants WHERE case_id = $1", case_id
        )
        if row is None:
            return None
        key = self._master.unwrap(row["wrapped"], case_id, row["master_key_id"])
        texts: dict[str, Any] = json.loads(decrypted(AESGCM(key), row["sealed"], _place(case_id)))
        await connection.execute(
            "INSERT INTO vault_openings (case_id, refs, person, purpose) VALUES ($1, $2, $3, $4)",
            case_id,
            [WHAT],
            person,
            WHAT,
        )
        return Informant(**texts)


def named(informant: Informant) -> Informant | None:
    """The informant, or None when nothing identifies one: the report is anonymous (S0-57)."""
    said = {f.name for f in fields(Informant) if f.name != "insider" and plain(getattr(informant, f.name))}
    return replace(informant) if said else None


def _place(case_id: str) -> str:
    return f"{case_id}|{WHAT}"
