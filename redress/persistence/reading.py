"""Reads the read model and the ledger for screens, lists and the API; row-level security narrows it."""

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from redress.contracts.recording import LedgerRow
from redress.persistence.blind_index import Entry, Search
from redress.persistence.pool import Connection, Record


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
    clock_offset: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """What a list is narrowed to; None: no matter. `office` includes the offices below it.

    `due_before`: the safe due day is earlier. `number` is a whole case number; `search` comes from
    `BlindIndex.of_search`; given both, either may match (one field of a form). `to_review`: drawn for the
    quality review and not reviewed yet.
    """

    matter: str | None = None
    stage: str | None = None
    handler: str | None = None
    office: str | None = None
    overdue: bool | None = None
    due_before: date | None = None
    number: str | None = None
    search: Search | None = None
    to_review: bool | None = None
    urgency: str | None = None
    key: bool | None = None
    supervised: bool | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """`next_cursor` None: this is the end."""

    items: tuple[CaseItem, ...]
    next_cursor: str | None


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
    arguments: list[Any] = []
    conditions = list(_conditions(narrowed, arguments))
    if cursor is not None:
        conditions.append("(list_on, case_id) > " + _places(arguments, *read_cursor(cursor)))
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    arguments.append(limit + 1)
    # Only the fixed texts below are put together; every value is an argument.
    rows = await connection.fetch(
        f"SELECT {_COLUMNS}, list_on FROM cases {where} "  # noqa: S608
        f"ORDER BY list_on, case_id LIMIT ${len(arguments)}",
        *arguments,
    )
    page, more = rows[:limit], len(rows) > limit
    return Page(tuple(_item(row) for row in page), make_cursor(page[-1]) if more else None)


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


async def overslept(connection: Connection, late_by: timedelta, limit: int = 500) -> tuple[str, ...]:
    """Cases whose next moment passed longer ago than `late_by` without an event, by each case's own clock."""
    rows = await connection.fetch(
        "SELECT case_id FROM cases WHERE moment_by_wall < now() - $1::interval "
        "ORDER BY moment_by_wall LIMIT $2",
        late_by,
        limit,
    )
    return tuple(str(row["case_id"]) for row in rows)


_OVERDUE: Final = "(overdue OR (due_by_wall IS NOT NULL AND due_by_wall <= now()))"
_COLUMNS: Final = ", ".join(
    f"{_OVERDUE} AS overdue" if field.name == "overdue" else field.name for field in fields(CaseItem)
)


def _item(row: Record) -> CaseItem:
    return CaseItem(**{**{name: row[name] for name in _NAMES}, "case_id": str(row["case_id"])})


_NAMES: Final = tuple(field.name for field in fields(CaseItem))


def _conditions(narrowed: CaseFilter, arguments: list[Any]) -> Iterator[str]:
    if narrowed.matter is not None:
        yield "matter = " + _place(arguments, narrowed.matter)
    if narrowed.stage is not None:
        yield "stage = " + _place(arguments, narrowed.stage)
    if narrowed.handler is not None:
        yield "handler = " + _place(arguments, narrowed.handler)
    if narrowed.office is not None:
        office = _place(arguments, narrowed.office)
        yield f"(office = {office} OR starts_with(office, {office} || '.'))"
    if narrowed.overdue is not None:
        yield _OVERDUE if narrowed.overdue else f"NOT {_OVERDUE}"
    if narrowed.due_before is not None:
        yield "safe_due_on < " + _place(arguments, narrowed.due_before)
    if narrowed.urgency is not None:
        yield "urgency = " + _place(arguments, narrowed.urgency)
    for name in ("key", "supervised"):
        wanted = getattr(narrowed, name)
        if wanted is not None:
            yield name if wanted else f"NOT {name}"
    if narrowed.to_review is not None:
        yield f"{'' if narrowed.to_review else 'NOT '}{_TO_REVIEW}"
    if found := [*_found_by(narrowed, arguments)]:
        yield f"({' OR '.join(found)})"


def _found_by(narrowed: CaseFilter, arguments: list[Any]) -> Iterator[str]:
    if narrowed.number is not None:
        yield "number = " + _place(arguments, narrowed.number)
    if narrowed.search is not None:
        yield _having(narrowed.search.exact, 1, arguments)
        for group in narrowed.search.pairs:
            yield _having(group, len(group), arguments)


def _having(entries: tuple[Entry, ...], at_least: int, arguments: list[Any]) -> str:
    if not entries:
        return "false"
    wanted = _places(arguments, [entry.field for entry in entries], [entry.hash for entry in entries])
    return (
        f"case_id IN (SELECT b.case_id FROM blind_index b JOIN unnest{wanted} AS w (field, hash) "  # noqa: S608
        f"USING (field, hash) GROUP BY b.case_id HAVING count(*) >= {_place(arguments, at_least)})"
    )


_TO_REVIEW: Final = (
    "EXISTS (SELECT FROM case_results r WHERE r.case_id = cases.case_id AND r.sampled "
    "AND r.reviewed_at IS NULL)"
)
_TYPES: Final = {str: "text", int: "bigint", date: "date", UUID: "uuid"}


def _place(arguments: list[Any], value: Any) -> str:
    arguments.append(value)
    if isinstance(value, list):
        return f"${len(arguments)}::{'bytea' if isinstance(value[0], bytes) else 'text'}[]"
    return f"${len(arguments)}::{_TYPES[type(value)]}"


def _places(arguments: list[Any], *values: Any) -> str:
    return f"({', '.join(_place(arguments, value) for value in values)})"


def make_cursor(row: Record) -> str:
    """The place after a row with `list_on` and `case_id`."""
    text = json.dumps([row["list_on"].isoformat(), str(row["case_id"])])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> tuple[date, UUID]:
    """The reverse; raises `BadCursor`."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        day, case_id = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        return date.fromisoformat(day), UUID(case_id)
    except (binascii.Error, ValueError, TypeError, AttributeError):
        raise BadCursor from None
