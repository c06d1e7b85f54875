"""`GET /v1/statistics/…`: the board, the list behind a figure, the figures of a period; JSON, xlsx, CSV."""

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.auth.reader import Signed
from api.http.case_list import MOST_ITEMS, Day
from api.http.languages import prefers_english
from api.http.openapi import described
from api.http.outgoing import Json, jsonable
from api.http.problems import problem
from api.http.services import Services, ServicesNow
from api.http.supervising import (
    board_of,
    list_behind,
    statistics_of,
    supervised_office,
    urgent_lists,
)
from redress.contracts.reports import SHEETS
from redress.documents.spreadsheets import CSV, XLSX, Table, csv_file, workbook
from redress.documents.statistics_tables import (
    board_tables,
    list_table,
    office_name,
    statistics_tables,
    title_of,
    urgent_tables,
)
from redress.domain.actors import Actor
from redress.domain.board import Count, Figure, Rate
from redress.domain.board_words import COUNT_WORDS, FIGURE_WORDS, Wording
from redress.domain.statistical_periods import Kind, StatisticalPeriod, period_named
from redress.persistence.board_figures import BoardItem, Scope
from redress.persistence.offices import Office
from redress.persistence.pool import acting_as
from redress.persistence.statistics import Sums
from redress.persistence.supervising import Board, Statistics, known

router = APIRouter(prefix="/v1/statistics", tags=["statistics"])


class Format(StrEnum):
    JSON = "json"
    XLSX = "xlsx"
    CSV = "csv"


MOST_DOWNLOADED: Final = 5_000
"""Lines of a list in one file."""

