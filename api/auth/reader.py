"""Who asks: from the bearer token to a person acting for an office. Roles and office come from here only."""

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, Request

from api.auth.issuer import IssuerFault, IssuerTrouble
from api.auth.scopes import check_scope
from api.auth.vouched import vouches
from api.http.problems import problem
from api.http.services import Services, ServicesNow
from redress.domain.actors import Actor
from redress.persistence.accounts import Duty, Person, person_of
from redress.persistence.issuer import linked_person
from redress.persistence.pool import transaction
from redress.persistence.service_tokens import PREFIX, find_service
from redress.persistence.sessions import second_factor_asked

OFFICE_HEADER: Final = "Redress-Office"
"""Which of their offices a person with several acts for; without it the first by path of their own."""


TOKEN_PARTS: Final = 3
"""Of a JWT, parted by dots; sessions and tokens of services have none."""

DUTIES: Final = {
    Duty.PASSWORD: "password_change_required",
    Duty.SECOND_FACTOR: "second_factor_enrolment_required",
}
"""What a session with a duty is answered everywhere but where the duty is done."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody signed in, acting for one office."""

    person: Person
    actor: Actor


async def signed_in(request: Request, services: ServicesNow) -> Reader:
    """The reader of a request; raises `unauthenticated`, `no_role`, or that something is to be done first."""
    reader = await signed_in_with_duty(request, services)
    if reader.person.duty is not None:
        raise problem(DUTIES[reader.person.duty])
    return reader


async def signed_in_with_duty(request: Request, services: ServicesNow) -> Reader:
    """The same, also while something has to be done first: for the addresses where it is done."""
    token, office = token_of(request), request.headers.get(OFFICE_HEADER)
    if token.startswith(PREFIX):
        return await _service(request, services, token, office)
    if token.count(".") == TOKEN_PARTS - 1:
        return acting(await _sent_by_issuer(services, token), office)
    return await reader_of(services, token, office)


def token_of(request: Request) -> str:
    """The bearer token of a request; raises `unauthenticated`."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise problem("unauthenticated")
    return token.strip()


async def reader_of(
    services: Services, token: str, office: str | None = None, *, use: bool = True
) -> Reader:
    """Who holds a session's token, acting for `office`; raises `unauthenticated` or `no_role`."""
    person = await services.sessions.person(token, use=use)
    if person is None:
        raise problem("unauthenticated")
    return acting(person, office)


async def _service(request: Request, services: Services, token: str, office: str | None) -> Reader:
    """The service that holds a token; raises `unauthenticated`, `scope_missing`, `no_role`."""
    found = await find_service(services.pool, token)
    if found is None:
        raise problem("unauthenticated")
    person, scopes = found
    check_scope(request, scopes)
    return acting(person, office)


async def _sent_by_issuer(services: Services, token: str) -> Person:
    """Who an access token of the issuer speaks for; raises `unauthenticated`, `issuer_unreachable`, and
    `issuer_without_second_factor`: a program that comes with a token can give no code.
    """
    if services.issuer is None:
        raise problem("unauthenticated")
    try:
        claims = await services.issuer.bearer(token)
    except IssuerTrouble as trouble:
        if trouble.fault is IssuerFault.UNREACHABLE:
            raise problem(trouble.fault) from None
        raise problem("unauthenticated") from None
    async with transaction(services.pool) as connection:
        linked = await linked_person(connection, services.issuer.name, str(claims["sub"]))
        person = None if linked is None else await person_of(connection, linked)
        if person is None:
            raise problem("unauthenticated")
        asked = await second_factor_asked(connection, person.person)
    if asked and not vouches(claims, services.settings.oidc_second_factor_acr):
        raise problem("issuer_without_second_factor")
    return person


def acting(person: Person, office: str | None) -> Reader:
    """The person in one office; raises `no_role`."""
    actor = person.acting_in(office)
    if actor is None:
        raise problem("no_role")
    return Reader(person, actor)


Signed = Annotated[Reader, Depends(signed_in)]
AtTheDoor = Annotated[Reader, Depends(signed_in_with_duty)]
