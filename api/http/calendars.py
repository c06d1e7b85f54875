"""`/v1/calendars`: which notices are loaded, what another one would move, loading it, and how far that is."""

import json
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request

from api.auth.reader import Signed
from api.http.json_input import json_value, raw_body
from api.http.once import Once, OnceOnly
from api.http.openapi import described
from api.http.outgoing import Json
from api.http.problems import FieldError, problem
from api.http.services import Services, ServicesNow
from redress.contracts.calendar_load import LoadStart, reason_of
from redress.domain.actors import Actor, Role
from redress.domain.calendar import Notice
from redress.domain.notice_file import parse_notice
from redress.domain.recalculation import Moved, changed_stretch, moved
from redress.domain.tables import shipped_notices, with_notices
from redress.persistence.calendar_notices import add_notice, loaded_notices, one_load_at_a_time
from redress.persistence.commands_log import Status, insert_pending, settle
from redress.persistence.open_clocks import Place, PlacedClock, open_clocks
from redress.persistence.pool import Connection, acting_as

CLOCKS_AT_A_TIME: Final = 10_000
"""Clocks that one page of a dry run looks at."""

NO_CASE: Final = str(UUID(int=0))
"""Loading a notice belongs to no case; its command's row needs one."""

router = APIRouter(prefix="/v1/calendars", tags=["calendars"])


@router.get("", summary="The calendar in force", openapi_extra=described(answer="Calendars"))
async def show_calendars(reader: Signed, services: ServicesNow) -> Json:
    """The version in force, its years, and the notices loaded beside the shipped ones."""
    async with acting_as(services.pool, reader.actor) as connection:
        await services.regulations.refresh(connection)
        loaded = await loaded_notices(connection)
    calendar = services.tables.calendar
    items = [
        {
            "revision": each.revision,
            "year": each.year,
            "published_on": each.published_on,
            "loaded_by": each.loaded_by,
            "loaded_at": each.loaded_at,
        }
        for each in loaded
    ]
    return Json({"version": calendar.version, "published_years": calendar.published, "loaded": items})


@router.post(
    "",
    status_code=202,
    summary="Loads a notice and brings it to the running cases",
    openapi_extra=described(body="Notice", answer="CalendarLoaded", status=202, key=True),
)
async def load_calendar(services: ServicesNow, once: OnceOnly) -> Json:
    """Nothing is half-loaded: the notice stands with all its days, and every case hears of it durably."""
    _administrator(once.actor)
    with services.busy.alone(once.scope, once.key):
        async with acting_as(services.pool, once.actor) as connection:
            loaded = await _loaded(services, connection, once)
        if loaded["revision"] is not None:
            reason = reason_of(loaded["year"], loaded["published_on"])
            await services.engine.load_calendar(LoadStart(revision=loaded["revision"], reason=reason))
    return Json(loaded, 202)


async def _loaded(services: Services, connection: Connection, once: Once) -> dict[str, Any]:
    """What the key answers; `revision` None when the very same notice was known already."""
    await one_load_at_a_time(connection)
    found = await insert_pending(connection, once.row(NO_CASE, "{}"))
    if found is not None:
        before: dict[str, Any] = json.loads(once.answered(found) or "{}")
        return before
    known = await loaded_notices(connection)
    notice = _notice(once.raw, (*shipped_notices(), *(each.notice for each in known)))
    same = [each.revision for each in known if each.notice == notice]
    revision: int | None = same[0] if same else None
    if revision is None and notice not in shipped_notices():
        revision = await add_notice(connection, notice, once.raw.decode(), once.actor)
    await services.regulations.refresh(connection)
    answer = {
        "revision": revision,
        "year": notice.year,
        "published_on": notice.published_on.isoformat(),
        "version": services.tables.calendar.version,
    }
    await settle(connection, once.command_id, Status.DONE, json.dumps(answer))
    return answer


@router.post(
    "/dry-run",
    summary="Which cases a notice would move; changes nothing",
    openapi_extra=described(body="Notice", answer="CalendarDryRun"),
)
async def dry_run(
    request: Request,
    reader: Signed,
    services: ServicesNow,
    cursor: Annotated[str | None, Query(max_length=400)] = None,
) -> Json:
    """By due day, page by page; `next_cursor` null at the end. What stands still has no date to move."""
    _administrator(reader.actor)
    raw = await raw_body(request)
    json_value(raw)
    async with acting_as(services.pool, reader.actor) as connection:
        await services.regulations.refresh(connection)
        notice = _notice(raw, (*shipped_notices(), *services.regulations.loaded))
        return Json(await _effect(services, connection, notice, _place(cursor)))


async def _effect(
    services: Services, connection: Connection, notice: Notice, after: Place | None
) -> dict[str, Any]:
    old = services.tables.calendar
    new = with_notices(services.tables, (*services.regulations.loaded, notice)).calendar
    effect: dict[str, Any] = {
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
    page = await open_clocks(connection, services.tables, *stretch, after, CLOCKS_AT_A_TIME)
    clocks = {(each.case_id, each.clock.key): each for each in page.clocks}
    now = datetime.now(UTC)
    effect |= {
        "changed_from": stretch[0],
        "changed_to": stretch[1],
        "looked_at": len(page.clocks),
        "unknown": page.unknown,
        "moves": [
            _move(each, found, now)
            for each in clocks.values()
            for found in moved((each.clock,), old, new)
        ],
        "next_cursor": _cursor(page.end) if page.end else None,
    }
    return effect


def _move(placed: PlacedClock, found: Moved, now: datetime) -> dict[str, Any]:
    """One clock that moves; what is overdue is asked of the case's own present."""
    present = now + placed.clock_offset
    return {
        "case_id": placed.case_id,
        "case_number": placed.case_number,
        "office": placed.office,
        "handler": placed.handler,
        "clock": found.key,
        "due_on_before": found.before.due_on,
        "due_on_after": found.after.due_on,
        "due_at_before": found.before.due_at,
        "due_at_after": found.after.due_at,
        "provisional_before": found.before.provisional,
        "provisional_after": found.after.provisional,
        "becomes_overdue": found.becomes_overdue(present),
        "saved": found.is_saved(present),
    }


@router.get(
    "/{revision}/progress",
    summary="How far a load has come",
    openapi_extra=described(answer="CalendarProgress"),
)
async def show_progress(
    revision: Annotated[int, Path(ge=1, le=2_147_483_647)], reader: Signed, services: ServicesNow
) -> Json:
    """How many cases were told; a case may be told twice and takes a notice once."""
    _administrator(reader.actor)
    return Json(await services.engine.load_progress(revision))


def _administrator(actor: Actor) -> None:
    if Role.ADMINISTRATOR not in actor.roles:
        raise problem("not_administrator")


def _notice(raw: bytes, known: tuple[Notice, ...]) -> Notice:
    found = parse_notice(raw.decode(), known)
    if isinstance(found, Notice):
        return found
    errors = tuple(FieldError(each.place, each.code, each.text("zh"), each.reason) for each in found)
    raise problem("unusable_notice", errors=errors)


def _cursor(end: Place) -> str:
    return f"{end.due_on.isoformat()}~{end.case_id}~{end.key}"


def _place(cursor: str | None) -> Place | None:
    if cursor is None:
        return None
    try:
        due_on, case_id, key = cursor.split("~", 2)
        return Place(date.fromisoformat(due_on), str(UUID(case_id)), key)
    except ValueError:
        raise problem("invalid_cursor") from None
