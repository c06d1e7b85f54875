"""The store is cleared of what never became evidence, and of nothing else."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.sweep_files import SweepFiles
from redress.contracts.failures import FailureType
from redress.contracts.sweeps import FILE_SWEEP, UNCLAIMED_FOR, FilesReport
from redress.domain.actors import Actor, Role
from redress.files.evidence_store import EvidenceStore, Received, open_evidence_store
from redress.persistence.commands_log import NewCommand, Status, insert_pending, settle
from redress.persistence.evidence_files import KeptFile, add_file
from redress.persistence.pool import acting_as, open_pool
from redress.persistence.vault import FileMasterKey, Vault
from tests.servers import Database, fresh_id
from tests.workflows.desk import Desk
from workers.polling import worker
from workflows.sweeps import FileSweep

OFFICER = Actor("p-officer", "jiangzhou.linjiang.qinghe", (Role.OFFICER,))
CASE = "01936f00-0000-7000-8000-000000000077"
VAULT = Vault(FileMasterKey(b"m" * 32))


@pytest.fixture
def store(tmp_path: Path) -> EvidenceStore:
    return open_evidence_store(tmp_path)


async def laid(store: EvidenceStore, folder: Path, *, days_ago: int = 0) -> Received:
    incoming = store.incoming(1_000)
    incoming.write(os.urandom(100))
    received = await incoming.finish()
    await store.keep(received)
    incoming.drop()
    moment = (datetime.now(UTC) - timedelta(days=days_ago)).timestamp()
    os.utime(folder / received.address[:2] / received.address, (moment, moment))
    return received


async def claimed(database: Database, received: Received, status: Status | None) -> None:
    """A row for the file, and the command that brought it."""
    command_id = fresh_id("c")
    row = KeptFile(
        address=received.address, sha256=received.sha256, size=received.size, media_type="text/plain",
        sealed_key=b"sealed", command_id=command_id,
    )  # fmt: skip
    command = NewCommand(
        scope="test", key=command_id, command_id=command_id, case_id=CASE, body_hmac=bytes(32), sealed="{}",
        actor=OFFICER,
    )  # fmt: skip
    async with await open_pool(database.api_url, name="test") as pool, acting_as(pool, OFFICER) as connection:
        await VAULT.wrap_file_key(
            connection, CASE, received.address, received.key, filed_in=OFFICER.office
        )
        await insert_pending(connection, command)
        await add_file(connection, CASE, row, 1_000_000)
        if status is not None:
            await settle(connection, command_id, status, "{}")


def lying(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file() and len(path.name) == 64}


async def test_files_of_refused_commands_and_unclaimed_old_ones_go_and_no_others(
    desk: Desk, module_database: Database, store: EvidenceStore, tmp_path: Path
) -> None:
    long = UNCLAIMED_FOR.days + 1
    refused = await laid(store, tmp_path)
    done, pending = await laid(store, tmp_path), await laid(store, tmp_path)
    old_evidence = await laid(store, tmp_path, days_ago=long)
    young, unclaimed = await laid(store, tmp_path), await laid(store, tmp_path, days_ago=long)
    await claimed(module_database, refused, Status.REFUSED)
    await claimed(module_database, done, Status.DONE)
    await claimed(module_database, pending, None)
    await claimed(module_database, old_evidence, Status.DONE)
    sweep = SweepFiles(desk.pool, store, now=lambda: datetime.now(UTC))
    queue = fresh_id("escalation")
    async with worker(desk.client, queue, [FileSweep], [sweep.sweep_files]):
        report = await desk.client.execute_workflow(
            FILE_SWEEP, id=fresh_id(), task_queue=queue, result_type=FilesReport
        )
    assert report == FilesReport(refused=1, unclaimed=1)
    assert lying(tmp_path) == {each.address for each in (done, pending, old_evidence, young)}
    assert unclaimed.address not in lying(tmp_path)
    again = await ActivityEnvironment().run(sweep.sweep_files)
    assert again == FilesReport(refused=0, unclaimed=0)


async def test_a_store_that_is_away_fails_the_sweep_with_a_known_type(
    desk: Desk, module_database: Database, store: EvidenceStore, tmp_path: Path
) -> None:
    refused = await laid(store, tmp_path)
    await claimed(module_database, refused, Status.REFUSED)
    place = tmp_path / refused.address[:2]
    (place / refused.address).unlink()
    place.rmdir()
    place.write_bytes(b"in the way")
    with pytest.raises(ApplicationError) as caught:
        await ActivityEnvironment().run(
            SweepFiles(desk.pool, store, now=lambda: datetime.now(UTC)).sweep_files
        )
    assert caught.value.type == FailureType.STORE_UNAVAILABLE
