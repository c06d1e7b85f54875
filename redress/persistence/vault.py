"""The vault: texts encrypted under a data key per case, wrapped by a master key; every opening audited."""

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Final, Protocol
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from redress.persistence.case_words import UNSEARCHED, WordHashes, add_words
from redress.persistence.pool import Connection
from redress.persistence.sealing import Plain

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12


class NoSuchKey(Exception):
    """The case has no data key that this role and office may use: not filed, erased, or another office's."""


class VaultBroken(Exception):
    """A key or a text does not decrypt: altered, moved to another case, or wrapped by another master key."""


class MasterKey(Protocol):
    """What wraps data keys: a key from a file, or a key service. `id` is stored with each wrapping."""

    @property
    def id(self) -> str: ...

    def wrap(self, data_key: bytes, case_id: str) -> bytes: ...

    def unwrap(self, wrapped: bytes, case_id: str, master_key_id: str) -> bytes:
        """Raises `VaultBroken`."""
        ...


class FileMasterKey:
    """A master key of 32 bytes held in memory; its id is a fingerprint, so two files never share one."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)
        self._id = "file:" + hashlib.sha256(b"redress master key" + key).hexdigest()[:16]

    @property
    def id(self) -> str:
        return self._id

    def wrap(self, data_key: bytes, case_id: str) -> bytes:
        return encrypted(self._cipher, data_key, _place(case_id, self._id))

    def unwrap(self, wrapped: bytes, case_id: str, master_key_id: str) -> bytes:
        if master_key_id != self._id:
            raise VaultBroken(f"the data key was wrapped by master key {master_key_id}, not {self._id}")
        return decrypted(self._cipher, wrapped, _place(case_id, self._id))


@dataclass(frozen=True, slots=True)
class OpenedText:
    """A text of a case; `kind` says which field held it, e.g. `complainant.phone`."""

    ref: str
    kind: str
    text: str

    def __repr__(self) -> str:
        return f"OpenedText(kind={self.kind!r})"


class Vault:
    """Seals and opens the texts of cases; every method works inside the caller's transaction.

    With `words`, what is sealed can be searched for.
    """

    def __init__(self, master: MasterKey, words: WordHashes | None = None) -> None:
        self._master = master
        self._words = words

    async def seal_many(
        self,
        connection: Connection,
        case_id: str,
        texts: Mapping[str, Plain],
        *,
        filed_in: str | None = None,
        searched: bool = True,
    ) -> None:
        """Stores `texts` by reference. Raises `NoSuchKey` for a case without texts yet and no `filed_in`.

        `filed_in` names the office that may open them until something of the case is recorded. `searched`
        False: they are of no case, and no search is to find them.
        """
        key = await self._data_key(connection, case_id)
        if key is None:
            if filed_in is None:
                raise NoSuchKey(case_id)
            key = await self._new_key(connection, case_id, filed_in)
        cipher = AESGCM(key)
        await connection.executemany(
            "INSERT INTO vault (case_id, ref, kind, sealed) VALUES ($1, $2, $3, $4)",
            [
                (case_id, ref, plain.kind, encrypted(cipher, plain.text.encode(), _place(case_id, ref)))
                for ref, plain in texts.items()
            ],
        )
        if searched and self._words is not None:
            found = (plain.text for plain in texts.values() if plain.kind not in UNSEARCHED)
            await add_words(connection, case_id, self._words.of_texts(found))

    async def open_many(
        self,
        connection: Connection,
        case_id: str,
        refs: Iterable[str],
        *,
        opened_by: str,
        purpose: str,
    ) -> dict[str, str]:
        """The texts of those references that exist and may be seen, by reference; the opening is audited.

        Raises `VaultBroken`. A case without a key (erased, or not this office's) opens as nothing.
        """
        wanted = list(dict.fromkeys(refs))
        if not wanted:
            return {}
        key = await self._data_key(connection, case_id)
        if key is None:
            return {}
        rows = await connection.fetch(
            "SELECT ref, sealed FROM vault WHERE case_id = $1 AND ref = ANY ($2)", case_id, wanted
        )
        cipher = AESGCM(key)
        texts = {
            row["ref"]: decrypted(cipher, row["sealed"], _place(case_id, row["ref"])).decode() for row in rows
        }
        if texts:
            await connection.execute(
                "INSERT INTO vault_openings (case_id, refs, person, purpose) VALUES ($1, $2, $3, $4)",
                case_id,
                list(texts),
                opened_by,
                purpose,
            )
        return texts

    async def open_cases(
        self,
        connection: Connection,
        refs: Mapping[str, Iterable[str] | None],
        *,
        opened_by: str,
        purpose: str,
    ) -> dict[str, tuple[OpenedText, ...]]:
        """The texts of several cases at once, by case: the named references, or with None all that can be
        searched for.

        Audited and narrowed as `open_many`; raises `VaultBroken`.
        """
        whole = [case_id for case_id, some in refs.items() if some is None]
        named = [(case_id, ref) for case_id, some in refs.items() for ref in dict.fromkeys(some or ())]
        told = (opened_by, purpose)
        rows = [*await connection.fetch(_WHOLE, *told, whole, UNSEARCHED)] if whole else []
        if named:
            cases, named_refs = zip(*named, strict=True)
            rows += await connection.fetch(_NAMED, *told, cases, named_refs)
        found: dict[str, list[OpenedText]] = {}
        for case, texts in groupby(rows, itemgetter("case_id")):
            case_id = str(case)
            opened, cipher = found.setdefault(case_id, []), None
            for row in texts:
                if cipher is None:
                    cipher = AESGCM(self._master.unwrap(row["wrapped"], case_id, row["master_key_id"]))
                text = decrypted(cipher, row["sealed"], f"{case_id}|{row['ref']}").decode()
                opened.append(OpenedText(row["ref"], row["kind"], text))
        return {case_id: tuple(texts) for case_id, texts in found.items()}

    async def wrap_file_key(
        self, connection: Connection, case_id: str, address: str, file_key: bytes, *, filed_in: str
    ) -> bytes:
        """A file's own key, sealed by the case's: erasing that erases the file. `filed_in` as for texts."""
        key = await self._data_key(connection, case_id) or await self._new_key(connection, case_id, filed_in)
        return encrypted(AESGCM(key), file_key, _place(case_id, f"file:{address}"))

    async def unwrap_file_key(
        self, connection: Connection, case_id: str, address: str, sealed_key: bytes
    ) -> bytes | None:
        """The reverse; None for a case without a key. Raises `VaultBroken`."""
        key = await self._data_key(connection, case_id)
        return None if key is None else decrypted(AESGCM(key), sealed_key, _place(case_id, f"file:{address}"))

    async def has_key(self, connection: Connection, case_id: str) -> bool:
        """Whether this reader may see the case: recorded for, or just filed in, one of their offices."""
        query = "SELECT EXISTS (SELECT FROM vault_keys WHERE case_id = $1)"
        return bool(await connection.fetchval(query, case_id))

    async def unknown_refs(self, connection: Connection, case_id: str, refs: Iterable[str]) -> set[str]:
        """Those of the references that name no text of the case."""
        wanted = set(refs)
        if not wanted:
            return wanted
        rows = await connection.fetch(
            "SELECT ref FROM vault WHERE case_id = $1 AND ref = ANY ($2)", case_id, list(wanted)
        )
        return wanted - {row["ref"] for row in rows}

    async def _data_key(self, connection: Connection, case_id: str) -> bytes | None:
        row = await connection.fetchrow(
            "SELECT wrapped, master_key_id FROM vault_keys WHERE case_id = $1", case_id
        )
        if row is None:
            return None
        return self._master.unwrap(row["wrapped"], case_id, row["master_key_id"])

    async def _new_key(self, connection: Connection, case_id: str, filed_in: str) -> bytes:
        key = os.urandom(KEY_BYTES)
        made = await connection.execute(
            "INSERT INTO vault_keys (case_id, wrapped, master_key_id, filed_in) VALUES ($1, $2, $3, $4) "
            "ON CONFLICT (case_id) DO NOTHING",
            case_id,
            self._master.wrap(key, case_id),
            self._master.id,
            filed_in,
        )
        if made == "INSERT 0 1":
            return key
        # Somebody else made it meanwhile, or it belongs to an office that we do not see.
        theirs = await self._data_key(connection, case_id)
        if theirs is None:
            raise NoSuchKey(case_id)
        return theirs


_OPENED: Final = """
WITH found AS MATERIALIZED ({found}), audited AS (
    INSERT INTO vault_openings (case_id, refs, person, purpose)
    SELECT case_id, array_agg(ref), $1, $2 FROM found GROUP BY case_id
)
SELECT case_id, ref, kind, sealed, wrapped, master_key_id FROM found ORDER BY case_id, created_at, ref
"""
"""What is read is audited by the statement that reads it."""

_WHOLE: Final = _OPENED.format(found="""
    SELECT case_id, ref, kind, sealed, wrapped, master_key_id, v.created_at
    FROM vault v JOIN vault_keys USING (case_id)
    WHERE case_id = ANY ($3::uuid[]) AND kind <> ALL ($4::text[])
""")

_NAMED: Final = _OPENED.format(found="""
    SELECT case_id, ref, kind, sealed, wrapped, master_key_id, vault.created_at
    FROM vault JOIN vault_keys USING (case_id)
    JOIN unnest($3::uuid[], $4::text[]) AS named (case_id, ref) USING (case_id, ref)
""")


def _place(case_id: str, what: str) -> str:
    return f"{UUID(case_id)}|{what}"


def encrypted(cipher: AESGCM, plain: bytes, place: str) -> bytes:
    """Nonce and ciphertext; `place` is authenticated, so a row moved elsewhere does not open."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, plain, place.encode())


def decrypted(cipher: AESGCM, sealed: bytes, place: str) -> bytes:
    """The reverse; raises `VaultBroken`."""
    try:
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())
    except (InvalidTag, ValueError):
        raise VaultBroken("a sealed value does not open where it was found") from None
