"""鉴定: commission, report and cancellation; its days do not count (令121 art.22)."""

from typing import Final

from temporalio import activity

from activities.event_rows import Place, RowTable, ref
from activities.recorder import Recorder
from redress.contracts.complaint import StepOutcome
from redress.contracts.recording import Batch
from redress.contracts.step_rows import AppraisalRow
from redress.domain.events import AppraisalCancelled, AppraisalCommissioned, AppraisalConcluded


def _commissioned(place: Place, event: AppraisalCommissioned) -> AppraisalRow:
    cost = event.cost_agreement
    return AppraisalRow(
        **place.columns(),
        act="commissioned",
        appraisal=event.appraisal,
        basis=event.basis.value,
        institution_ref=ref(event.institution),
        commissioned_on=event.commissioned_on,
        payer=cost.payer if cost is not None else None,
        both_consented_at=cost.both_consented_at if cost is not None else None,
        subject_ref=ref(event.subject),
        expected_on=event.expected_on,
    )


def _concluded(place: Place, event: AppraisalConcluded) -> AppraisalRow:
    return AppraisalRow(
        **place.columns(),
        act="concluded",
        appraisal=event.appraisal,
        received_on=event.received_on,
        finding_ref=ref(event.finding),
        supports=event.supports,
    )


def _cancelled(place: Place, event: AppraisalCancelled) -> AppraisalRow:
    return AppraisalRow(
        **place.columns(), act="cancelled", appraisal=event.appraisal, reason_ref=ref(event.reason)
    )


ROWS: Final[RowTable] = {
    AppraisalCommissioned: _commissioned,
    AppraisalConcluded: _concluded,
    AppraisalCancelled: _cancelled,
}


class Appraisal:
    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    @activity.defn(name="appraisal")
    async def appraisal(self, batch: Batch) -> StepOutcome:
        """Records a step of an appraisal; see `Recorder.write`."""
        return await self._recorder.write("appraisal", batch)
