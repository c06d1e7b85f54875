"""Loaded notices, the tables made of them, and the pages of open clocks that a dry run reads."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from redress.contracts.recorded import FACTS
from redress.contracts.recording import Batch, ClockFacts, ClockRow
from redress.domain.actors import Actor, Role
from redress.domain.calendar import Notice
from redress.domain.counting import Suspension
from redress.domain.notice_file import parse_notice
from redress.domain.tables import load_tables
from redress.persistence.calendar_notices import add_notice, loaded_notices, newest_revision
from redress.persistence.open_clocks import PlacedClock, open_cases, open_clocks
from redress.persistence.pool import Pool, acting_as, transaction
from redress.persistence.recording import record
from redress.persistence.regulations import Regulations
from tests.persistence.examples import MORNING, QINGHE, YUNSHAN, batch, case_id

ADMINISTRATOR = Actor("p-administrator", QINGHE, (Role.ADMINISTRATOR,))
TABLES = load_tables(date(2025, 11, 4))
NOTICE = json.dumps(
    {"year": 2027, "published_on": "2026-11-20", "off": ["2027-01-01"], "makeup_workdays": []}
)
PAUSE = Suspension(MORNING, datetime(2026, 8, 25, tzinfo=UTC), "appraisal")


def clock(due_on: date | None = date(2026, 8, 31), **changes: Any) -> ClockRow:
    facts = ClockFacts("complaint.acceptance", "samr-121")
    row = ClockRow(
        key="complaint.acceptance",
        milestone="acceptance",
        state="running",
        started_at=MORNING,
        citation="令121 art.15",
        due_on=due_on,
        due_at=datetime(2026, 8, 31, 16, tzinfo=UTC),
        safe_due_on=due_on,
        facts=FACTS.dump_json(facts).decode(),
    )
    return replace(row, **changes)


def recorded(n: int, *clocks: ClockRow, **summary: Any) -> Batch:
    return replace(batch(1, 1, case_id(n), **summary), clocks=clocks or (clock(),), outbox=())


async def fill(pool: Pool, *batches: Batch) -> None:
    async with transaction(pool) as connection:
        for each in batches:
            await record(connection, each)


async def test_the_tables_in_force_are_read_again_when_a_notice_was_loaded(worker: Pool, api: Pool) -> None:
    regulations = Regulations(TABLES)
    async with transaction(worker) as connection:
        await regulations.refresh(connection)
        assert (regulations.revision, regulations.tables) == (0, TABLES)
    notice = parse_notice(NOTICE)
    assert isinstance(notice, Notice)
    async with acting_as(api, ADMINISTRATOR) as connection:
        revision = await add_notice(connection, notice, NOTICE, ADMINISTRATOR)
    async with transaction(worker) as connection:
        await regulations.refresh(connection)
        (loaded,) = await loaded_notices(connection)
        assert await newest_revision(connection) == revision
        assert await loaded_notices(connection, revision - 1) == ()
    assert (loaded.notice, loaded.loaded_by) == (notice, ADMINISTRATOR.person)
    assert regulations.revision == revision
    assert regulations.tables.calendar.version == "CN@2026-11-20"
    assert 2027 in regulations.tables.calendar.published
    assert regulations.tables.profiles == TABLES.profiles
    known = regulations.version(date(2026, 11, 19))
    assert known is not None
    assert 2027 not in known.published


async def test_open_clocks_come_by_due_day_page_by_page_with_their_facts(worker: Pool) -> None:
    suspended = FACTS.dump_json(ClockFacts("complaint.mediation", "samr-121", (PAUSE,))).decode()
    await fill(
        worker,
        recorded(1, clock(date(2026, 9, 2))),
        recorded(2, clock(date(2026, 9, 1)), clock(date(2026, 9, 3), key="b", facts=suspended)),
        recorded(3, clock(date(2026, 8, 20))),  # due before the first changed day
        recorded(4, clock(date(2026, 9, 2), live=False)),
        recorded(5, clock(None)),  # stands still
        recorded(6, clock(date(2026, 9, 2)), stage="archived"),
        recorded(7, clock(date(2026, 9, 4), started_at=datetime(2026, 12, 1, tzinfo=UTC))),
        recorded(8, clock(date(2026, 9, 5), facts=None)),
    )
    found: list[PlacedClock] = []
    unknown, place = 0, None
    async with transaction(worker) as connection:
        while True:
            page = await open_clocks(connection, TABLES, date(2026, 8, 21), date(2026, 9, 30), place, 2)
            found += page.clocks
            unknown += page.unknown
            place = page.end
            if place is None:
                break
    keys = [(each.case_id[-1], each.clock.key, str(each.clock.due.due_on)) for each in found]
    assert keys == [
        ("2", "complaint.acceptance", "2026-09-01"),
        ("1", "complaint.acceptance", "2026-09-02"),
        ("2", "b", "2026-09-03"),
    ]
    assert found[2].clock.suspensions == (PAUSE,)
    assert unknown == 1, "nothing can be said of a clock whose facts were never recorded"


@pytest.mark.parametrize(("office", "seen"), [(QINGHE, 1), (YUNSHAN, 0)])
async def test_who_tries_a_notice_sees_the_own_offices_cases_only(
    worker: Pool, api: Pool, office: str, seen: int
) -> None:
    await fill(worker, recorded(1))
    async with acting_as(api, replace(ADMINISTRATOR, office=office)) as connection:
        page = await open_clocks(connection, TABLES, date(2026, 8, 1), date(2026, 9, 30), None, 10)
    assert len(page.clocks) == seen


async def test_living_cases_come_by_id_and_archived_ones_do_not(worker: Pool) -> None:
    await fill(worker, recorded(1), recorded(2, stage="archived"), recorded(3))
    async with transaction(worker) as connection:
        first = await open_cases(connection, None, 1)
        rest = await open_cases(connection, first[0].case_id, 10)
    assert [each.case_id for each in (*first, *rest)] == [case_id(1), case_id(3)]
    assert first[0].received_at == MORNING
