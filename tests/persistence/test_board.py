"""The board in a small world counted by hand: every figure holds what its definition says, and its list shows
just that many.
"""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from redress.domain.actors import Actor, Role
from redress.domain.board import Count, Figure
from redress.domain.tables import shipped_calendar
from redress.persistence.board_figures import LOAD, Days, Scope, counted, days_of, listed, loads
from redress.persistence.pool import Connection, Pool, acting_as, transaction
from redress.persistence.reading import BadCursor
from redress.persistence.recording import record, set_clock_offset
from redress.persistence.statistics import moved_ahead
from tests.persistence.board_world import (
    EAST,
    LIVING,
    NOON,
    WEST,
    acceptance,
    day,
    happened,
    index_traders,
    made,
    standing,
)
from tests.persistence.examples import CASE, QINGHE, YUNSHAN, case_id
from tests.servers import Database

CITY = Actor("p-city", "jiangzhou.linhai", (Role.SUPERVISOR,))
HEAD = Actor("p-head", QINGHE, (Role.BUREAU_HEAD,))
WHOLE = Scope(office=QINGHE, rehearsal=True)
CALENDAR = shipped_calendar()
FIGURES = tuple(Figure)


@pytest.fixture(scope="module")
async def api_there(module_database: Database) -> AsyncIterator[Pool]:
    async with standing(module_database, (batch for batch, _ in LIVING.values())) as api:
        yield api


@pytest.fixture
async def city(api_there: Pool) -> AsyncIterator[Connection]:
    async with acting_as(api_there, CITY) as connection:
        yield connection


@pytest.fixture
async def days(city: Connection) -> Days:
    return await days_of(city, CALENDAR, NOON)


async def _found(
    connection: Connection, what: Figure | Count, scope: Scope, days: Days, limit: int = 50
) -> list[int]:
    """Every case of a list, page by page."""
    seen: list[int] = []
    cursor = None
    while True:
        page = await listed(connection, what, scope, days, limit=limit, cursor=cursor)
        seen += [int(item.case_id[-12:]) for item in page.items]
        cursor = page.next_cursor
        if cursor is None:
            return seen


async def test_every_figure_holds_the_cases_that_its_definition_names(city: Connection, days: Days) -> None:
    ours = {n: held for n, (batch, held) in LIVING.items() if batch.summary.office != YUNSHAN}
    for figure in FIGURES:
        expected = {n for n, held in ours.items() if figure in held}
        assert set(await _found(city, figure, WHOLE, days)) == expected, figure


@pytest.mark.parametrize("office", ["jiangzhou.linhai", QINGHE, EAST])
async def test_every_number_is_the_length_of_the_list_behind_it(
    city: Connection, days: Days, office: str
) -> None:
    scope = Scope(office=office, rehearsal=True)
    units = await counted(city, scope, days)
    assert units, "somebody has something to do"
    for unit, figures in units.items():
        part = Scope(office=unit, rehearsal=True, exact=unit == office)
        for figure in FIGURES:
            assert len(await _found(city, figure, part, days, limit=2)) == figures[figure], (unit, figure)
    for figure in FIGURES:
        assert len(await _found(city, figure, scope, days)) == sum(one[figure] for one in units.values())


async def test_the_units_are_the_office_alone_and_those_right_below_it(city: Connection, days: Days) -> None:
    of_bureau = await counted(city, WHOLE, days)
    of_city = await counted(city, Scope(office="jiangzhou.linhai", rehearsal=True), days)
    assert set(of_bureau) == {QINGHE, EAST, WEST}
    assert set(of_city) == {QINGHE, YUNSHAN}
    open_cases = {unit: figures[Figure.OPEN] for unit, figures in of_bureau.items()}
    assert open_cases == {QINGHE: 4, EAST: 2, WEST: 1}
    assert of_city[QINGHE][Figure.OPEN] == 7


