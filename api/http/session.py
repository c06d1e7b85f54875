"""`/v1/session`: signing in and out. A person's own account is in `account.py`."""

from dataclasses import dataclass
from typing import ClassVar, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.auth.devices import device_of
from api.auth.reader import AtTheDoor
from api.http.json_input import raw_body
from api.http.openapi import described
from api.http.outgoing import Json
from api.http.problems import problem
from api.http.services import Services, ServicesNow
from api.http.strict import StrictReader
from redress.domain.facts import STRICT
from redress.persistence.pool import transaction
from redress.persistence.sessions import Session, Way, end_session
from redress.persistence.sessions import open_session as opened
from redress.persistence.sign_in import Recognised, count_failure, is_locked, recognise
from redress.persistence.sign_in_log import Happening


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """`code`: of the second factor, for those who have one; a recovery code does too."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    username: str
    password: str
    code: str | None = None


CREDENTIALS: Final[StrictReader[Credentials]] = StrictReader(Credentials)

router = APIRouter(prefix="/v1/session", tags=["session"])


@router.post("", summary="Signs in", openapi_extra=described(body="Credentials", answer="SessionToken"))
async def open_session(request: Request, services: ServicesNow) -> Json:
    """A token for `Authorization: Bearer …`, and in which offices the person has which roles."""
    given = CREDENTIALS.read(await raw_body(request))
    session = await session_of(services, given, device_of(request))
    person = session.person
    return Json(
        {
            "token": session.token,
            "expires_at": session.expires_at,
            "person": person.person,
            "display_name": person.display_name,
            "duty": person.duty,
            "offices": [{"office": actor.office, "roles": actor.roles} for actor in person.actors],
        }
    )


@router.get("", summary="Who is signed in")
async def show_session(reader: AtTheDoor) -> Json:
    return Json(
        {
            "person": reader.person.person,
            "display_name": reader.person.display_name,
            "office": reader.actor.office,
            "roles": reader.actor.roles,
            "duty": reader.person.duty,
        }
    )


@router.delete("", summary="Signs out", status_code=204, response_class=Response)
async def close_session(request: Request, reader: AtTheDoor, services: ServicesNow) -> Response:
    await leave(services, request.headers["authorization"].partition(" ")[2].strip())
    return Response(status_code=204)


async def session_of(services: Services, given: Credentials, device: str) -> Session:
    """A new session; raises what `recognised` and `code_used` do, and `second_factor_required`."""
    known = await recognised(services, given)
    if known.second_factor:
        if not given.code:
            raise problem("second_factor_required")
        await code_used(services, known.person, given.code)
    return await session_for(services, known.person, Way.PASSWORD, device)


async def recognised(services: Services, given: Credentials) -> Recognised:
    """Whose password it is; raises `bad_credentials`, after too many `too_many_requests`, and
    `local_sign_in_off`.
    """
    if not services.settings.local_sign_in:
        raise problem("local_sign_in_off")
    async with services.limits.turn(given.username):
        services.limits.passwords.check(given.username)
        known = await recognise(services.pool, given.username, given.password)
        if known is None:
            services.limits.passwords.count(given.username)
            raise problem("bad_credentials")
    return known


async def code_used(services: Services, person: str, code: str) -> None:
    """Uses up a code of the second factor; raises `bad_code`, which counts towards the lock."""
    async with services.limits.turn(person), transaction(services.pool) as connection:
        right = await services.second_factors.takes(connection, person, code)
        locked = await is_locked(connection, person)
        if not (right or locked):
            await count_failure(connection, person, Happening.WRONG_CODE)
    if locked or not right:
        raise problem("bad_code")


async def session_for(
    services: Services, person: str, way: Way, device: str, *, vouched: bool = False
) -> Session:
    """A new session of somebody who has shown who they are; raises `bad_credentials` for a closed account.

    `vouched`: the issuer says that a second factor was used there.
    """
    async with transaction(services.pool) as connection:
        session = await opened(connection, person, way=way, device=device, vouched=vouched)
    if session is None:
        raise problem("bad_credentials")
    return session


async def leave(services: Services, token: str) -> None:
    """Ends the session of a token."""
    await end_session(services.pool, token)
    services.sessions.forget(token)
