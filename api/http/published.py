"""`GET /v1/public/published`: complaints made public by rule and consent (令121 art.38), without people."""

from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request

from api.http.limits import address_of
from api.http.one_case import VIEW
from api.http.openapi import described
from api.http.outgoing import Json
from api.http.services import Services, ServicesNow
from redress.domain.actors import Actor
from redress.domain.facts import Respondent
from redress.domain.naming_traders import may_be_named
from redress.domain.wording import plain
from redress.persistence.offices import list_offices
from redress.persistence.pool import Connection, acting_as, transaction
from redress.persistence.reading import read_view
from redress.persistence.results import PublishedCase, published
from redress.persistence.sealing import sealed_refs, unsealed

MOST: Final = 50
PURPOSE: Final = "publication"

router = APIRouter(prefix="/v1/public", tags=["public"])


@router.get("/published", summary="Published complaints", openapi_extra=described(answer="PublishedPage"))
async def show_published(
    request: Request,
    services: ServicesNow,
    before: Annotated[datetime | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 20,
) -> Json:
    """The newest first. Goods, problem and outcome; the trader's name only where it is an enterprise's."""
    services.limits.public.check(address_of(request))
    services.limits.public.count(address_of(request))
    items = await public_list(services, before, limit)
    return Json({"items": items, "next_before": items[-1]["published_at"] if len(items) == limit else None})


async def public_list(
    services: Services, before: datetime | None = None, limit: int = 20
) -> list[dict[str, Any]]:
    """The newest published cases of every province; no case number, for nobody is to be found by it."""
    async with transaction(services.pool) as connection:
        roots = [office.path for office in await list_offices(connection) if office.parent is None]
    found: list[tuple[PublishedCase, str | None]] = []
    for root in roots:
        async with acting_as(services.pool, Actor("public", root, ())) as connection:
            for each in await published(connection, before=before, limit=limit):
                found.append((each, await _trader(services, connection, each.case_id)))
    found.sort(key=lambda each: each[0].published_at, reverse=True)
    return [_item(each, trader) for each, trader in found[:limit]]


async def _trader(services: Services, connection: Connection, case_id: str) -> str | None:
    """The name of the first respondent where it may be said; opening it is audited as any other."""
    stored = await read_view(connection, case_id)
    respondents = VIEW.validate_json(stored.view_json).filing.respondents if stored else ()
    if not respondents:
        return None
    first = Respondent(name=respondents[0].name, uscc=respondents[0].uscc)
    texts = await services.vault.open_many(
        connection, case_id, sealed_refs(first), opened_by="public", purpose=PURPOSE
    )
    opened = unsealed(first, texts)
    return plain(opened.name) or None if may_be_named(opened.uscc) else None


def _item(case: PublishedCase, trader: str | None) -> dict[str, Any]:
    return {
        "published_at": case.published_at,
        "office": case.office,
        "concluded_on": case.concluded_on,
        "outcome": case.outcome,
        "category": case.category,
        "item": case.item,
        "problems": case.problems,
        "industry": case.industry,
        "sales_channel": case.sales_channel,
        "region": case.region,
        "trader": trader,
    }
