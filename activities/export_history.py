"""Copies a run's history from the engine to the archive before the engine forgets it (design: retention).

It stays as the engine has it, so encrypted. What has happened after the copy is in the next run's history.
"""

import gzip
import hashlib
from io import BytesIO
from typing import Final

from google.protobuf.json_format import MessageToJson
from temporalio import activity
from temporalio.client import Client
from temporalio.exceptions import ApplicationError

from activities.recorder import told_apart
from redress.contracts.complaint import EXPORT_HISTORY, HistoryExport
from redress.contracts.failures import FailureType
from redress.files.archive import Archive, ArchiveUnavailable
from redress.persistence.histories import ArchivedHistory, archived_of, note_archived
from redress.persistence.pool import Pool, transaction

EVENTS_PER_SIGN_OF_LIFE: Final = 200


def location_of(case_id: str, run_id: str) -> str:
    """The name of a run's history in the archive; ids only."""
    return f"histories/{case_id}/{run_id}.json.gz"


class ExportHistory:
    def __init__(self, client: Client, archive: Archive, pool: Pool) -> None:
        self._client = client
        self._archive = archive
        self._pool = pool

    @activity.defn(name=EXPORT_HISTORY)
    async def export_history(self, run: HistoryExport) -> None:
        """Writes `{"events": […]}`, gzipped, and its row; a run that has a row is left as it is.

        Raises ApplicationError `store_unavailable` or `archive_unavailable`, both worth another try.
        """
        async with told_apart(), transaction(self._pool) as connection:
            known = await archived_of(connection, run.case_id)
        if any(each.run_id == run.run_id for each in known):
            return
        events, data = await self._history(run)
        location = location_of(run.case_id, run.run_id)
        try:
            await self._archive.put(location, data)
        except ArchiveUnavailable as error:
            raise ApplicationError(str(error), type=FailureType.ARCHIVE_UNAVAILABLE) from None
        async with told_apart(), transaction(self._pool) as connection:
            await note_archived(
                connection,
                ArchivedHistory(
                    case_id=run.case_id,
                    run_id=run.run_id,
                    location=location,
                    sha256=hashlib.sha256(data).digest(),
                    events=events,
                ),
            )

    async def _history(self, run: HistoryExport) -> tuple[int, bytes]:
        handle = self._client.get_workflow_handle(run.workflow_id, run_id=run.run_id)
        count, packed = 0, BytesIO()
        with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as out:
            out.write(b'{"events":[')
            async for event in handle.fetch_history_events():
                out.write((b"," if count else b"") + MessageToJson(event, indent=None).encode())
                count += 1
                if count % EVENTS_PER_SIGN_OF_LIFE == 0:
                    activity.heartbeat(count)
            out.write(b"]}")
        return count, packed.getvalue()
