"""Document numbers (文号): by bureau, year and word, without gaps, once however often a step is repeated."""

import asyncio
from datetime import date, timedelta

import pytest

from activities.record import Record
from activities.recorder import Recorder
from redress.contracts.complaint import Numbered
from redress.contracts.recording import Batch
from redress.domain import commands as c
from redress.domain.sealed import Sealed
from redress.persistence.document_numbers import number_document
from redress.persistence.pool import Pool, transaction
from redress.persistence.vault import Vault
from tests.activities.story import QINGHE, Story, new_case_id

HOUR = timedelta(hours=1)
TEXT = Sealed("t-1")


async def issuing(
    recorder: Recorder, pool: Pool, vault: Vault, n: int, series: str = "受", dated_on: date | None = None
) -> Batch:
    """The batch in which a new case issues a document."""
    story = Story(new_case_id(n))
    await recorder.write("record", await story.file(pool, vault))
    draft = c.DraftDocument(kind="counter_receipt", content=TEXT, template="a" * 64, series=series)
    await recorder.write("record", story.act(draft, HOUR))
    return story.act(c.IssueDocument(number=1, dated_on=dated_on), 2 * HOUR)


async def numbered(recorder: Recorder, batch: Batch) -> tuple[Numbered, ...]:
    return (await Record(recorder).record(batch)).numbered


async def test_a_series_counts_from_one_and_a_repeated_step_takes_no_second_number(
    pool: Pool, vault: Vault, recorder: Recorder
) -> None:
    first, second = [await issuing(recorder, pool, vault, n) for n in (1, 2)]
    found = [await numbered(recorder, batch) for batch in (first, first, second, first)]
    place = "jiangzhou.linhai.qinghe"
    assert [one[0].reference for one in found] == [
        f"{place}市监受〔2026〕第{n}号" for n in (1, 1, 2, 1)
    ]


async def test_every_word_has_a_series_of_its_own(pool: Pool, vault: Vault, recorder: Recorder) -> None:
    batches = [await issuing(recorder, pool, vault, n, word) for n, word in enumerate("受终受", start=1)]
    found = [(await numbered(recorder, batch))[0].reference[-10:] for batch in batches]
    assert found == ["受〔2026〕第1号", "终〔2026〕第1号", "受〔2026〕第2号"]


async def test_a_document_that_a_lost_task_had_numbered_in_another_series_takes_that_ones_number(
    pool: Pool, vault: Vault, recorder: Recorder
) -> None:
    """Decided afresh, the same document is of another kind; back in the old one it keeps its number."""
    async with transaction(pool) as connection:
        found = [
            await number_document(connection, new_case_id(1), 1, QINGHE, word, 2026) for word in "受终受"
        ]
    assert [(one.series, one.serial) for one in found] == [("受", 1), ("终", 1), ("受", 1)]


async def test_a_document_without_a_series_bears_the_number_of_its_case(
    pool: Pool, vault: Vault, recorder: Recorder
) -> None:
    batch = await issuing(recorder, pool, vault, 1, "")
    assert await numbered(recorder, batch) == (Numbered(document=1, reference=batch.summary.number),)


async def test_what_is_rolled_back_gives_its_number_back(
    pool: Pool, vault: Vault, recorder: Recorder
) -> None:
    async def lost() -> None:
        async with transaction(pool) as connection:
            taken = await number_document(connection, new_case_id(1), 1, QINGHE, "受", 2026)
            assert taken.serial == 1
            raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError, match="the disk is full"):
        await lost()
    kept = await issuing(recorder, pool, vault, 2)
    assert (await numbered(recorder, kept))[0].reference.endswith("第1号")


async def test_many_at_once_leave_neither_a_gap_nor_a_double(
    pool: Pool, vault: Vault, recorder: Recorder
) -> None:
    batches = [await issuing(recorder, pool, vault, n) for n in range(1, 21)]
    found = await asyncio.gather(*(numbered(recorder, batch) for batch in batches))
    serials = sorted(int(one[0].reference.partition("第")[2].removesuffix("号")) for one in found)
    assert serials == list(range(1, 21))
