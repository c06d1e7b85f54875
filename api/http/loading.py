"""What loading a notice, a region's days or a profile has in common: who may, once, the lines and pages of a
dry run.
"""

import json
import os
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from api.http.once import Once
from api.http.problems import FieldError, Problem, problem
from api.http.services import Services
from redress.contracts.calendar_load import LoadStart
from redress.contracts.ids import uuid7
from redress.contracts.jobs import JobKind
from redress.domain import problems
from redress.domain.actors import Actor, Role
from redress.domain.recalculation import Moved
from redress.persistence.calendar_notices import one_load_at_a_time
from redress.persistence.commands_log import Status, insert_pending, settle
from redress.persistence.jobs import NewJob, insert_job, load_job
from redress.persistence.open_clocks import Place, PlacedClock, count_open
from redress.persistence.pool import Connection, acting_as

CLOCKS_AT_A_TIME: Final = 10_000
"""Clocks that one page of a dry run looks at."""

NO_CASE: Final = str(UUID(int=0))
"""A load belongs to no case; its command's row needs one."""

Answer = dict[str, Any]


def administrator(actor: Actor) -> None:
    """Raises `not_administrator`."""
    if Role.ADMINISTRATOR not in actor.roles:
        raise problem("not_administrator")


async def load(
    services: Services,
    once: Once,
    add: Callable[[Connection], Awaitable[tuple[Answer, LoadStart | None]]],
) -> Answer:
    """What the key answers: of `add`, in one transaction, nobody else loading meanwhile; then cases are told.

    A repeated key starts the walk again, should it not have been started.
    """
    administrator(once.actor)
    with services.busy.alone(once.scope, once.key):
        async with acting_as(services.pool, once.actor) as connection:
            answer, start = await _added(services, connection, once, add)
        if start is not None:
            await services.engine.load_calendar(start)
    return answer


async def _added(
    services: Services,
    connection: Connection,
    once: Once,
    add: Callable[[Connection], Awaitable[tuple[Answer, LoadStart | None]]],
) -> tuple[Answer, LoadStart | None]:
    await one_load_at_a_time(connection)
    found = await insert_pending(connection, once.row(NO_CASE, "{}"))
    if found is not None:
        kept = json.loads(once.answered(found) or "{}")
        return kept["answer"], LoadStart(**kept["start"]) if kept["start"] else None
    answer, start = await add(connection)
    await services.regulations.refresh(connection)
    if start is not None:
        answer = answer | {"job_id": await _shown_as_job(connection, once, start)}
    walk = {"revision": start.revision, "reason": start.reason, "office": start.office} if start else None
    await settle(connection, once.command_id, Status.DONE, json.dumps({"answer": answer, "start": walk}))
    return answer, start


async def _shown_as_job(connection: Connection, once: Once, start: LoadStart) -> str:
    """The job by which the load is watched: the one of its revision, or a new one."""
    known = await load_job(connection, start.revision)
    if known is not None:
        return known
    kind = JobKind.PROFILE_LOAD if start.reason.startswith("profile:") else JobKind.CALENDAR_LOAD
    new = NewJob(
        id=uuid7(datetime.now(UTC), os.urandom(10)),
        kind=kind,
        actor=once.actor,
        key=f"{kind.value}.{start.revision}",
        body_hmac=once.body_hmac,
        parameters={"revision": start.revision, "reason": start.reason},
        total=await count_open(connection, start.office),
    )
    found = await insert_job(connection, new)
    return found.id if found else new.id


def unusable(code: str, found: Iterable[problems.Problem]) -> Problem:
    """422 with the place and the reason of each problem, and the line of a file where it is known."""
    return problem(code, errors=tuple(map(_error, found)))


def _error(found: problems.Problem) -> FieldError:
    zh, en = found.text("zh"), found.text("en")
    if found.line is not None:
        zh, en = f"第 {found.line} 行:{zh}", f"line {found.line}: {en}"
    return FieldError(found.place, found.code, zh, en)


def move(placed: PlacedClock, found: Moved, now: datetime) -> Answer:
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


def cursor_of(end: Place | None) -> str | None:
    """Where the next page of a dry run begins; None: there is none."""
    return f"{end.due_on.isoformat()}~{end.case_id}~{end.key}" if end else None


def place_of(cursor: str | None) -> Place | None:
    """The reverse; raises `invalid_cursor`."""
    if cursor is None:
        return None
    try:
        due_on, case_id, key = cursor.split("~", 2)
        return Place(date.fromisoformat(due_on), str(UUID(case_id)), key)
    except ValueError:
        raise problem("invalid_cursor") from None
