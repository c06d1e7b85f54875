"""移送: a matter handed over to another authority, and what became of it (S0-10, S0-11, 令121 art.42)."""

from typing import Final

from temporalio import activity

from activities.event_rows import Place, RowTable, ref
from activities.recorder import Recorder
from redress.contracts.complaint import StepOutcome
from redress.contracts.recording import Batch
from redress.contracts.step_rows import TransferRow
from redress.domain.events import TransferOutcomeRecorded, Transferred


def _transferred(place: Place, event: Transferred) -> TransferRow:
    return TransferRow(
        **place.columns(),
        act="transferred",
        authority=event.to.value,
        authority_ref=ref(event.authority),
        reason_ref=ref(event.reason),
    )


def _outcome(place: Place, event: TransferOutcomeRecorded) -> TransferRow:
    return TransferRow(
        **place.columns(), act="outcome", outcome=event.outcome, summary_ref=ref(event.summary)
    )


ROWS: Final[RowTable] = {Transferred: _transferred, TransferOutcomeRecorded: _outcome}


class Transfer:
    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    @activity.defn(name="transfer")
    async def transfer(self, batch: Batch) -> StepOutcome:
        """Records a hand-over or its outcome; see `Recorder.write`."""
        return await self._recorder.write("transfer", batch)
