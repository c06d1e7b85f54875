"""A command given by a form of the case page. Refusals come back on the same page with everything typed."""

import json

from fastapi import APIRouter
from fastapi.responses import Response

from api.console.case import Tried, case_page
from api.console.forms import parts_of, typed, version_of
from api.console.pages import lead_to
from api.console.signing import resume
from api.console.steps import COMMANDS
from api.console.visitor import SignedIn
from api.http.commands import act
from api.http.once import once_of
from api.http.one_case import CaseId
from api.http.problems import Problem, problem
from redress.persistence.pool import StoreUnavailable

router = APIRouter()


@router.post("/cases/{case_id}/commands/{command}")
async def give_command(case_id: CaseId, command: str, visitor: SignedIn) -> Response:
    """Back to the case as it is now, or to the form with what stands against it."""
    if command not in COMMANDS:
        raise problem("not_found")
    form, services = visitor.form, visitor.services
    said = typed(parts_of(COMMANDS[command]), form)
    body = {"type": command, **said.value}
    version = version_of(form)
    if version is not None:
        body["expected_version"] = version
    try:
        raw = json.dumps(body).encode()
        place = f"POST /v1/complaints/{case_id}/commands"
        once = once_of(services, visitor.signed.actor, form.one("key"), place, raw)
        await services.busy.turn(once.scope, once.key)
        await act(services, case_id, once)
    except Problem as found:
        if found.status == 404:
            raise
        return await case_page(visitor, case_id, Tried(command, found, said))
    except StoreUnavailable:
        kept = tuple(form.kept())
        return resume(visitor, visitor.place, kept, problem("store_unavailable"), 503)
    return lead_to(f"/cases/{case_id}?done={command}")
