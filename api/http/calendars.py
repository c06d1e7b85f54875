"""`/v1/calendars`: which notices and regional days are loaded, what others would move, loading them,
and how far that is.
"""

import json
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request

from api.auth.reader import Signed
from api.http.json_input import json_value, raw_body
from api.http.loading import (
    CLOCKS_AT_A_TIME,
    Answer,
    administrator,
    cursor_of,
    load,
    move,
    place_of,
    unusable,
)
from api.http.once import Once, OnceOnly
from api.http.openapi import described
from api.http.outgoing import Json
from api.http.services import Services, ServicesNow
from redress.contracts.calendar_load import LoadStart, reason_of
from redress.domain.calendar import Calendar, Notice
from redress.domain.counting import CHINA
from redress.domain.notice_file import parse_notice
from redress.domain.overlay import Overlay, of_office, parse_overlay
from redress.domain.problems import Problem
from redress.domain.recalculation import changed_stretch, moved
from redress.domain.tables import shipped_notices, with_notices
from redress.persistence.calendar_notices import add_notice, loaded_notices
from redress.persistence.loaded_regulations import add_overlay, loaded_overlays
from redress.persistence.offices import list_offices
from redress.persistence.open_clocks import Place, PlacedClock, open_clocks
from redress.persistence.pool import Connection, acting_as
from redress.persistence.regulations import Loaded

router = APIRouter(prefix="/v1/calendars", tags=["calendars"])


@router.get("", summary="The calendar in force", openapi_extra=described(answer="Calendars"))
async def show_calendars(reader: Signed, services: ServicesNow) -> Json:
    """The national version in force, its years, and the notices and regional days loaded beside it."""
    async with acting_as(services.pool, reader.actor) as connection:
        await services.regulations.refresh(connection)
        loaded = await loaded_notices(connection)
        overlays = await loaded_overlays(connection)
    calendar = services.tables.calendar
    notices = [
        {
            "revision": each.revision,
            "year": each.year,
            "published_on": each.published_on,
            "loaded_by": each.loaded_by,
            "loaded_at": each.loaded_at,
        }
        for each in loaded
    ]
    regions = [
        {
            "revision": each.revision,
            "code": each.overlay.code,
            "office": each.overlay.office,
            "published_on": each.overlay.published_on,
            "version": services.regulations.now.of_office(each.overlay.office).calendar.version,
            "off": each.overlay.off,
            "makeup_workdays": each.overlay.makeup_workdays,
            "source": each.overlay.source,
            "loaded_by": each.loaded_by,
            "loaded_at": each.loaded_at,
        }
        for each in overlays
    ]
    return Json(
        {
            "version": calendar.version,
            "published_years": calendar.published,
            "loaded": notices,
            "overlays": regions,
        }
    )


@router.post(
    "",
    status_code=202,
    summary="Loads a notice or a region's days and brings them to the running cases",
    openapi_extra=described(body="NoticeOrOverlay", answer="CalendarLoaded", status=202, key=True),
)
async def load_calendar(services: ServicesNow, once: OnceOnly) -> Json:
    """Nothing is half-loaded: what is given stands with all its days, and every case hears of it durably.

    What has a `code` is a region's own notice, for the offices at or below its `office`.
    """
    return Json(await loaded(services, once), 202)


async def loaded(services: Services, once: Once) -> Answer:
    """What the load of a request is answered, once; `job_id` is the job by which it is watched."""

    async def add(connection: Connection) -> tuple[Answer, LoadStart | None]:
        await services.regulations.refresh(connection)
        found = await given(services, connection, once.raw)
        if isinstance(found, Notice):
            return await _add_notice(services, connection, once, found)
        return await _add_overlay(services, connection, once, found)

    return await load(services, once, add)


async def _add_notice(
    services: Services, connection: Connection, once: Once, notice: Notice
) -> tuple[Answer, LoadStart | None]:
    """`revision` None when the very same notice was shipped."""
    known = await loaded_notices(connection)
    revision = next((each.revision for each in known if each.notice == notice), None)
    if revision is None and notice not in shipped_notices():
        revision = await add_notice(connection, notice, once.raw.decode(), once.actor)
    await services.regulations.refresh(connection)
    answer = {
        "revision": revision,
        "year": notice.year,
        "published_on": notice.published_on.isoformat(),
        "version": services.tables.calendar.version,
    }
    name = f"{notice.year}@{notice.published_on}"
    return answer, LoadStart(revision=revision, reason=reason_of("notice", name)) if revision else None


