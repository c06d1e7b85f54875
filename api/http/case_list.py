"""`GET /v1/complaints`: the work list, sorted by what is due next, page by page."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated, Any, ClassVar

from fastapi import APIRouter, Query
from pydantic import BeforeValidator

from api.auth.reader import Signed
from api.http.json_input import text_error
from api.http.openapi import described
from api.http.outgoing import Json, jsonable
from api.http.problems import FieldError, problem
from api.http.services import Services, ServicesNow
from api.http.text_search import Searched, asked_for, search
from redress.domain.actors import Actor
from redress.domain.case import Stage
from redress.domain.commands import Urgency
from redress.domain.counting import midnight
from redress.domain.events import Matter
from redress.domain.facts import STRICT, Channel
from redress.persistence.case_filters import CaseFilter
from redress.persistence.pool import acting_as
from redress.persistence.reading import BadCursor, CaseItem, Page, list_cases

MOST_ITEMS = 200
LONGEST_SEARCH = 100

router = APIRouter(prefix="/v1/complaints", tags=["cases"])

Code = Annotated[str | None, Query(max_length=200)]


def _day(text: object) -> object:
    """Only `YYYY-MM-DD`: pydantic would take a number of seconds for a day."""
    if isinstance(text, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        raise ValueError("must be a date, YYYY-MM-DD")
    return text


Day = Annotated[date | None, BeforeValidator(_day), Query()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a reader asks the list for. `handler="me"` is the reader; days are those of the offices.

    `due_begins_by`, `recorded_after`: as in `CaseFilter`, for pages of our own.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    matter: Matter | None = None
    stage: Stage | None = None
    handler: str | None = None
    office: str | None = None
    overdue: bool | None = None
    due_from: date | None = None
    due_before: date | None = None
    received_from: date | None = None
    received_before: date | None = None
    channel: Channel | None = None
    category: str | None = None
    profile: str | None = None
    escalated: int | None = None
    waiting: bool | None = None
    unassigned: bool | None = None
    q: str | None = None
    to_review: bool | None = None
    urgency: Urgency | None = None
    key: bool | None = None
    supervised: bool | None = None
    due_begins_by: datetime | None = None
    recorded_after: datetime | None = None


@router.get("", summary="The work list", openapi_extra=described(answer="CasePage"))
async def list_complaints(
    reader: Signed,
    services: ServicesNow,
    stage: Stage | None = None,
    handler: Code = None,
    office: Code = None,
    overdue: bool | None = None,
    due_from: Day = None,
    due_before: Day = None,
    received_from: Day = None,
    received_before: Day = None,
    matter: Matter | None = None,
    channel: Channel | None = None,
    category: Code = None,
    profile: Code = None,
    escalated: Annotated[int | None, Query(ge=1, le=9)] = None,
    waiting: bool | None = None,
    unassigned: bool | None = None,
    q: Annotated[str | None, Query(max_length=LONGEST_SEARCH)] = None,
    to_review: bool | None = None,
    urgency: Urgency | None = None,
    key: bool | None = None,
    supervised: bool | None = None,
    limit: Annotated[int, Query(ge=1, le=MOST_ITEMS)] = 50,
    cursor: Annotated[str | None, Query(max_length=400)] = None,
) -> Json:
    """Cases of the reader's offices, by safe due day. `handler=me` is the reader; `_from` is a first day,
    `_before` the day after the last; `escalated` the least step of a ladder. `q` finds a case number, or what
    the texts of a case say: words by spaces, quoted ones as a whole. A page of a search may hold fewer than
    `limit` cases, and none, while `next_cursor` leads on.
    """
    wanted = Wanted(
        matter=matter, stage=stage, handler=handler, office=office, overdue=overdue, due_from=due_from,
        due_before=due_before, received_from=received_from, received_before=received_before, channel=channel,
        category=category, profile=profile, escalated=escalated, waiting=waiting, unassigned=unassigned, q=q,
        to_review=to_review, urgency=urgency, key=key, supervised=supervised,
    )  # fmt: skip
    page = (await work_list(services, reader.actor, wanted, limit=limit, cursor=cursor)).page
    return Json({"items": [shown_item(each) for each in page.items], "next_cursor": page.next_cursor})


async def work_list(
    services: Services, actor: Actor, wanted: Wanted, *, limit: int, cursor: str | None
) -> Searched:
    """A page of the actor's cases; raises `invalid_query` and `invalid_cursor`."""
    narrowed = narrowed_to(actor, wanted)
    _usable(q=wanted.q)
    typed = (wanted.q or "").strip()
    found, terms = asked_for(services.words, typed)
    if typed and found == CaseFilter():
        return Searched(Page((), None))
    try:
        async with acting_as(services.pool, actor) as connection:
            sought = replace(narrowed, number=found.number, words=found.words)
            if not terms:
                return Searched(await list_cases(connection, sought, limit=limit, cursor=cursor))
            return await search(services.vault, connection, actor, sought, terms, limit=limit, cursor=cursor)
    except BadCursor:
        raise problem("invalid_cursor") from None


def narrowed_to(actor: Actor, wanted: Wanted) -> CaseFilter:
    """What is asked for as a narrowing of the list, without its search; raises `invalid_query`."""
    _usable(
        handler=wanted.handler, office=wanted.office, category=wanted.category, profile=wanted.profile
    )
    return CaseFilter(
        matter=wanted.matter.value if wanted.matter else None,
        stage=wanted.stage.value if wanted.stage else None,
        handler=actor.person if wanted.handler == "me" else wanted.handler,
        office=wanted.office,
        overdue=wanted.overdue,
        due_from=wanted.due_from,
        due_before=wanted.due_before,
        received_from=midnight(wanted.received_from) if wanted.received_from else None,
        received_before=midnight(wanted.received_before) if wanted.received_before else None,
        channel=wanted.channel.value if wanted.channel else None,
        category=wanted.category,
        profile=wanted.profile,
        escalated=wanted.escalated,
        waiting=wanted.waiting,
        unassigned=wanted.unassigned,
        to_review=wanted.to_review,
        urgency=wanted.urgency.value if wanted.urgency else None,
        key=wanted.key,
        supervised=wanted.supervised,
        due_begins_by=wanted.due_begins_by,
        recorded_after=wanted.recorded_after,
    )


def shown_item(item: CaseItem) -> dict[str, Any]:
    """A line of a list as it is answered."""
    shown: dict[str, Any] = jsonable(item)
    del shown["clock_offset"]
    return {"case_id": shown["case_id"], "case_number": shown.pop("number"), **shown}


def _usable(**texts: str | None) -> None:
    found = (text_error(text, name) for name, text in texts.items() if text is not None)
    errors: tuple[FieldError, ...] = tuple(error for error in found if error is not None)
    if errors:
        raise problem("invalid_query", errors=errors)
