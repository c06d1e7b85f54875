"""The figures of periods, by office, kind and trader. What each counts is in `board_figures.py`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from redress.domain.board import RATES, Count, Rate
from redress.domain.statistical_periods import MONTHS, StatisticalPeriod
from redress.persistence.board_figures import (
    BY_CONCLUSION,
    BY_RECEIPT,
    DAYS,
    PARTS,
    Days,
    Scope,
    condition,
    conditions,
    day_column,
    place,
    unit_of,
)
from redress.persistence.pool import Connection, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What was counted of a period; amounts in CNY of what was concluded in it, `marks` summed up."""

    counts: Mapping[Count, int] = field(default_factory=dict)
    recovered: Decimal = Decimal(0)
    punitive: Decimal = Decimal(0)
    disputed: Decimal = Decimal(0)
    marks: int = 0

    def of(self, what: Count) -> int:
        return self.counts.get(what, 0)

    def rate(self, rate: Rate) -> float | None:
        """Between 0 and 1; None where nothing is owed."""
        part, whole = RATES[rate]
        return self.of(part) / self.of(whole) if self.of(whole) else None

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            counts={what: self.of(what) + other.of(what) for what in Count},
            recovered=self.recovered + other.recovered,
            punitive=self.punitive + other.punitive,
            disputed=self.disputed + other.disputed,
            marks=self.marks + other.marks,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Trader:
    """A trader by the blind key of its credit code; `newest` is a case in which its name may be read."""

    key: bytes
    complaints: int
    mediated: int
    upheld: int
    newest: str


@dataclass(frozen=True, slots=True)
class Kinds:
    """How many cases of a period are of each kind, the most first."""

    part: str
    what: Count
    counts: tuple[tuple[str, int], ...]


async def sums_of(
    connection: Connection, scope: Scope, days: Days, periods: Sequence[StatisticalPeriod]
) -> tuple[dict[str, Sums], ...]:
    """For each period the sums by unit: the office alone, and each one right below it with all below it."""
    parts = tuple(dict.fromkeys(part for period in periods for part in _parts(period)))
    found: dict[StatisticalPeriod, dict[str, Sums]] = {part: {} for part in parts}
    for counts, more in ((BY_RECEIPT, ""), (BY_CONCLUSION, _AMOUNTS)):
        for row in await _grouped(connection, scope, days, parts, counts, more):
            units, unit = found[parts[row["n"] - 1]], row["unit"]
            units[unit] = units.get(unit, Sums()) + _sums(row, counts, bool(more))
    return tuple(_together(found[part] for part in _parts(period)) for period in periods)


def _parts(period: StatisticalPeriod) -> tuple[StatisticalPeriod, ...]:
    """Months, where a period is made of them: periods that overlap then count no case twice."""
    return tuple(period.months) if period.kind in MONTHS else (period,)


def _together(parts: Iterable[Mapping[str, Sums]]) -> dict[str, Sums]:
    found: dict[str, Sums] = {}
    for units in parts:
        for unit, sums in units.items():
            found[unit] = found.get(unit, Sums()) + sums
    return found


async def kinds_of(
    connection: Connection, scope: Scope, days: Days, period: StatisticalPeriod, part: str, what: Count
) -> Kinds:
    """`part` is one of `PARTS`."""
    arguments: list[Any] = [*days.columns]
    where = " AND ".join(
        (condition(what), *_within(what, period, arguments), *conditions(scope, arguments))
    )
    rows = await connection.fetch(
        f"WITH {DAYS} SELECT {PARTS[part]} AS kind, count(*) AS n "  # noqa: S608
        f"FROM board_lines b JOIN days d USING (clock_offset) WHERE {where} GROUP BY 1 ORDER BY 2 DESC, 1",
        *arguments,
    )
    return Kinds(part, what, tuple((row["kind"], row["n"]) for row in rows))


