"""`/v1/session`: signing in and out."""

from dataclasses import dataclass
from typing import ClassVar, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.auth.devices import device_of
from api.auth.reader import Signed
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
from redress.persistence.sign_in import recognise


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    username: str
    password: str


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
async def show_session(reader: Signed) -> Json:
    return Json(
        {
            "person": reader.person.person,
            "display_name": reader.person.display_name,
            "office": reader.actor.office,
            "roles": reader.actor.roles,
        }
    )


@router.delete("", summary="Signs out", status_code=204, response_class=Response)
async def close_session(request: Request, reader: Signed, services: ServicesNow) -> Response:
    await leave(services, request.headers["authorization"].partition(" ")[2].strip())
    return Response(status_code=204)


async def session_of(services: Services, given: Credentials, device: str) -> Session:
    """A new session; raises `bad_credentials` and, after too many of those, `too_many_requests`."""
    async with services.limits.turn(given.username):
        services.limits.passwords.check(given.username)
        known = await recognise(services.pool, given.username, given.password)
        if known is None:
            services.limits.passwords.count(given.username)
            raise problem("bad_credentials")
    async with transaction(services.pool) as connection:
        session = await opened(connection, known.person, way=Way.PASSWORD, device=device)
    if session is None:
        raise problem("bad_credentials")
    return session


async def leave(services: Services, token: str) -> None:
    """Ends the session of a token."""
    await end_session(services.pool, token)
    services.sessions.forget(token)
