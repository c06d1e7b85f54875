"""A run's history is in the archive, encrypted as the engine has it, and replays from there."""

import gzip
import hashlib
import json
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment
from temporalio.worker import Replayer

from activities.export_history import ExportHistory, location_of
from redress.contracts.complaint import HistoryExport
from redress.contracts.failures import FailureType
from redress.domain.commands import Accept
from redress.files.archive import ArchiveUnavailable, ObjectArchive, open_archive
from redress.persistence.histories import archived_of
from redress.persistence.pool import transaction
from tests.workflows.desk import Case, Desk
from workers.polling import runner
from workflows.complaint import Complaint

SECRETS = ("林晓", "13800000001", "明目商行", "改善视力")


async def worked_case(desk: Desk) -> tuple[Case, HistoryExport]:
    case = await desk.file()
    await desk.until(case, "intake_checked")
    await desk.act(case, Accept())
    run_id = (await case.describe()).run_id
    return case, HistoryExport(
        case_id=case.id.removeprefix("complaint/"), workflow_id=case.id, run_id=run_id
    )


async def test_an_exported_history_replays_and_holds_nothing_in_clear(desk: Desk, tmp_path: Path) -> None:
    case, run = await worked_case(desk)
    archive = open_archive(tmp_path / "archive")
    export = ExportHistory(desk.client, archive, desk.pool)
    await ActivityEnvironment().run(export.export_history, run)
    data = await archive.get(location_of(run.case_id, run.run_id))
    text = gzip.decompress(data).decode()
    async with transaction(desk.pool) as connection:
        (noted,) = await archived_of(connection, run.case_id)
    assert (noted.run_id, noted.sha256) == (run.run_id, hashlib.sha256(data).digest())
    assert noted.events == len(json.loads(text)["events"])
    assert not any(secret in text or secret.encode() in data for secret in SECRETS)
    replayer = Replayer(
        workflows=[Complaint], data_converter=desk.client.data_converter, workflow_runner=runner()
    )
    await replayer.replay_workflow(WorkflowHistory.from_json(case.id, text))


async def test_a_run_that_was_exported_stays_as_it_was(desk: Desk, tmp_path: Path) -> None:
    case, run = await worked_case(desk)
    archive = open_archive(tmp_path / "archive")
    export = ExportHistory(desk.client, archive, desk.pool)
    await ActivityEnvironment().run(export.export_history, run)
    before = await archive.get(location_of(run.case_id, run.run_id))
    await case.signal("nudge")
    await ActivityEnvironment().run(export.export_history, run)
    assert await archive.get(location_of(run.case_id, run.run_id)) == before
    async with transaction(desk.pool) as connection:
        assert len(await archived_of(connection, run.case_id)) == 1


async def test_an_archive_that_takes_nothing_is_worth_another_try_and_leaves_no_note(
    desk: Desk, tmp_path: Path
) -> None:
    _, run = await worked_case(desk)
    folder = tmp_path / "archive"
    archive = open_archive(folder)
    (folder / "histories").write_text("a file where a folder should be")
    export = ExportHistory(desk.client, archive, desk.pool)
    with pytest.raises(ApplicationError) as caught:
        await ActivityEnvironment().run(export.export_history, run)
    assert (caught.value.type, caught.value.non_retryable) == (FailureType.ARCHIVE_UNAVAILABLE, False)
    async with transaction(desk.pool) as connection:
        assert await archived_of(connection, run.case_id) == ()


async def test_the_archive_is_a_folder_or_what_an_address_names(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for archive in (open_archive(tmp_path / "a"), open_archive(tmp_path, f"file://{tmp_path / 'b'}")):
        assert isinstance(archive, ObjectArchive)
        await archive.put("x/y.bin", b"one")
        await archive.put("x/y.bin", b"two")
        assert await archive.get("x/y.bin") == b"two"
        with pytest.raises(ArchiveUnavailable):
            await archive.get("x/missing.bin")
    assert (tmp_path / "a" / "x" / "y.bin").read_bytes() == b"two"
    assert (tmp_path / "b" / "x" / "y.bin").read_bytes() == b"two"
