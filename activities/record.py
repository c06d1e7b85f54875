"""Every change without a step of its own; the notices (告知) that come with any (令121 art.15, 23(2)), and
evidence.
"""

from typing import Final

from temporalio import activity

from activities.event_rows import Place, RowTable, ref
from activities.recorder import Recorder
from redress.contracts.complaint import StepOutcome
from redress.contracts.recording import Batch
from redress.contracts.step_rows import EvidenceRow, NoticeRow
from redress.domain.events import EvidenceAdded, EvidenceMarked, NoticeRecorded


def _told(place: Place, event: NoticeRecorded) -> NoticeRow:
    return NoticeRow(
        **place.columns(),
        matter=event.matter.value,
        party=event.party,
        method=event.method.value,
        told_at=event.told_at,
        outcome=event.outcome.value,
        document=event.document,
        proof_ref=ref(event.proof),
    )


def _added(place: Place, event: EvidenceAdded) -> EvidenceRow:
    file = event.file
    return EvidenceRow(
        **place.columns(),
        act="added",
        number=event.number,
        kind=event.kind.value,
        given_by=event.given_by,
        obtained_at=event.obtained_at,
        name_ref=ref(event.name),
        description_ref=ref(event.description),
        sha256=file.sha256 if file else None,
        address=file.address if file else None,
        size=file.size if file else None,
        media_type=file.media_type if file else None,
        name_differs=file.name_differs if file else None,
    )


def _marked(place: Place, event: EvidenceMarked) -> EvidenceRow:
    return EvidenceRow(
        **place.columns(),
        act="marked",
        number=event.number,
        status=event.status.value,
        reason_ref=ref(event.reason),
    )


ROWS: Final[RowTable] = {NoticeRecorded: _told, EvidenceAdded: _added, EvidenceMarked: _marked}


class Record:
    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    @activity.defn(name="record")
    async def record(self, batch: Batch) -> StepOutcome:
        """Records a change of the case; see `Recorder.write`."""
        return await self._recorder.write("record", batch)
