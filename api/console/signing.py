"""Signing in and out, and going on with what was typed before the session ended."""

import json
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.auth.devices import device_of
from api.console.duties import Kept, duty_page, kept_in
from api.console.pages import lead_to, page
from api.console.visitor import FORM_COOKIE, SESSION_COOKIE, AnyVisitor, Visitor, inner, keep_session
from api.http.problems import Problem, problem
from api.http.session import CREDENTIALS, code_used, leave, recognised, session_for
from redress.persistence.accounts import Duty
from redress.persistence.pool import transaction
from redress.persistence.sessions import Session, Way, way_of
from redress.persistence.sign_in import begin_second_step, end_second_step, second_step_of

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
    back, kept = inner(form.one("back") or "/"), kept_in(form)
    username = form.one("username").strip()
    try:
        raw = json.dumps({"username": username, "password": form.one("password")}).encode()
        known = await recognised(visitor.services, CREDENTIALS.read(raw))
        if known.second_factor:
            step = await begin_second_step(visitor.services.pool, known.person, Way.PASSWORD)
            return code_form(visitor, step, back, kept, None)
        session = await session_for(visitor.services, known.person, Way.PASSWORD, device_of(request))
    except Problem as found:
        wrong = problem("bad_credentials") if found.code == "invalid_body" else found
        return _form(visitor, back, kept, username, wrong)
    return await welcome(visitor, session, back, kept)


@router.post("/sign-in/code")
async def give_code(visitor: AnyVisitor, request: Request) -> Response:
    """The second step: the code of the second factor, or a recovery code."""
    form, services = visitor.form, visitor.services
    back, kept, step = inner(form.one("back") or "/"), kept_in(form), form.one("step")
    async with transaction(services.pool) as connection:
        known = await second_step_of(connection, step)
    if known is None:
        return _form(visitor, back, kept, "", problem("sign_in_over"))
    person, way = known
    try:
        await code_used(services, person, form.one("code"))
        session = await session_for(services, person, way, device_of(request))
    except Problem as found:
        return code_form(visitor, step, back, kept, found)
    async with transaction(services.pool) as connection:
        await end_second_step(connection, step)
    return await welcome(visitor, session, back, kept)


@router.post("/sign-out")
async def sign_out(visitor: AnyVisitor) -> Response:
    """Here, and at the issuer too if that is where somebody signed in: the desk may be another's next."""
    elsewhere = None
    if visitor.reader is not None or visitor.without_role:
        elsewhere = await _way_out(visitor)
        await leave(visitor.services, visitor.secret)
    nobody = replace(visitor, reader=None, without_role=False)
    response: Response = lead_to("/sign-in")
    if elsewhere is not None:
        response = page(nobody, "issuer_out.html", address=elsewhere)
    response.delete_cookie(SESSION_COOKIE)
    return response


async def _way_out(visitor: Visitor) -> str | None:
    if visitor.services.issuer is None:
        return None
    async with transaction(visitor.services.pool) as connection:
        way = await way_of(connection, visitor.secret)
    return await visitor.services.issuer.way_out() if way is Way.ISSUER else None


async def welcome(visitor: Visitor, session: Session, back: str, kept: Kept) -> Response:
    """Where somebody goes who has just signed in; the session that the browser had before ends."""
    if visitor.reader is not None:
        await leave(visitor.services, visitor.secret)
    visitor = replace(visitor, secret=session.token, fresh=False)
    duty: Duty | None = session.person.duty
    if duty is not None:
        response = await duty_page(visitor, session.person, duty, back, kept)
    else:
        response = resume(visitor, back, kept, None) if kept else lead_to(back)
    keep_session(response, session.token, secure=visitor.secure)
    response.delete_cookie(FORM_COOKIE)
    return response


def resume(visitor: Visitor, place: str, kept: Kept, found: Problem | None, status: int = 200) -> Response:
    """A page that holds what was typed and sends it once more; `found` is why it was not taken before."""
    return page(visitor, "resume.html", status, place=place, kept=kept, found=found)


def _form(visitor: Visitor, back: str, kept: Kept, username: str, found: Problem | None) -> Response:
    status = 200 if found is None else found.status
    return page(visitor, "sign_in.html", status, back=back, kept=kept, username=username, found=found)


def code_form(visitor: Visitor, step: str, back: str, kept: Kept, found: Problem | None) -> Response:
    """The second step: `step` stands for the password, or for what the issuer said."""
    status = 200 if found is None else found.status
    return page(visitor, "second_step.html", status, step=step, back=back, kept=kept, found=found)
