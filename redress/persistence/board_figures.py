"""Which cases each figure of the board holds: one condition per figure, for its number and for its list.

The lines are those of `board_lines`, written with every change of a case; the words are in the domain.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any, Final

from redress.domain.board import Count, Figure, today_of
from redress.domain.calendar import Calendar
from redress.domain.counting import CHINA
from redress.persistence.pool import Connection, Record
from redress.persistence.reading import make_cursor, read_cursor

_OPEN: Final = "b.stage IN ('registered', 'checking', 'accepted', 'mediating')"
_LIVING: Final = "b.stage <> 'archived'"
_LATE: Final = f"{_LIVING} AND (b.overdue OR b.next_due_at <= d.now)"
_COMPLAINT: Final = "b.matter = 'complaint'"
_ASKED: Final = f"{_COMPLAINT} AND NOT b.merged AND NOT (b.withdrawn AND b.decided_at IS NULL)"
_PAST: Final = "b.decide_due_at <= d.now"
_MEDIATED: Final = f"{_COMPLAINT} AND b.outcome IN ('agreed', 'settled', 'partly', 'failed')"

NOW: Final[Mapping[Figure, str]] = {
    Figure.DUE_TODAY: "b.undecided AND b.decide_on = d.today",
    Figure.DUE_NEXT: "b.undecided AND b.decide_on > d.today AND b.decide_on <= d.next_day",
    Figure.NOT_CONTACTED: (
        f"{_COMPLAINT} AND {_OPEN} AND b.contacted_at IS NULL AND b.received_on < d.contact_from"
    ),
    Figure.UNTOLD: f"{_LIVING} AND b.untold",
    Figure.APPROVALS: f"{_LIVING} AND b.approvals <> '{{}}'",
    Figure.DISPATCHED: f"{_LIVING} AND b.dispatched_at IS NOT NULL",
    Figure.SUPERVISED: f"{_LIVING} AND b.supervised",
    Figure.HOTLINE: f"{_OPEN} AND b.hotline",
    Figure.SUSPENDED: f"{_LIVING} AND b.suspended_on <= d.suspended_until",
    Figure.UNASSIGNED: f"{_OPEN} AND b.handler IS NULL",
    Figure.OVERDUE: _LATE,
    Figure.OVERDUE_0: f"{_LATE} AND b.level = 0",
    Figure.OVERDUE_1: f"{_LATE} AND b.level = 1",
    Figure.OVERDUE_2: f"{_LATE} AND b.level = 2",
    Figure.OVERDUE_3: f"{_LATE} AND b.level >= 3",
    Figure.KEY: f"{_OPEN} AND b.key",
    Figure.SIGNS: "b.undecided AND b.signs",
    Figure.OPEN: _OPEN,
    Figure.DUE_WEEK: f"{_OPEN} AND b.safe_due_on BETWEEN d.today AND d.week_end",
}
"""`b` is the case's line, `d` the day and moment of its own clock."""

_DECISION_OWED: Final = f"{_ASKED} AND (b.decided_at IS NOT NULL OR {_PAST})"
_TELLING_OWED: Final = f"{_ASKED} AND (b.told IN ('met', 'late') OR (b.told = 'owed' AND {_PAST}))"

BY_RECEIPT: Final[Mapping[Count, str]] = {
    Count.RECEIVED: _COMPLAINT,
    Count.MERGED: f"{_COMPLAINT} AND b.merged",
    Count.AGAINST: f"{_COMPLAINT} AND NOT b.merged",
    Count.REPORTS: "b.matter = 'report'",
    Count.DECISION_OWED: _DECISION_OWED,
    Count.DECIDED_IN_TIME: f"{_DECISION_OWED} AND b.decided_at < b.decide_due_at",
    Count.TELLING_OWED: _TELLING_OWED,
    Count.TOLD_IN_TIME: f"{_TELLING_OWED} AND b.told = 'met'",
}
"""Counts of what was received in a period."""

