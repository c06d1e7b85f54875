"""Pages for supervisors: the board, the list behind each figure, the figures of a period, the sheets of a day
and a week, and the files of them all.
"""

from datetime import UTC, date, datetime
from typing import Annotated, Final
from uuid import uuid4

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.console.board_views import (
    count_rows,
    kinds_views,
    list_address,
    rate_rows,
    trend_views,
    unit_rates,
)
from api.console.pages import page
from api.console.visitor import SignedIn, Visitor
from api.http.problems import problem
from api.http.statistics import (
    Asked,
    Format,
    list_file,
    named_period,
    read_asked,
    statistics_file,
    wording_of,
)
from api.http.supervising import board_of, list_behind, statistics_of, urgent_lists
from redress.contracts.reports import SHEETS
from redress.domain.actors import at_or_below
from redress.domain.board import RATES, SUSPENDED_TOO_LONG, Count, Figure
from redress.domain.board_words import COUNT_WORDS, FIGURE_WORDS
from redress.domain.counting import CHINA
from redress.domain.statistical_periods import Kind, StatisticalPeriod, period_with
from redress.persistence.offices import Office, list_offices
from redress.persistence.pool import acting_as
from redress.persistence.supervising import known

ON_A_PAGE: Final = 50
GROUPS: Final = (
    ("urgent", (Figure.DUE_TODAY, Figure.DUE_NEXT, Figure.OVERDUE, Figure.NOT_CONTACTED, Figure.UNTOLD)),
    ("decide", (Figure.APPROVALS, Figure.UNASSIGNED, Figure.DISPATCHED, Figure.SUSPENDED)),
    ("watch", (Figure.SUPERVISED, Figure.HOTLINE, Figure.KEY, Figure.SIGNS, Figure.OPEN, Figure.DUE_WEEK)),
)
"""How the figures stand on the page; those of the levels of overdue stand by themselves."""

LEVELS: Final = (Figure.OVERDUE_0, Figure.OVERDUE_1, Figure.OVERDUE_2, Figure.OVERDUE_3)
LOUD: Final = frozenset({Figure.DUE_TODAY, Figure.OVERDUE, Figure.NOT_CONTACTED, Figure.UNTOLD, *LEVELS})
"""Figures that stand out where they are not zero."""

PERIODS: Final = (Kind.MONTH, Kind.QUARTER, Kind.HALF_YEAR, Kind.YEAR)

OfOffice = Annotated[str | None, Query(max_length=200)]
Code = Annotated[str | None, Query(max_length=200)]

router = APIRouter()


@router.get("/board")
async def show_board(visitor: SignedIn, office: OfOffice = None) -> Response:
    services, actor = visitor.services, visitor.signed.actor
    board = await board_of(services, actor, office or None)
    month = period_with(Kind.MONTH, _today())
    found = await statistics_of(services, actor, board.office.path, month, brief=True)
    return page(
        visitor,
        "board.html",
        board=board,
        above=await _above(visitor, board.office),
        groups=GROUPS,
        levels=LEVELS,
        loud=LOUD,
        said=FIGURE_WORDS,
        at=list_address,
        rates=rate_rows(found, visitor.words),
        month=month,
        week=period_with(Kind.WEEK, _today()),
        suspended_days=SUSPENDED_TOO_LONG,
    )


@router.get("/board/list")
async def show_list(
    visitor: SignedIn,
    figure: Annotated[str, Query(max_length=40)],
    office: OfOffice = None,
    exact: bool = False,
    handler: Code = None,
    first: date | None = None,
    last: date | None = None,
    category: Code = None,
    channel: Code = None,
    outcome: Code = None,
    trader: Annotated[str | None, Query(pattern="^[0-9a-f]{32}$")] = None,
    format: Format = Format.JSON,
    cursor: Annotated[str | None, Query(max_length=400)] = None,
) -> Response:
    """The cases behind a figure, page by page or, with a `format`, as a file."""
    services, actor = visitor.services, visitor.signed.actor
    asked = Asked(
        figure=figure, office=office, exact=exact, handler=handler, first=first, last=last,
        category=category, channel=channel, outcome=outcome, trader=trader,
    )  # fmt: skip
    what, scope = read_asked(services, actor, asked)
    if format is not Format.JSON:
        return await list_file(services, actor, what, scope, format, visitor.words.lang)
    found = await list_behind(services, actor, what, scope, limit=ON_A_PAGE, cursor=cursor)
    async with acting_as(services.pool, actor) as connection:
        offices, names = await known(connection, found.items)
    if scope.office not in offices:
        raise problem("not_found")
    narrowed = {
        "exact": exact, "handler": handler, "first": first, "last": last, "category": category,
        "channel": channel, "outcome": outcome, "trader": trader,
    }  # fmt: skip
    return page(
        visitor,
        "board_list.html",
        what=what,
        said=wording_of(what),
        scope=scope,
        office=offices[scope.office],
        items=found.items,
        offices=offices,
        names=names,
        next_cursor=found.next_cursor,
        paged=cursor is not None,
        address=lambda **more: list_address(what, scope.office, **narrowed, **more),
        person=names.get(handler or "", handler or ""),
    )


