"""The chain: whoever changes the past, even with every right on the tables, is found."""

import pytest

from redress.persistence.histories import ArchivedHistory, archived_of, note_archived
from redress.persistence.pool import Connection, Pool, transaction
from redress.persistence.recording import record
from redress.persistence.verify_chain import ChainReport, verify_chain
from tests.persistence.examples import batch, case_id


@pytest.fixture
async def recorded(worker: Pool) -> None:
    for n in (1, 2, 3):
        async with transaction(worker) as connection:
            await record(connection, batch(1, 2, case_id(n)))
            await record(connection, batch(3, 4, case_id(n)))


async def _verify(pool: Pool, case: str | None = None) -> ChainReport:
    async with transaction(pool) as connection:
        return await verify_chain(connection, case)


@pytest.mark.usefixtures("recorded")
async def test_an_untouched_ledger_is_sound(worker: Pool) -> None:
    report = await _verify(worker)
    assert (report.cases, report.events, report.sound) == (3, 12, True)
    assert (await _verify(worker, case_id(2))).events == 4


async def test_an_empty_ledger_is_sound(worker: Pool) -> None:
    assert await _verify(worker) == ChainReport(0, 0, ())


FORGERIES = {
    "a changed body": ("UPDATE ledger SET body = '{}' WHERE case_id = $1 AND seq = 2", 2),
    "a changed moment": ("UPDATE ledger SET at = at - interval '1 day' WHERE case_id = $1 AND seq = 3", 3),
    "a changed author": ("UPDATE ledger SET actor = 'p-9' WHERE case_id = $1 AND seq = 1", 1),
    "a changed body with a hash to fit": (
        "UPDATE ledger SET body = '{}', hash = sha256('x') WHERE case_id = $1 AND seq = 2", 2,
    ),
    "a deleted event": ("DELETE FROM ledger WHERE case_id = $1 AND seq = 2", 2),
    "a deleted last event": ("DELETE FROM ledger WHERE case_id = $1 AND seq = 4", 3),
    "a case without events": ("DELETE FROM ledger WHERE case_id = $1", 0),
    "a read model turned back": ("UPDATE cases SET version = 3 WHERE case_id = $1", 4),
    "an event of another case": (
        "UPDATE ledger l SET body = o.body, hash = o.hash, prev_hash = o.prev_hash FROM ledger o "
        "WHERE l.case_id = $1 AND l.seq = 1 AND o.case_id <> $1 AND o.seq = 1",
        1,
    ),
}  # fmt: skip


@pytest.mark.parametrize("forgery", FORGERIES)
@pytest.mark.usefixtures("recorded")
async def test_a_forgery_is_found_in_its_case_and_place(
    worker: Pool, superuser: Connection, forgery: str
) -> None:
    statement, seq = FORGERIES[forgery]
    await superuser.execute("ALTER TABLE ledger DISABLE TRIGGER append_only")
    await superuser.execute(statement, case_id(2))
    report = await _verify(worker)
    assert [(each.case_id, each.seq) for each in report.breaks] == [(case_id(2), seq)]
    assert (await _verify(worker, case_id(1))).sound


async def test_an_export_is_noted_once(worker: Pool) -> None:
    history = ArchivedHistory(
        case_id=case_id(1), run_id="r-1", location="c/r-1.json", sha256=b"s" * 32, events=75
    )
    async with transaction(worker) as connection:
        await note_archived(connection, history)
        await note_archived(connection, history)
        assert await archived_of(connection, case_id(1)) == (history,)
