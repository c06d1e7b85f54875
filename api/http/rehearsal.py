"""`POST /v1/rehearsal/complaints/{case_id}/fast-forward`: one case lives through days in a moment."""

import asyncio
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Final

from fastapi import APIRouter

from api.auth.reader import Signed
from api.http.once import Once, OnceOnly
from api.http.one_case import CaseId, current_view, shown
from api.http.openapi import described
from api.http.outgoing import Json
from api.http.problems import Problem, problem
from api.http.services import Services, ServicesNow
from api.http.strict import StrictReader, field_error
from api.http.virtual_time import jump, time_of
from redress.domain.calendar import add_working_days
from redress.domain.counting import CHINA
from redress.domain.facts import STRICT
from redress.domain.view import CaseView
from redress.persistence.commands_log import Status, find, insert_pending, settle
from redress.persistence.pool import Connection, acting_as
from redress.persistence.reading import read_view
from redress.persistence.recording import set_clock_offset

FARTHEST: Final = timedelta(days=20 * 366)
MOST_WORKING_DAYS: Final = 2_500

CAUGHT_UP_IN: Final = timedelta(seconds=5)
LOOK_EVERY: Final = timedelta(milliseconds=40)

router = APIRouter(prefix="/v1/rehearsal", tags=["rehearsal"])


@dataclass(frozen=True, slots=True, kw_only=True)
class FastForward:
    """Either an instant or a number of working days, from the case's own present."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    until: datetime | None = None
    working_days: int | None = None


FAST_FORWARD: Final[StrictReader[FastForward]] = StrictReader(FastForward)


@router.post(
    "/complaints/{case_id}/fast-forward",
    summary="Lets time pass in one case",
    openapi_extra=described(body="FastForward", answer="CaseView", key=True),
)
async def fast_forward(case_id: CaseId, reader: Signed, services: ServicesNow, once: OnceOnly) -> Json:
    """The case view at the new time; every warning and deadline on the way has happened on its day."""
    return await shown(services, await forward(services, case_id, once), reader, purpose="rehearsal")


async def forward(services: Services, case_id: str, once: Once) -> CaseView:
    """Lets the time that a request asks for pass in a case, once; raises a `Problem`."""
    if not services.settings.rehearsal:
        raise problem("not_in_rehearsal")
    wanted = FAST_FORWARD.read(once.raw)
    if (wanted.until is None) == (wanted.working_days is None):
        raise problem("invalid_body", errors=(field_error("", "either_until_or_working_days"),))
    await current_view(services, case_id, once.actor)
    with services.busy.alone(once.scope, once.key):
        target = await _target(services, case_id, wanted, once)
        try:
            await jump(await services.engine.client(), case_id, target.until, services.engine.jump_in)
        except Problem as found:
            if not (target.asked_before and found.code == "archived"):
                raise
        return await _arrived(services, case_id, once)


@dataclass(frozen=True, slots=True)
class _Target:
    """Where a jump leads; `asked_before`: it may have been made already, and the case be archived since."""

    until: datetime
    asked_before: bool = True


async def _target(services: Services, case_id: str, wanted: FastForward, once: Once) -> _Target:
    """Where the jump leads. Kept under the key, so that the same request twice is one jump."""
    async with acting_as(services.pool, once.actor) as connection:
        known = await find(connection, once.scope, once.key)
    if known is None:
        until = _until(services, wanted, await time_of(await services.engine.client(), case_id))
        async with acting_as(services.pool, once.actor) as connection:
            return await _kept(connection, case_id, until, once)
    return _Target(datetime.fromisoformat(json.loads(once.answered(known) or "{}")["until"]))


def _until(services: Services, wanted: FastForward, present: datetime) -> datetime:
    """Working days lead to the same time of day on the n-th working day after the case's today."""
    if wanted.working_days is not None:
        if not 1 <= wanted.working_days <= MOST_WORKING_DAYS:
            raise problem("not_forward")
        local = present.astimezone(CHINA)
        day = add_working_days(services.tables.calendar, local.date(), wanted.working_days)
        return datetime.combine(day, local.timetz())
    until = wanted.until or present
    if not present < until <= present + FARTHEST:
        raise problem("not_forward", f"the case is at {present.astimezone(CHINA).isoformat()}")
    return until


async def _kept(connection: Connection, case_id: str, until: datetime, once: Once) -> _Target:
    """Settled at once: the engine owes no answer for it, and the sweeper has nothing to repeat."""
    answer = json.dumps({"until": until.isoformat()})
    overtaken = await insert_pending(connection, once.row(case_id, answer))
    if overtaken is None:
        await settle(connection, once.command_id, Status.DONE, answer)
        return _Target(until, asked_before=False)
    return _Target(datetime.fromisoformat(json.loads(once.answered(overtaken) or answer)["until"]))


async def _arrived(services: Services, case_id: str, once: Once) -> CaseView:
    """The case in its new present, when its record has caught up with it."""
    present = await time_of(await services.engine.client(), case_id)
    offset = max(present - datetime.now(UTC), timedelta())
    async with acting_as(services.pool, once.actor) as connection:
        await set_clock_offset(connection, case_id, offset)
    try:
        view = await services.engine.view(case_id)
    except Problem:
        view = await current_view(services, case_id, once.actor)
    await _caught_up(services, case_id, view.version, once)
    return replace(view, now=present)


async def _caught_up(services: Services, case_id: str, version: int, once: Once) -> None:
    """Waits until lists show what the case has lived through, but not for ever: the view is right already."""
    try:
        async with asyncio.timeout(CAUGHT_UP_IN.total_seconds()):
            while True:
                async with acting_as(services.pool, once.actor) as connection:
                    stored = await read_view(connection, case_id)
                if stored is not None and stored.version >= version:
                    return
                await asyncio.sleep(LOOK_EVERY.total_seconds())
    except TimeoutError:
        return
