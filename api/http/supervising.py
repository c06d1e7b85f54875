"""What supervisors look at: the board of an office, the list behind each figure, the figures of a period.

Read here for the JSON interface, the files and the console alike; who may look is decided here.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from api.http.problems import problem
from api.http.services import Services
from api.http.trader_names import names_of_traders
from redress.domain.actors import Actor, Role, at_or_below
from redress.domain.board import Count, Figure, Today, today_of
from redress.domain.counting import CHINA
from redress.domain.statistical_periods import Kind, StatisticalPeriod, last_months
from redress.persistence.accounts import colleagues, names_of
from redress.persistence.assignment import leaves_from
from redress.persistence.board_figures import LOAD, Listed, Scope, counted, days_of, listed, loads
from redress.persistence.offices import Office, list_offices
from redress.persistence.pool import Connection, acting_as
from redress.persistence.reading import BadCursor
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

SUPERVISING: Final = frozenset({Role.SUPERVISOR, Role.BUREAU_HEAD, Role.AUDITOR})
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


def supervised_office(actor: Actor, office: str | None) -> str:
    """The office that is looked at: the actor's own or one below; raises `not_supervising`, `not_found`."""
    if not SUPERVISING.intersection(actor.roles):
        raise problem("not_supervising")
    wanted = office or actor.office
    if not at_or_below(wanted, actor.office):
        raise problem("not_found")
    return wanted


async def board_of(services: Services, actor: Actor, office: str | None) -> Board:
    """The board as it stands now; raises `not_supervising`, `not_found`."""
    wanted = supervised_office(actor, office)
    scope = Scope(office=wanted, rehearsal=services.settings.rehearsal)
    calendar, now = services.tables.calendar, datetime.now(UTC)
    async with acting_as(services.pool, actor) as connection:
        offices = await _offices(connection, wanted)
        days = await days_of(connection, calendar, now)
        units = await counted(connection, scope, days)
        persons = await _loads(connection, wanted, await loads(connection, scope, days), now)
    return Board(
        office=offices[wanted],
        today=today_of(now.astimezone(CHINA).date(), calendar),
        units=tuple((offices[unit], units[unit]) for unit in sorted(units) if unit in offices),
        whole={figure: sum(one[figure] for one in units.values()) for figure in Figure},
        loads=persons,
    )


async def list_behind(
    services: Services, actor: Actor, what: Figure | Count, scope: Scope, *, limit: int, cursor: str | None
) -> Listed:
    """The cases of a figure; raises `not_supervising`, `not_found`, `invalid_cursor`."""
    supervised_office(actor, scope.office)
    try:
        async with acting_as(services.pool, actor) as connection:
            days = await days_of(connection, services.tables.calendar, datetime.now(UTC))
            return await listed(connection, what, scope, days, limit=limit, cursor=cursor)
    except BadCursor:
        raise problem("invalid_cursor") from None


async def statistics_of(
    services: Services,
    actor: Actor,
    office: str | None,
    period: StatisticalPeriod,
    *,
    trend: bool = False,
    brief: bool = False,
) -> Statistics:
    """The figures of a period; with `trend` the months are the last two years up to it, else its own.

    `brief`: without kinds and traders, whose names would have to be opened.
    """
    wanted = supervised_office(actor, office)
    scope = Scope(office=wanted, rehearsal=services.settings.rehearsal)
    months = _months(period, trend)
    now = datetime.now(UTC)
    async with acting_as(services.pool, actor) as connection:
        offices = await _offices(connection, wanted)
        days = await days_of(connection, services.tables.calendar, now)
        asked = (period, period.before, period.year_before, *months)
        own, before, year_before, *each = await sums_of(connection, scope, days, asked)
        asked_kinds = () if brief else KINDS
        kinds = [await kinds_of(connection, scope, days, period, *one) for one in asked_kinds]
        most = 0 if brief else MOST_TRADERS
        traders = await top_traders(connection, scope, days, period, most)
        names = await names_of_traders(services, connection, actor, traders)
        inquiries = await inquiries_of(connection, wanted, period)
        ahead = await moved_ahead(connection, wanted)
    return Statistics(
        office=offices[wanted],
        period=period,
        at=now,
        rehearsal=scope.rehearsal,
        whole=total(own.values()),
        before=total(before.values()),
        year_before=total(year_before.values()),
        units=tuple((offices[unit], own[unit]) for unit in sorted(own) if unit in offices),
        months=tuple((month, total(sums.values())) for month, sums in zip(months, each, strict=True)),
        kinds=tuple(kinds),
        traders=traders,
        names=names,
        inquiries=inquiries,
        ahead=ahead,
    )


async def urgent_lists(services: Services, actor: Actor, office: str) -> tuple[tuple[Figure, Listed], ...]:
    """The lists that stand in a sheet, those that are empty left out."""
    scope = Scope(office=supervised_office(actor, office), rehearsal=services.settings.rehearsal)
    found = []
    for figure in URGENT:
        cases = await list_behind(services, actor, figure, scope, limit=MOST_ON_SHEET, cursor=None)
        if cases.items:
            found.append((figure, cases))
    return tuple(found)


def in_period(scope: Scope, period: StatisticalPeriod) -> Scope:
    return replace(scope, first=period.first, last=period.last)


def _months(period: StatisticalPeriod, trend: bool) -> tuple[StatisticalPeriod, ...]:
    if trend:
        return last_months(period.last, TREND_MONTHS)
    return () if period.kind in (Kind.DAY, Kind.WEEK, Kind.MONTH) else tuple(period.months)


async def _offices(connection: Connection, wanted: str) -> dict[str, Office]:
    offices = {one.path: one for one in await list_offices(connection)}
    if wanted not in offices:
        raise problem("not_found")
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