@router.get("/board/statistics")
async def show_statistics(
    visitor: SignedIn,
    kind: Annotated[str, Query(max_length=20)] = Kind.MONTH,
    period: Annotated[str, Query(max_length=20)] = "",
    office: OfOffice = None,
    format: Format = Format.JSON,
) -> Response:
    """Rates, numbers, trend, kinds and traders of a period; without one, of that of today."""
    services, actor = visitor.services, visitor.signed.actor
    wanted = _wanted(kind, period)
    if format is not Format.JSON:
        return await statistics_file(services, actor, office or None, wanted, format, visitor.words.lang)
    found = await statistics_of(services, actor, office or None, wanted, trend=True)
    return page(
        visitor,
        "board_statistics.html",
        found=found,
        above=await _above(visitor, found.office),
        period=wanted,
        kinds=PERIODS,
        rates=rate_rows(found, visitor.words),
        counts=count_rows(found, visitor.words),
        units=unit_rates(found),
        trends=trend_views(found, visitor.words),
        charts=kinds_views(found, services.tables, visitor.words),
        key=str(uuid4()),
        definitions=COUNT_WORDS,
        pairs=RATES,
        trader_at=lambda one: list_address(
            Count.AGAINST, found.office.path, first=wanted.first, last=wanted.last, trader=one.key.hex()
        ),
        file=lambda form: _file("/board/statistics", kind, wanted, found.office.path, form),
    )


@router.get("/board/sheet/{kind}/{period}")
async def show_sheet(
    visitor: SignedIn, kind: str, period: str, office: OfOffice = None, format: Format = Format.JSON
) -> Response:
    """The daily or weekly sheet: to be printed, or as a file."""
    services, actor = visitor.services, visitor.signed.actor
    wanted = named_period(kind, period)
    if wanted.kind not in SHEETS:
        raise problem("no_such_period")
    if format is not Format.JSON:
        return await statistics_file(services, actor, office or None, wanted, format, visitor.words.lang)
    board = await board_of(services, actor, office or None)
    found = await statistics_of(services, actor, board.office.path, wanted, brief=True)
    urgent = await urgent_lists(services, actor, board.office.path)
    return page(
        visitor,
        "board_sheet.html",
        board=board,
        found=found,
        period=wanted,
        figures=tuple(one for _, group in GROUPS for one in group) + LEVELS,
        said=FIGURE_WORDS,
        rates=rate_rows(found, visitor.words),
        counts=count_rows(found, visitor.words),
        lists=urgent.lists,
        offices=urgent.offices,
        names=urgent.names,
        file=lambda form: _file(f"/board/sheet/{kind}/{wanted.name}", "", wanted, board.office.path, form),
    )


def _wanted(kind: str, period: str) -> StatisticalPeriod:
    if period:
        return named_period(kind, period)
    return period_with(Kind(kind) if kind in set(PERIODS) else Kind.MONTH, _today())


def _file(place: str, kind: str, period: StatisticalPeriod, office: str, form: str) -> str:
    asked = f"kind={kind}&period={period.name}&" if kind else ""
    return f"{place}?{asked}office={office}&format={form}"


async def _above(visitor: Visitor, office: Office) -> tuple[Office, ...]:
    """The offices above it that the visitor may look at, from the top."""
    async with acting_as(visitor.services.pool, visitor.signed.actor) as connection:
        offices = await list_offices(connection)
    own = visitor.signed.actor.office
    return tuple(
        one
        for one in offices
        if one.path != office.path and at_or_below(office.path, one.path) and at_or_below(one.path, own)
    )


def _today() -> date:
    return datetime.now(UTC).astimezone(CHINA).date()
