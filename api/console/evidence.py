"""Evidence on the case page: a form with a file, which needs no scripts, and the files given out again."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.console.archive import SaidReason, for_a_reason, reason_of
from api.console.case import WITH_FILE, Tried, case_page
from api.console.forms import parts_of, typed
from api.console.pages import lead_to
from api.console.visitor import SESSION_COOKIE, SignedIn, check_form
from api.console.with_file import WithFile, form_of, problem_of
from api.http.evidence import file_answer, received
from api.http.one_case import CaseId
from api.http.problems import Problem
from api.http.upload import Upload
from redress.domain.commands import AddEvidence
from redress.files.evidence_store import FilesUnavailable
from redress.persistence.pool import StoreUnavailable

router = APIRouter()


@router.post(f"/cases/{{case_id}}/commands/{WITH_FILE}")
async def add_evidence(case_id: CaseId, request: Request, visitor: WithFile) -> Response:
    """Back to the case with the piece on it, or to the form with what stands against it."""
    services, fields = visitor.services, dict[str, list[str]]()

    def before_file(sent: Mapping[str, list[str]]) -> None:
        """The token of the page comes first in the form, and nothing of the file is taken without it."""
        fields.update(sent)
        check_form(services, request.cookies.get(SESSION_COOKIE, ""), form_of(sent))

    def body_of(upload: Upload) -> dict[str, Any]:
        return typed(parts_of(AddEvidence), form_of(upload.fields)).value

    try:
        await received(
            services, case_id, visitor.signed.actor, request, before_file=before_file, body_of=body_of
        )
    except (Problem, StoreUnavailable, FilesUnavailable) as error:
        found = problem_of(error)
        if found.status == 404 or found.code == "form_expired":
            raise found from None
        form = form_of(fields)
        said = typed(parts_of(AddEvidence), form)
        return await case_page(replace(visitor, form=form), case_id, Tried(WITH_FILE, found, said))
    return lead_to(f"/cases/{case_id}?done={WITH_FILE}")


@router.get("/cases/{case_id}/evidence/{number}")
async def give_file(
    case_id: CaseId,
    number: int,
    visitor: SignedIn,
    reason: SaidReason | None = None,
) -> Response:
    """A file of evidence, to be saved; one of an archived case for a reason."""
    actor, why = visitor.signed.actor, reason_of(reason or "")
    giving = file_answer(visitor.services, case_id, number, actor, why)
    return await for_a_reason(visitor, case_id, reason is not None, giving)
