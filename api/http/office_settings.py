"""`/v1/admin/offices/{office}`: what an administrator sets for one office beside its name and place."""

from dataclasses import dataclass
from itertools import chain
from typing import Any, ClassVar, Final

from fastapi import APIRouter

from api.auth.reader import Signed
from api.http.administration import OfficePath, administrator, first_time, name_of, within
from api.http.json_input import invalid_body
from api.http.once import Once, OnceOnly
from api.http.openapi import described
from api.http.outgoing import Json
from api.http.problems import FieldError, problem
from api.http.services import Services, ServicesNow
from api.http.strict import StrictReader, field_error
from api.http.unseen import without_unseen
from redress.domain.actors import OFFICE_ROLES, Actor, Role, at_or_below
from redress.domain.administration import Act
from redress.domain.facts import STRICT
from redress.domain.wording import same_words
from redress.persistence.account_keeping import set_second_factor_roles
from redress.persistence.document_choices import set_head
from redress.persistence.office_settings import OfficeSettings, office_settings, set_area
from redress.persistence.pool import acting_as

router = APIRouter(prefix="/v1/admin/offices", tags=["administration"])


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterheadGiven:
    """Null: as the office above has it."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    phone: str | None
    address: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactorGiven:
    """The roles that need a second factor in the office and below; null: as the office above has it."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    roles: tuple[Role, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaGiven:
    """Names as they stand in addresses (`青河县`), and platforms by the names people know."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    regions: tuple[str, ...]
    platforms: tuple[str, ...]


LETTERHEAD: Final[StrictReader[LetterheadGiven]] = StrictReader(LetterheadGiven)
SECOND_FACTOR: Final[StrictReader[SecondFactorGiven]] = StrictReader(SecondFactorGiven)
AREA: Final[StrictReader[AreaGiven]] = StrictReader(AreaGiven)

MOST_NAMES: Final = 200
SHORTEST_NAME: Final = 2
"""Letters of a region's or platform's name: a single one stands in too many addresses."""


@router.get(
    "/{office}", summary="What is set for an office", openapi_extra=described(answer="OfficeSettings")
)
async def show_settings(office: OfficePath, reader: Signed, services: ServicesNow) -> Json:
    """What it covers, its own letterhead and roles with a second factor, and what holds there because one
    above says it.
    """
    return Json(await own_settings(services, reader.actor, office))


@router.post(
    "/{office}/letterhead", summary="Sets what the letters of an office say of it",
    openapi_extra=described(body="LetterheadGiven", answer="OfficeKept", key=True),
)  # fmt: skip
async def post_letterhead(office: OfficePath, services: ServicesNow, once: OnceOnly) -> Json:
    """For the office and those below it that say nothing of their own, in letters drawn up from now on."""
    return Json(await letterhead_set(services, once, office, LETTERHEAD.read(once.raw)))


@router.post(
    "/{office}/second-factor", summary="Says which roles need a second factor",
    openapi_extra=described(body="SecondFactorGiven", answer="OfficeKept", key=True),
)  # fmt: skip
async def post_second_factor(office: OfficePath, services: ServicesNow, once: OnceOnly) -> Json:
    """It counts at the next sign-in; whoever has none sets one up first."""
    return Json(await second_factor_set(services, once, office, SECOND_FACTOR.read(once.raw)))


@router.post(
    "/{office}/area", summary="Says what an office covers",
    openapi_extra=described(body="AreaGiven", answer="OfficeKept", key=True),
)  # fmt: skip
async def post_area(office: OfficePath, services: ServicesNow, once: OnceOnly) -> Json:
    """For the proposal of jurisdiction (令121 art.13) of what is checked from now on."""
    return Json(await area_set(services, once, office, AREA.read(once.raw)))


async def own_settings(services: Services, actor: Actor, office: str) -> OfficeSettings:
    """Raises `not_administering`, `not_found`."""
    administrator(actor)
    async with acting_as(services.pool, actor) as connection:
        found = await office_settings(connection, office) if at_or_below(office, actor.office) else None
    if found is None:
        raise problem("not_found")
    return found


async def letterhead_set(
    services: Services, once: Once, office: str, given: LetterheadGiven
) -> dict[str, Any]:
    """Once; raises as `within`."""
    administrator(once.actor)
    head = _line(given.phone), _line(given.address)
    async with within(services, once, office) as (connection, _):
        if await first_time(connection, once, Act.LETTERHEAD_SET, office):
            await set_head(connection, office, *head)
    return {"path": office}


async def second_factor_set(
    services: Services, once: Once, office: str, given: SecondFactorGiven
) -> dict[str, Any]:
    """Once; raises `invalid_body`, as `within`."""
    administrator(once.actor)
    roles = None if given.roles is None else [role.value for role in given.roles]
    about = None if roles is None else " ".join(roles)
    async with within(services, once, office) as (connection, _):
        if any(role not in OFFICE_ROLES for role in given.roles or ()):
            raise invalid_body(field_error("roles", "unknown_value"))
        if await first_time(connection, once, Act.SECOND_FACTOR_ASKED, office, about=about):
            await set_second_factor_roles(connection, office, roles)
    return {"path": office}


async def area_set(services: Services, once: Once, office: str, given: AreaGiven) -> dict[str, Any]:
    """Once; raises `invalid_body`, as `within`."""
    administrator(once.actor)
    async with within(services, once, office) as (connection, _):
        area = _names("regions", given.regions), _names("platforms", given.platforms)
        about = " ".join(chain(*area)) or None
        if await first_time(connection, once, Act.AREA_SET, office, about=about):
            await set_area(connection, office, *area)
    return {"path": office}


def _names(field: str, said: tuple[str, ...]) -> tuple[str, ...]:
    """Each name once, in the order given; raises `invalid_body`."""
    if len(said) > MOST_NAMES:
        words = (f"最多 {MOST_NAMES} 个名称", f"takes at most {MOST_NAMES} names")
        raise invalid_body(FieldError(field, "too_many", *words))
    names = tuple(dict.fromkeys(name_of(field, one) for one in said))
    for name in names:
        if len(same_words(name)) < SHORTEST_NAME:
            words = (f"“{name}”太短,至少两个字", f"has a name that is too short: “{name}”")
            raise invalid_body(FieldError(field, "name_too_short", *words))
    return names


def _line(said: str | None) -> str:
    """One line without what nobody sees; empty for what is said above."""
    return " ".join(without_unseen(said or "").split())
