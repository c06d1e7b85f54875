"""`/v1/complaints/{case_id}/documents`: what a document would say, drawing one up, the list, the PDF."""

import hashlib
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from api.auth.reader import Reader, Signed
from api.http.evidence import SAFE_HEADERS
from api.http.json_input import json_value
from api.http.once import Once, OnceOnly
from api.http.one_case import CaseId, current_view, opened_view, shown
from api.http.openapi import described
from api.http.opening import MAY_OPEN, ArchiveReason
from api.http.outgoing import Json
from api.http.problems import FieldError, problem, refused_as
from api.http.services import Services, ServicesNow
from api.http.sheets import blank, drafted, drawn, kinds_of, plain
from redress.domain.documents import Document

OWN_SHEET: Final = "default-src 'none'; frame-ancestors 'none'"
"""We made it ourselves; in a sandbox no browser would show it."""

BODY: Final = frozenset({"kind", "party", "fields", "replaces"})
router = APIRouter(prefix="/v1/complaints", tags=["documents"])


@router.get(
    "/{case_id}/documents", summary="The documents of a case", openapi_extra=described(answer="Documents")
)
async def list_documents(case_id: CaseId, reader: Signed, services: ServicesNow) -> Json:
    """By number: kind, party, standing, number of the series, who was told with it."""
    view = await current_view(services, case_id, reader.actor)
    return Json({"items": [_item(each) for each in view.documents], "kinds": kinds_of(services, view)})


@router.get(
    "/{case_id}/documents/blank",
    summary="What a document of a kind would say now",
    openapi_extra=described(answer="Blank"),
)
async def show_blank(
    case_id: CaseId,
    reader: Signed,
    services: ServicesNow,
    kind: Annotated[str, Query(max_length=60)],
    party: Annotated[str | None, Query(max_length=40)] = None,
) -> Json:
    """The fields of the office's template, with a value where the case has an answer."""
    sheet = await blank(services, case_id, reader.actor, kind, party)
    fields = [
        {
            "name": field.name,
            "label_zh": field.label_zh,
            "kind": field.kind,
            "required": field.required,
            "options": [{"code": one.code, "text_zh": one.text_zh} for one in field.options],
            "columns": field.columns,
            "value": plain(sheet.values.get(field.name)),
        }
        for field in sheet.template.fields
    ]
    return Json({"kind": kind, "party": party, "approver": sheet.approver, "fields": fields})


@router.post(
    "/{case_id}/documents",
    summary="Draws up a document",
    openapi_extra=described(body="Draft", answer="CaseView", key=True),
)
async def draft_document(case_id: CaseId, reader: Signed, services: ServicesNow, once: OnceOnly) -> Json:
    """`fields` change or complete what the case says; the new case view."""
    kind, party, given, replaces = _body(once)
    view = await drafted(services, case_id, once, kind, party, given, replaces)
    return await shown(services, view, reader, purpose="command")


@router.get(
    "/{case_id}/documents/{number}",
    summary="A document as PDF",
    openapi_extra=described(answer="EvidenceFile", media_type="application/pdf"),
)
async def give_document(
    case_id: CaseId,
    number: Annotated[int, Path(ge=1, le=1000)],
    reader: Signed,
    services: ServicesNow,
    reason: Annotated[ArchiveReason | None, Query()] = None,
) -> Response:
    """The same bytes as long as nothing of it changes; a draft and a void one say so on every page."""
    return await document_answer(services, case_id, number, reader, reason)


async def document_answer(
    services: Services, case_id: str, number: int, reader: Reader, reason: ArchiveReason | None = None
) -> Response:
    """Raises `no_such_case`, `forbidden`, `no_such_paper`, and `archive_reason` without one."""
    if not MAY_OPEN.intersection(reader.actor.roles):
        raise refused_as("forbidden", "documents")
    sealed = await current_view(services, case_id, reader.actor)
    view = await opened_view(services, sealed, reader.actor, "document", reason)
    found = next((each for each in view.documents if each.number == number), None)
    if found is None:
        raise problem("no_such_paper")
    pdf = await drawn(services, view, found, reader.actor)
    name = f"{found.reference or f'{view.case_number}-{number}'}.pdf"
    headers = {
        **SAFE_HEADERS,
        "Content-Security-Policy": OWN_SHEET,
        "ETag": f'"{hashlib.sha256(pdf).hexdigest()}"',
        "Content-Disposition": f"inline; filename*=UTF-8''{quote(name, safe='')}",
    }
    return Response(pdf, media_type="application/pdf", headers=headers)


def _item(document: Document) -> dict[str, Any]:
    return {
        "number": document.number,
        "kind": document.kind,
        "party": document.party,
        "standing": document.standing,
        "reference": document.reference,
        "approver": document.approver,
        "drafted_by": document.drafted_by,
        "approved_by": document.approved_by,
        "dated_on": document.dated_on,
        "seal": document.seal,
        "scan": document.scan,
        "told": document.told,
    }


def _body(once: Once) -> tuple[str, str | None, dict[str, Any], int | None]:
    document = json_value(once.raw)
    if not isinstance(document, dict) or set(document) - BODY:
        words = ("只能有 kind、party、fields、replaces", "has kind, party, fields and replaces only")
        raise _wrong("", "unknown_field", *words)
    kind, party = document.get("kind"), document.get("party")
    fields, replaces = document.get("fields", {}), document.get("replaces")
    if not isinstance(kind, str):
        raise _wrong("kind", "missing", "请写明文书种类", "name the kind of document")
    if party is not None and not isinstance(party, str):
        raise _wrong("party", "not_text", "应为文字", "must be text")
    if not isinstance(fields, dict):
        raise _wrong("fields", "not_an_object", "应为一个 JSON 对象", "must be an object")
    if replaces is not None and (not isinstance(replaces, int) or isinstance(replaces, bool)):
        raise _wrong("replaces", "not_a_number", "应为整数", "must be a whole number")
    return kind, party, fields, replaces


def _wrong(field: str, code: str, zh: str, en: str) -> Exception:
    return problem("invalid_body", errors=(FieldError(field, code, zh, en),))
