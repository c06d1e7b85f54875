"""The row of a case after its result: written with its line, replaced, taken out with a lost task."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from redress.contracts.recording import ResultSummary
from redress.persistence.case_filters import CaseFilter
from redress.persistence.pool import Pool, transaction
from redress.persistence.reading import list_cases
from redress.persistence.recording import record
from redress.persistence.results import published
from tests.persistence.examples import CASE, batch, case_id, event, rows_of

PUBLISHED_AT = datetime(2026, 9, 1, 2, tzinfo=UTC)
RESULT = ResultSummary(
    outcome="agreed",
    concluded_on=date(2026, 9, 1),
    disputed_amount=Decimal("398.00"),
    recovered_amount=Decimal("398.00"),
    punitive_amount=Decimal("1194.00"),
    category="家电",
    problems=("质量", "售后"),
    sales_channel="online",
    satisfaction=4,
    sampled=True,
    published_at=PUBLISHED_AT,
)


async def test_the_figures_of_a_concluded_case_are_columns(worker: Pool) -> None:
    async with transaction(worker) as connection:
        await record(connection, batch(1, 3, result=RESULT))
        [row] = await rows_of(connection, "case_results")
    assert (row["outcome"], row["punitive_amount"], row["problems"]) == (
        "agreed",
        Decimal("1194.00"),
        ["质量", "售后"],
    )


async def test_a_case_without_a_result_has_no_row_and_a_reopened_one_an_empty_row(worker: Pool) -> None:
    async with transaction(worker) as connection:
        await record(connection, batch(1, 2))
        assert await rows_of(connection, "case_results") == []
        await record(connection, batch(3, 4, result=RESULT))
        await record(connection, batch(5, 5, result=ResultSummary(round=2)))
        [row] = await rows_of(connection, "case_results")
    assert (row["outcome"], row["published_at"], row["problems"], row["round"]) == (None, None, [], 2)


async def test_what_a_lost_task_concluded_is_taken_out(worker: Pool) -> None:
    async with transaction(worker) as connection:
        await record(connection, batch(1, 2))
        await record(connection, batch(3, 3, result=RESULT))
        after = event(3, at=event(9).at, body='{"other":1}')
        await record(connection, replace(batch(3, 3), rows=(after,)))
        assert await rows_of(connection, "case_results") == []


async def test_the_list_finds_what_is_to_be_reviewed_and_what_is_published(worker: Pool) -> None:
    async with transaction(worker) as connection:
        await record(connection, batch(1, 1, result=RESULT))
        await record(connection, batch(1, 1, case_id(2)))
        reviewed = ResultSummary(sampled=True, reviewed_at=PUBLISHED_AT)
        await record(connection, batch(1, 1, case_id(3), result=reviewed))
        found = await list_cases(connection, CaseFilter(to_review=True))
        others = await list_cases(connection, CaseFilter(to_review=False))
        [shown] = await published(connection)
        assert await published(connection, before=PUBLISHED_AT) == ()
    assert [item.case_id for item in found.items] == [CASE]
    assert {item.case_id for item in others.items} == {case_id(2), case_id(3)}
    assert (shown.case_id, shown.problems, shown.outcome) == (CASE, ("质量", "售后"), "agreed")
