"""Pages of those who keep offices (机构管理), and what they share with those about people; what was done is
shown to auditors too.
"""

import json
import re
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
from api.http.administration_people import ACTS
from api.http.office_settings import (
    AREA,
    LETTERHEAD,
    SECOND_FACTOR,
    area_set,
    letterhead_set,
    own_settings,
    second_factor_set,
)
from api.http.once import Once, once_of
from api.http.problems import Problem, problem
from redress.domain.actors import OFFICE_ROLES
from redress.domain.administration import KINDS_BELOW, OfficeKind
from redress.persistence.accounts import names_of
from redress.persistence.offices import list_offices
from redress.persistence.pool import acting_as

DONE: Final = frozenset(
    {
        "added", "renamed", "closed", "role", "leave", "linked", "unlinked", "area", "letterhead",
        "second_factor", *ACTS,
    }
)  # fmt: skip
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
        once = once_for(visitor, "POST /v1/admin/offices", body)
        return await office_added(visitor.services, once, OFFICE_GIVEN.read(once.raw))

    return await _on_offices(visitor, "new", adding, "added")


@router.post("/offices/{office}/rename")
async def rename_office(office: OfficePath, visitor: SignedIn) -> Response:
    body = {name: visitor.form.one(name) for name in ("name_zh", "name_en")}

    async def renaming() -> object:
        once = once_for(visitor, f"POST /v1/admin/offices/{office}/rename", body)
        return await office_renamed(visitor.services, once, office, OFFICE_NAMES.read(once.raw))

    return await _on_offices(visitor, office, renaming, "renamed")


@router.post("/offices/{office}/close")
async def close_office(office: OfficePath, visitor: SignedIn) -> Response:
    async def closing() -> object:
        once = once_for(visitor, f"POST /v1/admin/offices/{office}/close", {})
        return await office_closed(visitor.services, once, office)

    return await _on_offices(visitor, office, closing, "closed")


@router.get("/offices/{office}")
async def show_office(office: OfficePath, visitor: SignedIn, done: Done = "") -> Response:
    return await _office(visitor, office, done)


@router.post("/offices/{office}/letterhead")
async def set_letterhead(office: OfficePath, visitor: SignedIn) -> Response:
    body = {name: visitor.form.one(name).strip() or None for name in ("phone", "address")}

    async def setting() -> object:
        once = once_for(visitor, f"POST /v1/admin/offices/{office}/letterhead", body)
        return await letterhead_set(visitor.services, once, office, LETTERHEAD.read(once.raw))

    return await _on_office(visitor, office, "head", setting, "letterhead")


@router.post("/offices/{office}/area")
async def set_area(office: OfficePath, visitor: SignedIn) -> Response:
    body = {name: _listed(visitor.form.one(name)) for name in ("regions", "platforms")}

    async def setting() -> object:
        once = once_for(visitor, f"POST /v1/admin/offices/{office}/area", body)
        return await area_set(visitor.services, once, office, AREA.read(once.raw))

    return await _on_office(visitor, office, "area", setting, "area")


@router.post("/offices/{office}/second-factor")
async def ask_second_factor(office: OfficePath, visitor: SignedIn) -> Response:
    own = visitor.form.one("whose") == "own"
    body = {"roles": visitor.form.every("role") if own else None}

    async def asking() -> object:
        once = once_for(visitor, f"POST /v1/admin/offices/{office}/second-factor", body)
        return await second_factor_set(visitor.services, once, office, SECOND_FACTOR.read(once.raw))

    return await _on_office(visitor, office, "factor", asking, "second_factor")


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
        return await _offices(visitor, refused=refused_as(visitor, form, found))
    return lead_to(f"/admin/offices?done={done}")


async def _on_office(
    visitor: Visitor, office: str, form: str, doing: Callable[[], Awaitable[object]], done: str
) -> Response:
    try:
        await doing()
    except Problem as found:
        return await _office(visitor, office, refused=refused_as(visitor, form, found))
    return lead_to(f"/admin/offices/{office}?done={done}")


async def _office(
    visitor: Visitor, office: str, done: str = "", refused: Refused | None = None
) -> Response:
    """What is set for one office: its letterhead, and who needs a second factor there."""
    services, actor = visitor.services, visitor.signed.actor
    settings = await own_settings(services, actor, office)
    kept = {one.path: one for one in await own_offices(services, actor)}
    ticked = visitor.form.every("role") if refused else settings.second_factor_roles
    return page(
        visitor,
        "admin_office.html",
        refused.found.status if refused else 200,
        one=kept[office],
        settings=settings,
        roles=OFFICE_ROLES,
        ticked=ticked or (),
        **shown(done, refused),
    )


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
        **shown(done, refused),
    )


def shown(done: str, refused: Refused | None) -> dict[str, Any]:
    """What every page with forms shows: what was done or refused, and a fresh key for each form."""
    return {
        "done": done if done in DONE else "",
        "refused": refused or Refused("", problem("not_found"), FormData(), ()),
        "fresh_key": lambda: str(uuid4()),
    }


def refused_as(visitor: Visitor, form: str, found: Problem) -> Refused:
    """Raises what is no fault of the form: who may not be here, or what does not exist."""
    if found.code == "not_administering" or found.status == 404:
        raise found
    words = visitor.words
    fields = ((one, one.field.partition("[")[0]) for one in found.errors)
    wrong = tuple(
        Wrong(f"{form}-{field}", words(f"admin.field.{field}"), words.either(one.zh, one.en))
        for one, field in fields
    )
    return Refused(form, found, visitor.form, wrong)


def _listed(said: str) -> list[str]:
    """Names that stand one a line, or with a comma between them."""
    return [name for one in re.split(r"[\n,,、;;]", said) if (name := one.strip())]


def once_for(visitor: Visitor, place: str, body: dict[str, Any]) -> Once:
    """The same request as over HTTP: a form and a program that send the same key do it once."""
    raw = json.dumps(body).encode()
    return once_of(visitor.services, visitor.signed.actor, visitor.form.one("key"), place, raw)
