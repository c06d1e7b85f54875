"""Pages of those who keep offices and people (机构与人员管理); what was done is shown to auditors too."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any, Final
from uuid import uuid4

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.console.bound import Wrong
from api.console.pages import lead_to, page
from api.console.visitor import FormData, SignedIn, Visitor
from api.http.administration import (
    OFFICE_GIVEN,
    OFFICE_NAMES,
    OfficePath,
    log_of_acts,
    office_added,
    office_closed,
    office_renamed,
    own_offices,
)
from api.http.administration_people import (
    ACTS,
    PERSON_GIVEN,
    PERSON_NAME,
    ROLE_GIVEN,
    PersonId,
    done_to,
    own_people,
    own_person,
    person_added,
    person_renamed,
    role_given,
    role_taken,
)
from api.http.assignment import LEAVE_GIVEN, entered, leaves
from api.http.once import Once, once_of
from api.http.problems import Problem, problem
from redress.domain.actors import OFFICE_ROLES
from redress.domain.administration import KINDS_BELOW, ROLES_OF_KIND, OfficeKind
from redress.persistence.accounts import names_of
from redress.persistence.offices import Office, list_offices
from redress.persistence.pool import acting_as

DONE: Final = frozenset({"added", "renamed", "closed", "role", "leave", *ACTS})
"""What a page may say was done."""

router = APIRouter(prefix="/admin")


@dataclass(frozen=True, slots=True)
class Refused:
    """A form that was not taken: which one, why, and what stands against its fields."""

    form: str
    found: Problem
    typed: FormData
    wrong: tuple[Wrong, ...]

    def said(self, form: str, name: str) -> str:
        """What had been typed there."""
        return self.typed.one(name) if form == self.form else ""

    def against(self, form: str, name: str) -> str:
        """What is wrong with a field of a form."""
        ours = (one.message for one in self.wrong if one.id == f"{form}-{name}")
        return next(ours, "")


Done = Annotated[str, Query(max_length=30)]


@router.get("/offices")
async def show_offices(visitor: SignedIn, done: Done = "") -> Response:
    return await _offices(visitor, done)


@router.post("/offices")
async def add_office(visitor: SignedIn) -> Response:
    form = visitor.form
    body = {name: form.one(name).strip() for name in ("parent", "segment", "kind", "name_zh", "name_en")}
    body |= {"code": form.one("code").strip()} if form.one("code").strip() else {}

    async def adding() -> object:
        once = _once(visitor, "POST /v1/admin/offices", body)
        return await office_added(visitor.services, once, OFFICE_GIVEN.read(once.raw))

    return await _on_offices(visitor, "new", adding, "added")


@router.post("/offices/{office}/rename")
async def rename_office(office: OfficePath, visitor: SignedIn) -> Response:
    body = {name: visitor.form.one(name) for name in ("name_zh", "name_en")}

    async def renaming() -> object:
        once = _once(visitor, f"POST /v1/admin/offices/{office}/rename", body)
        return await office_renamed(visitor.services, once, office, OFFICE_NAMES.read(once.raw))

    return await _on_offices(visitor, office, renaming, "renamed")


@router.post("/offices/{office}/close")
async def close_office(office: OfficePath, visitor: SignedIn) -> Response:
    async def closing() -> object:
        once = _once(visitor, f"POST /v1/admin/offices/{office}/close", {})
        return await office_closed(visitor.services, once, office)

    return await _on_offices(visitor, office, closing, "closed")


@router.get("/people")
async def show_people(
    visitor: SignedIn, q: Annotated[str, Query(max_length=60)] = "", done: Done = ""
) -> Response:
    return await _people(visitor, q, done)


@router.post("/people")
async def add_person(visitor: SignedIn) -> Response:
    """The page with the one-time password: it is shown here and never again."""
    body = {name: visitor.form.one(name).strip() for name in ("username", "display_name", "office", "role")}
    try:
        once = _once(visitor, "POST /v1/admin/people", body)
        new = await person_added(visitor.services, once, PERSON_GIVEN.read(once.raw))
    except Problem as found:
        return await _people(visitor, refused=_refused(visitor, "new", found))
    if new["person"] is None:
        return lead_to("/admin/people?done=added")
    return await _person(visitor, new["person"], "added", secret=new["one_time_password"])


@router.get("/people/{person}")
async def show_person(person: PersonId, visitor: SignedIn, done: Done = "") -> Response:
    return await _person(visitor, person, done)


@router.post("/people/{person}/rename")
async def rename_person(person: PersonId, visitor: SignedIn) -> Response:
    async def renaming() -> object:
        body = {"display_name": visitor.form.one("display_name")}
        once = _once(visitor, f"POST /v1/admin/people/{person}/rename", body)
        return await person_renamed(visitor.services, once, person, PERSON_NAME.read(once.raw))

    return await _on_person(visitor, person, "rename", renaming, "renamed")


@router.post("/people/{person}/roles")
async def give_role(person: PersonId, visitor: SignedIn) -> Response:
    async def giving() -> object:
        once = _once(visitor, f"POST /v1/admin/people/{person}/roles", _role(visitor.form))
        return await role_given(visitor.services, once, person, ROLE_GIVEN.read(once.raw))

    return await _on_person(visitor, person, "roles", giving, "role")


@router.post("/people/{person}/roles/take")
async def take_role(person: PersonId, visitor: SignedIn) -> Response:
    async def taking() -> object:
        once = _once(visitor, f"POST /v1/admin/people/{person}/roles/take", _role(visitor.form))
        return await role_taken(visitor.services, once, person, ROLE_GIVEN.read(once.raw))

    return await _on_person(visitor, person, "held", taking, "role")


@router.post("/people/{person}/leaves")
async def enter_leave(person: PersonId, visitor: SignedIn) -> Response:
    async def entering() -> object:
        await own_person(visitor.services, visitor.signed.actor, person)
        said = {n: v for n in ("from_on", "to_on", "deputy") if (v := visitor.form.one(n))}
        given = LEAVE_GIVEN.read(json.dumps({"person": person, **said}).encode())
        return await entered(visitor.services, visitor.signed.actor, given)

    return await _on_person(visitor, person, "leave", entering, "leave")


@router.post("/people/{person}/{act}")
async def do(person: PersonId, act: str, visitor: SignedIn) -> Response:
    """The page with the one-time password where one was made, else back to the person."""
    try:
        once = _once(visitor, f"POST /v1/admin/people/{person}/{act}", {})
        secret = await done_to(visitor.services, once, person, act)
    except Problem as found:
        return await _refused_person(visitor, person, act, found)
    if secret is None:
        return lead_to(f"/admin/people/{person}?done={act}")
    return await _person(visitor, person, act, secret=secret)


@router.get("/log")
async def show_log(visitor: SignedIn) -> Response:
    acts = await log_of_acts(visitor.services, visitor.signed.actor)
    async with acting_as(visitor.services.pool, visitor.signed.actor) as connection:
        names = await names_of(connection, [each for one in acts for each in (one.by, one.person) if each])
        offices = {one.path: one for one in await list_offices(connection)}
    return page(visitor, "admin_log.html", acts=acts, names=names, offices=offices)


async def _on_offices(
    visitor: Visitor, form: str, doing: Callable[[], Awaitable[object]], done: str
) -> Response:
    try:
        await doing()
    except Problem as found:
        return await _offices(visitor, refused=_refused(visitor, form, found))
    return lead_to(f"/admin/offices?done={done}")


async def _on_person(
    visitor: Visitor, person: str, form: str, doing: Callable[[], Awaitable[object]], done: str
) -> Response:
    try:
        await doing()
    except Problem as found:
        return await _refused_person(visitor, person, form, found)
    return lead_to(f"/admin/people/{person}?done={done}")


async def _refused_person(visitor: Visitor, person: str, form: str, found: Problem) -> Response:
    if found.status == 404:
        raise found
    return await _person(visitor, person, refused=_refused(visitor, form, found))


async def _offices(visitor: Visitor, done: str = "", refused: Refused | None = None) -> Response:
    found = await own_offices(visitor.services, visitor.signed.actor)
    return page(
        visitor,
        "admin_offices.html",
        refused.found.status if refused else 200,
        offices=found,
        depth={one.path: one.path.count(".") - visitor.signed.actor.office.count(".") for one in found},
        parents=[one for one in found if one.closed_on is None and KINDS_BELOW[OfficeKind(one.kind)]],
        kinds=tuple(OfficeKind),
        own=visitor.signed.actor.office,
        **_shown(done, refused),
    )


async def _people(
    visitor: Visitor, search: str = "", done: str = "", refused: Refused | None = None
) -> Response:
    services, actor = visitor.services, visitor.signed.actor
    return page(
        visitor,
        "admin_people.html",
        refused.found.status if refused else 200,
        people=await own_people(services, actor, search),
        offices=_open(await own_offices(services, actor)),
        names=await _office_names(visitor),
        roles=OFFICE_ROLES,
        search=search,
        **_shown(done, refused),
    )


async def _person(
    visitor: Visitor, person: str, done: str = "", refused: Refused | None = None, secret: str | None = None
) -> Response:
    services, actor = visitor.services, visitor.signed.actor
    found = await own_person(services, actor, person)
    colleagues = [one for one in await own_people(services, actor) if one.active and one.person != person]
    away = [one for one in await leaves(services, actor) if one.person == person]
    return page(
        visitor,
        "admin_person.html",
        refused.found.status if refused else 200,
        one=found,
        me=actor.person == person,
        offices=_open(await own_offices(services, actor)),
        names=await _office_names(visitor),
        roles=OFFICE_ROLES,
        colleagues=colleagues,
        called={one.person: one.display_name for one in colleagues},
        away=away,
        secret=secret,
        **_shown(done, refused),
    )


def _shown(done: str, refused: Refused | None) -> dict[str, Any]:
    return {
        "done": done if done in DONE else "",
        "refused": refused or Refused("", problem("not_found"), FormData(), ()),
        "fresh_key": lambda: str(uuid4()),
    }


def _refused(visitor: Visitor, form: str, found: Problem) -> Refused:
    """Raises what is no fault of the form: who may not be here, or what does not exist."""
    if found.code == "not_administering" or found.status == 404:
        raise found
    words = visitor.words
    wrong = tuple(
        Wrong(f"{form}-{one.field}", words(f"admin.field.{one.field}"), words.either(one.zh, one.en))
        for one in found.errors
    )
    return Refused(form, found, visitor.form, wrong)


def _open(offices: tuple[Office, ...]) -> list[Office]:
    return [one for one in offices if one.closed_on is None and ROLES_OF_KIND[OfficeKind(one.kind)]]


async def _office_names(visitor: Visitor) -> dict[str, str]:
    async with acting_as(visitor.services.pool, visitor.signed.actor) as connection:
        found = await list_offices(connection)
    return {one.path: visitor.words.either(one.name_zh, one.name_en) for one in found}


def _role(form: FormData) -> dict[str, str]:
    return {"office": form.one("office"), "role": form.one("role")}


def _once(visitor: Visitor, place: str, body: dict[str, Any]) -> Once:
    """The same request as over HTTP: a form and a program that send the same key do it once."""
    raw = json.dumps(body).encode()
    return once_of(visitor.services, visitor.signed.actor, visitor.form.one("key"), place, raw)
