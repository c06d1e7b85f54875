"""`/v1/admin/people/{person}/links`: as whom somebody signs in at the organisation's issuer (OpenID Connect).

Whoever is linked opens the account, so an administrator links others and never the own account.
"""

from dataclasses import dataclass
from typing import ClassVar, Final

from fastapi import APIRouter

from api.auth.reader import Signed
from api.http.administration import first_time
from api.http.administration_people import PersonId, about_person, kept_at, own_person
from api.http.json_input import invalid_body
from api.http.once import Once, OnceOnly
from api.http.openapi import described
from api.http.outgoing import Json
from api.http.problems import problem
from api.http.services import Services, ServicesNow
from api.http.strict import StrictReader, field_error
from redress.domain.actors import Actor
from redress.domain.administration import Act
from redress.domain.facts import STRICT
from redress.persistence.issuer import AlreadyLinked, IssuerLink, link, links_of, unlink
from redress.persistence.pool import acting_as

router = APIRouter(prefix="/v1/admin/people", tags=["administration"])


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectGiven:
    """The claim `sub` by which this installation's issuer knows the person."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerGiven:
    """The issuer whose link ends; it need not be the present one."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    issuer: str


SUBJECT_GIVEN: Final[StrictReader[SubjectGiven]] = StrictReader(SubjectGiven)
ISSUER_GIVEN: Final[StrictReader[IssuerGiven]] = StrictReader(IssuerGiven)


@router.get("/{person}/links", summary="Links to issuers", openapi_extra=described(answer="IssuerLinks"))
async def show_links(person: PersonId, reader: Signed, services: ServicesNow) -> Json:
    return Json({"items": await own_links(services, reader.actor, person)})


@router.post(
    "/{person}/links", summary="Links a person to a subject of the issuer",
    openapi_extra=described(body="SubjectGiven", answer="IssuerLinks", key=True),
)  # fmt: skip
async def post_link(person: PersonId, services: ServicesNow, once: OnceOnly) -> Json:
    """From the next sign-in there on; whoever the issuer knows by this `sub` opens the account."""
    return Json({"items": await linked(services, once, person, SUBJECT_GIVEN.read(once.raw))})


@router.post(
    "/{person}/links/remove", summary="Ends a link",
    openapi_extra=described(body="IssuerGiven", answer="IssuerLinks", key=True),
)  # fmt: skip
async def remove_link(person: PersonId, services: ServicesNow, once: OnceOnly) -> Json:
    """Sessions that are open go on: sign the person out everywhere to end them too."""
    return Json({"items": await unlinked(services, once, person, ISSUER_GIVEN.read(once.raw))})


async def own_links(services: Services, actor: Actor, person: str) -> tuple[IssuerLink, ...]:
    """Raises `not_administering`, `no_such_person`."""
    await own_person(services, actor, person)
    async with acting_as(services.pool, actor) as connection:
        return await links_of(connection, person)


async def linked(
    services: Services, once: Once, person: str, given: SubjectGiven
) -> tuple[IssuerLink, ...]:
    """Once; raises `not_oneself`, `no_issuer`, `already_linked`, `invalid_body`, as `about_person`."""
    async with about_person(services, once, person) as (connection, found):
        if person == once.actor.person:
            raise problem("not_oneself")
        if services.issuer is None:
            raise problem("no_issuer")
        subject = given.subject.strip()
        if not subject or not subject.isprintable():
            raise invalid_body(field_error("subject", "blank" if not subject else "invalid"))
        issuer = services.issuer.name
        if await first_time(connection, once, Act.LINKED, kept_at(found), person, issuer):
            try:
                await link(connection, issuer, subject, person, once.actor.person)
            except AlreadyLinked:
                raise problem("already_linked") from None
        return await links_of(connection, person)


async def unlinked(
    services: Services, once: Once, person: str, given: IssuerGiven
) -> tuple[IssuerLink, ...]:
    """Once, also where there was no link; raises `not_oneself`, as `about_person`."""
    async with about_person(services, once, person) as (connection, found):
        if person == once.actor.person:
            raise problem("not_oneself")
        known = {one.issuer for one in await links_of(connection, person)}
        if given.issuer in known and await first_time(
            connection, once, Act.UNLINKED, kept_at(found), person, given.issuer
        ):
            await unlink(connection, given.issuer, person, once.actor.person)
        return await links_of(connection, person)
