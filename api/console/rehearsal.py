"""The control that lets days pass in one case, in a rehearsal only."""

import json

from fastapi import APIRouter
from fastapi.responses import Response

from api.console.case import FAST_FORWARD, Tried, case_page, seq_of
from api.console.forms import parts_of, typed
from api.console.leaps import in_words
from api.console.pages import lead_to
from api.console.visitor import SignedIn
from api.http.once import once_of
from api.http.one_case import CaseId
from api.http.problems import Problem, problem
from api.http.rehearsal import FastForward, forward

router = APIRouter()


@router.post("/cases/{case_id}/fast-forward")
async def fast_forward(case_id: CaseId, visitor: SignedIn) -> Response:
    """Back to the case in its new present, which tells what it has lived through since."""
    if not visitor.services.settings.rehearsal:
        raise problem("not_in_rehearsal")
    said = typed(parts_of(FastForward), visitor.form)
    place = f"POST /v1/rehearsal/complaints/{case_id}/fast-forward"
    try:
        raw = json.dumps(said.value).encode()
        once = once_of(visitor.services, visitor.signed.actor, visitor.form.one("key"), place, raw)
        await forward(visitor.services, case_id, once)
    except Problem as found:
        return await case_page(visitor, case_id, Tried(FAST_FORWARD, in_words(found, visitor.words), said))
    since = seq_of(visitor.form.one("since"))
    return lead_to(f"/cases/{case_id}?done={FAST_FORWARD}" + (f"&since={since}" if since else ""))
