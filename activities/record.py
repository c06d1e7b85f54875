"""Every change without a step of its own, and the notices (告知) that come with any (令121 art.15, 23(2))."""

from typing import Final

from temporalio import activity

from activities.event_rows import Place, RowTable, ref
from activities.recorder import Recorder
from redress.contracts.complaint import StepOutcome
from redress.contracts.recording import Batch
from redress.contracts.step_rows import NoticeRow
from redress.domain.events import NoticeRecorded


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


ROWS: Final[RowTable] = {NoticeRecorded: _told}


class Record:
    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    @activity.defn(name="record")
    async def record(self, batch: Batch) -> StepOutcome:
        """Records a change of the case; see `Recorder.write`."""
        return await self._recorder.write("record", batch)
