"""Clocks under which something is still owed, read in pages for a dry run over another calendar."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from redress.contracts.recorded import FACTS
from redress.domain.clock import Due, admitted
from redress.domain.recalculation import LONGEST_BREAK, OpenClock
from redress.domain.tables import Tables
from redress.persistence.pool import Connection, Record


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ends; the next one begins after it."""

    due_on: date
    case_id: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedClock:
    """A clock of a case with its due moment as recorded, ready to be counted anew."""

    case_id: str
    case_number: str
    office: str
    handler: str | None
    state: str
    clock_offset: timedelta
    clock: OpenClock


@dataclass(frozen=True, slots=True)
class ClockPage:
    """`unknown` counts clocks whose facts are not recorded or whose profile is gone; `end` None: the last."""

    clocks: tuple[PlacedClock, ...]
    unknown: int
    end: Place | None


async def open_clocks(
    connection: Connection, tables: Tables, first: date, last: date, after: Place | None, limit: int
) -> ClockPage:
    """Live clocks that are due on `first` or later and started before the days up to `last` end, by due day.

    Clocks that stand still have no date and are left out, as are those of archived cases.
    """
    start = after or Place(first, _LOWEST, "")
    until = min(last, date.max - 2 * LONGEST_BREAK) + LONGEST_BREAK
    rows = await connection.fetch(_OPEN, start.due_on, start.case_id, start.key, until, limit)
    found = [(row, _placed(row, tables)) for row in rows]
    return ClockPage(
        clocks=tuple(clock for _, clock in found if clock is not None),
        unknown=sum(clock is None for _, clock in found),
        end=_place(rows[-1]) if len(rows) == limit else None,
    )


def _place(row: Record) -> Place:
    return Place(row["due_on"], str(row["case_id"]), row["key"])


def _placed(row: Record, tables: Tables) -> PlacedClock | None:
    if row["facts"] is None:
        return None
    facts = FACTS.validate_json(row["facts"])
    profile = tables.profile(facts.profile)
    rule = profile.clock(facts.rule) if profile else None
    if profile is None or rule is None:
        return None
    clock = OpenClock(
        key=row["key"],
        sources=rule.sources[0] if len(rule.sources) == 1 else rule.sources,
        started_at=row["started_at"],
        due=Due(row["due_on"], row["due_at"], row["safe_due_on"], row["provisional"], row["opens_on"]),
        counting=rule.counting or profile.counting,
        suspensions=admitted(rule, facts.suspensions)[0],
        extensions=facts.extensions if rule.extension is not None else (),
        opens_after=rule.opens_after,
        extension_rule=rule.extension,
        given_due_at=facts.given_due_at,
    )
    return PlacedClock(
        case_id=str(row["case_id"]),
        case_number=row["number"],
        office=row["office"],
        handler=row["handler"],
        state=row["state"],
        clock_offset=row["clock_offset"],
        clock=clock,
    )


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case that is not archived, and when its complaint was received."""

    case_id: str
    received_at: datetime


async def open_cases(connection: Connection, after: str | None, limit: int) -> tuple[OpenCase, ...]:
    """Cases that live, by id."""
    rows = await connection.fetch(
        "SELECT case_id, received_at FROM cases WHERE case_id > $1 AND stage <> 'archived' "
        "ORDER BY case_id LIMIT $2",
        after or _LOWEST,
        limit,
    )
    return tuple(OpenCase(str(row["case_id"]), row["received_at"]) for row in rows)


_LOWEST: Final = "00000000-0000-0000-0000-000000000000"

_OPEN: Final = """
SELECT c.case_id, c.key, c.state, c.started_at, c.due_on, c.due_at, c.safe_due_on, c.opens_on, c.provisional,
       c.facts::text AS facts, s.number, s.office, s.handler, s.clock_offset
FROM clocks c JOIN cases s USING (case_id)
WHERE c.live AND (c.due_on, c.case_id, c.key) > ($1, $2, $3) AND c.started_at < $4::date
  AND s.stage <> 'archived'
ORDER BY c.due_on, c.case_id, c.key LIMIT $5
"""
