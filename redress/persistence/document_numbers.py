"""The series of document numbers: by bureau, year and word, without gaps."""

from dataclasses import dataclass
from typing import Final

from redress.persistence.offices import NoNumbers
from redress.persistence.pool import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentNumber:
    """The parts of a number; `bureau` is the Chinese name of the office whose series it is."""

    bureau: str
    series: str
    year: int
    serial: int


async def number_document(
    connection: Connection, case_id: str, document: int, office: str, series: str, year: int
) -> DocumentNumber:
    """The number of a document in this series: the one it has, or the next; raises `NoNumbers`.

    In the transaction that records the issue: what is rolled back gives its number back.
    """
    bureau = await connection.fetchrow(_BUREAU, office)
    if bureau is None:
        raise NoNumbers(office)
    serial = await connection.fetchval(_KNOWN, case_id, document, bureau["path"], year, series)
    if serial is None:
        serial = await connection.fetchval(_NEXT, bureau["path"], year, series)
        await connection.execute(_KEEP, case_id, document, bureau["path"], year, series, serial)
    return DocumentNumber(bureau=bureau["name_zh"], series=series, year=year, serial=serial)


_BUREAU: Final = """
SELECT o.path, o.name_zh FROM offices o
WHERE o.code IS NOT NULL AND (o.path = $1 OR starts_with($1, o.path || '.'))
ORDER BY length(o.path) DESC LIMIT 1
"""

_KNOWN: Final = """
SELECT serial FROM document_numbers
WHERE case_id = $1 AND document = $2 AND office = $3 AND year = $4 AND series = $5
"""

_NEXT: Final = """
INSERT INTO document_series (office, year, series, serial) VALUES ($1, $2, $3, 1)
ON CONFLICT (office, year, series) DO UPDATE SET serial = document_series.serial + 1
RETURNING serial
"""

_KEEP: Final = """
INSERT INTO document_numbers (case_id, document, office, year, series, serial)
VALUES ($1, $2, $3, $4, $5, $6)
"""
