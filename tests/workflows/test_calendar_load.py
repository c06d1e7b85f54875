"""A loaded notice reaches every running case, durably: in batches, over a killed worker, once per case."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from activities.tell_cases import TellCases
from redress.contracts.calendar_load import (
    CALENDAR_LOAD,
    PROGRESS,
    SETTLED_IN,
    LoadProgress,
    LoadStart,
    load_id,
)
from redress.domain import commands as c
from redress.domain.actors import Actor, Role
from redress.domain.calendar import Notice, add_working_days
from redress.domain.counting import CHINA
from redress.domain.notice_file import parse_notice
from redress.domain.tables import load_tables, shipped_notices
from redress.persistence.calendar_notices import add_notice, newest_revision
from redress.persistence.pool import open_pool, transaction
from tests.servers import Database, fresh_id
from tests.workflows.desk import OFFICE, Case, Desk, eventually
from workers.polling import worker
from workflows.calendar_load import CalendarLoad

ADMINISTRATOR = Actor("p-administrator", OFFICE, (Role.ADMINISTRATOR,))
ACCEPTANCE = "complaint.acceptance"


def longer_break() -> str:
    """A notice that gives three of the next working days off, over what is known of its year."""
    today = datetime.now(CHINA).date()
    year = (today + timedelta(days=20)).year
    known = [notice for notice in shipped_notices() if notice.year == year]
    off = set(known[-1].off if known else ())
    off |= {add_working_days(load_tables().calendar, today, n) for n in (2, 3, 4)}
    makeup = known[-1].makeup_workdays if known else ()
    document = {
        "year": year,
        "published_on": today.isoformat(),
        "off": sorted(map(str, off)),
        "makeup_workdays": sorted(map(str, set(makeup) - off)),
    }
    return json.dumps(document)


@pytest.fixture
async def revision(module_database: Database) -> int:
    """The installation has loaded that notice."""
    text = longer_break()
    notice = parse_notice(text)
    assert isinstance(notice, Notice)
    async with await open_pool(module_database.api_url, name="test") as pool, transaction(pool) as connection:
        known = await newest_revision(connection)
        return known or await add_notice(connection, notice, text, ADMINISTRATOR)


@asynccontextmanager
async def telling(desk: Desk, queue: str, at_a_time: int) -> AsyncIterator[None]:
    """A worker that only tells cases; leaving the block takes it away like a kill, with what it was doing."""
    tell = TellCases(desk.client, desk.pool, load_tables(), at_a_time=at_a_time)
    running = asyncio.create_task(worker(desk.client, queue, [CalendarLoad], [tell.tell_cases]).run())
    try:
        yield
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def started(desk: Desk, queue: str, revision: int) -> Case:
    load: Case = await desk.client.start_workflow(
        CALENDAR_LOAD,
        LoadStart(revision=revision, reason="notice:test"),
        id=f"{load_id(revision)}-{fresh_id()}",
        task_queue=queue,
        result_type=LoadProgress,
    )
    return load


async def progress(load: Case) -> LoadProgress:
    found: LoadProgress = await load.query(PROGRESS, result_type=LoadProgress)
    return found


async def reached(load: Case, **wanted: Any) -> None:
    async def there() -> bool:
        now = await progress(load)
        return all(getattr(now, name) >= value for name, value in wanted.items())

    await eventually(there)


async def due_on(desk: Desk, case: Case) -> date | None:
    return next(clock.due_on for clock in (await desk.view(case)).clocks if clock.key == ACCEPTANCE)


async def adoptions(case: Case) -> int:
    return [row["type"] for row in await case.query("timeline", 0)].count("tables_adopted")


async def test_every_living_case_takes_the_notice_once(desk: Desk, revision: int) -> None:
    cases = [await desk.file() for _ in range(7)]
    for case in cases:
        await desk.until(case, "intake_checked")
    before = [await due_on(desk, case) for case in cases]
    load = await started(desk, desk.queue, revision)
    await reached(load, rounds=1)
    for case, old in zip(cases, before, strict=True):
        await desk.until(case, "clock_moved")
        assert old is not None
        assert await due_on(desk, case) != old
    async with asyncio.timeout(30):
        await desk.engine.fast_forward(load, 2 * SETTLED_IN)
        done: LoadProgress = await load.result()
    assert (done.done, done.rounds, done.ended) == (True, 2, 0)
    assert [await adoptions(case) for case in cases] == [1] * 7, "told in both rounds, taken once"


async def test_a_load_survives_the_worker_that_was_killed(desk: Desk, revision: int) -> None:
    cases = [await desk.file() for _ in range(6)]
    for case in cases:
        await desk.until(case, "intake_checked")
    queue = fresh_id("case")
    async with telling(desk, queue, at_a_time=1):
        load = await started(desk, queue, revision)
        await reached(load, told=2)
    async with telling(desk, queue, at_a_time=2):
        await reached(load, rounds=1)
        after = await progress(load)
        assert after.told >= 6
    for case in cases:
        await desk.until(case, "clock_moved")
        assert await adoptions(case) == 1
    await load.terminate()


async def test_what_starts_after_the_load_is_counted_by_the_new_calendar(desk: Desk, revision: int) -> None:
    case = await desk.file()
    await desk.until(case, "intake_checked")
    load = await started(desk, desk.queue, revision)
    await desk.until(case, "tables_adopted")
    view = await desk.act(case, c.Accept())
    assert {clock.calendar for clock in view.clocks} == {f"CN@{datetime.now(UTC).astimezone(CHINA).date()}"}
    await load.terminate()
