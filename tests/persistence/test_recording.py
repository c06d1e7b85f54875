"""Recording: once, in order, all or nothing, and never changed afterwards."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import asyncpg
import pytest

from redress.contracts.recording import Batch
from redress.contracts.step_rows import ConsentRow
from redress.persistence.pool import Connection, Pool, transaction
from redress.persistence.recording import LedgerConflict, LedgerGap, record
from redress.persistence.steps import write_steps
from redress.persistence.verify_chain import verify_chain
from tests.persistence.examples import CASE, MORNING, batch, event, rows_of
from tests.servers import Database

TABLES = ("ledger", "cases", "clocks", "outbox", "consents")


async def _write(pool: Pool, what: Batch) -> int:
    async with transaction(pool) as connection:
        new = await record(connection, what)
        await write_steps(connection, what.case_id, [_consent(what)])
        return new


def _consent(what: Batch) -> ConsentRow:
    seq = what.rows[-1].seq
    return ConsentRow(
        seq=seq, occurred_at=MORNING, actor="p-1", party="complainant-1", matter="mediation", answer="yes"
    )


async def _contents(superuser: Connection) -> dict[str, list[tuple[object, ...]]]:
    return {table: [tuple(row) for row in await rows_of(superuser, table)] for table in TABLES}


async def test_a_repeated_batch_changes_nothing(worker: Pool, superuser: Connection) -> None:
    assert await _write(worker, batch(1, 3)) == 3
    before = await _contents(superuser)
    assert await _write(worker, batch(1, 3)) == 0
    assert await _contents(superuser) == before
    assert len(before["ledger"]) == 3


async def test_an_older_batch_that_arrives_late_does_not_turn_the_read_model_back(
    worker: Pool, superuser: Connection
) -> None:
    await _write(worker, batch(1, 2, stage="registered"))
    await _write(worker, batch(3, 4, stage="accepted"))
    assert await _write(worker, batch(1, 2, stage="registered")) == 0
    assert await superuser.fetchval("SELECT stage FROM cases") == "accepted"


async def test_a_batch_that_overlaps_writes_only_what_is_new(worker: Pool, superuser: Connection) -> None:
    await _write(worker, batch(1, 2))
    assert await _write(worker, batch(1, 4, stage="accepted")) == 2
    assert await superuser.fetchval("SELECT array_agg(seq ORDER BY seq) FROM ledger") == [1, 2, 3, 4]
    assert await superuser.fetchrow("SELECT stage, version FROM cases") == ("accepted", 4)


async def test_a_gap_is_refused_and_writes_nothing(worker: Pool, superuser: Connection) -> None:
    await _write(worker, batch(1, 2))
    before = await _contents(superuser)
    with pytest.raises(LedgerGap):
        await _write(worker, batch(4, 5))
    assert await _contents(superuser) == before


@pytest.mark.parametrize(
    "changed",
    [
        {"type": "accepted"},
        {"body": '{"n":3}'},
        {"actor": "p-2"},
        {"at": MORNING},
        {"occurred_at": MORNING - timedelta(days=1)},
        {"office": "jiangzhou"},
    ],
    ids=lambda changed: next(iter(changed)),
)
async def test_another_event_under_a_written_number_is_refused(
    worker: Pool, superuser: Connection, changed: dict[str, object]
) -> None:
    await _write(worker, batch(1, 2))
    before = await _contents(superuser)
    other = batch(1, 3)
    other = replace(other, rows=(other.rows[0], event(2, **changed), other.rows[2]))
    with pytest.raises(LedgerConflict) as refused:
        await _write(worker, other)
    assert refused.value.seq == 2
    assert await _contents(superuser) == before


@pytest.mark.parametrize(
    "contradictory",
    [
        replace(batch(1, 2), rows=()),
        replace(batch(1, 3), rows=(event(1), event(3))),
        replace(batch(1, 2), rows=(event(0), event(1), event(2))),
        batch(1, 2, version=7),
    ],
)
async def test_a_batch_that_contradicts_itself_is_refused(worker: Pool, contradictory: Batch) -> None:
    async with transaction(worker) as connection:
        with pytest.raises(ValueError, match=r"batch|numbered|version"):
            await record(connection, contradictory)


@pytest.mark.parametrize("stored", [0, 2])
async def test_the_same_batch_from_two_attempts_at_once_is_written_once(
    worker: Pool, superuser: Connection, stored: int
) -> None:
    if stored:
        await _write(worker, batch(1, stored))
    both = await asyncio.gather(*(_write(worker, batch(1, 4)) for _ in range(4)))
    assert sorted(both) == [0, 0, 0, 4 - stored]
    assert await superuser.fetchval("SELECT count(*) FROM ledger") == 4


async def test_a_step_that_fails_takes_its_events_back_with_it(worker: Pool, superuser: Connection) -> None:
    broken = replace(_consent(batch(1, 1)), party=None)  # type: ignore[arg-type]

    async def step() -> None:
        async with transaction(worker) as connection:
            await record(connection, batch(1, 1))
            await write_steps(connection, CASE, [broken])

    with pytest.raises(asyncpg.NotNullViolationError):
        await step()
    assert await superuser.fetchval("SELECT count(*) FROM ledger") == 0


@pytest.mark.parametrize("role", ["api", "worker", "owner", "superuser"])
@pytest.mark.parametrize(
    "statement", ["UPDATE ledger SET body = '{}'", "DELETE FROM ledger", "TRUNCATE ledger"]
)
async def test_nobody_changes_or_deletes_an_event(
    offices: Database, worker: Pool, superuser: Connection, role: str, statement: str
) -> None:
    await _write(worker, batch(1, 2))
    connection = await asyncpg.connect(getattr(offices, f"{role}_url"))
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
    finally:
        await connection.close()
    assert await superuser.fetchval("SELECT count(*) FROM ledger") == 2


async def test_a_lost_task_gives_way_to_the_one_that_came_after(worker: Pool, superuser: Connection) -> None:
    """Its step had committed, but the engine never heard of it and decided afresh, later and otherwise."""
    await _write(worker, batch(1, 2))
    await _write(worker, batch(3, 5))
    later = event(3, at=MORNING + timedelta(hours=1), type="accepted", body='{"n":"new"}')
    after = replace(batch(3, 3, stage="accepted"), rows=(later,))
    await _write(worker, after)
    ledger = await superuser.fetch("SELECT seq, type FROM ledger ORDER BY seq")
    assert [(row["seq"], row["type"]) for row in ledger] == [
        (1, "note_added"), (2, "note_added"), (3, "accepted"),
    ]  # fmt: skip
    lost = await superuser.fetch("SELECT seq FROM lost_events ORDER BY seq")
    assert [row["seq"] for row in lost] == [3, 4, 5], "what never happened is kept apart"
    assert await superuser.fetchrow("SELECT stage, version FROM cases") == ("accepted", 3)
    outbox = await superuser.fetch("SELECT seq FROM outbox ORDER BY seq")
    assert [row["seq"] for row in outbox] == [2, 3], "and what it wanted delivered is not"
    await _write(worker, replace(batch(4, 4), rows=(event(4, at=later.at),)))
    async with transaction(worker) as connection:
        assert (await verify_chain(connection, CASE)).sound


async def test_a_lost_task_that_comes_late_changes_nothing(worker: Pool, superuser: Connection) -> None:
    await _write(worker, batch(1, 2))
    await _write(worker, replace(batch(3, 3), rows=(event(3, at=MORNING + timedelta(hours=1)),)))
    before = await _contents(superuser)
    with pytest.raises(LedgerConflict):
        await _write(worker, batch(3, 3))
    assert await _contents(superuser) == before


async def test_nobody_takes_events_out_by_hand(worker: Pool, superuser: Connection) -> None:
    await _write(worker, batch(1, 2))
    async with worker.acquire() as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("DELETE FROM ledger")
        with pytest.raises(asyncpg.CheckViolationError):
            await connection.execute("SELECT take_out_lost_events($1, 1)", CASE)
