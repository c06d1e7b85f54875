"""The office tree: who covers what, where the nearest holder of a role is, serials of case numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from redress.domain.jurisdiction import OfficeArea
from redress.domain.offices import OfficeFact
from redress.persistence.pool import Connection


class NoNumbers(Exception):
    """Neither the office nor any above it has a code for case numbers."""


class NoSuchOffice(Exception):
    """There is no office of this path."""


class OfficeClosed(Exception):
    """Nothing new begins in an office that is closed (撤销)."""


@dataclass(frozen=True, slots=True)
class Office:
    path: str
    parent: str | None
    code: str | None
    kind: str
    name_zh: str
    name_en: str
    beside: tuple[str, ...] | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Serial:
    """The next case number's parts; `code` is that of the office whose series it is."""

    code: str
    year: int
    serial: int


async def list_offices(connection: Connection) -> tuple[Office, ...]:
    """The whole tree, by path."""
    rows = await connection.fetch(
        "SELECT path, parent, code, kind, name_zh, name_en, beside, closed_on FROM offices ORDER BY 1"
    )
    return tuple(
        Office(**{**row, "beside": None if row["beside"] is None else tuple(row["beside"])}) for row in rows
    )


async def facts_of(connection: Connection, paths: Iterable[str]) -> tuple[OfficeFact, ...]:
    """What the table knows of these offices and of all above them; an unknown one is left out."""
    rows = await connection.fetch(
        "SELECT path, kind, closed_on FROM offices o "
        "WHERE EXISTS (SELECT FROM unnest($1::text[]) AS named (path) "
        "WHERE named.path = o.path OR starts_with(named.path, o.path || '.')) ORDER BY 1",
        list(paths),
    )
    return tuple(OfficeFact(path=row["path"], kind=row["kind"], closed_on=row["closed_on"]) for row in rows)


async def areas(connection: Connection) -> tuple[OfficeArea, ...]:
    """What each office covers, for the ruling on jurisdiction; a closed one covers nothing any more."""
    rows = await connection.fetch(
        "SELECT path, kind, CASE WHEN closed_on IS NULL THEN regions ELSE '{}' END AS regions, "
        "CASE WHEN closed_on IS NULL THEN platforms ELSE '{}' END AS platforms FROM offices ORDER BY 1"
    )
    return tuple(
        OfficeArea(row["path"], row["kind"], tuple(row["regions"]), tuple(row["platforms"])) for row in rows
    )


async def regimes_beside(connection: Connection, office: str) -> tuple[str, ...]:
    """Profile ids that hold beside the law in the office: as it says, or the nearest above it that says."""
    found = await connection.fetchval(_BESIDE, office)
    return tuple(found or ())


async def set_regimes_beside(connection: Connection, office: str, beside: tuple[str, ...] | None) -> bool:
    """Sets them for the office and those below that say nothing; None: as above it. False: no such office."""
    done: str = await connection.execute("UPDATE offices SET beside = $2 WHERE path = $1", office, beside)
    return done == "UPDATE 1"


async def nearest_with_role(connection: Connection, office: str, role: str) -> str | None:
    """The office or the nearest above it where an active person has the role; None: nobody anywhere."""
    found: str | None = await connection.fetchval(_NEAREST, office, role)
    return found


async def next_case_number(connection: Connection, office: str, year: int) -> Serial:
    """Takes the next serial of the office's series (its own or its bureau's); raises `NoNumbers`.

    A serial taken in a transaction that fails is given again; one taken for a case that never comes is a gap.
    """
    row = await connection.fetchrow(_NEXT, office, year)
    if row is None:
        raise NoNumbers(office)
    return Serial(row["code"], year, row["serial"])


_NEAREST: Final = """
SELECT o.path FROM offices o
WHERE (o.path = $1 OR starts_with($1, o.path || '.'))
  AND EXISTS (SELECT FROM account_roles r JOIN accounts a USING (person)
              WHERE r.office = o.path AND r.role = $2 AND a.active AND NOT a.service)
ORDER BY length(o.path) DESC LIMIT 1
"""

_BESIDE: Final = """
SELECT o.beside FROM offices o
WHERE o.beside IS NOT NULL AND (o.path = $1 OR starts_with($1, o.path || '.'))
ORDER BY length(o.path) DESC LIMIT 1
"""

_NEXT: Final = """
WITH series AS (
    SELECT o.path, o.code FROM offices o
    WHERE o.code IS NOT NULL AND (o.path = $1 OR starts_with($1, o.path || '.'))
    ORDER BY length(o.path) DESC LIMIT 1
), taken AS (
    INSERT INTO case_numbers (office, year, serial) SELECT path, $2, 1 FROM series
    ON CONFLICT (office, year) DO UPDATE SET serial = case_numbers.serial + 1
    RETURNING serial
)
SELECT series.code, taken.serial FROM series, taken
"""


async def must_be_open(connection: Connection, path: str) -> None:
    """For whatever is new in an office, which is not closed meanwhile; raises `NoSuchOffice`, `OfficeClosed`.
    """
    row = await connection.fetchrow("SELECT closed_on FROM offices WHERE path = $1 FOR SHARE", path)
    if row is None:
        raise NoSuchOffice(path)
    if row["closed_on"] is not None:
        raise OfficeClosed(path)
