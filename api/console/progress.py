"""The parties' page: with number and code to what has happened, who acts next, by when and why."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.console.pages import page
from api.console.visitor import AnyVisitor
from api.http.limits import address_of
from api.http.problems import Problem
from api.http.public import progress

router = APIRouter()


@router.get("/progress")
async def ask_for_progress(
    visitor: AnyVisitor, number: Annotated[str, Query(max_length=60)] = ""
) -> Response:
    return page(visitor, "progress.html", number=number, code="", found=None, shown=None)


@router.post("/progress")
async def show_progress(request: Request, visitor: AnyVisitor) -> Response:
    """The code comes in the form and never stands in an address, which others may read."""
    number, code = visitor.form.one("number").strip()[:60], visitor.form.one("code").strip()[:40]
    try:
        shown = await progress(visitor.services, address_of(request), number, code)
    except Problem as found:
        return page(visitor, "progress.html", found.status, number=number, code=code, found=found, shown=None)
    return page(visitor, "progress.html", number=number, code=code, found=None, shown=shown)
