"""Clocks under which something is still owed, read in pages for a dry run over other tables."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from redress.contracts.recorded import FACTS
from redress.contracts.recording import ClockFacts
from redress.domain.clock import Due, admitted
from redress.domain.profile import Profile
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
    facts: ClockFacts
    clock: OpenClock

    def under(self, profile: Profile) -> OpenClock:
        """The clock as that profile has it; its rule must be known there."""
        return _open_clock(self.clock.key, self.clock.started_at, self.clock.due, self.facts, profile)


@dataclass(frozen=True, slots=True)
class ClockPage:
    """`unknown` counts clocks whose facts are not recorded or whose profile is gone; `end` None: the last."""

    clocks: tuple[PlacedClock, ...]
    unknown: int
    end: Place | None


async def open_clocks(
    connection: Connection,
    tables: Tables,
    first: date,
    last: date,
    after: Place | None,
    limit: int,
    *,
    office: str | None = None,
    profiles: Collection[str] | None = None,
) -> ClockPage:
    """Live clocks that are due on `first` or later and started before the days up to `last` end, by due day.

    `office`: only of the cases at or below it; `profiles`: only those that run under one of them. Clocks that
    stand still have no date and are left out, as are those of archived cases.
    """
    start = after or Place(first, _LOWEST, "")
    until = min(last, date.max - 2 * LONGEST_BREAK) + LONGEST_BREAK
    rows = await connection.fetch(
        _OPEN, start.due_on, start.case_id, start.key, until, limit, office, list(profiles or ()) or None
    )
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
    if profile is None or profile.clock(facts.rule) is None:
        return None
    known = Due(row["due_on"], row["due_at"], row["safe_due_on"], row["provisional"], row["opens_on"])
    return PlacedClock(
        case_id=str(row["case_id"]),
        case_number=row["number"],
        office=row["office"],
        handler=row["handler"],
        state=row["state"],
        clock_offset=row["clock_offset"],
        facts=facts,
        clock=_open_clock(row["key"], row["started_at"], known, facts, profile),
    )


def _open_clock(key: str, started_at: datetime, known: Due, facts: ClockFacts, profile: Profile) -> OpenClock:
    rule = next(one for one in profile.clocks if one.key == facts.rule)
    return OpenClock(
        key=key,
        sources=rule.sources[0] if len(rule.sources) == 1 else rule.sources,
        started_at=started_at,
        due=known,
        counting=rule.counting or profile.counting,
        suspensions=admitted(rule, facts.suspensions)[0],
        extensions=facts.extensions if rule.extension is not None else (),
        opens_after=rule.opens_after,
        extension_rule=rule.extension,
        given_due_at=facts.given_due_at,
    )


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case that is not archived, when its complaint was received, and the profiles that it counts by."""

    case_id: str
    received_at: datetime
    office: str
    profiles: frozenset[str]


async def open_cases(
    connection: Connection, after: str | None, limit: int, office: str | None = None
) -> tuple[OpenCase, ...]:
    """Cases that live, by id; with `office` only those at or below it."""
    rows = await connection.fetch(_CASES, after or _LOWEST, limit, office)
    return tuple(
        OpenCase(str(row["case_id"]), row["received_at"], row["office"], frozenset(row["profiles"]))
        for row in rows
    )


async def count_open(connection: Connection, office: str | None = None) -> int:
    """How many cases live, with `office` at or below it; of those that the reader sees."""
    found: int = await connection.fetchval(
        "SELECT count(*) FROM cases s WHERE s.stage <> 'archived' "
        "AND ($1::text IS NULL OR s.office = $1 OR starts_with(s.office, $1 || '.'))",
        office,
    )
    return found


_LOWEST: Final = "00000000-0000-0000-0000-000000000000"

_OPEN: Final = """
SELECT c.case_id, c.key, c.state, c.started_at, c.due_on, c.due_at, c.safe_due_on, c.opens_on, c.provisional,
       c.facts::text AS facts, s.number, s.office, s.handler, s.clock_offset
FROM clocks c JOIN cases s USING (case_id)
WHERE c.live AND (c.due_on, c.case_id, c.key) > ($1, $2, $3) AND c.started_at < $4::date
  AND s.stage <> 'archived'
  AND ($6::text IS NULL OR s.office = $6 OR starts_with(s.office, $6 || '.'))
  AND ($7::text[] IS NULL OR c.facts->>'profile' = ANY ($7))
ORDER BY c.due_on, c.case_id, c.key LIMIT $5
"""

_CASES: Final = """
SELECT s.case_id, s.received_at, s.office,
       array(SELECT c.facts->>'profile' FROM clocks c WHERE c.case_id = s.case_id AND c.facts IS NOT NULL
             UNION SELECT s.profile) AS profiles
FROM cases s
WHERE s.case_id > $1 AND s.stage <> 'archived'
  AND ($3::text IS NULL OR s.office = $3 OR starts_with(s.office, $3 || '.'))
ORDER BY s.case_id LIMIT $2
"""
