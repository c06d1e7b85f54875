"""Loading a version of a profile (法规配置) on a page: what it would move is shown first, then a job brings
it to the cases.
"""

import json
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.console.pages import lead_to, page
from api.console.trying import Tried, shown_of, text_in
from api.console.visitor import SignedIn, Visitor
from api.console.with_file import sent_form
from api.http.loading import administrator
from api.http.once import once_of
from api.http.problems import Problem
from api.http.profiles import loaded, tried_out
from api.http.services import ServicesNow
from redress.persistence.loaded_regulations import loaded_profiles
from redress.persistence.pool import acting_as

PLACE: Final = "POST /v1/profiles"

router = APIRouter()


@router.get("/admin/profiles")
async def show_profiles(visitor: SignedIn) -> Response:
    administrator(visitor.signed.actor)
    return await _page(visitor, Tried(""))


@router.post("/admin/profiles/dry-run")
async def try_out(request: Request, services: ServicesNow) -> Response:
    """Which clocks would move; nothing is changed."""
    async with sent_form(request, services) as sent:
        visitor = sent.visitor
        administrator(visitor.signed.actor)
        text, numbers = text_in(sent, "toml"), visitor.form.one("numbers")
        try:
            if sent.found is not None:
                raise sent.found
            effect = await tried_out(services, visitor.signed.actor, _body(text, numbers), None)
        except Problem as found:
            return await _page(visitor, Tried(text, found=found, numbers=numbers))
        return await _page(visitor, Tried(text, effect, numbers=numbers))


@router.post("/admin/profiles")
async def load(visitor: SignedIn) -> Response:
    """To the job by which the load is watched; what was loaded before leads to its own."""
    text, numbers = visitor.form.one("toml"), visitor.form.one("numbers")
    services, actor = visitor.services, visitor.signed.actor
    try:
        once = once_of(services, actor, visitor.form.one("key"), PLACE, _body(text, numbers))
        answer = await loaded(services, once)
    except Problem as found:
        if found.status in (403, 503):
            raise
        return await _page(visitor, Tried(text, found=found, numbers=numbers))
    job = answer.get("job_id")
    return lead_to(f"/jobs/{job}" if job else "/admin/profiles")


def _body(text: str, numbers: str) -> bytes:
    """As a program sends it: the lines `name = days` as an object; what is no number is refused there."""
    pairs = (line.partition("=")[::2] for line in numbers.splitlines() if line.strip())
    given: dict[str, Any] = {name.strip(): _number(said.strip()) for name, said in pairs}
    return json.dumps({"toml": text, "numbers": given}).encode()


def _number(said: str) -> int | str:
    return int(said) if said.isdecimal() and len(said) < 10 else said


async def _page(visitor: Visitor, tried: Tried) -> Response:
    services = visitor.services
    async with acting_as(services.pool, visitor.signed.actor) as connection:
        await services.regulations.refresh(connection)
        known = await loaded_profiles(connection)
    return page(
        visitor,
        "profiles.html",
        tried.found.status if tried.found else 200,
        current=services.tables.current,
        loaded={one.revision: one for one in known},
        **shown_of(visitor, tried),
    )
