"""`/v1/public/cases/{case_number}/…` for the parties: what concerns them, what they say, what they bring.

Every act is a command of the case like an officer's: sealed, once per key, in the timeline.
"""

import hashlib
import json
from dataclasses import replace
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Header, Path, Query, Request
from fastapi.responses import Response

from api.http.commands import COMMAND, carry_out
from api.http.documents import OWN_SHEET
from api.http.evidence import SAFE_HEADERS, received
from api.http.json_input import invalid_body, raw_body
from api.http.limits import address_of
from api.http.once import HEADER, Once, once_of
from api.http.openapi import described
from api.http.outgoing import Json, jsonable
from api.http.own_page import own_page, papers_of
from api.http.party import Known, known_party
from api.http.problems import problem, refused_as
from api.http.services import Services, ServicesNow
from api.http.sheets import drawn
from api.http.strict import field_error
from api.http.upload import Before, Upload, is_multipart
from redress.domain.case import Stage
from redress.domain.commands import AddEvidence, AnyCommand
from redress.domain.permissions import may
from redress.domain.view import CaseView
from redress.persistence.pool import acting_as
from redress.persistence.sealing import sealed_refs, unsealed

PAPER: Final = "own_page.paper"
"""What the opening of a document by its party is written down as."""

EVIDENCE: Final = frozenset({"kind", "name", "description"})
"""What a party says of a piece; who gave it is the party itself, and when is now."""

Code = Annotated[str, Header(alias="Query-Code", max_length=40)]
CodeInAddress = Annotated[str, Query(alias="code", max_length=40)]

router = APIRouter(prefix="/v1/public/cases/{case_number}", tags=["public"])


@router.get("/own", summary="What concerns a party of the case", openapi_extra=described(answer="OwnPage"))
async def show_own(
    case_number: str, request: Request, services: ServicesNow, header: Code = "", code: CodeInAddress = ""
) -> Json:
    """The claim, sessions, consents, proposals, papers and what may be done now; each side sees its own. The
    code stands in the header `Query-Code` or in `code`.
    """
    known = await known_party(services, address_of(request), case_number, header or code)
    return await shown(services, known)


@router.post(
    "/commands",
    summary="A party says something to its case",
    openapi_extra=described(body="Command", answer="OwnPage", key=True),
)
async def give_command(
    case_number: str, request: Request, services: ServicesNow, header: Code = ""
) -> Json:
    """A command of those that the role of a party may give, for itself only. The code stands in `Query-Code`.
    """
    key = key_of(request)
    known = await known_party(services, address_of(request), case_number, header)
    raw = await raw_body(request)
    once = once_of(services, known.actor, key, f"POST /v1/public/cases/{case_number}/commands", raw)
    return await shown(services, await said(services, known, COMMAND.read(raw), once))


@router.post(
    "/evidence",
    summary="A party brings a piece of evidence, with its file",
    openapi_extra=described(form="OwnEvidenceForm", answer="OwnPage", key=True),
)
async def give_evidence(
    case_number: str, request: Request, services: ServicesNow, header: Code = ""
) -> Json:
    """`multipart/form-data`: `kind`, `name`, `description` and a part `file`."""
    key = key_of(request)
    known = await known_party(services, address_of(request), case_number, header)
    if not is_multipart(request):
        raise problem("not_multipart")
    return await shown(services, await brought(services, known, request, key))


@router.get(
    "/documents/{number}",
    summary="A document that was issued to a party",
    openapi_extra=described(answer="EvidenceFile", media_type="application/pdf"),
)
async def give_document(
    case_number: str,
    number: Annotated[int, Path(ge=1, le=1000)],
    request: Request,
    services: ServicesNow,
    header: Code = "",
    code: CodeInAddress = "",
) -> Response:
    """As PDF; that the party was given it is written down."""
    known = await known_party(services, address_of(request), case_number, header or code)
    return await paper_answer(services, known, number)


async def shown(services: Services, known: Known) -> Json:
    return Json(jsonable(await own_page(services, known)))


def key_of(request: Request) -> str:
    key = request.headers.get(HEADER)
    if key is None:
        raise problem("idempotency_key_required")
    return key


async def said(services: Services, known: Known, command: AnyCommand, once: Once) -> Known:
    """The case after a party's command; raises a `Problem`."""
    within_limits(services, known)
    if not may(known.actor.roles, command.type):
        raise refused_as("forbidden", command.type)
    if isinstance(command, AddEvidence) and command.file is not None:
        raise problem("file_by_upload")
    if sealed_refs(command):
        raise invalid_body(field_error("", "reference_not_allowed"))
    view = await carry_out(services, known.case_id, command, once)
    return after(known, view)


async def brought(
    services: Services, known: Known, request: Request, key: str | None = None, before: Before | None = None
) -> Known:
    """The case after a party's piece of evidence; without a `key` it is the form's field of that name."""
    within_limits(services, known)

    def body_of(upload: Upload) -> dict[str, Any]:
        return _piece(upload, known.party, in_a_page=before is not None)

    view = await received(services, known.case_id, known.actor, request, key, before, body_of)
    return after(known, view)


def within_limits(services: Services, known: Known) -> None:
    """Raises `too_many_requests` for a party that says more in a short time than anybody can read."""
    services.limits.acts.check(known.actor.person)
    services.limits.acts.count(known.actor.person)


def after(known: Known, view: CaseView) -> Known:
    return replace(known, view=view)


def _piece(upload: Upload, party: str, *, in_a_page: bool) -> dict[str, Any]:
    unknown = set() if in_a_page else upload.fields.keys() - EVIDENCE
    if unknown:
        raise invalid_body(*(field_error(name[:60], "unknown_field") for name in sorted(unknown)))
    given = {name: value for name in sorted(EVIDENCE) if (value := upload.one(name)) is not None}
    return {"kind": "electronic", "given_by": party, **given}


async def paper_answer(services: Services, known: Known, number: int) -> Response:
    """The PDF of a document issued to the party; raises `no_such_paper`, and `archived` afterwards."""
    if known.view.stage is Stage.ARCHIVED:
        raise refused_as("archived")
    document = next((each for each in papers_of(known) if each.number == number), None)
    if document is None:
        raise problem("no_such_paper")
    async with acting_as(services.pool, known.actor) as connection:
        texts = await services.vault.open_many(
            connection,
            known.case_id,
            sealed_refs(document),
            opened_by=known.actor.person,
            purpose=PAPER,
        )
    pdf = await drawn(services, known.view, unsealed(document, texts), known.actor)
    name = f"{document.reference or f'{known.view.case_number}-{number}'}.pdf"
    headers = {
        **SAFE_HEADERS,
        "Content-Security-Policy": OWN_SHEET,
        "ETag": f'"{hashlib.sha256(pdf).hexdigest()}"',
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
    }
    return Response(pdf, media_type="application/pdf", headers=headers)


def body(command: str, **given: Any) -> bytes:
    """A command as the JSON that the pages send in the place of a form."""
    return json.dumps({"type": command, **given}, ensure_ascii=False).encode()
