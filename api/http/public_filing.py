"""`POST /v1/public/complaints`: somebody complains on the public page. No account; the channel is the web."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final

from fastapi import APIRouter, Request

from api.http.filing import Received, take_in
from api.http.json_input import invalid_body, raw_body
from api.http.limits import address_of
from api.http.once import Once, once_of
from api.http.one_case import query_codes
from api.http.openapi import described
from api.http.outgoing import Json
from api.http.party_acts import key_of
from api.http.problems import problem, refused_as
from api.http.services import Services, ServicesNow
from api.http.strict import StrictReader, field_error
from redress.domain.actors import new_complainant
from redress.domain.facts import (
    STRICT,
    Channel,
    Claim,
    Complainant,
    Consents,
    Filing,
    Purchase,
    Respondent,
)
from redress.domain.intake_check import missing
from redress.domain.jurisdiction import BUREAU, OfficeArea, bureau_of, ruling
from redress.domain.sealed import Text
from redress.domain.wording import plain
from redress.persistence.offices import Office, areas, list_offices
from redress.persistence.pool import transaction
from redress.persistence.sealing import sealed_refs

PLACE: Final = "POST /v1/public/complaints"

NOT_ASKED: Final = Consents()

SHORTEST_KEY: Final = 20
"""Characters of a key for somebody without a name: no two people think of the same one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicComplaint:
    """What a complainant says itself. `office`: the bureau chosen; `page`: the one whose page it is, which
    gets what no other is found for. What only an office can know is not asked.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    facts: Text
    complainants: tuple[Complainant, ...] = ()
    respondents: tuple[Respondent, ...] = ()
    purchase: Purchase | None = None
    claims: tuple[Claim, ...] = ()
    consents: Consents = NOT_ASKED
    knew_on: date | None = None
    office: str | None = None
    page: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicFiled:
    """What a complainant keeps: the number, its code, the dates; `missing`: what is still to be brought."""

    case_id: str
    case_number: str
    query_code: str
    office: str
    stage: str
    clocks: tuple[Any, ...]
    missing: tuple[str, ...]


COMPLAINT: Final[StrictReader[PublicComplaint]] = StrictReader(PublicComplaint)

router = APIRouter(prefix="/v1/public", tags=["public"])


@router.post(
    "/complaints",
    status_code=201,
    summary="Files a complaint without an account",
    openapi_extra=described(body="PublicComplaint", answer="PublicFiled", status=201, key=True),
)
async def file_complaint(request: Request, services: ServicesNow) -> Json:
    """The same key and body find the same case again; the key has at least 20 characters."""
    key = key_of(request)
    if len(key) < SHORTEST_KEY:
        raise problem("invalid_idempotency_key", f"at least {SHORTEST_KEY} characters")
    raw = await raw_body(request)
    return Json(await filed_publicly(services, address_of(request), key, raw), 201)


async def filed_publicly(services: Services, address: str, key: str, raw: bytes) -> PublicFiled:
    """Registers the complaint of a body, once; raises a `Problem`, `too_many_requests` among them."""
    services.limits.filings.check(address)
    complaint = COMPLAINT.read(raw)
    if sealed_refs(complaint):
        raise invalid_body(field_error("facts", "reference_not_allowed"))
    if not plain(complaint.facts).strip():
        raise refused_as("missing_facts")
    office = await _office(services, complaint)
    services.limits.filings.count(address)
    filing = _filing(complaint)
    once: Once = once_of(services, new_complainant(office), key, PLACE, raw)
    view = await take_in(services, Received(filing), once)
    return PublicFiled(
        case_id=view.case_id,
        case_number=view.case_number,
        query_code=query_codes(services, view.case_id)["complainant"],
        office=view.office,
        stage=view.stage,
        clocks=view.clocks,
        missing=tuple(missing(filing)),
    )


def _filing(said: PublicComplaint) -> Filing:
    return Filing(
        channel=Channel.WEB,
        facts=said.facts,
        complainants=said.complainants,
        respondents=said.respondents,
        purchase=said.purchase,
        claims=said.claims,
        consents=said.consents,
        knew_on=said.knew_on,
    )


async def bureaus(services: Services) -> tuple[Office, ...]:
    """The bureaus that take complaints, those that are closed left out."""
    async with transaction(services.pool) as connection:
        offices = await list_offices(connection)
    return tuple(one for one in offices if one.kind == BUREAU and one.closed_on is None)


async def _office(services: Services, said: PublicComplaint) -> str:
    """The bureau that was chosen; else the one to which the trader's address or platform points (令121
    art.13); else the one of the page; else the uppermost office, which passes it on.
    """
    async with transaction(services.pool) as connection:
        offices = await list_offices(connection)
        covered = await areas(connection)
    known = {one.path for one in offices if one.closed_on is None and one.kind == BUREAU}
    for named in (said.office, said.page):
        if named is not None and named not in known:
            raise invalid_body(field_error("office" if named == said.office else "page", "unknown_value"))
    if said.office is not None:
        return said.office
    top = next(one.path for one in offices if one.parent is None)
    own = said.page or top
    return _pointed_at(_filing(said), own, covered, known) or own


def _pointed_at(filing: Filing, own: str, covered: tuple[OfficeArea, ...], known: set[str]) -> str | None:
    proposed = ruling(filing, own, covered).proposed
    bureau = bureau_of(proposed, covered) if proposed else None
    return bureau if bureau in known else None
