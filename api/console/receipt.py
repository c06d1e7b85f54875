"""The receipt of a filing: number and codes to be read out, copied or printed, the dates and what is next.

And the fields of a case as a text for the national platform.
"""

from collections.abc import Iterable, Iterator
from typing import Annotated, Final

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.console.bound import value_words
from api.console.naming import Naming
from api.console.pages import page
from api.console.visitor import SignedIn
from api.console.words import Words
from api.http.one_case import CaseId, current_view, opened_view, query_codes
from api.http.opening import MAY_OPEN, ArchiveReason
from api.http.problems import refused_as
from redress.domain.events import Matter
from redress.domain.facts import Complainant, Filing, Respondent
from redress.domain.intake_check import asked_by, missing
from redress.domain.view import CaseView
from redress.domain.wording import plain

RECEIPT: Final = "receipt"
PLATFORM: Final = "platform"
"""What an opening is recorded as."""

router = APIRouter()


@router.get("/cases/{case_id}/filed")
async def show_receipt(case_id: CaseId, visitor: SignedIn) -> Response:
    services, actor = visitor.services, visitor.signed.actor
    view = await opened_view(services, await current_view(services, case_id, actor), actor, RECEIPT)
    naming = Naming(visitor.words, services.tables, {}, view.clocks, view.filing)
    items = view.open_items if view.findings else (*missing(view.filing), *view.open_items)
    open_items = tuple((naming.open_item(item), asked_by(item, view.filing.channel)) for item in items)
    return page(
        visitor,
        "filed.html",
        view=view,
        naming=naming,
        codes=query_codes(services, case_id, view.parties, view.own),
        open_items=open_items,
        follow_at=f"{services.settings.public_base_url.rstrip('/')}/progress",
    )


@router.get("/cases/{case_id}/for-platform")
async def show_for_platform(
    case_id: CaseId, visitor: SignedIn, reason: Annotated[ArchiveReason | None, Query()] = None
) -> Response:
    """The case as the form of the national platform asks for it, to be copied; the opening is audited."""
    services, actor = visitor.services, visitor.signed.actor
    if not MAY_OPEN.intersection(actor.roles):
        raise refused_as("forbidden")
    view = await current_view(services, case_id, actor)
    if view.matter is not Matter.COMPLAINT:
        raise refused_as("forbidden")
    view = await opened_view(services, view, actor, PLATFORM, reason)
    naming = Naming(visitor.words, services.tables, {}, view.clocks, view.filing)
    return page(visitor, "for_platform.html", view=view, lines=tuple(platform_lines(view, naming)))


def platform_lines(view: CaseView, naming: Naming) -> Iterator[str]:
    """One line per field, in the order of the platform's form: who, whom, what, the facts, the claims."""
    filing, words = view.filing, naming.words
    for complainant in filing.complainants:
        yield from _lines(words, _of_complainant(complainant))
    for respondent in filing.respondents:
        yield from _lines(words, _of_respondent(respondent, words))
    yield from _lines(words, _of_purchase(filing))
    yield from _lines(words, _of_sorting(filing, naming))
    yield from _lines(words, (("facts", plain(filing.facts)),))
    claims = (
        f"{value_words(words, 'ClaimKind', claim.kind)} {words.amount(claim.amount)}".strip()
        for claim in filing.claims
    )
    yield from _lines(words, (("claims", words("platform.and").join(claims)), ("number", view.case_number)))


def _lines(words: Words, pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """What is not known stays empty, so that every field keeps its place."""
    for name, value in pairs:
        yield words("platform.line", name=words(f"platform.{name}"), value=" ".join(value.split()))


def _of_complainant(one: Complainant) -> Iterator[tuple[str, str]]:
    yield "complainant", plain(one.name)
    for name in ("phone", "id_type", "id_number", "address", "email"):
        yield f"complainant.{name}", plain(getattr(one, name))


def _of_respondent(one: Respondent, words: Words) -> Iterator[tuple[str, str]]:
    yield "respondent", plain(one.name) or plain(one.shop_name)
    yield "respondent.uscc", plain(one.uscc)
    for name in ("address", "phone", "platform"):
        yield f"respondent.{name}", plain(getattr(one, name))
    yield "respondent.role", value_words(words, "RespondentRole", one.role)


def _of_purchase(filing: Filing) -> Iterator[tuple[str, str]]:
    bought = filing.purchase
    yield "item", plain(bought.item) if bought else ""
    yield "brand_model", plain(bought.brand_model) if bought else ""
    yield "on", bought.on.isoformat() if bought and bought.on else ""
    yield "place", plain(bought.place) if bought else ""
    yield "order_number", plain(bought.order_number) if bought else ""
    yield "amount", str(bought.amount) if bought and bought.amount is not None else ""


def _of_sorting(filing: Filing, naming: Naming) -> Iterator[tuple[str, str]]:
    for name in ("category", "industry"):
        code = getattr(filing, name)
        yield name, naming.word(name, code) if code else ""
