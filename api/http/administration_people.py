"""`/v1/admin/people`: accounts, their roles in offices, and what an administrator does for somebody.

An account is its administrator's alone: whoever has a role in an office that is not below is out of reach, so
that nobody opens the account of somebody above.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final

from fastapi import APIRouter, Path, Query

from api.auth.reader import Signed
from api.http.administration import (
    administrator,
    came_before,
    chosen,
    first_time,
    name_of,
    still_open,
    within,
)
from api.http.json_input import invalid_body
from api.http.once import Once, OnceOnly
from api.http.openapi import described
from api.http.outgoing import Json
from api.http.problems import problem
from api.http.services import Services, ServicesNow
from api.http.strict import StrictReader, field_error
from redress.domain.actors import OFFICE_ROLES, Actor, Role, at_or_below
from redress.domain.administration import ROLES_OF_KIND, Act, OfficeKind, together
from redress.domain.facts import STRICT
from redress.persistence.account_keeping import (
    UnusableUsername,
    UsernameTaken,
    close_account,
    create_account,
    end_all_sessions,
    remove_second_factor,
    reopen_account,
    set_one_time_password,
    unlock,
)
from redress.persistence.administration import (
    Held,
    Kept,
    give_role,
    keep_at,
    one_person,
    other_administrators,
    people,
    rename_person,
    take_role,
)
from redress.persistence.assignment import cases_in_hand
from redress.persistence.pool import Connection, acting_as

PersonId = Annotated[str, Path(max_length=80)]

router = APIRouter(prefix="/v1/admin/people", tags=["administration"])


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonGiven:
    """A new account with its first role."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    username: str
    display_name: str
    office: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGiven:
    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    office: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonName:
    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    display_name: str


PERSON_GIVEN: Final[StrictReader[PersonGiven]] = StrictReader(PersonGiven)
ROLE_GIVEN: Final[StrictReader[RoleGiven]] = StrictReader(RoleGiven)
PERSON_NAME: Final[StrictReader[PersonName]] = StrictReader(PersonName)

DoneTo = Callable[[Connection, str, str], Awaitable[Any]]

ACTS: Final[dict[str, tuple[Act, DoneTo]]] = {
    "close": (Act.PERSON_CLOSED, close_account),
    "reopen": (Act.PERSON_REOPENED, reopen_account),
    "unlock": (Act.UNLOCKED, unlock),
    "one-time-password": (Act.ONE_TIME_PASSWORD, set_one_time_password),
    "remove-second-factor": (Act.SECOND_FACTOR_REMOVED, remove_second_factor),
    "sign-out": (Act.SIGNED_OUT, end_all_sessions),
}
"""What is done to an account by its word in the address."""

NOT_ONESELF: Final = frozenset({"close", "one-time-password", "remove-second-factor"})
"""What somebody else does for an administrator: one's own password and code are changed on one's own page."""


@router.get("", summary="The people one administers", openapi_extra=described(answer="PeopleKept"))
async def show_people(
    reader: Signed, services: ServicesNow, q: Annotated[str, Query(max_length=60)] = ""
) -> Json:
    """Who has a role in the reader's office or below it; `q` searches user names and names."""
    return Json({"items": await own_people(services, reader.actor, q)})


@router.post(
    "", status_code=201, summary="Adds a person",
    openapi_extra=described(body="PersonGiven", answer="PersonAdded", status=201, key=True),
)  # fmt: skip
async def post_person(services: ServicesNow, once: OnceOnly) -> Json:
    """`one_time_password` is said once: the same key again answers null in its place."""
    return Json(await person_added(services, once, PERSON_GIVEN.read(once.raw)), 201)


@router.get("/{person}", summary="One person", openapi_extra=described(answer="PersonKept"))
async def show_person(person: PersonId, reader: Signed, services: ServicesNow) -> Json:
    return Json(await own_person(services, reader.actor, person))


@router.post(
    "/{person}/rename", summary="Renames a person",
    openapi_extra=described(body="PersonName", answer="PersonKept", key=True),
)  # fmt: skip
async def rename(person: PersonId, services: ServicesNow, once: OnceOnly) -> Json:
    return Json(await person_renamed(services, once, person, PERSON_NAME.read(once.raw)))


@router.post(
    "/{person}/roles", summary="Gives a role",
    openapi_extra=described(body="RoleGiven", answer="PersonKept", key=True),
)  # fmt: skip
async def post_role(person: PersonId, services: ServicesNow, once: OnceOnly) -> Json:
    """It counts from the next request of that person on, in sessions that are open too."""
    return Json(await role_given(services, once, person, ROLE_GIVEN.read(once.raw)))


@router.post(
    "/{person}/roles/take", summary="Takes a role away",
    openapi_extra=described(body="RoleGiven", answer="PersonKept", key=True),
)  # fmt: skip
async def take(person: PersonId, services: ServicesNow, once: OnceOnly) -> Json:
    """It is gone with the next request of that person."""
    return Json(await role_taken(services, once, person, ROLE_GIVEN.read(once.raw)))


@router.post(
    "/{person}/{act}",
    summary="Closes, reopens, unlocks or signs out an account, or gives it a one-time password",
    openapi_extra=described(answer="PersonActed", key=True),
)
async def do(
    person: PersonId, act: Annotated[str, Path(max_length=40)], services: ServicesNow, once: OnceOnly
) -> Json:
    """`act`: close, reopen, unlock, one-time-password, remove-second-factor, sign-out."""
    return Json({"one_time_password": await done_to(services, once, person, act)})