PathOfOffice = Annotated[str | None, Query(max_length=200)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which list: `Figure` or `Count` by its code, narrowed as its figure is."""

    figure: str
    office: str | None = None
    exact: bool = False
    handler: str | None = None
    first: date | None = None
    last: date | None = None
    category: str | None = None
    channel: str | None = None
    outcome: str | None = None
    trader: str | None = None


@router.get("/board", summary="The board of an office", openapi_extra=described(answer="Board"))
async def show_board(reader: Signed, services: ServicesNow, office: PathOfOffice = None) -> Json:
    """Figures as they stand now: the office alone, each office below it, the workload of each person."""
    return Json(_board(await board_of(services, reader.actor, office)))


@router.get(
    "/lists/{figure}", summary="The cases behind a figure", openapi_extra=described(answer="BoardList")
)
async def show_list(
    figure: str,
    reader: Signed,
    services: ServicesNow,
    office: PathOfOffice = None,
    exact: bool = False,
    handler: PathOfOffice = None,
    first: Day = None,
    last: Day = None,
    category: PathOfOffice = None,
    channel: PathOfOffice = None,
    outcome: PathOfOffice = None,
    trader: Annotated[str | None, Query(pattern="^[0-9a-f]{32}$")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST_ITEMS)] = 50,
    cursor: Annotated[str | None, Query(max_length=400)] = None,
) -> Json:
    """As many cases as the figure says. `exact`: without the offices below; `first`, `last`: of a period."""
    asked = Asked(
        figure=figure, office=office, exact=exact, handler=handler, first=first, last=last,
        category=category, channel=channel, outcome=outcome, trader=trader,
    )  # fmt: skip
    what, scope = read_asked(services, reader.actor, asked)
    found = await list_behind(services, reader.actor, what, scope, limit=limit, cursor=cursor)
    return Json({"items": [_item(one) for one in found.items], "next_cursor": found.next_cursor})


@router.get(
    "/{kind}/{period}", summary="The figures of a period", openapi_extra=described(answer="Statistics")
)
async def show_statistics(
    kind: str,
    period: str,
    request: Request,
    reader: Signed,
    services: ServicesNow,
    office: PathOfOffice = None,
    format: Format = Format.JSON,
) -> Response:
    """`month/2026-11`, `quarter/2026-Q4`, `half-year/2026-H2`, `year/2026`; `day/2026-11-22` and
    `week/2026-W47` are the sheets, whose files hold the urgent lists too. By the day of receipt, or by the
    statistical date `concluded_on`, both in China's time.
    """
    wanted = named_period(kind, period)
    if format is not Format.JSON:
        lang = "en" if prefers_english(request) else "zh"
        return await statistics_file(services, reader.actor, office, wanted, format, lang)
    return Json(_statistics(await statistics_of(services, reader.actor, office, wanted)))


def named_period(kind: str, name: str) -> StatisticalPeriod:
    """Raises `no_such_period`."""
    found = period_named(Kind(kind), name) if kind in set(Kind) else None
    if found is None:
        raise problem("no_such_period")
    return found


def read_asked(services: Services, actor: Actor, asked: Asked) -> tuple[Figure | Count, Scope]:
    """The figure and its scope; raises `not_supervising`, `not_found`, `no_such_period`."""
    what = figure_named(asked.figure)
    if isinstance(what, Count) and (asked.first is None or asked.last is None):
        raise problem("no_such_period")
    scope = Scope(
        office=supervised_office(actor, asked.office),
        rehearsal=services.settings.rehearsal,
        exact=asked.exact,
        handler=asked.handler,
        first=asked.first,
        last=asked.last,
        category=asked.category,
        channel=asked.channel,
        outcome=asked.outcome,
        trader=bytes.fromhex(asked.trader) if asked.trader else None,
    )
    return what, scope


def figure_named(code: str) -> Figure | Count:
    """Raises `not_found`."""
    if code in set(Figure):
        return Figure(code)
    if code in set(Count):
        return Count(code)
    raise problem("not_found")


def wording_of(what: Figure | Count) -> Wording:
    return FIGURE_WORDS[what] if isinstance(what, Figure) else COUNT_WORDS[what]


async def statistics_file(
    services: Services,
    actor: Actor,
    office: str | None,
    period: StatisticalPeriod,
    kind: Format,
    lang: str,
) -> Response:
    """The workbook or CSV of a period; of a day or a week with what is to be done."""
    found = await statistics_of(services, actor, office, period)
    tables = statistics_tables(found, services.tables, lang)
    if period.kind in SHEETS:
        tables = [*await sheet_tables(services, actor, found.office.path, lang), *tables]
    return await file_of(tables, f"{office_name(found.office, lang)}_{period.name}", kind)


async def sheet_tables(services: Services, actor: Actor, office: str, lang: str) -> list[Table]:
    """The board and the lists behind what is urgent."""
    board = await board_of(services, actor, office)
    urgent = await urgent_lists(services, actor, office)
    return [*board_tables(board, lang), *urgent_tables(urgent, lang)]


async def list_file(
    services: Services, actor: Actor, what: Figure | Count, scope: Scope, kind: Format, lang: str
) -> Response:
    """The list behind a figure, up to `MOST_DOWNLOADED` lines."""
    items: list[BoardItem] = []
    cursor: str | None = None
    while len(items) < MOST_DOWNLOADED:
        page = await list_behind(services, actor, what, scope, limit=MOST_ITEMS, cursor=cursor)
        items += page.items
        cursor = page.next_cursor
        if cursor is None:
            break
    async with acting_as(services.pool, actor) as connection:
        offices, names = await known(connection, items)
    title = title_of(wording_of(what), lang)
    table = list_table(title, items, lang, offices, names)
    office = offices.get(scope.office)
    days = f"_{scope.first}_{scope.last}" if scope.first and isinstance(what, Count) else ""
    return await file_of([table], f"{office_name(office, lang) if office else ''}_{title}{days}", kind)


async def file_of(tables: list[Table], name: str, kind: Format) -> Response:
    """Tables to be saved under a name; the ETag is the SHA-256 of the file."""
    make, media_type = (workbook, XLSX) if kind is Format.XLSX else (csv_file, CSV)
    content = await asyncio.to_thread(make, tables)
    headers = {
        "ETag": f'"{hashlib.sha256(content).hexdigest()}"',
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(f'{name}.{kind}', safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=media_type, headers=headers)


def _item(item: BoardItem) -> dict[str, Any]:
    shown: dict[str, Any] = jsonable(item)
    del shown["clock_offset"]
    return shown


def _board(board: Board) -> dict[str, Any]:
    return {
        **_office(board.office),
        "day": board.today.day,
        "next_working_day": board.today.next_day,
        "figures": {figure: _said(FIGURE_WORDS[figure]) for figure in Figure},
        "whole": board.whole,
        "units": [{**_office(office), "figures": figures} for office, figures in board.units],
        "workload": [
            {"person": one.person, "name": one.name, "away": one.away, **one.figures} for one in board.loads
        ],
    }


def _statistics(found: Statistics) -> dict[str, Any]:
    period = found.period
    return {
        **_office(found.office),
        "kind": period.kind,
        "period": period.name,
        "first": period.first,
        "last": period.last,
        "at": found.at,
        "rehearsal": found.rehearsal,
        "rehearsal_cases": 0 if found.rehearsal else found.ahead,
        "figures": _sums(found.whole),
        "before": {"period": period.before.name, "figures": _sums(found.before)},
        "year_before": {"period": period.year_before.name, "figures": _sums(found.year_before)},
        "inquiries": found.inquiries,
        "offices": [{**_office(office), "figures": _sums(sums)} for office, sums in found.units],
        "months": [{"period": month.name, "figures": _sums(sums)} for month, sums in found.months],
        "kinds": {each.part: dict(each.counts) for each in found.kinds},
        "traders": [
            {
                "key": one.key.hex(), "name": found.names.get(one.key), "complaints": one.complaints,
                "mediated": one.mediated, "upheld": one.upheld,
            }
            for one in found.traders
        ],
        "definitions": {what: _said(COUNT_WORDS[what]) for what in Count},
    }  # fmt: skip


def _sums(sums: Sums) -> dict[str, Any]:
    return {
        **{what: sums.of(what) for what in Count if what is not Count.AGAINST},
        "rates": {rate: None if (share := sums.rate(rate)) is None else round(share, 6) for rate in Rate},
        "recovered_amount": sums.recovered,
        "punitive_amount": sums.punitive,
        "disputed_amount": sums.disputed,
        "average_satisfaction": round(sums.marks / rated, 2) if (rated := sums.of(Count.RATED)) else None,
    }


def _office(office: Office) -> dict[str, Any]:
    return {"office": office.path, "name_zh": office.name_zh, "name_en": office.name_en}


def _said(wording: Wording) -> dict[str, Any]:
    return jsonable(wording)  # type: ignore[no-any-return]
