"""`GET /v1/complaints`: the work list, sorted by what is due next, page by page."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.auth.reader import Signed
from api.http.json_input import text_error
from api.http.openapi import described
from api.http.outgoing import Json, jsonable
from api.http.problems import FieldError, problem
from api.http.services import ServicesNow
from redress.contracts.ids import is_case_number
from redress.domain.case import Stage
from redress.persistence.pool import acting_as
from redress.persistence.reading import BadCursor, CaseFilter, CaseItem, list_cases

MOST_ITEMS = 200
LONGEST_SEARCH = 100

router = APIRouter(prefix="/v1/complaints", tags=["cases"])

Code = Annotated[str | None, Query(max_length=200)]


@router.get("", summary="The work list", openapi_extra=described(answer="CasePage"))
async def list_complaints(
    reader: Signed,
    services: ServicesNow,
    stage: Stage | None = None,
    handler: Code = None,
    office: Code = None,
    overdue: bool | None = None,
    due_before: date | None = None,
    q: Annotated[str | None, Query(max_length=LONGEST_SEARCH)] = None,
    limit: Annotated[int, Query(ge=1, le=MOST_ITEMS)] = 50,
    cursor: Annotated[str | None, Query(max_length=400)] = None,
) -> Json:
    """Cases of the reader's offices, by safe due day. `handler=me` is the reader; `q` finds a case number,
    a telephone number, an identity number, a name or a part of one.
    """
    _usable(handler=handler, office=office, q=q)
    narrowed = CaseFilter(
        stage=stage.value if stage else None,
        handler=reader.actor.person if handler == "me" else handler,
        office=office,
        overdue=overdue,
        due_before=due_before,
        number=q.strip() if q and is_case_number(q.strip()) else None,
        search=services.blind_index.of_search(q) if q and q.strip() else None,
    )
    try:
        async with acting_as(services.pool, reader.actor) as connection:
            page = await list_cases(connection, narrowed, limit=limit, cursor=cursor)
    except BadCursor:
        raise problem("invalid_cursor") from None
    return Json({"items": [_item(each) for each in page.items], "next_cursor": page.next_cursor})


def _item(item: CaseItem) -> dict[str, Any]:
    shown: dict[str, Any] = jsonable(item)
    del shown["clock_offset"]
    return {"case_id": shown["case_id"], "case_number": shown.pop("number"), **shown}


def _usable(**texts: str | None) -> None:
    found = (text_error(text, name) for name, text in texts.items() if text is not None)
    errors: tuple[FieldError, ...] = tuple(error for error in found if error is not None)
    if errors:
        raise problem("invalid_query", errors=errors)
