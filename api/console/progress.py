"""Where a party begins: number and code are asked for here and exchanged for a session of its own pages."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.console.duties import Kept, kept_in
from api.console.pages import lead_to, page
from api.console.party_session import AREA, NeedsCode, keep_party, session_of
from api.console.signing import resume
from api.console.visitor import AnyVisitor, Visitor, inner
from api.http.limits import address_of
from api.http.party import known_party
from api.http.problems import Problem

router = APIRouter()


@router.get("/progress")
async def ask_for_code(
    request: Request,
    visitor: AnyVisitor,
    number: Annotated[str, Query(max_length=60)] = "",
    code: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """The form; with both in the address, as in a text message, straight on without them."""
    if number and code:
        return await _enter(request, visitor, number.strip(), code.strip())
    return _form(visitor, number)


@router.post("/progress")
async def take_code(request: Request, visitor: AnyVisitor) -> Response:
    """On to the party's own page, or with the form that was sent there when the session was over."""
    number, code = visitor.form.one("number").strip()[:60], visitor.form.one("code").strip()[:40]
    return await _enter(request, visitor, number, code)


async def _enter(request: Request, visitor: Visitor, number: str, code: str) -> Response:
    back, kept = inner(visitor.form.one("back") or AREA), kept_in(visitor.form)
    try:
        known = await known_party(visitor.services, address_of(request), number, code)
    except Problem as found:
        return _form(visitor, number, found, back, kept)
    response: Response = resume(visitor, back, kept, None) if kept else lead_to(AREA)
    keep_party(response, visitor, session_of(known))
    return response


def ask_again(request: Request, error: Exception) -> Response:
    """The form in place of a party's page, with what was typed there kept in it."""
    assert isinstance(error, NeedsCode)  # noqa: S101
    visitor = error.visitor
    kept = tuple(pair for pair in visitor.form.kept() if visitor.place.startswith(f"{AREA}/say/"))
    return _form(visitor, "", None, visitor.place if kept else AREA, kept, status=401)


def _form(
    visitor: Visitor,
    number: str,
    found: Problem | None = None,
    back: str = AREA,
    kept: Kept = (),
    status: int = 200,
) -> Response:
    status = found.status if found else status
    values = {"number": number, "found": found, "back": back, "kept": kept, "ended": status == 401}
    return page(visitor, "progress.html", status, **values)