async def test_overdue_by_level_adds_up_to_overdue(city: Connection, days: Days) -> None:
    found = sum((Counter(one) for one in (await counted(city, WHOLE, days)).values()), Counter[Figure]())
    levels = (Figure.OVERDUE_0, Figure.OVERDUE_1, Figure.OVERDUE_2, Figure.OVERDUE_3)
    assert found[Figure.OVERDUE] == sum(found[level] for level in levels) == 1


async def test_the_load_of_each_person_is_the_list_of_that_person(city: Connection, days: Days) -> None:
    found = await loads(city, WHOLE, days)
    assert set(found) == {"p-1"}
    for figure in LOAD:
        own = Scope(office=QINGHE, rehearsal=True, handler="p-1")
        assert len(await _found(city, figure, own, days)) == found["p-1"][figure]
    assert found["p-1"] == {Figure.OPEN: 5, Figure.DUE_WEEK: 2, Figure.OVERDUE: 1}


async def test_a_bureau_sees_its_own_cases_whatever_it_asks_for(api_there: Pool) -> None:
    async with acting_as(api_there, HEAD) as connection:
        days = await days_of(connection, CALENDAR, NOON)
        assert await counted(connection, Scope(office=YUNSHAN, rehearsal=True), days) == {}
        everything = Scope(office="jiangzhou", rehearsal=True)
        assert 10 not in await _found(connection, Figure.OPEN, everything, days)


async def test_a_made_up_cursor_is_refused(city: Connection, days: Days) -> None:
    with pytest.raises(BadCursor):
        await listed(city, Figure.OPEN, WHOLE, days, cursor="x")


async def test_a_day_is_that_of_the_case_s_own_clock(api: Pool, worker: Pool) -> None:
    """Moved a day ahead, what is due on Thursday is due today; in a real installation it counts nowhere."""
    async with transaction(worker) as connection:
        await record(connection, LIVING[2][0])
        await set_clock_offset(connection, case_id(2), timedelta(days=1))
    async with acting_as(api, CITY) as connection:
        days = await days_of(connection, CALENDAR, NOON)
        assert await _found(connection, Figure.DUE_TODAY, WHOLE, days) == [2]
        assert await _found(connection, Figure.DUE_NEXT, WHOLE, days) == []
        real = Scope(office=QINGHE, rehearsal=False)
        assert await _found(connection, Figure.OPEN, real, days) == []
        assert await moved_ahead(connection, QINGHE) == 1


async def test_a_line_changes_with_its_case_and_follows_a_lost_task(worker: Pool) -> None:
    filed = made(1, day(16), clocks=(acceptance(day(16), day(25).date()),), office=EAST)
    decided = made(
        1, day(16), happened("accepted", day(17)), office=EAST, stage="accepted",
        clocks=(acceptance(day(16), day(25).date()),),
    )  # fmt: skip
    refused = made(
        1, day(16), happened("refused", day(18)), office=EAST, stage="refused",
        clocks=(acceptance(day(16), day(25).date()),),
    )  # fmt: skip
    async with transaction(worker) as connection:
        seen = []
        for batch in (filed, decided, refused):
            await record(connection, batch)
            query = "SELECT undecided, decided_at, accepted, stage FROM board_lines WHERE case_id = $1"
            seen.append(tuple(await connection.fetchrow(query, CASE)))
    assert seen == [
        (True, None, False, "registered"),
        (False, day(17), True, "accepted"),
        (False, day(18), False, "refused"),
    ]


async def test_an_erased_case_is_no_trader_s_any_more(
    offices: Database, worker: Pool, superuser: Connection
) -> None:
    await index_traders(offices, {1: (b"t" * 16,)})
    async with transaction(worker) as connection:
        await record(connection, made(1, day(16)))
    query = "SELECT traders FROM board_lines WHERE case_id = $1"
    assert await superuser.fetchval(query, CASE) == [b"t" * 16]
    await superuser.execute("DELETE FROM vault_keys WHERE case_id = $1", CASE)
    assert await superuser.fetchval(query, CASE) == []
