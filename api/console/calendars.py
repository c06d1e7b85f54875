"""Loading a holiday notice on a page: what it would move is shown first, then a job brings it to the cases.
"""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.console.pages import lead_to, page
from api.console.trying import Tried, shown_of, text_in
from api.console.visitor import SignedIn, Visitor
from api.console.with_file import sent_form
from api.http.calendars import effect_of, given, loaded
from api.http.json_input import json_value
from api.http.loading import administrator
from api.http.once import once_of
from api.http.problems import Problem
from api.http.services import ServicesNow
from redress.persistence.calendar_notices import LoadedNotice, loaded_notices
from redress.persistence.loaded_regulations import LoadedOverlay, loaded_overlays
from redress.persistence.pool import acting_as

PLACE: Final = "POST /v1/calendars"

router = APIRouter()


@router.get("/admin/calendars")
async def show_calendars(visitor: SignedIn) -> Response:
    administrator(visitor.signed.actor)
    return await _page(visitor, Tried(""))


@router.post("/admin/calendars/dry-run")
async def try_out(request: Request, services: ServicesNow) -> Response:
    """Which clocks would move; nothing is changed."""
    async with sent_form(request, services) as sent:
        visitor = sent.visitor
        administrator(visitor.signed.actor)
        text = text_in(sent, "notice")
        if sent.found is not None:
            return await _page(visitor, Tried(text, found=sent.found))
        return await _page(visitor, await _tried(visitor, text))


@router.post("/admin/calendars")
async def load(visitor: SignedIn) -> Response:
    """To the job by which the load is watched; what was loaded before leads to its own."""
    text = visitor.form.one("notice")
    services, actor = visitor.services, visitor.signed.actor
    try:
        once = once_of(services, actor, visitor.form.one("key"), PLACE, text.encode())
        answer = await loaded(services, once)
    except Problem as found:
        if found.status in (403, 503):
            raise
        return await _page(visitor, Tried(text, found=found))
    job = answer.get("job_id")
    return lead_to(f"/jobs/{job}" if job else "/admin/calendars")


async def _tried(visitor: Visitor, text: str) -> Tried:
    services = visitor.services
    try:
        json_value(text.encode())
        async with acting_as(services.pool, visitor.signed.actor) as connection:
            await services.regulations.refresh(connection)
            found = await given(services, connection, text.encode())
            return Tried(text, await effect_of(services, connection, found, None))
    except Problem as found:
        return Tried(text, found=found)


async def _page(visitor: Visitor, tried: Tried) -> Response:
    services = visitor.services
    async with acting_as(services.pool, visitor.signed.actor) as connection:
        await services.regulations.refresh(connection)
        notices: tuple[LoadedNotice, ...] = await loaded_notices(connection)
        overlays: tuple[LoadedOverlay, ...] = await loaded_overlays(connection)
    return page(
        visitor,
        "calendars.html",
        tried.found.status if tried.found else 200,
        version=services.tables.calendar.version,
        years=services.tables.calendar.published,
        notices=notices,
        overlays=overlays,
        **shown_of(visitor, tried),
    )
