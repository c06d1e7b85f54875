"""调解: consents, sessions, who mediates, agreements and settlements (令121 art.18–24)."""

from typing import Final

from temporalio import activity

from activities.event_rows import Place, RowTable, ref, refs
from activities.recorder import Recorder
from redress.contracts.complaint import StepOutcome
from redress.contracts.recording import Batch
from redress.contracts.step_rows import AgreementRow, ConsentRow, DelegationRow, RecusalRow, SessionRow
from redress.domain.events import (
    AgreementRecorded,
    ConsentRecorded,
    DelegationReported,
    MediationDelegated,
    MediatorReplaced,
    PerformanceRecorded,
    RecusalDecided,
    RecusalRequested,
    SessionCancelled,
    SessionHeld,
    SessionScheduled,
    SettlementRecorded,
)


def _consent(place: Place, event: ConsentRecorded) -> ConsentRow:
    return ConsentRow(
        **place.columns(),
        party=event.party,
        matter=event.matter.value,
        answer=event.answer,
        channel=event.channel.value if event.channel is not None else None,
    )


def _scheduled(place: Place, event: SessionScheduled) -> SessionRow:
    return SessionRow(
        **place.columns(),
        act="scheduled",
        session=event.session,
        session_at=event.session_at,
        form=event.form.value,
        mediator=event.mediator,
        joint=event.joint,
        place_ref=ref(event.place),
        means=event.means.value if event.means is not None else None,
        with_party=event.with_party,
        recusal_days=event.recusal_days,
    )


def _held(place: Place, event: SessionHeld) -> SessionRow:
    return SessionRow(
        **place.columns(),
        act="held",
        session=event.session,
        outcome=event.outcome.value,
        minutes_ref=ref(event.minutes),
        absent=event.absent,
        private_for=tuple(note.party for note in event.private_notes),
        private_refs=refs(tuple(note.text for note in event.private_notes)),
    )


def _cancelled(place: Place, event: SessionCancelled) -> SessionRow:
    return SessionRow(
        **place.columns(), act="cancelled", session=event.session, reason_ref=ref(event.reason)
    )


def _delegated(place: Place, event: MediationDelegated) -> DelegationRow:
    return DelegationRow(
        **place.columns(),
        act="delegated",
        to_ref=ref(event.to),
        organisation_kind=event.organisation_kind.value,
        scope_ref=ref(event.scope),
        due_on=event.due_on,
    )


def _reported(place: Place, event: DelegationReported) -> DelegationRow:
    return DelegationRow(
        **place.columns(),
        act="reported",
        result=event.result.value,
        terms_refs=refs(event.terms),
        minutes_ref=ref(event.minutes),
    )


def _recusal_requested(place: Place, event: RecusalRequested) -> RecusalRow:
    return RecusalRow(
        **place.columns(),
        act="requested",
        mediator=event.mediator,
        by_party=event.by,
        reason_ref=ref(event.reason),
    )


def _recusal_decided(place: Place, event: RecusalDecided) -> RecusalRow:
    return RecusalRow(
        **place.columns(),
        act="decided",
        mediator=event.mediator,
        granted=event.granted,
        reason_ref=ref(event.reason),
    )


def _replaced(place: Place, event: MediatorReplaced) -> RecusalRow:
    return RecusalRow(**place.columns(), act="replaced", mediator=event.mediator)


def _agreed(place: Place, event: AgreementRecorded) -> AgreementRow:
    return AgreementRow(
        **place.columns(),
        act="agreed",
        form=event.form.value,
        why=event.why.value,
        terms_refs=refs(event.terms),
        perform_by=event.perform_by,
        without_admission=event.without_admission,
        legality_checked=event.legality_checked,
    )


def _settled(place: Place, event: SettlementRecorded) -> AgreementRow:
    return AgreementRow(**place.columns(), act="settled", terms_refs=refs(event.terms))


def _performed(place: Place, event: PerformanceRecorded) -> AgreementRow:
    return AgreementRow(
        **place.columns(),
        act="performed",
        performed=event.performed,
        note_ref=ref(event.note),
        extent=event.extent.value if event.extent is not None else None,
        term=event.term,
    )


ROWS: Final[RowTable] = {
    ConsentRecorded: _consent,
    SessionScheduled: _scheduled,
    SessionHeld: _held,
    SessionCancelled: _cancelled,
    MediationDelegated: _delegated,
    DelegationReported: _reported,
    RecusalRequested: _recusal_requested,
    RecusalDecided: _recusal_decided,
    MediatorReplaced: _replaced,
    AgreementRecorded: _agreed,
    SettlementRecorded: _settled,
    PerformanceRecorded: _performed,
}


class Mediate:
    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    @activity.defn(name="mediate")
    async def mediate(self, batch: Batch) -> StepOutcome:
        """Records a step of the mediation; see `Recorder.write`."""
        return await self._recorder.write("mediate", batch)