async def own_people(services: Services, actor: Actor, search: str = "") -> tuple[Kept, ...]:
    """Raises `not_administering`."""
    administrator(actor)
    async with acting_as(services.pool, actor) as connection:
        return await people(connection, actor.office, search.strip())


async def own_person(services: Services, actor: Actor, person: str) -> Kept:
    """Raises `not_administering`, `no_such_person`."""
    administrator(actor)
    async with acting_as(services.pool, actor) as connection:
        return _seen(await one_person(connection, person), actor)


async def person_added(services: Services, once: Once, given: PersonGiven) -> dict[str, Any]:
    """Once; raises `username_taken`, `invalid_body`, `office_is_closed`, and what stands against the role."""
    administrator(once.actor)
    name = name_of("display_name", given.display_name)
    chosen("office", given.office)
    async with within(services, once, given.office) as (connection, office):
        _fits(office.kind, given.role)
        if await came_before(connection, once):
            return {"person": None, "one_time_password": None}
        await still_open(connection, given.office)
        try:
            new = await create_account(connection, given.username, name, once.actor.person)
        except UsernameTaken:
            raise problem("username_taken") from None
        except UnusableUsername:
            raise invalid_body(field_error("username", "invalid")) from None
        await keep_at(connection, new.person, given.office)
        await give_role(connection, new.person, Held(given.office, given.role))
        await first_time(connection, once, Act.PERSON_ADDED, given.office, new.person, given.role.value)
    return {"person": new.person, "one_time_password": new.one_time_password}


async def person_renamed(services: Services, once: Once, person: str, given: PersonName) -> Kept:
    """Once; raises `invalid_body`, as `about_person`."""
    administrator(once.actor)
    name = name_of("display_name", given.display_name)
    async with about_person(services, once, person) as (connection, found):
        if await first_time(connection, once, Act.PERSON_RENAMED, kept_at(found), person):
            await rename_person(connection, person, name)
        return await _again(connection, person)


async def role_given(services: Services, once: Once, person: str, given: RoleGiven) -> Kept:
    """Once; raises `role_not_of_kind`, `roles_apart`, `office_is_closed`, as `within` and `own_person`."""
    administrator(once.actor)
    chosen("office", given.office)
    async with within(services, once, given.office) as (connection, office):
        found = _seen(await one_person(connection, person), once.actor)
        _fits(office.kind, given.role)
        if not together((given.role, *(one.role for one in found.roles))):
            raise problem("roles_apart")
        await still_open(connection, given.office)
        if await first_time(connection, once, Act.ROLE_GIVEN, given.office, person, given.role.value):
            await give_role(connection, person, Held(given.office, given.role))
        return await _again(connection, person)


async def role_taken(services: Services, once: Once, person: str, given: RoleGiven) -> Kept:
    """Once; raises `last_administrator`, as `within` and `own_person`."""
    async with within(services, once, given.office) as (connection, _):
        found = _seen(await one_person(connection, person), once.actor)
        held = Held(given.office, given.role)
        if held in found.roles:
            await _not_the_last(connection, held, person)
            if await first_time(connection, once, Act.ROLE_TAKEN, given.office, person, given.role.value):
                await take_role(connection, person, held)
        return await _again(connection, person)


async def done_to(services: Services, once: Once, person: str, act: str) -> str | None:
    """Once: the one-time password where that is what was made. Raises `not_found`, `not_oneself`,
    `last_administrator`, `person_has_cases`, as `about_person`.
    """
    administrator(once.actor)
    if act not in ACTS:
        raise problem("not_found")
    what, doing = ACTS[act]
    async with about_person(services, once, person) as (connection, found):
        if person == once.actor.person and act in NOT_ONESELF:
            raise problem("not_oneself")
        if what is Act.PERSON_CLOSED and found.active:
            await _may_go(connection, found)
        if not await first_time(connection, once, what, kept_at(found), person):
            return None
        answer = await doing(connection, person, once.actor.person)
    return answer if isinstance(answer, str) else None


async def _may_go(connection: Connection, found: Kept) -> None:
    for held in found.roles:
        await _not_the_last(connection, held, found.person)
    if cases := await cases_in_hand(connection, found.person):
        raise problem("person_has_cases", str(len(cases)))


async def _not_the_last(connection: Connection, held: Held, person: str) -> None:
    if held.role is Role.ADMINISTRATOR and not await other_administrators(connection, held.office, person):
        raise problem("last_administrator")


@asynccontextmanager
async def about_person(services: Services, once: Once, person: str) -> AsyncIterator[tuple[Connection, Kept]]:
    """The transaction about an account that is the administrator's own to keep; raises `not_administering`,
    `no_such_person`, `person_of_another_office`.
    """
    administrator(once.actor)
    async with acting_as(services.pool, once.actor) as connection:
        found = _seen(await one_person(connection, person), once.actor)
        if not all(at_or_below(office, once.actor.office) for office in found.offices()):
            raise problem("person_of_another_office")
        yield connection, found


def _seen(found: Kept | None, actor: Actor) -> Kept:
    offices = found.offices() | ({found.home} - {None}) if found else frozenset()
    if found is None or not any(at_or_below(office or "", actor.office) for office in offices):
        raise problem("no_such_person")
    return found


def _fits(kind: str, role: Role) -> None:
    if role not in OFFICE_ROLES or role not in ROLES_OF_KIND[OfficeKind(kind)]:
        raise problem("role_not_of_kind")


def kept_at(found: Kept) -> str:
    """The office under which an act about a person is written down."""
    return min(found.offices(), key=len)


async def _again(connection: Connection, person: str) -> Kept:
    found = await one_person(connection, person)
    if found is None:
        raise problem("no_such_person")
    return found
