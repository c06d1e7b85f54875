"""A signed paper scanned back: the file becomes a piece of evidence, and the document names it (文书归档)."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from api.console.case import Tried, case_page
from api.console.forms import Typed
from api.console.naming import Naming
from api.console.pages import lead_to
from api.console.visitor import SESSION_COOKIE, check_form
from api.console.with_file import WithFile, form_of, problem_of
from api.http.commands import act
from api.http.evidence import received
from api.http.json_input import invalid_body
from api.http.once import once_of
from api.http.one_case import CaseId, current_view
from api.http.problems import FieldError, Problem, problem, refused_as
from api.http.upload import Upload
from redress.domain.evidence import OFFICE, EvidenceKind
from redress.domain.permissions import may
from redress.files.evidence_store import FilesUnavailable
from redress.persistence.pool import StoreUnavailable

NO_FILE: Final = FieldError("", "no_file", "请选择扫描件文件", "choose the file of the scan")

router = APIRouter()


@router.post("/cases/{case_id}/documents/{number}/scan")
async def scan_back(
    case_id: CaseId, number: Annotated[int, Path(ge=1, le=1000)], request: Request, visitor: WithFile
) -> Response:
    """Back to the case with the scan on its document; the same form sent twice gives one scan."""
    services, actor, fields = visitor.services, visitor.signed.actor, dict[str, list[str]]()
    view = await current_view(services, case_id, actor)
    if not may(actor.roles, "attach_scan"):
        raise refused_as("forbidden", "attach_scan")
    document = next((each for each in view.documents if each.number == number), None)
    if document is None:
        raise problem("not_found")
    title = Naming(visitor.words, services.tables, {}, view.clocks).paper(document)

    def before_file(sent: Mapping[str, list[str]]) -> None:
        fields.update(sent)
        check_form(services, request.cookies.get(SESSION_COOKIE, ""), form_of(sent))

    def body_of(upload: Upload) -> dict[str, Any]:
        if upload.received is None:
            raise invalid_body(NO_FILE)
        name = visitor.words("document.scan_of", title=title)
        return {"kind": EvidenceKind.WRITTEN.value, "given_by": OFFICE, "name": name}

    try:
        after = await received(services, case_id, actor, request, before_file=before_file, body_of=body_of)
        key = f"{form_of(fields).one('key')}.scan"
        body = {"type": "attach_scan", "number": number, "evidence": after.evidence[-1].number}
        place = f"POST /v1/complaints/{case_id}/commands"
        await act(services, case_id, once_of(services, actor, key, place, json.dumps(body).encode()))
    except (Problem, StoreUnavailable, FilesUnavailable) as error:
        found = problem_of(error)
        if found.status == 404 or found.code == "form_expired":
            raise found from None
        visitor = replace(visitor, form=form_of(fields))
        return await case_page(visitor, case_id, Tried("attach_scan", found, Typed({}, {})))
    return lead_to(f"/cases/{case_id}?done=attach_scan#documents")
