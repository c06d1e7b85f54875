"""回访 by somebody who did not handle the case, with its five items (S0-28, S0-29)."""

from typing import Final

from temporalio import activity

from activities.event_rows import Place, RowTable, ref
from activities.recorder import Recorder
from redress.contracts.complaint import StepOutcome
from redress.contracts.recording import Batch
from redress.contracts.step_rows import CallbackRow
from redress.domain.events import CallbackRecorded


def _recorded(place: Place, event: CallbackRecorded) -> CallbackRow:
    parts = event.satisfaction_parts
    return CallbackRow(
        **place.columns(),
        result=event.result,
        knows_result=event.knows_result,
        promise_kept=event.promise_kept,
        satisfaction=event.satisfaction,
        opinion_ref=ref(event.opinion),
        new_facts_ref=ref(event.new_facts),
        method=event.method.value if event.method else None,
        attempt=event.attempt,
        excused=event.excused,
        efficiency=parts.efficiency if parts else None,
        handling=parts.handling if parts else None,
        outcome=parts.result if parts else None,
        attitude=parts.attitude if parts else None,
        professionalism=parts.professionalism if parts else None,
    )


ROWS: Final[RowTable] = {CallbackRecorded: _recorded}


class Callback:
    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    @activity.defn(name="callback")
    async def callback(self, batch: Batch) -> StepOutcome:
        """Records a call-back; see `Recorder.write`."""
        return await self._recorder.write("callback", batch)
