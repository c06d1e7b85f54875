"""Which addresses the console has, and how it becomes part of the application."""

from typing import Annotated, Final

from fastapi import APIRouter, FastAPI, Query
from fastapi.responses import RedirectResponse, Response

from api.console import (
    accesses,
    account,
    administration,
    administration_people,
    assignment,
    batch,
    board,
    bulk,
    calendars,
    case,
    changes,
    commands,
    complain,
    desk,
    desk_views,
    documents,
    drafting,
    evidence,
    exporting,
    filing,
    importing,
    inbox,
    inquiries,
    issuer_sign_in,
    jobs,
    outbox,
    own_page,
    permissions,
    phrases,
    printing,
    profiles,
    progress,
    receipt,
    rehearsal,
    reporting,
    scanning,
    signing,
    what_if,
)
from api.console.pages import STATIC, ask_to_sign_in, error_page, lead_to, static_file
from api.console.party_session import NeedsCode
from api.console.visitor import AnyVisitor, NeedsDuty, NeedsSignIn, inner
from api.console.words import COOKIE, LANGUAGES
from api.http.problems import problem

CHOSEN_FOR: Final = 365 * 24 * 3600
"""Seconds for which a browser keeps the choice of a language."""

own = APIRouter()


@own.get("/")
async def first_page() -> RedirectResponse:
    return lead_to("/desk")


@own.get("/language/{lang}")
async def choose_language(
    lang: str, visitor: AnyVisitor, back: Annotated[str, Query(max_length=2_000)] = "/"
) -> RedirectResponse:
    """Keeps the choice and goes back to where it was made."""
    if lang not in LANGUAGES:
        raise problem("not_found")
    response = lead_to(inner(back))
    response.set_cookie(
        COOKIE, lang, max_age=CHOSEN_FOR, httponly=True, secure=visitor.secure, samesite="lax"
    )
    return response


@own.get("/static/{name}")
async def show_static(name: str) -> Response:
    if name not in STATIC:
        raise problem("not_found")
    return static_file(name)


ROUTERS: Final = (
    own,
    signing.router,
    issuer_sign_in.router,
    account.router,
    desk_views.router,
    desk.router,
    inbox.router,
    outbox.router,
    permissions.router,
    printing.router,
    drafting.router,
    batch.router,
    phrases.router,
    filing.router,
    receipt.router,
    reporting.router,
    inquiries.router,
    case.router,
    what_if.router,
    changes.router,
    evidence.router,  # before the forms of all other commands, for this one carries a file
    documents.router,
    scanning.router,
    commands.router,
    rehearsal.router,
    accesses.router,
    administration.router,
    administration_people.router,
    assignment.router,
    board.router,
    bulk.router,
    exporting.router,
    importing.router,
    calendars.router,
    profiles.router,
    jobs.router,
    progress.router,
    own_page.router,
    complain.router,
)


def install(app: FastAPI) -> None:
    """Adds the pages to `app`, and draws problems as pages for those who asked for a page."""
    for router in ROUTERS:
        app.include_router(router, include_in_schema=False)
    app.add_exception_handler(NeedsSignIn, ask_to_sign_in)
    app.add_exception_handler(NeedsDuty, account.ask_for_duty)
    app.add_exception_handler(NeedsCode, progress.ask_again)
    app.state.error_page = error_page
