"""`/v1/admin`: the offices of an administrator, and the log of what administrators did.

Who may do it, and to which office, is judged here and again by row-level security.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, Final

from fastapi import APIRouter, Path

from api.auth.reader import Signed
from api.http.assignment import today
from api.http.json_input import invalid_body
from api.http.once import Once, OnceOnly
from api.http.openapi import described
from api.http.outgoing import Json
from api.http.problems import FieldError, problem
from api.http.services import Services, ServicesNow
from api.http.strict import StrictReader, field_error
from api.http.unseen import without_unseen
from redress.domain.actors import Actor, Role, at_or_below
from redress.domain.administration import CODE, KINDS_BELOW, NUMBERED, SEGMENT, Act, OfficeKind
from redress.domain.facts import STRICT
from redress.persistence.administration import (
    Done,
    NewOffice,
    add_office,
    close_office,
    in_office,
    known_act,
    note_act,
    read_log,
    rename_office,
)
from redress.persistence.offices import Office, OfficeClosed, list_offices, must_be_open
from redress.persistence.pool import Connection, acting_as

MAY_LOG: Final = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})
LONGEST_NAME: Final = 60
OfficePath = Annotated[str, Path(max_length=200)]

router = APIRouter(prefix="/v1/admin", tags=["administration"])


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeGiven:
    """A new office below `parent`; `segment` is the last part of its path, small letters and digits."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    parent: str
    segment: str
    kind: OfficeKind
    name_zh: str
    name_en: str
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeNames:
    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    name_zh: str
    name_en: str


OFFICE_GIVEN: Final[StrictReader[OfficeGiven]] = StrictReader(OfficeGiven)
OFFICE_NAMES: Final[StrictReader[OfficeNames]] = StrictReader(OfficeNames)


@router.get("/offices", summary="The offices one administers", openapi_extra=described(answer="Offices"))
async def show_offices(reader: Signed, services: ServicesNow) -> Json:
    """The reader's office and all below it, closed ones too; `parent` makes the tree."""
    return Json({"items": await own_offices(services, reader.actor)})


@router.post(
    "/offices", status_code=201, summary="Adds an office",
    openapi_extra=described(body="OfficeGiven", answer="OfficeKept", status=201, key=True),
)  # fmt: skip
async def post_office(services: ServicesNow, once: OnceOnly) -> Json:
    return Json(await office_added(services, once, OFFICE_GIVEN.read(once.raw)), 201)


@router.post(
    "/offices/{office}/rename", summary="Renames an office",
    openapi_extra=described(body="OfficeNames", answer="OfficeKept", key=True),
)  # fmt: skip
async def rename(office: OfficePath, services: ServicesNow, once: OnceOnly) -> Json:
    """Letters drawn up from now on, and their seal, say the new name."""
    return Json(await office_renamed(services, once, office, OFFICE_NAMES.read(once.raw)))


@router.post(
    "/offices/{office}/close", summary="Closes an office",
    openapi_extra=described(answer="OfficeKept", key=True),
)  # fmt: skip
async def close(office: OfficePath, services: ServicesNow, once: OnceOnly) -> Json:
    """Today is its last day. Refused while it has open cases, people or offices below it."""
    return Json(await office_closed(services, once, office))


@router.get("/log", summary="What administrators did", openapi_extra=described(answer="AdministrationLog"))
async def show_log(reader: Signed, services: ServicesNow) -> Json:
    """In the reader's offices, the newest first; for auditors and administrators."""
    return Json({"items": await log_of_acts(services, reader.actor)})


async def own_offices(services: Services, actor: Actor) -> tuple[Office, ...]:
    """The tree from the actor's office downwards; raises `not_administrator`."""
    administrator(actor)
    async with acting_as(services.pool, actor) as connection:
        return tuple(one for one in await list_offices(connection) if at_or_below(one.path, actor.office))


