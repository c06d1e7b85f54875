"""`/v1/offices`: the office tree, and which regimes an office lets hold beside the law."""

import json
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request

from api.auth.reader import Signed
from api.http.json_input import json_value, raw_body
from api.http.openapi import described
from api.http.outgoing import Json
from api.http.problems import FieldError, problem
from api.http.services import Services, ServicesNow
from redress.domain.actors import Actor, Role, at_or_below
from redress.persistence.offices import list_offices, set_regimes_beside
from redress.persistence.pool import acting_as

MOST: Final = 8
"""More regimes than this beside the law are a mistake."""

router = APIRouter(prefix="/v1/offices", tags=["offices"])


@router.get("", summary="The office tree", openapi_extra=described(answer="Offices"))
async def show_offices(reader: Signed, services: ServicesNow) -> Json:
    """Every office with its kind, names, and the regimes it lets hold beside the law (null: as above it)."""
    async with acting_as(services.pool, reader.actor) as connection:
        offices = await list_offices(connection)
    return Json({"items": offices})


@router.put(
    "/{office}/regimes",
    summary="Lets regimes hold beside the law in an office",
    openapi_extra=described(body="Regimes", answer="Regimes"),
)
async def set_regimes(
    office: Annotated[str, Path(max_length=200)], request: Request, reader: Signed, services: ServicesNow
) -> Json:
    """For cases filed from now on; a case that runs keeps the regimes it started with."""
    _may_set(reader.actor, office)
    async with acting_as(services.pool, reader.actor) as connection:
        await services.regulations.refresh(connection)
        beside = _regimes(json_value(await raw_body(request)), services)
        if not await set_regimes_beside(connection, office, beside):
            raise problem("not_found")
    return Json({"office": office, "beside": beside})


def _may_set(actor: Actor, office: str) -> None:
    """An administrator or bureau head of the office or of one above it."""
    if not {Role.ADMINISTRATOR, Role.BUREAU_HEAD}.intersection(actor.roles):
        raise problem("not_administrator")
    if not at_or_below(office, actor.office):
        raise problem("not_found")


def _regimes(document: Any, services: Services) -> tuple[str, ...] | None:
    """`{"beside": [profile id, …]}`, null for "as the office above"; raises a `Problem`."""
    given = document.get("beside") if isinstance(document, dict) and set(document) == {"beside"} else ...
    if given is None:
        return None
    if not isinstance(given, list) or len(given) > MOST or not all(isinstance(one, str) for one in given):
        words = ("应为 {\"beside\": [法规配置编号]}", 'must be {"beside": [profile ids]}')
        raise problem("invalid_body", errors=(FieldError("beside", "not_a_list", *words),))
    for one in given:
        if services.tables.newest(one) is None:
            words = (f"没有法规配置“{one}”", f"there is no profile {json.dumps(one, ensure_ascii=False)}")
            raise problem("invalid_body", errors=(FieldError("beside", "unknown_profile", *words),))
    return tuple(dict.fromkeys(given))
