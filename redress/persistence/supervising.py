"""What supervisors look at: the board of an office, its urgent lists, the figures of a period.

Read alike for answers, pages, files and jobs; who may look is decided before.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from redress.contracts.reports import OF_A_PERIOD, WITHOUT_MONTHS, Section
from redress.domain.actors import Actor, Role
from redress.domain.board import Count, Figure, Today, today_of
from redress.domain.calendar import Calendar
from redress.domain.counting import CHINA
from redress.domain.statistical_periods import StatisticalPeriod, last_months
from redress.persistence.accounts import colleagues, names_of
from redress.persistence.assignment import leaves_from
from redress.persistence.board_figures import (
    LOAD,
    BoardItem,
    Listed,
    Scope,
    counted,
    days_of,
    listed,
    loads,
)
from redress.persistence.offices import NoSuchOffice, Office, list_offices
from redress.persistence.pool import Connection
from redress.persistence.statistics import (
    Kinds,
    Sums,
    Trader,
    inquiries_of,
    kinds_of,
    moved_ahead,
    sums_of,
    top_traders,
    total,
)
from redress.persistence.trader_names import TraderNames

HANDLING: Final = frozenset({Role.OFFICER, Role.MEDIATOR, Role.SUPERVISOR})
TREND_MONTHS: Final = 24
KINDS: Final = (("category", Count.RECEIVED), ("channel", Count.RECEIVED), ("outcome", Count.CONCLUDED))
MOST_TRADERS: Final = 10
URGENT: Final = (
    Figure.DUE_TODAY, Figure.DUE_NEXT, Figure.OVERDUE, Figure.NOT_CONTACTED, Figure.UNTOLD, Figure.APPROVALS,
    Figure.DISPATCHED, Figure.UNASSIGNED,
)  # fmt: skip
"""Whose lists stand in the daily and the weekly sheet."""

MOST_ON_SHEET: Final = 200


@dataclass(frozen=True, slots=True)
class Load:
    """What a person has in hand; `away` on leave today."""

    person: str
    name: str
    figures: dict[Figure, int]
    away: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """`units`: the office alone, then each right below it with all below; the sums of all are `whole`."""

    office: Office
    today: Today
    units: tuple[tuple[Office, dict[Figure, int]], ...]
    whole: dict[Figure, int]
    loads: tuple[Load, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """`before`: the period before (环比); `year_before`: the same a year ago (同比). `names`: of traders by
    blind key. `ahead`: rehearsal cases, which are in none of the figures of a real installation.
    """

    office: Office
    period: StatisticalPeriod
    at: datetime
    rehearsal: bool
    whole: Sums
    before: Sums
    year_before: Sums
    units: tuple[tuple[Office, Sums], ...]
    months: tuple[tuple[StatisticalPeriod, Sums], ...]
    kinds: tuple[Kinds, ...]
    traders: tuple[Trader, ...]
    names: dict[bytes, str]
    inquiries: int
    ahead: int


@dataclass(frozen=True, slots=True)
class Urgent:
    """The lists of a sheet, and what the offices and persons in them are called."""

    lists: tuple[tuple[Figure, Listed], ...]
    offices: Mapping[str, Office]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Who looks at which office, and when; the connection shows what that person may see."""

    connection: Connection
    actor: Actor
    office: str
    calendar: Calendar
    now: datetime
    rehearsal: bool

    @property
    def scope(self) -> Scope:
        return Scope(office=self.office, rehearsal=self.rehearsal)


async def read_board(look: Look) -> Board:
    """The board as it stands; raises `NoSuchOffice`."""
    offices = await _offices(look)
    days = await days_of(look.connection, look.calendar, look.now)
    units = await counted(look.connection, look.scope, days)
    in_hand = await loads(look.connection, look.scope, days)
    return Board(
        office=offices[look.office],
        today=today_of(look.now.astimezone(CHINA).date(), look.calendar),
        units=tuple((offices[unit], units[unit]) for unit in sorted(units) if unit in offices),
        whole={figure: sum(one[figure] for one in units.values()) for figure in Figure},
        loads=await _loads(look.connection, look.office, in_hand, look.now),
    )