BY_CONCLUSION: Final[Mapping[Count, str]] = {
    Count.CONCLUDED: _COMPLAINT,
    Count.MEDIATION_OWED: f"{_COMPLAINT} AND b.accepted",
    Count.CONCLUDED_IN_TIME: f"{_COMPLAINT} AND b.accepted AND NOT b.conclusion_late",
    Count.MEDIATED: _MEDIATED,
    Count.SUCCESSFUL: f"{_MEDIATED} AND b.outcome IN ('agreed', 'settled')",
    Count.UPHELD: f"{_MEDIATED} AND b.outcome <> 'failed'",
    Count.RECOVERING: f"{_COMPLAINT} AND b.recovered_amount > 0",
    Count.RATED: f"{_COMPLAINT} AND b.satisfaction IS NOT NULL",
    Count.SATISFIED: f"{_COMPLAINT} AND b.satisfaction >= 4",
}
"""Counts of what was concluded in a period: the statistical date is `concluded_on`."""

PARTS: Final[Mapping[str, str]] = {
    "category": "coalesce(split_part(b.category, '.', 1), '')",
    "channel": "b.channel",
    "outcome": "coalesce(b.outcome, '')",
}
"""How cases are told apart in the charts of kinds; empty: nobody has said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whose cases: an office with those below it, or it alone; one person's; of a period; of one kind.

    `rehearsal`: whether the installation is one. In a real one, cases whose clock was moved ahead are none.
    """

    office: str
    rehearsal: bool
    exact: bool = False
    handler: str | None = None
    first: date | None = None
    last: date | None = None
    category: str | None = None
    channel: str | None = None
    outcome: str | None = None
    trader: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardItem:
    """A line of the list behind a figure."""

    case_id: str
    case_number: str
    matter: str
    stage: str
    office: str
    handler: str | None
    urgency: str
    key: bool
    supervised: bool
    overdue: bool
    level: int
    received_on: date
    safe_due_on: date | None
    decide_on: date | None
    dispatched_at: datetime | None
    suspended_on: date | None
    approvals: tuple[str, ...]
    concluded_on: date | None
    outcome: str | None
    recovered_amount: Any
    clock_offset: timedelta


