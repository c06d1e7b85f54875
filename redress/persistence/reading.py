"""Reads the read model and the ledger for screens, lists and the API; row-level security narrows it."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from redress.contracts.recording import LedgerRow
from redress.persistence.case_filters import OVERDUE, CaseFilter, conditions_of, place, where
from redress.persistence.pool import Connection, Record

MOST_COUNTED: Final = 1000
"""A count that reaches it says "at least"."""


OVERLAP: Final = timedelta(seconds=1)
"""What was being recorded while a list was read carries an earlier moment."""


class BadCursor(Exception):
    """A cursor that was not made by `list_cases`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseItem:
    """A line of a list. `overdue` also when a clock's moment has passed and the case has not said so yet."""

    case_id: str
    number: str
    matter: str
    stage: str
    profile: str
    office: str
    handler: str | None
    channel: str
    priority: int
    overdue: bool
    version: int
    received_at: datetime
    next_due_at: datetime | None
    due_on: date | None
    safe_due_on: date | None
    concluded_on: date | None
    urgency: str
    key: bool
    supervised: bool
    category: str | None
    escalated: int
    waiting: str | None
    waiting_since: datetime | None
    clock_offset: timedelta


@dataclass(frozen=True, slots=True)
class Page:
    """`next_cursor` None: this is the end."""

    items: tuple[CaseItem, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A case as a list has shown it."""

    case_id: UUID
    version: int


@dataclass(frozen=True, slots=True)
class StoredView:
    """The sealed case view as JSON, as it was at `version`."""

    office: str
    version: int
    view_json: str
    clock_offset: timedelta


async def list_cases(
    connection: Connection, narrowed: CaseFilter, *, limit: int = 50, cursor: str | None = None
) -> Page:
    """Cases by safe due day, the earliest first; `cursor` is a page's `next_cursor`; raises `BadCursor`."""
    query, arguments = list_query(narrowed, limit, cursor)
    rows = await connection.fetch(query, *arguments)
    page, more = rows[:limit], len(rows) > limit
    items = tuple(_item(row) for row in page)
    return Page(items, cursor_after(items[-1]) if more else None)


def list_query(narrowed: CaseFilter, limit: int, cursor: str | None = None) -> tuple[str, list[Any]]:
    """The query of `list_cases`, one row more than `limit`, with its arguments; raises `BadCursor`."""
    arguments: list[Any] = []
    after = []
    if cursor is not None:
        day, case_id = read_cursor(cursor)
        after.append(f"(list_on, case_id) > ({place(arguments, day)}, {place(arguments, case_id)})")
    narrowing = where(narrowed, arguments, *after)
    end = place(arguments, limit + 1)
    return (
        f"SELECT {_COLUMNS} FROM cases {narrowing} ORDER BY list_on, case_id LIMIT {end}",  # noqa: S608
        arguments,
    )


async def items_named(connection: Connection, case_ids: Sequence[str]) -> tuple[CaseItem, ...]:
    """The lines of those cases that the reader sees, in that order."""
    rows = await connection.fetch(
        f"SELECT {_COLUMNS} FROM cases WHERE case_id = ANY ($1::uuid[])",  # noqa: S608
        list(case_ids),
    )
    found = {str(row["case_id"]): _item(row) for row in rows}
    return tuple(found[case_id] for case_id in case_ids if case_id in found)


async def count_cases(
    connection: Connection, narrowings: Sequence[CaseFilter], most: int = MOST_COUNTED
) -> tuple[int, ...]:
    """How many cases each list holds, in one query; none is counted further than `most`."""
    if not narrowings:
        return ()
    query, arguments = count_query(narrowings, most)
    row = await connection.fetchrow(query, *arguments)
    return tuple(row.values()) if row else ()


def count_query(narrowings: Sequence[CaseFilter], most: int = MOST_COUNTED) -> tuple[str, list[Any]]:
    """The query of `count_cases`, a column per list, with its arguments."""
    arguments: list[Any] = []
    end = place(arguments, most)
    counted = (
        # In the order of the list, so that an index is walked to `most` and no further.
        f"(SELECT count(*) FROM (SELECT FROM cases {where(one, arguments)} "  # noqa: S608
        f"ORDER BY list_on, case_id LIMIT {end}) AS held)"
        for one in narrowings
    )
    return f"SELECT {', '.join(counted)}", arguments


async def count_changed(
    connection: Connection, narrowed: CaseFilter, since: datetime, shown: Sequence[Shown], most: int = 100
) -> int:
    """How many cases of a list, or shown in it, were recorded since and are not as they were shown."""
    arguments: list[Any] = [since - OVERLAP, [one.case_id for one in shown], [one.version for one in shown]]
    conditions = " AND ".join(conditions_of(narrowed, arguments)) or "true"
    counted = await connection.fetchval(
        f"SELECT count(*) FROM (SELECT FROM cases WHERE recorded_at > $1 "  # noqa: S608
        f"AND (case_id = ANY ($2::uuid[]) OR {conditions}) AND (case_id, version) NOT IN "
        f"(SELECT * FROM unnest($2::uuid[], $3::integer[])) LIMIT {place(arguments, most)}) AS changed",
        *arguments,
    )
    return int(counted)


async def read_filings(connection: Connection, case_ids: Sequence[str]) -> dict[str, str]:
    """The sealed filings of several cases as JSON, by case."""
    rows = await connection.fetch(
        "SELECT case_id, (view->'filing')::text AS filing FROM cases "
        "WHERE case_id = ANY ($1::uuid[]) AND view ? 'filing'",
        case_ids,
    )
    return {str(row["case_id"]): row["filing"] for row in rows}


async def read_view(connection: Connection, case_id: str) -> StoredView | None:
    """One case as recorded last; None when it does not exist, or not for this reader."""
    row = await connection.fetchrow(
        "SELECT office, version, view::text, clock_offset FROM cases WHERE case_id = $1", case_id
    )
    if row is None:
        return None
    return StoredView(row["office"], row["version"], row["view"], row["clock_offset"])


async def in_archive(connection: Connection, case_id: str) -> bool:
    """Whether the case is filed away; one that is not recorded yet is not."""
    stage = await connection.fetchval("SELECT stage FROM cases WHERE case_id = $1", case_id)
    return bool(stage == "archived")


async def find_by_number(connection: Connection, number: str) -> str | None:
    """The case id of a case number."""
    found = await connection.fetchval("SELECT case_id FROM cases WHERE number = $1", number)
    return None if found is None else str(found)


async def timeline(
    connection: Connection, case_id: str, from_seq: int = 1, limit: int = 500
) -> tuple[LedgerRow, ...]:
    """Events from `from_seq` on, oldest first; bodies are sealed JSON."""
    rows = await connection.fetch(
        "SELECT seq, type, at, occurred_at, actor, office, body FROM ledger "
        "WHERE case_id = $1 AND seq >= $2 ORDER BY seq LIMIT $3",
        case_id,
        from_seq,
        limit,
    )
    return tuple(LedgerRow(**row) for row in rows)


async def events_of(connection: Connection, case_id: str, types: Sequence[str]) -> tuple[LedgerRow, ...]:
    """The events of those types, oldest first; bodies are sealed JSON."""
    rows = await connection.fetch(
        "SELECT seq, type, at, occurred_at, actor, office, body FROM ledger "
        "WHERE case_id = $1 AND type = ANY ($2) ORDER BY seq",
        case_id,
        list(types),
    )
    return tuple(LedgerRow(**row) for row in rows)


async def seal_of(connection: Connection, case_id: str, seq: int) -> str:
    """The hash of an event in the chain of its case, 64 hexadecimal digits; empty where there is none."""
    found = await connection.fetchval(
        "SELECT encode(hash, 'hex') FROM ledger WHERE case_id = $1 AND seq = $2", case_id, seq
    )
    return found or ""


async def overslept(connection: Connection, late_by: timedelta, limit: int = 500) -> tuple[str, ...]:
    """Cases whose next moment passed longer ago than `late_by` without an event, by each case's own clock."""
    rows = await connection.fetch(
        "SELECT case_id FROM cases WHERE moment_by_wall < now() - $1::interval "
        "ORDER BY moment_by_wall LIMIT $2",
        late_by,
        limit,
    )
    return tuple(str(row["case_id"]) for row in rows)


_COLUMNS: Final = ", ".join(
    f"{OVERDUE} AS overdue" if field.name == "overdue" else field.name for field in fields(CaseItem)
)


def _item(row: Record) -> CaseItem:
    return CaseItem(**{**{name: row[name] for name in _NAMES}, "case_id": str(row["case_id"])})


_NAMES: Final = tuple(field.name for field in fields(CaseItem))


def cursor_after(item: CaseItem) -> str:
    """Where a list goes on after this line."""
    return _cursor(item.safe_due_on or date.max, item.case_id)


def make_cursor(row: Record) -> str:
    """The place after a row with `list_on` and `case_id`."""
    return _cursor(row["list_on"], str(row["case_id"]))


def _cursor(day: date, case_id: str) -> str:
    text = json.dumps([day.isoformat(), case_id])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> tuple[date, UUID]:
    """The reverse; raises `BadCursor`."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        day, case_id = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        return date.fromisoformat(day), UUID(case_id)
    except (binascii.Error, ValueError, TypeError, AttributeError):
        raise BadCursor from None
