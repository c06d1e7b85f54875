"""The page of one's own account: password, second factor, open sessions, and what happened to the account."""

from dataclasses import replace
from typing import Annotated, Final

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.console.duties import Kept, duty_page, enrolment_page, kept_in, password_page
from api.console.pages import lead_to, page
from api.console.signing import resume
from api.console.visitor import SESSION_COOKIE, NeedsDuty, SignedIn, Visitor, inner
from api.http.account import NewPassword, all_ended, password_changed, session_ended
from api.http.problems import FieldError, Problem, problem
from api.http.session import code_used
from redress.persistence.account_keeping import remove_second_factor, standings
from redress.persistence.pool import transaction
from redress.persistence.sessions import sessions_of, settle_duty
from redress.persistence.sign_in import count_failure
from redress.persistence.sign_in_log import Happening, log_of

NEWEST: Final = 20
"""Lines of the log on the page."""

DIFFERS: Final = FieldError("again", "differs", "两次输入的新密码不一致", "differs from the new password")
WRONG: Final = FieldError("present", "wrong", "现在的密码不正确", "is not the present password")

router = APIRouter()


@router.get("/account")
async def show_account(visitor: SignedIn, done: Annotated[str, Query(max_length=20)] = "") -> Response:
    return await _account(visitor, done=done)


@router.get("/account/password")
async def show_password(visitor: SignedIn, back: Annotated[str, Query(max_length=2_000)] = "") -> Response:
    return password_page(visitor, inner(back or "/account?done=password"), (), due=_due(visitor))


@router.post("/account/password")
async def change_password(visitor: SignedIn) -> Response:
    form = visitor.form
    back, kept = inner(form.one("back") or "/account?done=password"), kept_in(form)
    given = NewPassword(present=form.one("present"), new=form.one("new"))
    try:
        if given.new != form.one("again"):
            raise problem("unusable_password", errors=(DIFFERS,))
        await password_changed(visitor.services, visitor.signed, visitor.secret, given)
    except Problem as found:
        if found.code == "bad_credentials":
            found = replace(found, errors=(WRONG,))
        return password_page(visitor, back, kept, found, due=_due(visitor))
    return await _on(visitor, back, kept)


@router.get("/account/second-factor")
async def show_enrolment(visitor: SignedIn, back: Annotated[str, Query(max_length=2_000)] = "") -> Response:
    place = inner(back or "/account")
    return await enrolment_page(visitor, visitor.signed.person, place, (), due=_due(visitor))


@router.post("/account/second-factor")
async def enrol(visitor: SignedIn) -> Response:
    """The first code of the authenticator; the recovery codes are shown here and never again."""
    form, services, person = visitor.form, visitor.services, visitor.signed.person
    back, kept = inner(form.one("back") or "/account"), kept_in(form)
    async with services.limits.turn(person.person), transaction(services.pool) as connection:
        codes = await services.second_factors.confirm(connection, person.person, form.one("code"))
        if codes is None:
            await count_failure(connection, person.person, Happening.WRONG_CODE)
        else:
            await settle_duty(connection, visitor.secret)
    if codes is None:
        found = problem("bad_code")
        return await enrolment_page(visitor, person, back, kept, found, due=_due(visitor))
    return page(visitor, "account_codes.html", codes=codes, back=back, kept=kept)


@router.post("/account/second-factor/codes")
async def make_codes(visitor: SignedIn) -> Response:
    """Other recovery codes, for a code of the second factor."""
    services, person = visitor.services, visitor.signed.person.person
    try:
        await code_used(services, person, visitor.form.one("code"))
    except Problem as found:
        return await _account(visitor, found=found)
    async with transaction(services.pool) as connection:
        codes = await services.second_factors.new_recovery_codes(connection, person)
    return page(visitor, "account_codes.html", codes=codes, back="/account", kept=())


@router.post("/account/second-factor/remove")
async def remove(visitor: SignedIn) -> Response:
    """Without it from now on, for a code of it."""
    services, person = visitor.services, visitor.signed.person.person
    try:
        await code_used(services, person, visitor.form.one("code"))
    except Problem as found:
        return await _account(visitor, found=found)
    async with transaction(services.pool) as connection:
        await remove_second_factor(connection, person, person)
        await settle_duty(connection, visitor.secret)
    return lead_to("/account?done=removed")


@router.post("/account/sessions/{session}/end")
async def end_one(visitor: SignedIn, session: str) -> Response:
    try:
        await session_ended(visitor.services, visitor.signed, session)
    except Problem as found:
        return await _account(visitor, found=found)
    return lead_to("/account?done=ended")


@router.post("/account/sessions/end-others")
async def end_others(visitor: SignedIn) -> Response:
    await all_ended(visitor.services, visitor.signed, keep=visitor.secret)
    return lead_to("/account?done=ended")


@router.post("/account/sessions/end-all")
async def end_all(visitor: SignedIn) -> Response:
    """Everywhere, also here."""
    await all_ended(visitor.services, visitor.signed)
    response = lead_to("/sign-in")
    response.delete_cookie(SESSION_COOKIE)
    return response


async def ask_for_duty(_: object, error: Exception) -> Response:
    """The form of the duty in place of the page asked for, with what was typed kept in it."""
    assert isinstance(error, NeedsDuty)  # noqa: S101
    visitor = error.visitor
    person = visitor.signed.person
    assert person.duty is not None  # noqa: S101
    return await duty_page(visitor, person, person.duty, visitor.place, tuple(visitor.form.kept()))


async def _on(visitor: Visitor, back: str, kept: Kept) -> Response:
    """On after a duty, or to the next one."""
    async with transaction(visitor.services.pool) as connection:
        duty = await settle_duty(connection, visitor.secret)
    if duty is not None:
        return await duty_page(visitor, visitor.signed.person, duty, back, kept)
    return resume(visitor, back, kept, None) if kept else lead_to(back)


def _due(visitor: Visitor) -> bool:
    return visitor.signed.person.duty is not None


async def _account(visitor: Visitor, found: Problem | None = None, done: str = "") -> Response:
    services, person = visitor.services, visitor.signed.person.person
    async with transaction(services.pool) as connection:
        (standing,) = await standings(connection, [person])
        sessions = await sessions_of(connection, person, visitor.secret)
        left = await services.second_factors.codes_left(connection, person)
        log = await log_of(connection, person, NEWEST)
    status = 200 if found is None else found.status
    return page(
        visitor, "account.html", status,
        standing=standing, sessions=sessions, left=left, log=log, found=found, done=done,
    )  # fmt: skip
