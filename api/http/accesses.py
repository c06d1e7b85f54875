"""`GET /v1/complaints/{case_id}/accesses`: who read the texts of a case, and why (S4-18)."""

from typing import Annotated, Final

from fastapi import APIRouter, Query

from api.auth.reader import Signed
from api.http.one_case import CaseId
from api.http.openapi import described
from api.http.outgoing import Json
from api.http.problems import problem
from api.http.services import Services, ServicesNow
from redress.domain.actors import Actor, Role
from redress.persistence.accesses import Access, accesses_of
from redress.persistence.pool import acting_as
from redress.persistence.reading import read_view

MAY_LOOK: Final = frozenset({Role.AUDITOR, Role.SUPERVISOR, Role.BUREAU_HEAD})

router = APIRouter(prefix="/v1/complaints", tags=["cases"])


@router.get("/{case_id}/accesses", summary="Who read a case", openapi_extra=described(answer="Accesses"))
async def show_accesses(
    case_id: CaseId,
    reader: Signed,
    services: ServicesNow,
    archive_only: Annotated[bool, Query()] = False,
) -> Json:
    """The newest first; with `archive_only` those of the archived case alone, each with its reason."""
    return Json({"items": await accesses(services, case_id, reader.actor, archive_only=archive_only)})


async def accesses(
    services: Services, case_id: str, actor: Actor, *, archive_only: bool = False
) -> tuple[Access, ...]:
    """What was opened; raises `not_auditor`, `no_such_case`."""
    if not MAY_LOOK.intersection(actor.roles):
        raise problem("not_auditor")
    async with acting_as(services.pool, actor) as connection:
        if await read_view(connection, case_id) is None:
            raise problem("no_such_case")
        return await accesses_of(connection, case_id, archive_only=archive_only)
