"""The intake check read back, and two filings of one consumer checked one after the other."""

import asyncio

from redress.contracts.step_rows import IntakeCheckRow
from redress.persistence.blind_index import Entry
from redress.persistence.intake import read_intake_check, wait_for_twins
from redress.persistence.pool import Pool, transaction
from redress.persistence.recording import record
from redress.persistence.steps import write_steps
from tests.persistence.examples import CASE, MORNING, batch, case_id

PHONE = Entry("consumer.phone", b"p" * 16)
ID_NUMBER = Entry("consumer.id_number", b"i" * 16)
SHOP = Entry("trader.name", b"s" * 16)


async def test_what_the_intake_check_found_is_read_back_as_it_was_written(worker: Pool) -> None:
    row = IntakeCheckRow(
        seq=1,
        occurred_at=MORNING,
        actor="system",
        in_scope="yes",
        jurisdiction="ours",
        jurisdiction_reason="respondent_address",
        missing=("complainant-1.phone",),
        proposed_office="jiangzhou.linhai.qinghe",
        duplicates=(case_id(2),),
        beyond_limitation=False,
    )
    async with transaction(worker) as connection:
        await record(connection, batch(1, 1))
        await write_steps(connection, CASE, [row])
        assert await read_intake_check(connection, CASE, 1) == row
        assert await read_intake_check(connection, CASE, 2) is None


async def _checked_meanwhile(worker: Pool, entries: list[Entry]) -> bool:
    """Whether a filing with these entries is checked while another one with phone and id number still is."""
    async with transaction(worker) as connection:
        await wait_for_twins(connection, [PHONE, ID_NUMBER, SHOP])

        async def other() -> None:
            async with transaction(worker) as second:
                await wait_for_twins(second, entries)

        waiting = asyncio.create_task(other())
        done, _ = await asyncio.wait([waiting], timeout=0.5)
    await waiting
    return bool(done)


async def test_a_twin_waits_and_somebody_elses_filing_does_not(worker: Pool) -> None:
    assert not await _checked_meanwhile(worker, [ID_NUMBER])
    assert not await _checked_meanwhile(worker, [PHONE, SHOP])
    assert await _checked_meanwhile(worker, [SHOP])
    assert await _checked_meanwhile(worker, [Entry("consumer.phone", b"q" * 16)])
