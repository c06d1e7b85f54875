"""What comes between signing in and going on: a duty of the session, and what was typed before it ended."""

from typing import TypeAlias

from fastapi.responses import Response

from api.console.pages import page
from api.console.qr import qr_of
from api.console.visitor import FormData, Visitor
from api.http.problems import Problem
from redress.persistence.accounts import Duty, Person
from redress.persistence.pool import transaction
from redress.persistence.second_factors import address_of

Kept: TypeAlias = tuple[tuple[str, str], ...]
"""Names and values of a form that is sent once more when its sender is signed in again."""


def kept_in(form: FormData) -> Kept:
    """What a page of the sign-in carries along."""
    return tuple(zip(form.every("kept-name"), form.every("kept-value"), strict=False))


async def duty_page(
    visitor: Visitor, person: Person, duty: Duty, back: str, kept: Kept, found: Problem | None = None
) -> Response:
    """The form of a duty, with the way back and what was typed in it."""
    if duty is Duty.PASSWORD:
        return password_page(visitor, back, kept, found, due=True)
    return await enrolment_page(visitor, person, back, kept, found, due=True)


def password_page(
    visitor: Visitor, back: str, kept: Kept, found: Problem | None = None, *, due: bool = False
) -> Response:
    """The form for another password; `due`: the present one is a one-time password."""
    status = 200 if found is None else found.status
    wrong = {each.field: each for each in reversed(found.errors)} if found else {}
    return page(
        visitor, "account_password.html", status, back=back, kept=kept, found=found, wrong=wrong, due=due
    )


async def enrolment_page(
    visitor: Visitor,
    person: Person,
    back: str,
    kept: Kept,
    found: Problem | None = None,
    *,
    due: bool = False,
) -> Response:
    """The key for an authenticator, as a picture and as text, and the form for its first code."""
    services = visitor.services
    async with transaction(services.pool) as connection:
        secret = await services.second_factors.begin(connection, person.person)
    status = 200 if found is None else found.status
    return page(
        visitor,
        "account_factor.html",
        status,
        back=back,
        kept=kept,
        found=found,
        due=due,
        key=None if secret is None else " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        picture=None if secret is None else qr_of(address_of(secret, person.username)),
    )
