"""The desk: the cases an officer sees, by what is due next, with filters and pages."""

from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final
from urllib.parse import urlencode
from uuid import uuid4

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.console.assignment import people_of
from api.console.bulk import offered_to
from api.console.pages import page
from api.console.visitor import SignedIn, Visitor
from api.http.case_list import LONGEST_SEARCH, Wanted, work_list
from api.http.inbox import messages
from api.http.one_case import VIEW
from api.http.opening import opened
from redress.domain.actors import Role
from redress.domain.calendar import Calendar, working_days_between
from redress.domain.case import Stage
from redress.domain.commands import Urgency
from redress.domain.counting import CHINA
from redress.domain.facts import Complainant, Filing, Purchase, Respondent
from redress.domain.permissions import may
from redress.persistence.accounts import names_of
from redress.persistence.pool import Connection, acting_as
from redress.persistence.reading import CaseItem, read_view

ON_A_PAGE: Final = 25
MOST_NEWS: Final = 100

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Line:
    """A case in the list. `left`: working days to the safe due day, negative when it is past."""

    item: CaseItem
    about: Filing | None
    handler: str
    left: int | None


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters as the form shows them; what is not one of their values is no filter."""

    stage: str
    mine: bool
    overdue: bool
    q: str
    urgency: str = ""
    key: bool = False
    supervised: bool = False
    to_review: bool = False

    def wanted(self) -> Wanted:
        return Wanted(
            stage=Stage(self.stage) if self.stage else None,
            handler="me" if self.mine else None,
            overdue=True if self.overdue else None,
            q=self.q or None,
            urgency=Urgency(self.urgency) if self.urgency else None,
            key=True if self.key else None,
            supervised=True if self.supervised else None,
            to_review=True if self.to_review else None,
        )

    def address(self, **more: Any) -> str:
        """The desk with these filters and `more` in place of theirs."""
        values = {**asdict(self), **more}
        said = {name: "1" if value is True else value for name, value in values.items() if value}
        return f"/desk?{urlencode(said)}" if said else "/desk"

    @property
    def any(self) -> bool:
        return any(asdict(self).values())


@router.get("/desk")
async def show_desk(
    visitor: SignedIn,
    stage: str = "",
    mine: str = "",
    overdue: str = "",
    to_review: str = "",
    q: Annotated[str, Query(max_length=LONGEST_SEARCH)] = "",
    urgency: str = "",
    key: str = "",
    supervised: str = "",
    cursor: Annotated[str | None, Query(max_length=400)] = None,
) -> Response:
    """Sorted by the next safe due day; what is overdue stands first, for its day is past."""
    filters = Filters(
        stage if stage in set(Stage) else "",
        bool(mine),
        bool(overdue),
        q.strip(),
        urgency if urgency in set(Urgency) else "",
        bool(key),
        bool(supervised),
        bool(to_review),
    )
    services, actor = visitor.services, visitor.signed.actor
    found = await work_list(services, actor, filters.wanted(), limit=ON_A_PAGE, cursor=cursor or None)
    unread = await messages(services, actor, unread_only=True, limit=MOST_NEWS)
    return page(
        visitor,
        "desk.html",
        lines=await _lines(visitor, found.page.items),
        filters=filters,
        stages=tuple(Stage),
        urgencies=tuple(Urgency),
        next_cursor=found.page.next_cursor,
        paged=cursor is not None,
        unread=len(unread),
        people=await people_of(visitor) if may(actor.roles, "assign") else (),
        actions=offered_to(visitor),
        reviews=Role.SUPERVISOR in actor.roles,
        key=str(uuid4()),
    )


def left_until(calendar: Calendar, today: date, day: date | None) -> int | None:
    """Working days from `today` to `day`, negative when it is past."""
    return None if day is None else working_days_between(calendar, today, day)


async def _lines(visitor: Visitor, items: tuple[CaseItem, ...]) -> list[Line]:
    services, now = visitor.services, datetime.now(UTC)
    async with acting_as(services.pool, visitor.signed.actor) as connection:
        names = await names_of(connection, (item.handler for item in items if item.handler))
        abouts = [about async for about in _abouts(visitor, connection, items)]
    return [
        Line(
            item=item,
            about=about,
            handler=names.get(item.handler or "", ""),
            left=left_until(
                services.tables.calendar, (now + item.clock_offset).astimezone(CHINA).date(), item.safe_due_on
            ),
        )
        for item, about in zip(items, abouts, strict=True)
    ]


async def _abouts(
    visitor: Visitor, connection: Connection, items: tuple[CaseItem, ...]
) -> AsyncIterator[Filing | None]:
    """What each case is about: the names and the goods alone are opened for a list."""
    for item in items:
        stored = await read_view(connection, item.case_id)
        if stored is None:
            yield None
            continue
        view = VIEW.validate_json(stored.view_json)
        if view.stage is Stage.ARCHIVED:  # opened one by one, each for a reason
            yield None
            continue
        short = _short(view.filing)
        actor = visitor.signed.actor
        yield await opened(visitor.services.vault, connection, item.case_id, short, actor, "list")


def _short(filing: Filing) -> Filing:
    bought = filing.purchase
    return Filing(
        channel=filing.channel,
        complainants=tuple(Complainant(name=each.name) for each in filing.complainants[:1]),
        respondents=tuple(
            Respondent(name=each.name, shop_name=each.shop_name) for each in filing.respondents[:1]
        ),
        purchase=Purchase(item=bought.item, amount=bought.amount) if bought else None,
        claims=filing.claims,
        category=filing.category,
    )
