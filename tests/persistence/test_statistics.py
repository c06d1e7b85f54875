"""The figures of a period in a small world counted by hand, each the length of the list behind it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from redress.domain.actors import Actor, Role
from redress.domain.board import Count, Rate
from redress.domain.statistical_periods import Kind, StatisticalPeriod, period_named
from redress.domain.tables import shipped_calendar
from redress.persistence.board_figures import BY_RECEIPT, Days, Scope, days_of, listed
from redress.persistence.pool import Connection, Pool, acting_as
from redress.persistence.statistics import kinds_of, sums_of, top_traders, total
from tests.persistence.board_world import EAST, FINISHED, NOON, TRADERS, WEST, standing
from tests.persistence.examples import QINGHE, YUNSHAN, case_id
from tests.servers import Database

CITY = Actor("p-city", "jiangzhou.linhai", (Role.SUPERVISOR,))
WHOLE = Scope(office=QINGHE, rehearsal=True)


def period(kind: Kind, name: str) -> StatisticalPeriod:
    found = period_named(kind, name)
    assert found is not None
    return found


SEPTEMBER, OCTOBER = period(Kind.MONTH, "2026-09"), period(Kind.MONTH, "2026-10")

IN_SEPTEMBER: dict[Count, set[int]] = {
    Count.RECEIVED: {21, 22, 23, 24, 25, 26, 27, 28},
    Count.MERGED: {27},
    Count.AGAINST: {21, 22, 23, 24, 25, 26, 28},
    Count.REPORTS: {29},
    Count.DECISION_OWED: {21, 22, 23, 24, 25, 28},
    Count.DECIDED_IN_TIME: {21, 23, 24, 25},
    Count.TELLING_OWED: {21, 22, 23, 24, 25, 28},
    Count.TOLD_IN_TIME: {21, 23, 24, 25},
}
IN_OCTOBER: dict[Count, set[int]] = {
    Count.CONCLUDED: {21, 22, 23, 25, 26, 31},
    Count.MEDIATION_OWED: {21, 22, 23, 25, 31},
    Count.CONCLUDED_IN_TIME: {21, 22, 25, 31},
    Count.MEDIATED: {21, 22, 23, 25, 31},
    Count.SUCCESSFUL: {21, 25, 31},
    Count.UPHELD: {21, 23, 25, 31},
    Count.RECOVERING: {21, 23},
    Count.RATED: {21, 22, 25},
    Count.SATISFIED: {21, 25},
}
"""The 31st was received in August, reopened, decided late in its second round and counts by that one; the
25th was received at half past midnight in China, which is still August in Greenwich."""


@pytest.fixture(scope="module")
async def api_there(module_database: Database) -> AsyncIterator[Pool]:
    async with standing(module_database, FINISHED.values(), TRADERS) as api:
        yield api


@pytest.fixture
async def city(api_there: Pool) -> AsyncIterator[Connection]:
    async with acting_as(api_there, CITY) as connection:
        yield connection


@pytest.fixture
async def days(city: Connection) -> Days:
    return await days_of(city, shipped_calendar(), NOON)


@pytest.mark.parametrize(("month", "expected"), [(SEPTEMBER, IN_SEPTEMBER), (OCTOBER, IN_OCTOBER)])
async def test_a_count_and_the_list_behind_it_hold_the_same_cases(
    city: Connection, days: Days, month: StatisticalPeriod, expected: dict[Count, set[int]]
) -> None:
    [units] = await sums_of(city, WHOLE, days, (month,))
    for what, cases in expected.items():
        scope = replace(WHOLE, first=month.first, last=month.last)
        found = (await listed(city, what, scope, days)).items
        assert {int(item.case_id[-12:]) for item in found} == cases, what
        assert total(units.values()).of(what) == len(found) == len(cases)


async def test_every_count_is_shown_here(city: Connection) -> None:
    assert set(IN_SEPTEMBER) == set(BY_RECEIPT)
    assert set(IN_SEPTEMBER) | set(IN_OCTOBER) == set(Count)


async def test_rates_and_amounts_of_a_month(city: Connection, days: Days) -> None:
    months = (SEPTEMBER, OCTOBER, period(Kind.MONTH, "2025-10"))
    received, concluded, none = [
        total(units.values()) for units in await sums_of(city, WHOLE, days, months)
    ]
    assert received.rate(Rate.DECISION) == received.rate(Rate.TELLING) == 4 / 6
    assert concluded.rate(Rate.CONCLUSION) == 4 / 5
    assert concluded.rate(Rate.SUCCESS) == 3 / 5
    assert concluded.rate(Rate.SATISFACTION) == 2 / 3
    assert (concluded.recovered, concluded.punitive, concluded.marks) == (Decimal(150), Decimal(30), 11)
    assert [none.rate(rate) for rate in Rate] == [None] * len(Rate)


async def test_offices_add_up_to_the_whole_and_a_year_to_its_months(city: Connection, days: Days) -> None:
    year = period(Kind.YEAR, "2026")
    [units, *months] = await sums_of(city, WHOLE, days, (year, *year.months))
    assert set(units) == {QINGHE, EAST, WEST}
    assert total(total(one.values()) for one in months) == total(units.values())
    [of_city] = await sums_of(city, Scope(office="jiangzhou.linhai", rehearsal=True), days, (OCTOBER,))
    assert set(of_city) == {QINGHE, YUNSHAN}
    assert of_city[YUNSHAN].of(Count.CONCLUDED) == 1


@pytest.mark.parametrize(
    ("part", "what", "month", "expected"),
    [
        ("category", Count.CONCLUDED, OCTOBER, {"quality": 2, "price": 1, "": 3}),
        ("channel", Count.RECEIVED, SEPTEMBER, {"phone": 7, "web": 1}),
        ("outcome", Count.CONCLUDED, OCTOBER,
         {"agreed": 2, "settled": 1, "partly": 1, "failed": 1, "withdrawn": 1}),
    ],
)  # fmt: skip
async def test_kinds_hold_the_cases_of_their_lists(
    city: Connection, days: Days, part: str, what: Count, month: StatisticalPeriod, expected: dict[str, int]
) -> None:
    found = await kinds_of(city, WHOLE, days, month, part, what)
    assert dict(found.counts) == expected
    for kind, number in found.counts:
        narrowed: dict[str, Any] = {part: kind}
        one = replace(WHOLE, first=month.first, last=month.last, **narrowed)
        assert len((await listed(city, what, one, days)).items) == number


async def test_traders_are_counted_by_blind_key_without_merged_cases(city: Connection, days: Days) -> None:
    first, second = await top_traders(city, WHOLE, days, SEPTEMBER)
    for one in (first, second):
        scope = replace(WHOLE, first=SEPTEMBER.first, last=SEPTEMBER.last, trader=one.key)
        assert len((await listed(city, Count.AGAINST, scope, days)).items) == one.complaints
    assert (first.key, first.complaints, first.mediated, first.upheld) == (b"a" * 16, 3, 3, 2)
    assert (second.key, second.complaints, second.newest) == (b"b" * 16, 1, case_id(21))


async def test_the_statistical_date_is_the_day_in_china(city: Connection, days: Days) -> None:
    day = StatisticalPeriod(Kind.DAY, date(2026, 9, 1), date(2026, 9, 1))
    [units] = await sums_of(city, WHOLE, days, (day,))
    assert total(units.values()).of(Count.RECEIVED) == 2
