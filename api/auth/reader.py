"""Who asks: from the bearer token to a person acting for an office. Roles and office come from here only."""

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, Request

from api.http.problems import problem
from api.http.services import Services, ServicesNow
from redress.domain.actors import Actor
from redress.persistence.accounts import Duty, Person

OFFICE_HEADER: Final = "Redress-Office"
"""Which of their offices a person with several acts for; without it the first by path of their own."""


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
    return await reader_of(services, token_of(request), request.headers.get(OFFICE_HEADER))


def token_of(request: Request) -> str:
    """The bearer token of a request; raises `unauthenticated`."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise problem("unauthenticated")
    return token.strip()


async def reader_of(services: Services, token: str, office: str | None = None) -> Reader:
    """Who holds a session's token, acting for `office`; raises `unauthenticated` or `no_role`."""
    person = await services.sessions.person(token)
    if person is None:
        raise problem("unauthenticated")
    actor = person.acting_in(office)
    if actor is None:
        raise problem("no_role")
    return Reader(person, actor)


Signed = Annotated[Reader, Depends(signed_in)]
AtTheDoor = Annotated[Reader, Depends(signed_in_with_duty)]
