"""Signing in at the organisation's issuer: the way there and back, with what was typed kept on our side.

The browser comes back from another site, so the cookie that binds it is `lax`, and every answer on the way is
a page and not a redirect: only from a page of ours are the strict cookies sent along.
"""

import secrets
from dataclasses import replace
from typing import Annotated, Any, Final

import structlog
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.auth.devices import device_of
from api.auth.issuer import Departure, Issuer, IssuerTrouble, departure
from api.auth.vouched import vouches
from api.console.duties import Kept, duty_page, kept_in
from api.console.pages import page
from api.console.signing import code_form, resume
from api.console.visitor import FORM_COOKIE, SESSION_COOKIE, AnyVisitor, Visitor, inner, keep_session
from api.http.problems import Problem, problem
from api.http.session import leave, session_for
from redress.persistence.accounts import Duty
from redress.persistence.issuer import ATTEMPT_LASTS, Attempt, link_by_name, linked_person
from redress.persistence.pool import transaction
from redress.persistence.sessions import Session, Way
from redress.persistence.sign_in import begin_second_step

log = structlog.get_logger("redress.api")

BROWSER_COOKIE: Final = "redress_issuer"
PLACE: Final = "/sign-in/issuer"

Said = Annotated[str, Query(max_length=4_000)]

router = APIRouter()


@router.get(PLACE)
async def set_out(visitor: AnyVisitor, back: Annotated[str, Query(max_length=2_000)] = "/") -> Response:
    return await _leave_for(visitor, inner(back), ())


@router.post(PLACE)
async def set_out_with_form(visitor: AnyVisitor) -> Response:
    """The same in the middle of a form: it is kept here, sealed, until its sender is back."""
    return await _leave_for(visitor, inner(visitor.form.one("back") or "/"), kept_in(visitor.form))


@router.get(PLACE + "/callback")
async def come_back(
    visitor: AnyVisitor, request: Request, state: Said = "", code: Said = "", error: Said = "", iss: Said = ""
) -> Response:
    """Back from the issuer: signed in, or a page that says why not. Nothing is created for anybody."""
    services, back = visitor.services, "/"
    kept: Kept = ()
    try:
        issuer = _issuer(visitor)
        async with transaction(services.pool) as connection:
            attempt = await services.attempts.take(connection, state, request.cookies.get(BROWSER_COOKIE, ""))
        if attempt is None:
            raise problem("issuer_state")
        back, kept = inner(attempt.back), attempt.kept
        if error or not code or iss not in ("", issuer.name):
            raise problem("issuer_refused")
        claims = await issuer.identity(code, Departure(attempt.nonce, attempt.verifier))
        person = await _person_behind(visitor, issuer, claims)
        vouched = vouches(claims, services.settings.oidc_second_factor_acr)
        if not vouched and await _has_second_factor(visitor, person):
            response = await _ask_for_code(visitor, person, back, kept)
        else:
            session = await session_for(services, person, Way.ISSUER, device_of(request), vouched=vouched)
            response = await _welcome(visitor, session, back, kept)
    except IssuerTrouble as trouble:
        log.warning("issuer_trouble", error=str(trouble))
        return _failed(visitor, problem(trouble.fault), back, kept)
    except Problem as found:
        return _failed(visitor, found, back, kept)
    response.delete_cookie(BROWSER_COOKIE, path=PLACE)
    return response


async def _welcome(visitor: Visitor, session: Session, back: str, kept: Kept) -> Response:
    """A page that leads on, or asks first for what has to be done in this session."""
    if visitor.reader is not None:
        await leave(visitor.services, visitor.secret)
    visitor = replace(visitor, secret=session.token, fresh=False)
    duty: Duty | None = session.person.duty
    if duty is not None:
        response = await duty_page(visitor, session.person, duty, back, kept)
    else:
        response = resume(visitor, back, kept, None) if kept else page(visitor, "issuer_back.html", back=back)
    keep_session(response, session.token, secure=visitor.secure)
    response.delete_cookie(FORM_COOKIE)
    return response


async def _has_second_factor(visitor: Visitor, person: str) -> bool:
    async with transaction(visitor.services.pool) as connection:
        return await visitor.services.second_factors.codes_left(connection, person) is not None


async def _ask_for_code(visitor: Visitor, person: str, back: str, kept: Kept) -> Response:
    """The second step as after a password."""
    step = await begin_second_step(visitor.services.pool, person, Way.ISSUER)
    return _with_own_token(visitor, code_form(visitor, step, back, kept, None))


async def _leave_for(visitor: Visitor, back: str, kept: Kept) -> Response:
    services, leaving = visitor.services, departure()
    browser = secrets.token_urlsafe(24)
    attempt = Attempt(nonce=leaving.nonce, verifier=leaving.verifier, back=back, kept=kept)
    try:
        issuer = _issuer(visitor)
        async with transaction(services.pool) as connection:
            state = await services.attempts.keep(connection, attempt, browser)
        address = await issuer.way_there(state, leaving)
    except IssuerTrouble as trouble:
        log.warning("issuer_trouble", error=str(trouble))
        return _failed(visitor, problem(trouble.fault), back, kept)
    response = page(visitor, "issuer_leaving.html", address=address)
    response.set_cookie(
        BROWSER_COOKIE, browser, max_age=int(ATTEMPT_LASTS.total_seconds()), httponly=True,
        secure=visitor.secure, samesite="lax", path=PLACE,
    )  # fmt: skip
    return response


async def _person_behind(visitor: Visitor, issuer: Issuer, claims: dict[str, Any]) -> str:
    """Whose account it is; raises `no_linked_account`."""
    subject, claim = str(claims["sub"]), visitor.services.settings.oidc_account_claim
    async with transaction(visitor.services.pool) as connection:
        person = await linked_person(connection, issuer.name, subject)
        if person is None and claim is not None and _vouched_for(claims, claim):
            person = await link_by_name(connection, issuer.name, subject, str(claims[claim]))
    if person is None:
        raise problem("no_linked_account")
    return person


def _vouched_for(claims: dict[str, Any], claim: str) -> bool:
    """An address of mail counts only when the issuer has checked that it is theirs."""
    said = isinstance(claims.get(claim), str) and claims[claim] != ""
    return said and (claim != "email" or claims.get("email_verified") is True)


def _issuer(visitor: Visitor) -> Issuer:
    if visitor.services.issuer is None:
        raise problem("not_found")
    return visitor.services.issuer


def _failed(visitor: Visitor, found: Problem, back: str, kept: Kept) -> Response:
    response = page(visitor, "issuer_failed.html", found.status, found=found, back=back, kept=kept)
    return _with_own_token(visitor, response) if kept else response


def _with_own_token(visitor: Visitor, response: Response) -> Response:
    """Lets the form of a page count: its cookie was set just now, and that of an ended session, which the
    browser kept back on the way from another site, would come with the form in its place.
    """
    if visitor.fresh:
        response.delete_cookie(SESSION_COOKIE)
    return response
