"""Finding what is alike: keyed hashes of normalised numbers and names, rows per case.

What it leaks: that two cases share a value, and how often; never the value without the key. Whether a
candidate really is the same dispute is decided after opening (`redress.domain.same_dispute`).
"""

import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from redress.domain.facts import Complainant, Filing, Respondent
from redress.domain.wording import plain, same_digits, same_words
from redress.persistence.pool import Connection

HASH_BYTES: Final = 16

CONSUMER: Final = ("consumer.phone", "consumer.id_number", "consumer.name")
INFORMANT: Final = ("informant.phone", "informant.id_number", "informant.name")
TRADER: Final = ("trader.uscc", "trader.name")


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One value of one field of a case; the hash covers the field's name too."""

    field: str
    hash: bytes


class BlindIndex:
    """Makes entries; the key is its own, not the vault's."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of_filing(self, filing: Filing) -> tuple[Entry, ...]:
        """Every entry of an opened filing; what is sealed or empty gives none."""
        found = {self._entry(field, value) for field, value in _values(filing) if value}
        return tuple(sorted(found))

    def of_consumer(self, complainant: Complainant) -> tuple[Entry, ...]:
        """Every entry of one opened complainant."""
        return tuple(self._entry(field, value) for field, value in _of_consumer(complainant) if value)

    def of_trader(self, respondent: Respondent) -> tuple[Entry, ...]:
        """Every entry of one opened respondent."""
        return tuple(self._entry(field, value) for field, value in _of_trader(respondent) if value)

    def of_informant(self, phone: str, id_number: str, name: str) -> tuple[Entry, ...]:
        """Entries by which a report of the same informant is found again; no search reads them."""
        values = (same_digits(phone), same_words(id_number), same_words(name))
        named = zip(INFORMANT, values, strict=True)
        return tuple(self._entry(field, value) for field, value in named if value)

    def _entry(self, field: str, value: str) -> Entry:
        return Entry(field, hmac.digest(self._key, f"{field}\0{value}".encode(), "sha256")[:HASH_BYTES])


async def write_entries(connection: Connection, case_id: str, entries: Iterable[Entry]) -> None:
    """Adds a case's entries, in the transaction that sealed its texts; those already there stay."""
    await connection.executemany(
        "INSERT INTO blind_index (field, hash, case_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        [(entry.field, entry.hash, case_id) for entry in entries],
    )


async def entries_of(connection: Connection, case_id: str, fields: tuple[str, ...]) -> tuple[Entry, ...]:
    """A case's entries of these fields, as they were written when it was filed."""
    rows = await connection.fetch(
        "SELECT field, hash FROM blind_index WHERE case_id = $1 AND field = ANY ($2) ORDER BY 1, 2",
        case_id,
        list(fields),
    )
    return tuple(Entry(row["field"], row["hash"]) for row in rows)


async def candidates(
    connection: Connection, case_id: str, limit: int = 20, *, who: tuple[str, ...] = CONSUMER
) -> tuple[str, ...]:
    """Recorded cases that share a consumer (or, by `who`, an informant) and a trader with this one, the
    newest first.
    """
    rows = await connection.fetch(_CANDIDATES, case_id, list(who), list(TRADER), limit)
    return tuple(str(row["case_id"]) for row in rows)


_CANDIDATES: Final = """
WITH consumers AS MATERIALIZED (
    -- One person has few cases, one trader may have very many: begin with the person.
    SELECT DISTINCT other.case_id
    FROM blind_index own JOIN blind_index other USING (field, hash)
    WHERE own.case_id = $1 AND own.field = ANY ($2) AND other.case_id <> $1
)
SELECT consumers.case_id FROM consumers JOIN cases USING (case_id)
WHERE EXISTS (
    SELECT FROM blind_index own JOIN blind_index other USING (field, hash)
    WHERE own.case_id = $1 AND own.field = ANY ($3) AND other.case_id = consumers.case_id
)
ORDER BY consumers.case_id DESC LIMIT $4
"""


def _values(filing: Filing) -> Iterator[tuple[str, str]]:
    for complainant in filing.complainants:
        yield from _of_consumer(complainant)
    for respondent in filing.respondents:
        yield from _of_trader(respondent)
    if filing.purchase is not None:
        yield "order_number", same_words(plain(filing.purchase.order_number))


def _of_consumer(complainant: Complainant) -> Iterator[tuple[str, str]]:
    name = same_words(plain(complainant.name))
    yield "consumer.phone", same_digits(plain(complainant.phone))
    yield "consumer.id_number", same_words(plain(complainant.id_number))
    yield "consumer.name", name
    yield "consumer.address", same_words(plain(complainant.address))


def _of_trader(respondent: Respondent) -> Iterator[tuple[str, str]]:
    yield "trader.phone", same_digits(plain(respondent.phone))
    yield "trader.uscc", same_words(plain(respondent.uscc))
    for name in (same_words(plain(respondent.name)), same_words(plain(respondent.shop_name))):
        yield "trader.name", name
