"""移送 and 分送: a matter handed over to another authority or office, and its outcome (令121 art.13, 41, 42;
S0-10, S0-11).
"""

from typing import Final

from temporalio import activity

from activities.event_rows import Place, RowTable, ref
from activities.recorder import Recorder
from redress.contracts.complaint import StepOutcome
from redress.contracts.recording import Batch
from redress.contracts.step_rows import DispatchRow, TransferRow
from redress.domain.events import (
    CaseTakenOver,
    DispatchAcknowledged,
    Dispatched,
    DispatchReturned,
    JurisdictionDisputeSettled,
    ReportedBack,
    TransferOutcomeRecorded,
    TransferProposed,
    Transferred,
)


def _proposed(place: Place, event: TransferProposed) -> TransferRow:
    return TransferRow(
        **place.columns(), act="proposed", authority=event.to.value, reason_ref=ref(event.reason)
    )


def _transferred(place: Place, event: Transferred) -> TransferRow:
    return TransferRow(
        **place.columns(),
        act="transferred",
        authority=event.to.value,
        authority_ref=ref(event.authority),
        reason_ref=ref(event.reason),
        whole=event.whole,
    )


def _outcome(place: Place, event: TransferOutcomeRecorded) -> TransferRow:
    return TransferRow(
        **place.columns(),
        act="outcome",
        authority=event.to.value if event.to else None,
        outcome=event.outcome,
        summary_ref=ref(event.summary),
    )


def _dispatched(place: Place, event: Dispatched) -> DispatchRow:
    return DispatchRow(
        **place.columns(),
        act="dispatched",
        number=event.number,
        sender=event.sender,
        receiver=event.to,
        inside=event.inside,
        report_back_on=event.report_back_on,
        pieces=event.pieces,
        pages=event.pages,
        reason_ref=ref(event.reason),
    )


def _acknowledged(place: Place, event: DispatchAcknowledged) -> DispatchRow:
    return DispatchRow(
        **place.columns(),
        act="acknowledged",
        number=event.number,
        sender=event.sender,
        receiver=event.to,
        inside=event.inside,
        competent_receipt=event.competent_receipt,
        proof_ref=ref(event.proof),
    )


def _returned(place: Place, event: DispatchReturned) -> DispatchRow:
    return DispatchRow(
        **place.columns(),
        act="returned",
        number=event.number,
        sender=event.sender,
        receiver=event.to,
        competent_receipt=event.competent_receipt,
        reason_ref=ref(event.reason),
    )


def _reported_back(place: Place, event: ReportedBack) -> DispatchRow:
    return DispatchRow(
        **place.columns(),
        act="reported_back",
        number=event.number,
        sender=event.sender or "",
        receiver=event.order or event.sender or "",
        reason_ref=ref(event.summary),
    )


def _taken_over(place: Place, event: CaseTakenOver) -> DispatchRow:
    return DispatchRow(
        **place.columns(),
        act="taken_over",
        sender=event.sender,
        receiver=event.to,
        competent_receipt=event.competent_receipt,
        reason_ref=ref(event.reason),
    )


def _settled(place: Place, event: JurisdictionDisputeSettled) -> DispatchRow:
    return DispatchRow(
        **place.columns(),
        act="settled",
        sender=event.sender,
        receiver=event.competent,
        competent_receipt=event.competent_receipt,
        reason_ref=ref(event.reference),
    )


ROWS: Final[RowTable] = {
    TransferProposed: _proposed,
    Transferred: _transferred,
    TransferOutcomeRecorded: _outcome,
    Dispatched: _dispatched,
    DispatchAcknowledged: _acknowledged,
    DispatchReturned: _returned,
    ReportedBack: _reported_back,
    CaseTakenOver: _taken_over,
    JurisdictionDisputeSettled: _settled,
}


class Transfer:
    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    @activity.defn(name="transfer")
    async def transfer(self, batch: Batch) -> StepOutcome:
        """Records a hand-over, a dispatch or its outcome; see `Recorder.write`."""
        return await self._recorder.write("transfer", batch)
