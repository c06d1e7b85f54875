"""调解: consents, sessions, agreements and settlements (令121 art.18–24)."""

from typing import Final

from temporalio import activity

from activities.event_rows import Place, RowTable, ref, refs
from activities.recorder import Recorder
from redress.contracts.complaint import StepOutcome
from redress.contracts.recording import Batch
from redress.contracts.step_rows import AgreementRow, ConsentRow, SessionRow
from redress.domain.events import (
    AgreementRecorded,
    ConsentRecorded,
    PerformanceRecorded,
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
    )


def _held(place: Place, event: SessionHeld) -> SessionRow:
    return SessionRow(
        **place.columns(),
        act="held",
        session=event.session,
        outcome=event.outcome.value,
        minutes_ref=ref(event.minutes),
        absent=event.absent,
    )


def _agreed(place: Place, event: AgreementRecorded) -> AgreementRow:
    return AgreementRow(
        **place.columns(),
        act="agreed",
        form=event.form.value,
        why=event.why.value,
        terms_refs=refs(event.terms),
        perform_by=event.perform_by,
        without_admission=event.without_admission,
    )


def _settled(place: Place, event: SettlementRecorded) -> AgreementRow:
    return AgreementRow(**place.columns(), act="settled", terms_refs=refs(event.terms))


def _performed(place: Place, event: PerformanceRecorded) -> AgreementRow:
    return AgreementRow(
        **place.columns(), act="performed", performed=event.performed, note_ref=ref(event.note)
    )


ROWS: Final[RowTable] = {
    ConsentRecorded: _consent,
    SessionScheduled: _scheduled,
    SessionHeld: _held,
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