@dataclass(frozen=True, slots=True)
class Days:
    """The present day of every clock that a case may live by: our own, and those moved ahead in rehearsal."""

    columns: tuple[list[Any], ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """`next_cursor` None: this is the end."""

    items: tuple[BoardItem, ...]
    next_cursor: str | None


async def days_of(connection: Connection, calendar: Calendar, now: datetime) -> Days:
    """The days by the clocks of the cases that this reader sees."""
    rows = await connection.fetch("SELECT DISTINCT clock_offset FROM board_lines WHERE clock_offset <> '0'")
    offsets = [timedelta(0), *(row["clock_offset"] for row in rows)]
    found = [today_of((now + ahead).astimezone(CHINA).date(), calendar) for ahead in offsets]
    return Days(
        (
            offsets,
            [now + ahead for ahead in offsets],
            [one.day for one in found],
            [one.next_day for one in found],
            [one.contact_from for one in found],
            [one.suspended_until for one in found],
            [one.week_end for one in found],
        )
    )


async def counted(connection: Connection, scope: Scope, days: Days) -> dict[str, dict[Figure, int]]:
    """Every figure by unit: the office itself alone, and each office right below it with all below that."""
    arguments: list[Any] = [*days.columns]
    where = " AND ".join((_LIVING, *conditions(scope, arguments)))
    unit = unit_of(place(arguments, scope.office))
    columns = ", ".join(f"count(*) FILTER (WHERE {said}) AS {name}" for name, said in NOW.items())
    # Only the fixed texts above are put together; every value is an argument.
    rows = await connection.fetch(
        f"WITH {DAYS} SELECT {unit} AS unit, {columns} "  # noqa: S608
        f"FROM board_lines b JOIN days d USING (clock_offset) WHERE {where} GROUP BY 1",
        *arguments,
    )
    return {row["unit"]: {figure: row[figure] for figure in NOW} for row in rows}


async def listed(
    connection: Connection,
    what: Figure | Count,
    scope: Scope,
    days: Days,
    *,
    limit: int = 50,
    cursor: str | None = None,
) -> Listed:
    """The cases behind a figure, by safe due day; `cursor` is a page's `next_cursor`; raises `BadCursor`."""
    arguments: list[Any] = [*days.columns]
    wanted = [condition(what), *conditions(scope, arguments), *_of_period(what, scope, arguments)]
    if cursor is not None:
        day, case_id = read_cursor(cursor)
        wanted.append(
            f"(b.list_on, b.case_id) > ({place(arguments, day)}::date, {place(arguments, case_id)}::uuid)"
        )
    rows = await connection.fetch(
        f"WITH {DAYS}, found AS MATERIALIZED (SELECT b.*, ({_LATE}) AS late FROM board_lines b "  # noqa: S608
        f"JOIN days d USING (clock_offset) WHERE {' AND '.join(wanted)} "
        f"ORDER BY b.list_on, b.case_id LIMIT {place(arguments, limit + 1)}) "
        "SELECT found.*, c.number AS case_number "
        "FROM found JOIN cases c USING (case_id) ORDER BY found.list_on, found.case_id",
        *arguments,
    )
    page = rows[:limit]
    return Listed(tuple(map(_item, page)), make_cursor(page[-1]) if len(rows) > limit else None)


async def loads(connection: Connection, scope: Scope, days: Days) -> dict[str, dict[Figure, int]]:
    """What each person has in hand: open, due this week, overdue."""
    arguments: list[Any] = [*days.columns]
    where = " AND ".join((_LIVING, "b.handler IS NOT NULL", *conditions(scope, arguments)))
    columns = ", ".join(f"count(*) FILTER (WHERE {NOW[name]}) AS {name}" for name in LOAD)
    rows = await connection.fetch(
        f"WITH {DAYS} SELECT b.handler, {columns} "  # noqa: S608
        f"FROM board_lines b JOIN days d USING (clock_offset) WHERE {where} GROUP BY 1",
        *arguments,
    )
    return {row["handler"]: {figure: row[figure] for figure in LOAD} for row in rows}


LOAD: Final = (Figure.OPEN, Figure.DUE_WEEK, Figure.OVERDUE)


def condition(what: Figure | Count) -> str:
    """The one definition of a figure."""
    if isinstance(what, Figure):
        return NOW[what]
    return BY_RECEIPT[what] if what in BY_RECEIPT else BY_CONCLUSION[what]


def day_column(what: Count) -> str:
    """The day by which a count belongs to a period."""
    return "b.received_on" if what in BY_RECEIPT else "b.concluded_on"


def conditions(scope: Scope, arguments: list[Any]) -> Iterator[str]:
    """A scope without its period."""
    office = place(arguments, scope.office)
    below = "" if scope.exact else f" OR starts_with(b.office, {office} || '.')"
    yield f"(b.office = {office}{below})"
    if not scope.rehearsal:
        yield "b.clock_offset = '0'"
    if scope.handler is not None:
        yield f"b.handler = {place(arguments, scope.handler)}"
    for name, said in PARTS.items():
        if (value := getattr(scope, name)) is not None:
            yield f"{said} = {place(arguments, value)}"
    if scope.trader is not None:
        yield f"b.traders @> ARRAY[{place(arguments, scope.trader)}::bytea]"


def unit_of(office: str) -> str:
    """SQL for the unit of a line below an office: the office itself, or the one right below it."""
    below = f"split_part(substr(b.office, length({office}::text) + 2), '.', 1)"
    return f"CASE WHEN b.office = {office}::text THEN b.office ELSE {office}::text || '.' || {below} END"


def place(arguments: list[Any], value: Any) -> str:
    """Puts a value among the arguments and answers its place."""
    arguments.append(value)
    return f"${len(arguments)}"


def _of_period(what: Figure | Count, scope: Scope, arguments: list[Any]) -> Iterator[str]:
    if isinstance(what, Figure) or scope.first is None or scope.last is None:
        return
    days = place(arguments, scope.first), place(arguments, scope.last)
    yield f"{day_column(what)} BETWEEN {days[0]}::date AND {days[1]}::date"


def _item(row: Record) -> BoardItem:
    values = {field.name: row[field.name] for field in fields(BoardItem)}
    values |= {"case_id": str(row["case_id"]), "approvals": tuple(row["approvals"]), "overdue": row["late"]}
    return BoardItem(**values)


DAYS: Final = (
    "days AS (SELECT * FROM unnest($1::interval[], $2::timestamptz[], $3::date[], $4::date[], $5::date[], "
    "$6::date[], $7::date[]) AS u (clock_offset, now, today, next_day, contact_from, suspended_until, "
    "week_end))"
)
"""The first seven arguments of every query are the columns of `Days`."""
