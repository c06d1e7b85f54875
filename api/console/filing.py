"""The form for a new complaint, in the order in which a clerk asks, and the receipt after it."""

from typing import Any, Final

from fastapi import APIRouter
from fastapi.responses import Response

from api.console.intake_form import Drawn, IntakeForm, drawn, may_file, sent
from api.console.naming import Naming
from api.console.pages import page
from api.console.visitor import SignedIn, Visitor
from api.http.filing import PLACE, REGIME, file
from api.http.once import Once
from api.http.one_case import CaseId, current_view, opened_view, query_codes
from redress.domain.facts import Filing
from redress.domain.intake_check import missing

SECTIONS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("who", ("channel", "received_at", "receipt", "complainants")),
    ("whom", ("respondents",)),
    ("what", ("purchase", "facts", "knew_on")),
    ("claims", ("claims",)),
    ("consents", ("consents",)),
    ("sorting", ("category", "industry", "problems", "region")),
    ("others", ("agent", "representatives", "external_refs", "registered_by", "read_back", "deferral",
                "originally_received_on", "profile")),
)  # fmt: skip
"""The fields of a filing in the order of the conversation."""

FORM: Final = IntakeForm(
    kind=Filing,
    words="new",
    action="/cases/new",
    place=PLACE,
    sections=SECTIONS,
    adders={
        "who": ("complainants",),
        "whom": ("respondents",),
        "claims": ("claims",),
        "others": ("representatives", "external_refs"),
    },
    at_least={"complainants": 1, "respondents": 1, "claims": 1},
    seldom="others",
)

router = APIRouter()


@router.get("/cases/new")
async def show_form(visitor: SignedIn) -> Response:
    may_file(visitor)
    return await _page(visitor, drawn(visitor, FORM, options=_options(visitor)))


@router.post("/cases/new")
async def file_complaint(visitor: SignedIn) -> Response:
    """To the receipt; the same form sent twice leads to the same one."""

    async def take(once: Once) -> str:
        filed = await file(visitor.services, once)
        return f"/cases/{filed.case_id}/filed"

    return await sent(visitor, FORM, take, _page, _options(visitor))


async def _page(visitor: Visitor, form: Drawn) -> Response:
    return page(visitor, "new_case.html", form.status, drawn=form)


def _options(visitor: Visitor) -> dict[str, tuple[tuple[str, str], ...]]:
    return {"profile": _regimes(visitor)}


@router.get("/cases/{case_id}/filed")
async def show_receipt(case_id: CaseId, visitor: SignedIn) -> Response:
    """Number and codes, to be read out or printed."""
    services, actor = visitor.services, visitor.signed.actor
    view = await opened_view(services, await current_view(services, case_id, actor), actor, "receipt")
    naming = Naming(visitor.words, services.tables, {}, view.clocks, view.filing)
    codes = query_codes(services, case_id)
    open_items = view.open_items if view.findings else (*missing(view.filing), *view.open_items)
    return page(visitor, "filed.html", view=view, naming=naming, codes=codes, open_items=open_items)


def _regimes(visitor: Visitor) -> tuple[tuple[Any, str], ...]:
    return tuple(
        (each.id, visitor.words.title(each))
        for each in visitor.services.tables.current
        if each.regime == REGIME
    )
