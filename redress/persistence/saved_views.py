"""Views of the desk that people keep, of their own or for an office; row-level security says whose."""

from dataclasses import dataclass
from typing import Final

from asyncpg import UniqueViolationError

from redress.persistence.pool import Connection

MOST_VIEWS: Final = 30
LONGEST_NAME: Final = 40


class NameTaken(Exception):
    """The person, or the office, has a view of this name."""


class TooManyViews(Exception):
    """The person keeps `MOST_VIEWS` already."""


@dataclass(frozen=True, slots=True)
class SavedView:
    """`filters` is the query of the desk's address; `own`: the reader may change it; `first`: the desk opens
    with it.
    """

    id: str
    name: str
    filters: str
    shared: bool
    own: bool
    first: bool


async def saved_views(connection: Connection, person: str) -> tuple[SavedView, ...]:
    """The person's own and those shared with the offices read now, by name."""
    rows = await connection.fetch(_VIEWS, person)
    return tuple(SavedView(**{**row, "id": str(row["id"])}) for row in rows)


async def save_view(
    connection: Connection, person: str, name: str, filters: str, office: str | None
) -> str:
    """Keeps a view, shared with `office` unless None; its id. Raises `TooManyViews`, `NameTaken`."""
    # Two requests at once would both count one too few.
    await connection.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended('saved views of ' || $1, 0))", person
    )
    kept = await connection.fetchval("SELECT count(*) FROM saved_views WHERE person = $1", person)
    if kept >= MOST_VIEWS:
        raise TooManyViews
    try:
        made = await connection.fetchval(
            "INSERT INTO saved_views (person, office, name, filters) VALUES ($1, $2, $3, $4) RETURNING id",
            person, office, name, filters,
        )  # fmt: skip
    except UniqueViolationError:
        raise NameTaken from None
    return str(made)


async def rename_view(connection: Connection, person: str, view: str, name: str) -> bool:
    """False: no such view of this person; raises `NameTaken`."""
    try:
        done = await connection.execute(
            "UPDATE saved_views SET name = $3 WHERE id = $2 AND person = $1", person, view, name
        )
    except UniqueViolationError:
        raise NameTaken from None
    return bool(done == "UPDATE 1")


async def delete_view(connection: Connection, person: str, view: str) -> bool:
    """False: no such view of this person."""
    done = await connection.execute("DELETE FROM saved_views WHERE id = $2 AND person = $1", person, view)
    return bool(done == "DELETE 1")


async def open_with(connection: Connection, person: str, view: str | None) -> None:
    """With which view the person's desk opens; None: with everything. One not seen changes nothing."""
    if view is None:
        await connection.execute("DELETE FROM first_views WHERE person = $1", person)
        return
    await connection.execute(
        "INSERT INTO first_views (person, view) SELECT $1, id FROM saved_views WHERE id = $2 "
        "ON CONFLICT (person) DO UPDATE SET view = excluded.view",
        person,
        view,
    )


_VIEWS: Final = """
SELECT v.id, v.name, v.filters, v.office IS NOT NULL AS shared, v.person = $1 AS own,
       EXISTS (SELECT FROM first_views f WHERE f.person = $1 AND f.view = v.id) AS first
FROM saved_views v ORDER BY v.office IS NOT NULL, v.name
"""
