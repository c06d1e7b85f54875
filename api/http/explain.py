"""`POST /v1/clocks/explain`: how a deadline comes about. Needs no case, no database and no sign-in."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request

from api.http.json_input import json_value, raw_body
from api.http.openapi import described
from api.http.outgoing import Json
from api.http.problems import FieldError, problem
from api.http.services import ServicesNow
from redress.domain.explain import explain_document
from redress.domain.problems import Problem as Unusable
from redress.domain.prose import prose

router = APIRouter(tags=["clocks"])


@router.post(
    "/v1/clocks/explain",
    summary="Explains a deadline",
    openapi_extra=described(body="ClockQuestion", answer="ClockAnswer"),
)
async def explain_clock(
    request: Request, services: ServicesNow, lang: Annotated[Literal["zh", "en"] | None, Query()] = None
) -> Json:
    """Start, suspensions, extensions and calendar in; due day, safe day and every counted day out.

    With `lang` also in words, as `prose`.
    """
    document = json_value(await raw_body(request))
    found = explain_document(document, services.tables, services.regulations.version)
    if isinstance(found, Unusable):
        raise problem(
            "unusable_question", errors=(FieldError(found.place, found.code, found.text("zh"), found.reason),)
        )
    return Json({**found, "prose": prose(found, lang)} if lang else found)
