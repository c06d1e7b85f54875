"""The case worker: the `Complaint` workflow and its steps, put together and run."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from activities.appraisal import ROWS as APPRAISAL_ROWS
from activities.appraisal import Appraisal
from activities.callback import ROWS as CALLBACK_ROWS
from activities.callback import Callback
from activities.event_rows import RowTable
from activities.export_history import ExportHistory
from activities.feedback import ROWS as FEEDBACK_ROWS
from activities.feedback import Feedback
from activities.mediate import ROWS as MEDIATE_ROWS
from activities.mediate import Mediate
from activities.record import ROWS as RECORD_ROWS
from activities.record import Record
from activities.recorder import Recorder
from activities.tell_cases import TellCases
from activities.transfer import ROWS as TRANSFER_ROWS
from activities.transfer import Transfer
from activities.verify import Verify
from redress.domain.tables import load_tables
from redress.files.archive import open_archive
from redress.observability.logs import configure
from redress.persistence.blind_index import BlindIndex
from redress.persistence.pool import Pool
from redress.persistence.regulations import Regulations
from redress.persistence.vault import FileMasterKey, Vault
from redress.settings import Settings, read_key
from workers.jobs import jobs_worker
from workers.lifecycle import Place, live, poll
from workers.polling import POOL_SIZE, worker
from workflows.calendar_load import CalendarLoad
from workflows.clue_start import ClueStart
from workflows.complaint import Complaint

PROCESS: Final = "redress-case-worker"

ROWS: Final[RowTable] = {
    **TRANSFER_ROWS,
    **MEDIATE_ROWS,
    **APPRAISAL_ROWS,
    **FEEDBACK_ROWS,
    **CALLBACK_ROWS,
    **RECORD_ROWS,
}
"""Every step knows every row: what waited for the store is recorded by whichever step comes first."""


async def run(settings: Settings, *, stop: asyncio.Event | None = None) -> None:
    """Runs until `stop`, by default until SIGTERM or SIGINT; raises `Unconfigured`."""
    configure(settings.log_level, PROCESS)
    await live(
        settings, PROCESS, _serve, port=settings.case_metrics_port, pool_size=POOL_SIZE, stop=stop
    )


async def _serve(place: Place) -> None:
    archive = open_archive(place.settings.archive_dir, place.settings.archive_url)
    export = ExportHistory(place.client, archive, place.pool)
    tell = TellCases(place.client, place.pool, load_tables())
    activities: list[Callable[..., Any]] = [
        *steps(place.pool, place.settings), export.export_history, tell.tell_cases
    ]  # fmt: skip
    queue = place.settings.case_task_queue
    cases = worker(place.client, queue, [Complaint, ClueStart, CalendarLoad], activities)
    await poll(place, [cases, jobs_worker(place.client, place.pool, place.settings)])


def steps(pool: Pool, settings: Settings) -> list[Callable[..., Any]]:
    """The step activities, each under its name of the contract."""
    recorder = Recorder(pool, ROWS, now=_now, rehearsal=settings.rehearsal)
    verify = Verify(
        recorder,
        Vault(FileMasterKey(read_key(settings.vault_key_file))),
        BlindIndex(read_key(settings.blind_index_key_file)),
        Regulations(load_tables()),
    )
    return [
        verify.verify,
        Transfer(recorder).transfer,
        Mediate(recorder).mediate,
        Appraisal(recorder).appraisal,
        Feedback(recorder).feedback,
        Callback(recorder).callback,
        Record(recorder).record,
    ]


def _now() -> datetime:
    return datetime.now(UTC)