async def office_added(services: Services, once: Once, given: OfficeGiven) -> dict[str, Any]:
    """Once; raises `kind_not_below`, `office_closed`, `office_taken`, `invalid_body`, as `within`."""
    administrator(once.actor)
    names = _names(given.name_zh, given.name_en)
    chosen("parent", given.parent)
    if not SEGMENT.fullmatch(given.segment):
        raise invalid_body(field_error("segment", "invalid"))
    if given.code is not None and (not CODE.fullmatch(given.code) or given.kind not in NUMBERED):
        raise invalid_body(field_error("code", "invalid"))
    path = f"{given.parent}.{given.segment}"
    async with within(services, once, given.parent) as (connection, parent):
        if given.kind not in KINDS_BELOW[OfficeKind(parent.kind)]:
            raise problem("kind_not_below")
        await still_open(connection, given.parent)
        if await first_time(connection, once, Act.OFFICE_ADDED, given.parent, about=path):
            office = NewOffice(path, given.parent, given.kind, *names, given.code)
            if not await add_office(connection, office):
                raise problem("office_taken")
    return {"path": path}


async def office_renamed(services: Services, once: Once, office: str, given: OfficeNames) -> dict[str, Any]:
    """Once; raises `invalid_body`, as `within`."""
    administrator(once.actor)
    names = _names(given.name_zh, given.name_en)
    async with within(services, once, office) as (connection, _):
        if await first_time(connection, once, Act.OFFICE_RENAMED, office):
            await rename_office(connection, office, *names)
    return {"path": office}


async def office_closed(services: Services, once: Once, office: str) -> dict[str, Any]:
    """Once; raises `own_office`, `office_has_cases`, `office_has_people`, `office_has_offices`."""
    if office == once.actor.office:
        administrator(once.actor)
        raise problem("own_office")
    async with within(services, once, office) as (connection, found):
        if found.closed_on is None and await first_time(connection, once, Act.OFFICE_CLOSED, office):
            left = await in_office(connection, office)
            for name in ("cases", "people", "offices"):
                if count := getattr(left, name):
                    raise problem(f"office_has_{name}", str(count))
            await close_office(connection, office, today())
    return {"path": office}


async def log_of_acts(services: Services, actor: Actor) -> tuple[Done, ...]:
    """Raises `not_for_you`."""
    if not MAY_LOG.intersection(actor.roles):
        raise problem("not_for_you")
    async with acting_as(services.pool, actor) as connection:
        return await read_log(connection)


def administrator(actor: Actor) -> None:
    """Raises `not_administering`."""
    if Role.ADMINISTRATOR not in actor.roles:
        raise problem("not_administering")


@asynccontextmanager
async def within(services: Services, once: Once, office: str) -> AsyncIterator[tuple[Connection, Office]]:
    """The administrator's transaction about an office; raises `not_administering`, `not_found`."""
    administrator(once.actor)
    async with acting_as(services.pool, once.actor) as connection:
        found = next((one for one in await list_offices(connection) if one.path == office), None)
        if found is None or not at_or_below(office, once.actor.office):
            raise problem("not_found")
        yield connection, found


async def first_time(
    connection: Connection,
    once: Once,
    what: Act,
    office: str,
    person: str | None = None,
    about: str | None = None,
) -> bool:
    """Writes the act down; False where this key has done it before. Raises `idempotency_key_reused`."""
    done = Done(datetime.now(UTC), once.actor.person, once.actor.office, what, office, person, about)
    before = await note_act(connection, done, once.key, once.body_hmac)
    if before is not None and before != once.body_hmac:
        raise problem("idempotency_key_reused")
    return before is None


async def came_before(connection: Connection, once: Once) -> bool:
    """Whether this key has done its act before; raises `idempotency_key_reused`."""
    before = await known_act(connection, once.actor.person, once.key)
    if before is not None and before != once.body_hmac:
        raise problem("idempotency_key_reused")
    return before is not None


async def still_open(connection: Connection, office: str) -> None:
    """Raises `office_is_closed`."""
    try:
        await must_be_open(connection, office)
    except OfficeClosed:
        raise problem("office_is_closed") from None


def chosen(field: str, said: str) -> None:
    """Raises `invalid_body` for a choice that was left open."""
    if not said:
        raise invalid_body(field_error(field, "blank"))


def _names(zh: str, en: str) -> tuple[str, str]:
    return name_of("name_zh", zh), name_of("name_en", en)


def name_of(field: str, said: str) -> str:
    """A name without what nobody sees, in one line; raises `invalid_body`."""
    name = " ".join(without_unseen(said).split())
    if not name:
        raise invalid_body(field_error(field, "blank"))
    if len(name) > LONGEST_NAME:
        words = (f"超过 {LONGEST_NAME} 个字符", f"is longer than {LONGEST_NAME} characters")
        raise invalid_body(FieldError(field, "name_too_long", *words))
    return name
