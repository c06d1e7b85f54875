"""Pages about the people whom an administrator keeps: accounts, roles, leave, links to the issuer."""

import json
from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.console.administration import Done, Refused, once_for, refused_as, shown
from api.console.pages import lead_to, page
from api.console.visitor import FormData, SignedIn, Visitor
from api.http.administration import own_offices
from api.http.administration_people import (
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
from api.http.issuer_links import ISSUER_GIVEN, SUBJECT_GIVEN, linked, own_links, unlinked
from api.http.problems import Problem
from redress.domain.actors import OFFICE_ROLES
from redress.domain.administration import ROLES_OF_KIND, OfficeKind
from redress.persistence.offices import Office, list_offices
from redress.persistence.pool import acting_as

router = APIRouter(prefix="/admin/people")


@router.get("")
async def show_people(
    visitor: SignedIn, q: Annotated[str, Query(max_length=60)] = "", done: Done = ""
) -> Response:
    return await _people(visitor, q, done)


@router.post("")
async def add_person(visitor: SignedIn) -> Response:
    """The page with the one-time password: it is shown here and never again."""
    body = {name: visitor.form.one(name).strip() for name in ("username", "display_name", "office", "role")}
    try:
        once = once_for(visitor, "POST /v1/admin/people", body)
        new = await person_added(visitor.services, once, PERSON_GIVEN.read(once.raw))
    except Problem as found:
        return await _people(visitor, refused=refused_as(visitor, "new", found))
    if new["person"] is None:
        return lead_to("/admin/people?done=added")
    return await _person(visitor, new["person"], "added", secret=new["one_time_password"])


@router.get("/{person}")
async def show_person(person: PersonId, visitor: SignedIn, done: Done = "") -> Response:
    return await _person(visitor, person, done)


@router.post("/{person}/rename")
async def rename_person(person: PersonId, visitor: SignedIn) -> Response:
    async def renaming() -> object:
        body = {"display_name": visitor.form.one("display_name")}
        once = once_for(visitor, f"POST /v1/admin/people/{person}/rename", body)
        return await person_renamed(visitor.services, once, person, PERSON_NAME.read(once.raw))

    return await _on_person(visitor, person, "rename", renaming, "renamed")


@router.post("/{person}/roles")
async def give_role(person: PersonId, visitor: SignedIn) -> Response:
    async def giving() -> object:
        once = once_for(visitor, f"POST /v1/admin/people/{person}/roles", _role(visitor.form))
        return await role_given(visitor.services, once, person, ROLE_GIVEN.read(once.raw))

    return await _on_person(visitor, person, "roles", giving, "role")


@router.post("/{person}/roles/take")
async def take_role(person: PersonId, visitor: SignedIn) -> Response:
    async def taking() -> object:
        once = once_for(visitor, f"POST /v1/admin/people/{person}/roles/take", _role(visitor.form))
        return await role_taken(visitor.services, once, person, ROLE_GIVEN.read(once.raw))

    return await _on_person(visitor, person, "held", taking, "role")


@router.post("/{person}/leaves")
async def enter_leave(person: PersonId, visitor: SignedIn) -> Response:
    async def entering() -> object:
        await own_person(visitor.services, visitor.signed.actor, person)
        said = {n: v for n in ("from_on", "to_on", "deputy") if (v := visitor.form.one(n))}
        given = LEAVE_GIVEN.read(json.dumps({"person": person, **said}).encode())
        return await entered(visitor.services, visitor.signed.actor, given)

    return await _on_person(visitor, person, "leave", entering, "leave")


@router.post("/{person}/links")
async def link_person(person: PersonId, visitor: SignedIn) -> Response:
    async def linking() -> object:
        body = {"subject": visitor.form.one("subject")}
        once = once_for(visitor, f"POST /v1/admin/people/{person}/links", body)
        return await linked(visitor.services, once, person, SUBJECT_GIVEN.read(once.raw))

    return await _on_person(visitor, person, "links", linking, "linked")


@router.post("/{person}/links/remove")
async def unlink_person(person: PersonId, visitor: SignedIn) -> Response:
    async def unlinking() -> object:
        body = {"issuer": visitor.form.one("issuer")}
        once = once_for(visitor, f"POST /v1/admin/people/{person}/links/remove", body)
        return await unlinked(visitor.services, once, person, ISSUER_GIVEN.read(once.raw))

    return await _on_person(visitor, person, "linked", unlinking, "unlinked")


@router.post("/{person}/{act}")
async def do(person: PersonId, act: str, visitor: SignedIn) -> Response:
    """The page with the one-time password where one was made, else back to the person."""
    try:
        once = once_for(visitor, f"POST /v1/admin/people/{person}/{act}", {})
        secret = await done_to(visitor.services, once, person, act)
    except Problem as found:
        return await _refused_person(visitor, person, act, found)
    if secret is None:
        return lead_to(f"/admin/people/{person}?done={act}")
    return await _person(visitor, person, act, secret=secret)


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
    return await _person(visitor, person, refused=refused_as(visitor, form, found))


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
        **shown(done, refused),
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
        links=await own_links(services, actor, person),
        issuer=services.issuer,
        secret=secret,
        **shown(done, refused),
    )


def _open(offices: tuple[Office, ...]) -> list[Office]:
    return [one for one in offices if one.closed_on is None and ROLES_OF_KIND[OfficeKind(one.kind)]]


async def _office_names(visitor: Visitor) -> dict[str, str]:
    async with acting_as(visitor.services.pool, visitor.signed.actor) as connection:
        found = await list_offices(connection)
    return {one.path: visitor.words.either(one.name_zh, one.name_en) for one in found}


def _role(form: FormData) -> dict[str, str]:
    return {"office": form.one("office"), "role": form.one("role")}
