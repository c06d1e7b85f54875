"""Who has read a case, as a page for auditors and supervisors (查阅登记)."""

from fastapi import APIRouter
from fastapi.responses import Response

from api.console.naming import Naming
from api.console.pages import page
from api.console.visitor import SignedIn
from api.http.accesses import accesses
from api.http.one_case import CaseId
from redress.persistence.accounts import names_of
from redress.persistence.pool import acting_as

router = APIRouter()


@router.get("/cases/{case_id}/accesses")
async def show_accesses(case_id: CaseId, visitor: SignedIn) -> Response:
    services, actor = visitor.services, visitor.signed.actor
    items = await accesses(services, case_id, actor)
    async with acting_as(services.pool, actor) as connection:
        names = await names_of(connection, (one.person for one in items))
    naming = Naming(visitor.words, services.tables, names)
    return page(visitor, "accesses.html", items=items, case_id=case_id, naming=naming)
