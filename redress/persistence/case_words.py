"""Finding a case by any words of its texts: keyed hashes of their characters and pairs of characters.

One row per case; what it leaks is said in docs/adr/0003. A candidate is judged after opening
(`redress.domain.searching`). Traditional and simplified characters are one (`one_script.py`).
"""

import hmac
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from redress.domain.searching import Folded, folded, pairs_of, pairs_of_term, terms_of
from redress.persistence.one_script import script_mark, simplified
from redress.persistence.pool import Connection

HASH_BYTES: Final = 8

FEW: Final = 2_000

UNSEARCHED: Final = ("privatenote.text",)
"""Kinds of texts that no search finds or shows: what one party says alone (S2-08)."""


class WordHashes:
    """Makes the hashes; its key is that of the blind index, not the vault's."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of_texts(self, texts: Iterable[str]) -> tuple[int, ...]:
        """The hashes by which texts are found, ascending."""
        return self._hashes(pair for text in texts for pair in pairs_of(read(text).words))

    def of_terms(self, terms: Iterable[str]) -> tuple[int, ...]:
        """Those that a case must have to hold all the terms (`terms_typed`)."""
        return self._hashes(pair for term in terms for pair in pairs_of_term(term))

    def _hashes(self, pairs: Iterable[str]) -> tuple[int, ...]:
        return tuple(sorted({self._hash(pair) for pair in set(pairs)}))

    def _hash(self, pair: str) -> int:
        digest = hmac.digest(self._key, f"word\0{pair}".encode(), "sha256")
        return int.from_bytes(digest[:HASH_BYTES], "big", signed=True)


def read(text: str) -> Folded:
    """A text as a search reads it, character by character."""
    return folded(simplified(text))


def terms_typed(typed: str) -> tuple[str, ...]:
    """What a typed search asks for, read the same way."""
    return terms_of(simplified(typed))


async def add_words(connection: Connection, case_id: str, hashes: tuple[int, ...]) -> None:
    """Adds to what the case is found by, in the transaction that sealed its texts."""
    if hashes:
        await connection.execute(_ADD, case_id, hashes, script_mark())


async def add_all_words(connection: Connection, case_id: str, hashes: tuple[int, ...]) -> None:
    """The same for all the texts of a case, which then is `read` as this version reads."""
    await connection.execute(f"{_ADD}, script = excluded.script", case_id, hashes, script_mark())


async def few_with(
    connection: Connection, hashes: tuple[int, ...], most: int = FEW
) -> tuple[UUID, ...] | None:
    """The cases that have all the hashes, of any office; None when they are more than `most`.

    Few are looked up one by one; among many, a list finds its page by walking its own order.
    """
    found = await connection.fetchval("SELECT few_cases_with($1, $2)", hashes, most)
    return None if found is None else tuple(found)


_ADD: Final = """
INSERT INTO case_words (case_id, words, script) VALUES ($1, $2, $3)
ON CONFLICT (case_id) DO UPDATE
    SET words = ARRAY(SELECT DISTINCT w FROM unnest(case_words.words || excluded.words) AS w)
"""
