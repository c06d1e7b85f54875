"""The desk: the cases an officer sees, by what is due next, with tabs, filters, saved views and pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final
from uuid import UUID, uuid4

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import AwareDatetime

from api.console.assignment import people_of
from api.console.bulk import offered_to
from api.console.choices import Choice
from api.console.desk_filters import DUE, EVERYTHING, TABS, Chip, Filters, chips, kept_filters, read_filters
from api.console.desk_lines import left_until, lines_of, shortened
from api.console.exporting import said_of
from api.console.naming import Naming
from api.console.pages import HEADERS, lead_to, page
from api.console.telling import told
from api.console.visitor import SignedIn, Visitor
from api.http.case_list import narrowed_to, work_list
from api.http.inbox import messages
from api.http.one_case import CaseId, current_view
from api.http.opening import opened
from api.http.problems import Problem
from api.http.timeline import happened
from redress.domain.actors import Role, at_or_below
from redress.domain.case import Stage
from redress.domain.commands import Urgency
from redress.domain.counting import CHINA
from redress.domain.events import Matter
from redress.domain.facts import Channel
from redress.domain.permissions import may
from redress.persistence.accounts import names_of
from redress.persistence.line_clocks import next_clocks
from redress.persistence.offices import Office, list_offices
from redress.persistence.pool import acting_as
from redress.persistence.reading import MOST_COUNTED, Shown, count_cases, count_changed
from redress.persistence.saved_views import SavedView, saved_views

ON_A_PAGE: Final = 25
MOST_NEWS: Final = 100
LAST_EVENTS: Final = 5
LONGEST_WATCH: Final = timedelta(days=1)
LEVELS: Final = 4
"""Steps of a ladder that the filter offers."""

MAY_SHARE: Final = frozenset({Role.SUPERVISOR, Role.BUREAU_HEAD})

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Counted:
    """A list to go to, with the number of its cases; `many`: so many at least."""

    name: str
    address: str
    n: int
    current: bool
    shared: bool = False

    @property
    def many(self) -> bool:
        return self.n >= MOST_COUNTED


@dataclass(frozen=True, slots=True)
class Looser:
    """A filter that could go, and how many cases there would be then."""

    chip: Chip
    n: int


@router.get("/desk")
async def show_desk(
    request: Request,
    visitor: SignedIn,
    cursor: Annotated[str, Query(max_length=400)] = "",
    view: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """Sorted by the next safe due day; what is overdue stands first, for its day is past."""
    if not request.query_params and (first := await _first_view(visitor)):
        return lead_to(kept_filters(first.filters).address(view=first.id))
    return await desk_page(visitor, read_filters(request.query_params), cursor, view)


@router.get("/desk/changes")
async def show_changes(
    request: Request,
    visitor: SignedIn,
    since: Annotated[AwareDatetime, Query()],
    shown: Annotated[str, Query(max_length=2_000)] = "",
) -> Response:
    """How many cases of this list have changed since it was shown. `shown`: `case_id:version`, by commas."""
    filters, actor = read_filters(request.query_params), visitor.signed.actor
    lines = tuple(one for text in shown.split(",") if (one := _shown(text)) is not None)
    now = datetime.now(UTC)
    narrowed = narrowed_to(actor, filters.wanted(now))
    async with acting_as(visitor.services.pool, actor) as connection:
        n = await count_changed(connection, narrowed, max(since, now - LONGEST_WATCH), lines)
    tag = f'W/"{n}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={**HEADERS, "ETag": tag})
    return JSONResponse(
        {"n": n, "words": visitor.words("desk.changes", n=n), "show": visitor.words("desk.changes.show")},
        headers={**HEADERS, "ETag": tag},
    )


@router.get("/desk/preview/{case_id}")
async def show_preview(case_id: CaseId, visitor: SignedIn) -> Response:
    """The chosen case beside the list: a part of a page, for the script of the desk."""
    services, actor = visitor.services, visitor.signed.actor
    current = await current_view(services, case_id, actor)
    last = await happened(services, case_id, actor, from_seq=max(current.version - LAST_EVENTS + 1, 1))
    async with acting_as(services.pool, actor) as connection:
        about = shortened(current.filing)
        about = await opened(services.vault, connection, case_id, about, actor, "preview")
        clock = (await next_clocks(connection, [case_id])).get(case_id)
        offices = {each.path: each for each in await list_offices(connection)}
        persons = {row.actor for row, _ in last.events} | {current.handler or ""}
        names = await names_of(connection, sorted(persons))
    naming = Naming(visitor.words, services.tables, names, current.clocks, about, offices)
    today = current.now.astimezone(CHINA).date()
    return page(
        visitor,
        "desk_preview.html",
        view=current,
        about=about,
        clock=clock,
        duty=naming.clock(clock.key) if clock else "",
        left_days=left_until(services.tables.calendar, today, clock.safe_due_on if clock else None),
        naming=naming,
        entries=tuple(told(row, event, naming) for row, event in reversed(last.events)),
    )


async def desk_page(
    visitor: Visitor,
    filters: Filters,
    cursor: str = "",
    chosen: str = "",
    *,
    refused: Problem | None = None,
    typed: str = "",
) -> Response:
    """The desk; with `refused` the form that saves a view, open, with the name that was typed."""
    services, actor, now = visitor.services, visitor.signed.actor, datetime.now(UTC)
    found = await work_list(services, actor, filters.wanted(now), limit=ON_A_PAGE, cursor=cursor or None)
    unread = await messages(services, actor, unread_only=True, limit=MOST_NEWS)
    people = await people_of(visitor)
    async with acting_as(services.pool, actor) as connection:
        offices = {each.path: each for each in await list_offices(connection)}
        views = await saved_views(connection, actor.person)
        lists = [*(one for _, one in TABS), *(kept_filters(view.filters) for view in views)]
        counts = await count_cases(connection, [narrowed_to(actor, one.wanted(now)) for one in lists])
    naming = Naming(visitor.words, services.tables, dict(people), offices=offices)
    set_now = tuple(chips(filters, naming))
    return page(
        visitor,
        "desk.html",
        refused.status if refused else 200,
        lines=await lines_of(visitor, found, naming),
        found=found,
        filters=filters,
        chips=set_now,
        tabs=_tabs(filters, counts),
        views=_views(filters, chosen, views, counts[len(TABS) :]),
        looser=await _looser(visitor, set_now, now) if not found.page.items and not cursor else (),
        choices=_choices(visitor, naming, people, offices.values()),
        next_cursor=found.page.next_cursor,
        paged=bool(cursor),
        unread=len(unread),
        people=people if may(actor.roles, "assign") else (),
        actions=offered_to(visitor),
        taken_along=said_of(filters.wanted(now)),
        reviews=Role.SUPERVISOR in actor.roles,
        shares=bool(MAY_SHARE.intersection(actor.roles)),
        everything=EVERYTHING,
        shown_at=now.isoformat(),
        refused=refused,
        typed=typed,
        key=str(uuid4()),
    )


def _tabs(filters: Filters, counts: tuple[int, ...]) -> list[Counted]:
    return [
        Counted(name, tab.address(), n, filters == tab) for (name, tab), n in zip(TABS, counts, strict=False)
    ]


def _views(
    filters: Filters, chosen: str, views: tuple[SavedView, ...], counts: tuple[int, ...]
) -> list[Counted]:
    """`chosen`: the view that the address names, which is current as long as nothing else was set."""
    kept = [kept_filters(view.filters) for view in views]
    return [
        Counted(view.name, one.address(view=view.id), n, view.id == chosen and one == filters, view.shared)
        for view, one, n in zip(views, kept, counts, strict=True)
    ]


async def _first_view(visitor: Visitor) -> SavedView | None:
    async with acting_as(visitor.services.pool, visitor.signed.actor) as connection:
        views = await saved_views(connection, visitor.signed.actor.person)
    return next((view for view in views if view.first), None)


async def _looser(visitor: Visitor, set_now: tuple[Chip, ...], now: datetime) -> tuple[Looser, ...]:
    """Which filter hides how much; a search is not counted, for that would open every candidate."""
    actor = visitor.signed.actor
    usable = [chip for chip in set_now if not chip.without.q]
    async with acting_as(visitor.services.pool, actor) as connection:
        counts = await count_cases(
            connection, [narrowed_to(actor, chip.without.wanted(now)) for chip in usable]
        )
    return tuple(Looser(chip, n) for chip, n in zip(usable, counts, strict=True) if n)


def _choices(
    visitor: Visitor, naming: Naming, people: tuple[Choice, ...], offices: Iterable[Office]
) -> dict[str, tuple[Choice, ...]]:
    """What the filters offer beside yes and no: closed words, people, offices below, categories, regimes."""
    words, tables, own = visitor.words, visitor.services.tables, visitor.signed.actor.office
    below = (one for one in offices if at_or_below(one.path, own))
    categories = tables.taxonomy.categories if tables.taxonomy else ()
    return {
        "due": tuple((one, words(f"desk.due.{one}")) for one in DUE),
        "handler": people,
        "office": tuple(
            (one.path, "　" * (one.path.count(".") - own.count(".")) + naming.office(one.path))
            for one in below
        ),
        "category": tuple((one.code, naming.word("category", one.code)) for one in categories),
        "profile": tuple((one.id, words.title(one)) for one in tables.current),
        "channel": tuple((one.value, words(f"value.Channel.{one.value}")) for one in Channel),
        "matter": tuple((one.value, words(f"matter.{one.value}")) for one in Matter),
        "escalated": tuple((str(n), words("desk.level", n=n)) for n in range(1, LEVELS + 1)),
        "stage": tuple((one.value, words(f"stage.{one.value}")) for one in Stage),
        "urgency": tuple((one.value, words(f"value.Urgency.{one.value}")) for one in Urgency),
    }


def _shown(text: str) -> Shown | None:
    case_id, _, version = text.partition(":")
    try:
        return Shown(UUID(case_id), int(version[:9]))
    except ValueError:
        return None