async def top_traders(
    connection: Connection, scope: Scope, days: Days, period: StatisticalPeriod, limit: int = 10
) -> tuple[Trader, ...]:
    """Those with the most complaints received in the period; cases without a credit code are nobody's."""
    arguments: list[Any] = [*days.columns]
    against = Count.AGAINST
    where = " AND ".join(
        (condition(against), *_within(against, period, arguments), *conditions(scope, arguments))
    )
    rows = await connection.fetch(
        f"WITH {DAYS} SELECT t.key, count(*) AS complaints, "  # noqa: S608
        f"count(*) FILTER (WHERE {BY_CONCLUSION[Count.MEDIATED]}) AS mediated, "
        f"count(*) FILTER (WHERE {BY_CONCLUSION[Count.UPHELD]}) AS upheld, "
        "(array_agg(b.case_id::text ORDER BY b.stage = 'archived', b.case_id DESC))[1] AS newest "
        "FROM board_lines b JOIN days d USING (clock_offset) CROSS JOIN unnest(b.traders) AS t (key) "
        f"WHERE {where} "
        f"GROUP BY t.key ORDER BY 2 DESC, t.key LIMIT {place(arguments, limit)}",
        *arguments,
    )
    return tuple(Trader(**row) for row in rows)


async def inquiries_of(connection: Connection, office: str, period: StatisticalPeriod) -> int:
    """Inquiries (咨询) asked in the period; they are no cases."""
    return int(await connection.fetchval(_INQUIRIES, office, period.first, period.last))


async def moved_ahead(connection: Connection, office: str) -> int:
    """Cases whose clock was moved ahead: in a real installation they are counted apart, in no figure."""
    return int(await connection.fetchval(_AHEAD, office))


def total(units: Iterable[Sums]) -> Sums:
    """All units together; they do not overlap."""
    return sum(units, Sums())


async def _grouped(
    connection: Connection,
    scope: Scope,
    days: Days,
    periods: Sequence[StatisticalPeriod],
    counts: Mapping[Count, str],
    more: str,
) -> list[Record]:
    firsts, lasts = [one.first for one in periods], [one.last for one in periods]
    arguments: list[Any] = [*days.columns, firsts, lasts]
    where = " AND ".join(conditions(scope, arguments)) or "true"
    unit = unit_of(place(arguments, scope.office))
    day = day_column(next(iter(counts)))
    columns = ", ".join(f"count(*) FILTER (WHERE {said}) AS {name}" for name, said in counts.items())
    rows: list[Record] = await connection.fetch(
        f"WITH {DAYS} SELECT p.n, {unit} AS unit, {columns}{more} "  # noqa: S608
        "FROM unnest($8::date[], $9::date[]) WITH ORDINALITY AS p (first, last, n) "
        f"JOIN board_lines b ON {day} BETWEEN p.first AND p.last JOIN days d USING (clock_offset) "
        f"WHERE {where} GROUP BY 1, 2",
        *arguments,
    )
    return rows


def _sums(row: Record, counts: Mapping[Count, str], amounts: bool) -> Sums:
    found = {what: row[what] for what in counts}
    if not amounts:
        return Sums(counts=found)
    return Sums(
        counts=found,
        recovered=row["recovered"],
        punitive=row["punitive"],
        disputed=row["disputed"],
        marks=row["marks"],
    )


def _within(what: Count, period: StatisticalPeriod, arguments: list[Any]) -> tuple[str, ...]:
    days = place(arguments, period.first), place(arguments, period.last)
    return (f"{day_column(what)} BETWEEN {days[0]}::date AND {days[1]}::date",)


_OF_COMPLAINTS: Final = "FILTER (WHERE b.matter = 'complaint')"
_AMOUNTS: Final = "".join(
    f", coalesce(sum(b.{name}_amount) {_OF_COMPLAINTS}, 0) AS {name}"
    for name in ("recovered", "punitive", "disputed")
) + (f", coalesce(sum(b.satisfaction) {_OF_COMPLAINTS}, 0) AS marks")

_INQUIRIES: Final = """
SELECT count(*) FROM inquiries
WHERE (office = $1 OR starts_with(office, $1 || '.'))
  AND asked_at >= ($2::date)::timestamp AT TIME ZONE 'Asia/Shanghai'
  AND asked_at < ($3::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
"""

_AHEAD: Final = """
SELECT count(*) FROM board_lines
WHERE clock_offset <> '0' AND (office = $1 OR starts_with(office, $1 || '.'))
"""
