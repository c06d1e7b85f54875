"""反馈: the result told to the complainant, with the other ways of 消法 art.39 (S0-37…39)."""

from typing import Final

from temporalio import activity

from activities.event_rows import Place, RowTable, ref
from activities.recorder import Recorder
from redress.contracts.complaint import StepOutcome
from redress.contracts.recording import Batch
from redress.contracts.step_rows import FeedbackRow
from redress.domain.events import FeedbackGiven


def _given(place: Place, event: FeedbackGiven) -> FeedbackRow:
    return FeedbackRow(
        **place.columns(),
        method=event.method.value,
        remedies_told=event.remedies_told,
        text_ref=ref(event.text),
    )


ROWS: Final[RowTable] = {FeedbackGiven: _given}


class Feedback:
    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    @activity.defn(name="feedback")
    async def feedback(self, batch: Batch) -> StepOutcome:
        """Records the feedback; see `Recorder.write`."""
        return await self._recorder.write("feedback", batch)