async def _add_overlay(
    services: Services, connection: Connection, once: Once, overlay: Overlay
) -> tuple[Answer, LoadStart | None]:
    known = await loaded_overlays(connection)
    revision = next((each.revision for each in known if each.overlay == overlay), None)
    if revision is None:
        revision = await add_overlay(connection, overlay, once.raw.decode(), once.actor)
    await services.regulations.refresh(connection)
    answer = {
        "revision": revision,
        "code": overlay.code,
        "office": overlay.office,
        "published_on": overlay.published_on.isoformat(),
        "version": services.regulations.now.of_office(overlay.office).calendar.version,
    }
    reason = reason_of("overlay", f"{overlay.code}@{overlay.published_on}")
    return answer, LoadStart(revision=revision, reason=reason, office=overlay.office)


@router.post(
    "/dry-run",
    summary="Which cases a notice or a region's days would move; changes nothing",
    openapi_extra=described(body="NoticeOrOverlay", answer="CalendarDryRun"),
)
async def dry_run(
    request: Request,
    reader: Signed,
    services: ServicesNow,
    cursor: Annotated[str | None, Query(max_length=400)] = None,
) -> Json:
    """By due day, page by page; `next_cursor` null at the end. What stands still has no date to move."""
    administrator(reader.actor)
    raw = await raw_body(request)
    json_value(raw)
    async with acting_as(services.pool, reader.actor) as connection:
        await services.regulations.refresh(connection)
        found = await given(services, connection, raw)
        return Json(await effect_of(services, connection, found, place_of(cursor)))


async def effect_of(
    services: Services, connection: Connection, given: Notice | Overlay, after: Place | None
) -> Answer:
    tried = _Tried(services.regulations.now, given)
    office = given.office if isinstance(given, Overlay) else None
    old, new = tried.calendars(office or "")
    effect: Answer = {
        "calendar_before": old.version,
        "calendar_after": new.version,
        "changed_from": None,
        "changed_to": None,
        "looked_at": 0,
        "unknown": 0,
        "moves": [],
        "next_cursor": None,
    }
    stretch = changed_stretch(old, new)
    if stretch is None:
        return effect
    tables = services.tables
    page = await open_clocks(connection, tables, *stretch, after, CLOCKS_AT_A_TIME, office=office)
    now = datetime.now(UTC)
    effect |= {
        "changed_from": stretch[0],
        "changed_to": stretch[1],
        "looked_at": len(page.clocks),
        "unknown": page.unknown,
        "moves": [found for each in page.clocks for found in tried.moves(each, now)],
        "next_cursor": cursor_of(page.end),
    }
    return effect


class _Tried:
    """The calendars of every office before and after; each office's are counted once."""

    def __init__(self, loaded: Loaded, given: Notice | Overlay) -> None:
        self._before = loaded
        if isinstance(given, Notice):
            tables = with_notices(loaded.tables, (*loaded.notices, given))
            self._after = (tables.calendar, loaded.overlays)
        else:
            self._after = (loaded.tables.calendar, (*loaded.overlays, given))
        self._known: dict[str, tuple[Calendar, Calendar]] = {}

    def calendars(self, office: str) -> tuple[Calendar, Calendar]:
        if office not in self._known:
            self._known[office] = (
                self._before.of_office(office).calendar,
                of_office(*self._after, office),
            )
        return self._known[office]

    def moves(self, placed: PlacedClock, now: datetime) -> list[Answer]:
        found = moved((placed.clock,), *self.calendars(placed.office))
        return [move(placed, each, now) for each in found]


@router.get(
    "/{revision}/progress",
    summary="How far a load has come",
    openapi_extra=described(answer="CalendarProgress"),
)
async def show_progress(
    revision: Annotated[int, Path(ge=1, le=2_147_483_647)], reader: Signed, services: ServicesNow
) -> Json:
    """How many cases were told; a case may be told twice and takes a load once."""
    administrator(reader.actor)
    return Json(await services.engine.load_progress(revision))


async def given(services: Services, connection: Connection, raw: bytes) -> Notice | Overlay:
    """The notice or the overlay of a body; raises `unusable_notice` with every place and reason.

    What is published later than today is a slip that would bar the true notice; a rehearsal may look ahead.
    """
    known = services.regulations.now
    today = None if services.settings.rehearsal else datetime.now(CHINA).date()
    if not _is_regional(raw):
        notice = parse_notice(raw.decode(), (*shipped_notices(), *known.notices), today)
        if isinstance(notice, Notice):
            return notice
        raise unusable("unusable_notice", notice)
    overlay = parse_overlay(raw.decode(), known.overlays, today)
    if not isinstance(overlay, Overlay):
        raise unusable("unusable_notice", overlay)
    if overlay.office not in {each.path for each in await list_offices(connection)}:
        raise unusable("unusable_notice", (Problem("office", "unknown_office", (overlay.office,)),))
    return overlay


def _is_regional(raw: bytes) -> bool:
    document: Any = json.loads(raw) if raw else None
    return isinstance(document, dict) and "code" in document
