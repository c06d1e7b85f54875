"""`GET /v1/complaints`: the work list, sorted by what is due next, page by page."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BeforeValidator

from api.auth.reader import Signed
from api.http.json_input import text_error
from api.http.openapi import described
from api.http.outgoing import Json, jsonable
from api.http.problems import FieldError, problem
from api.http.services import Services, ServicesNow
from redress.contracts.ids import is_case_number
from redress.domain.actors import Actor
from redress.domain.case import Stage
from redress.domain.commands import Urgency
from redress.domain.events import Matter
from redress.persistence.pool import acting_as
from redress.persistence.reading import BadCursor, CaseFilter, CaseItem, Page, list_cases

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
    """What a reader asks the list for. `handler="me"` is the reader."""

    matter: Matter | None = None
    stage: Stage | None = None
    handler: str | None = None
    office: str | None = None
    overdue: bool | None = None
    due_before: date | None = None
    q: str | None = None
    to_review: bool | None = None
    urgency: Urgency | None = None
    key: bool | None = None
    supervised: bool | None = None


@router.get("", summary="The work list", openapi_extra=described(answer="CasePage"))
async def list_complaints(
    reader: Signed,
    services: ServicesNow,
    stage: Stage | None = None,
    handler: Code = None,
    office: Code = None,
    overdue: bool | None = None,
    due_before: Day = None,
    q: Annotated[str | None, Query(max_length=LONGEST_SEARCH)] = None,
    to_review: bool | None = None,
    urgency: Urgency | None = None,
    key: bool | None = None,
    supervised: bool | None = None,
    limit: Annotated[int, Query(ge=1, le=MOST_ITEMS)] = 50,
    cursor: Annotated[str | None, Query(max_length=400)] = None,
) -> Json:
    """Cases of the reader's offices, by safe due day. `handler=me` is the reader; `q` finds a case number,
    a telephone number, an identity number, a name or a part of one.
    """
    wanted = Wanted(
        stage=stage,
        handler=handler,
        office=office,
        overdue=overdue,
        due_before=due_before,
        q=q,
        to_review=to_review,
        urgency=urgency,
        key=key,
        supervised=supervised,
    )
    page = await work_list(services, reader.actor, wanted, limit=limit, cursor=cursor)
    return Json({"items": [shown_item(each) for each in page.items], "next_cursor": page.next_cursor})


async def work_list(
    services: Services, actor: Actor, wanted: Wanted, *, limit: int, cursor: str | None
) -> Page:
    """A page of the actor's cases; raises `invalid_query` and `invalid_cursor`."""
    _usable(handler=wanted.handler, office=wanted.office, q=wanted.q)
    q = (wanted.q or "").strip()
    narrowed = CaseFilter(
        matter=wanted.matter.value if wanted.matter else None,
        stage=wanted.stage.value if wanted.stage else None,
        handler=actor.person if wanted.handler == "me" else wanted.handler,
        office=wanted.office,
        overdue=wanted.overdue,
        due_before=wanted.due_before,
        number=q if is_case_number(q) else None,
        search=services.blind_index.of_search(q) if q else None,
        to_review=wanted.to_review,
        urgency=wanted.urgency.value if wanted.urgency else None,
        key=wanted.key,
        supervised=wanted.supervised,
    )
    try:
        async with acting_as(services.pool, actor) as connection:
            return await list_cases(connection, narrowed, limit=limit, cursor=cursor)
    except BadCursor:
        raise problem("invalid_cursor") from None


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
