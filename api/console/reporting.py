"""The form for a new report (form 2), its receipt, and who reported, for the informants' custodian alone."""

from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from api.console.intake_form import Drawn, IntakeForm, drawn, may_file, sent
from api.console.naming import Naming
from api.console.pages import page
from api.console.visitor import SignedIn, Visitor
from api.http.once import Once
from api.http.one_case import CaseId, current_view, opened_view
from api.http.reports import informant_code, informant_of, report
from redress.domain.report_facts import ReportFiling

SECTIONS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("who", ("channel", "received_at", "informant")),
    ("whom", ("respondents",)),
    ("what", ("facts", "basis")),
    ("sorting", ("category", "industry", "problems", "region")),
    ("others", ("purchase", "receipt", "external_refs", "registered_by")),
)
FORM: Final = IntakeForm(
    kind=ReportFiling,
    words="report",
    action="/reports/new",
    place="POST /v1/reports",
    sections=SECTIONS,
    adders={"whom": ("respondents",), "others": ("external_refs",)},
    at_least={"respondents": 1},
    seldom="others",
)

router = APIRouter()


@router.get("/reports/new")
async def show_form(visitor: SignedIn) -> Response:
    may_file(visitor)
    return await _page(visitor, drawn(visitor, FORM))


@router.post("/reports/new")
async def file_report(visitor: SignedIn) -> Response:
    """To the receipt; the same form sent twice leads to the same one."""

    async def take(once: Once) -> str:
        reported = await report(visitor.services, once)
        return f"/reports/{reported.case_id}/filed"

    return await sent(visitor, FORM, take, _page)


@router.get("/reports/{case_id}/filed")
async def show_receipt(case_id: CaseId, visitor: SignedIn) -> Response:
    """Number and code, to be read out: the code is the informant's alone."""
    may_file(visitor)
    services, actor = visitor.services, visitor.signed.actor
    view = await opened_view(services, await current_view(services, case_id, actor), actor, "receipt")
    naming = Naming(visitor.words, services.tables, {}, view.clocks, view.filing)
    code = informant_code(services, case_id)
    return page(visitor, "report_filed.html", view=view, naming=naming, code=code)


@router.get("/reports/{case_id}/informant")
async def show_informant(case_id: CaseId, visitor: SignedIn) -> Response:
    """Every opening is audited."""
    found = await informant_of(visitor.services, case_id, visitor.signed.actor)
    return page(visitor, "informant.html", informant=found, case_id=case_id)


async def _page(visitor: Visitor, form: Drawn) -> Response:
    return page(visitor, "new_case.html", form.status, drawn=form)
