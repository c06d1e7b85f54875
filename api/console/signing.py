"""Signing in and out, and going on with what was typed before the session ended."""

import json
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.auth.devices import device_of
from api.console.pages import lead_to, page
from api.console.visitor import (
    FORM_COOKIE,
    SESSION_COOKIE,
    AnyVisitor,
    FormData,
    Visitor,
    inner,
    keep_session,
)
from api.http.problems import Problem, problem
from api.http.session import CREDENTIALS, leave, session_of

router = APIRouter()


@router.get("/sign-in")
async def show_sign_in(
    visitor: AnyVisitor, back: Annotated[str, Query(max_length=2_000)] = "/"
) -> Response:
    if visitor.reader is not None:
        return lead_to(inner(back))
    return _form(visitor, inner(back), (), "", None)


@router.post("/sign-in")
async def sign_in(visitor: AnyVisitor, request: Request) -> Response:
    """Back to the page that asked for it, or on with the form that was sent there."""
    form = visitor.form
    back, kept = inner(form.one("back") or "/"), _kept(form)
    username = form.one("username").strip()
    try:
        raw = json.dumps({"username": username, "password": form.one("password")}).encode()
        session = await session_of(visitor.services, CREDENTIALS.read(raw), device_of(request))
    except Problem as found:
        wrong = problem("bad_credentials") if found.code == "invalid_body" else found
        return _form(visitor, back, kept, username, wrong)
    visitor = replace(visitor, secret=session.token, fresh=False)
    response: Response = resume(visitor, back, kept, None) if kept else lead_to(back)
    keep_session(response, session.token, secure=visitor.secure)
    response.delete_cookie(FORM_COOKIE)
    return response


@router.post("/sign-out")
async def sign_out(visitor: AnyVisitor) -> Response:
    if visitor.reader is not None or visitor.without_role:
        await leave(visitor.services, visitor.secret)
    response = lead_to("/sign-in")
    response.delete_cookie(SESSION_COOKIE)
    return response


def resume(
    visitor: Visitor, place: str, kept: tuple[tuple[str, str], ...], found: Problem | None, status: int = 200
) -> Response:
    """A page that holds what was typed and sends it once more; `found` is why it was not taken before."""
    return page(visitor, "resume.html", status, place=place, kept=kept, found=found)


def _form(
    visitor: Visitor, back: str, kept: tuple[tuple[str, str], ...], username: str, found: Problem | None
) -> Response:
    status = 200 if found is None else found.status
    return page(visitor, "sign_in.html", status, back=back, kept=kept, username=username, found=found)


def _kept(form: FormData) -> tuple[tuple[str, str], ...]:
    return tuple(zip(form.every("kept-name"), form.every("kept-value"), strict=False))