async def read_urgent(look: Look) -> Urgent:
    """The lists that stand in a sheet, those that are empty left out."""
    days = await days_of(look.connection, look.calendar, look.now)
    found = []
    for figure in URGENT:
        cases = await listed(look.connection, figure, look.scope, days, limit=MOST_ON_SHEET)
        if cases.items:
            found.append((figure, cases))
    offices, names = await known(look.connection, [one for _, cases in found for one in cases.items])
    return Urgent(tuple(found), offices, names)


async def known(
    connection: Connection, items: Iterable[BoardItem]
) -> tuple[dict[str, Office], dict[str, str]]:
    """Every office by path, and the names of those who handle the items."""
    offices = {one.path: one for one in await list_offices(connection)}
    return offices, await names_of(connection, {one.handler for one in items if one.handler})


async def read_statistics(
    look: Look,
    naming: TraderNames,
    period: StatisticalPeriod,
    sections: Collection[Section] = OF_A_PERIOD,
    *,
    trend: bool = False,
) -> Statistics:
    """Those sections of a period, the others empty; with `trend` the months are the last two years up to it,
    else its own. Raises `NoSuchOffice`.
    """
    connection, scope = look.connection, look.scope
    offices = await _offices(look)
    days = await days_of(connection, look.calendar, look.now)
    figures = (period, period.before, period.year_before) if Section.FIGURES in sections else ()
    months = _months(period, trend) if Section.MONTHS in sections else ()
    sums = await sums_of(connection, scope, days, (*figures, *months))
    own, before, year_before = sums[: len(figures)] or ({}, {}, {})
    most = MOST_TRADERS if Section.TRADERS in sections else 0
    traders = await top_traders(connection, scope, days, period, most) if most else ()
    return Statistics(
        office=offices[look.office],
        period=period,
        at=look.now,
        rehearsal=scope.rehearsal,
        whole=total(own.values()),
        before=total(before.values()),
        year_before=total(year_before.values()),
        units=tuple((offices[unit], own[unit]) for unit in sorted(own) if unit in offices),
        months=tuple((m, total(one.values())) for m, one in zip(months, sums[len(figures) :], strict=True)),
        kinds=tuple([await kinds_of(connection, scope, days, period, *kind) for kind in KINDS
                     if kind[0] in sections]),
        traders=traders,
        names=await naming.of(connection, look.actor, traders),
        inquiries=await inquiries_of(connection, look.office, period) if figures else 0,
        ahead=await moved_ahead(connection, look.office) if figures else 0,
    )  # fmt: skip


def _months(period: StatisticalPeriod, trend: bool) -> tuple[StatisticalPeriod, ...]:
    if trend:
        return last_months(period.last, TREND_MONTHS)
    return () if period.kind in WITHOUT_MONTHS else tuple(period.months)


async def _offices(look: Look) -> dict[str, Office]:
    offices = {one.path: one for one in await list_offices(look.connection)}
    if look.office not in offices:
        raise NoSuchOffice
    return offices


async def _loads(
    connection: Connection, office: str, found: dict[str, dict[Figure, int]], now: datetime
) -> tuple[Load, ...]:
    """Everybody of the offices who handles cases, and who else has one of them in hand; the busiest first."""
    today = now.astimezone(CHINA).date()
    leaves = await leaves_from(connection, today)
    away = {leave.person for leave in leaves if leave.from_on <= today <= leave.to_on}
    staff = [one for one in await colleagues(connection, office) if HANDLING.intersection(one.roles)]
    names = {one.person: one.display_name for one in staff} | await names_of(connection, found)
    nothing = dict.fromkeys(LOAD, 0)
    people = (
        Load(one, names.get(one, ""), found.get(one, nothing), one in away) for one in {**names, **found}
    )
    return tuple(
        sorted(people, key=lambda one: (-one.figures[Figure.OVERDUE], -one.figures[Figure.OPEN], one.name))
    )
