"""How each event changes a case. Nothing is checked here: what is recorded has happened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from redress.domain import events as e
from redress.domain import evolve_clocks
from redress.domain.case import (
    Agreement,
    Appraisal,
    Attempts,
    CallbackResult,
    Case,
    ClueLink,
    Conclusion,
    Decision,
    ExtensionRequest,
    MaterialRequest,
    Session,
    Stage,
    Told,
)
from redress.domain.commands import ContactResult, NoticeMatter, NoticeOutcome
from redress.domain.counting import CHINA
from redress.domain.events import Matter, Recorded

SESSIONS_KEPT = 100
"""How many sessions travel with the case; the ledger has all."""

CLUE_STAGE = Stage.CHECKING
"""A clue is being verified from its first moment (art.27)."""


def evolve(case: Case, recorded: Recorded) -> Case:
    """The case after one more event; `recorded.seq` becomes its version."""
    changed = APPLY[type(recorded.event)](case, recorded.event, recorded)
    return replace(changed, version=recorded.seq)


def _complaint_registered(case: Case, event: e.ComplaintRegistered, at: Recorded) -> Case:
    return replace(
        case,
        case_id=event.case_id,
        case_number=event.case_number,
        office=event.office,
        profile=event.profile,
        filing=event.filing,
        received_at=event.received_at,
        registered_at=at.at,
    )


def _clue_registered(case: Case, event: e.ClueRegistered, at: Recorded) -> Case:
    return replace(
        case,
        case_id=event.case_id,
        case_number=event.case_number,
        office=event.office,
        profile=event.profile,
        matter=Matter.CLUE,
        stage=CLUE_STAGE,
        origin=event.origin,
        summary=event.summary,
        received_at=event.received_at,
        registered_at=at.at,
    )


def _intake_checked(case: Case, event: e.IntakeChecked, at: Recorded) -> Case:
    stage = Stage.CHECKING if case.stage is Stage.REGISTERED else case.stage
    return replace(case, findings=event.findings, stage=stage)


def _material_requested(case: Case, event: e.MaterialRequested, at: Recorded) -> Case:
    return replace(case, material_request=MaterialRequest(due_on=event.due_on))


def _material_added(case: Case, event: e.MaterialAdded, at: Recorded) -> Case:
    request = case.material_request and replace(case.material_request, answered=True)
    completed = tuple(dict.fromkeys((*case.completed, *event.completes)))
    return replace(case, material_request=request, completed=completed)


def _contact_recorded(case: Case, event: e.ContactRecorded, at: Recorded) -> Case:
    before = next((a for a in case.attempts if a.party == event.party), None)
    before = before or Attempts(party=event.party, total=0, reached=0, refused=0)
    now = replace(
        before,
        total=before.total + 1,
        reached=before.reached + (event.result is ContactResult.REACHED),
        refused=before.refused + (event.result is ContactResult.REFUSED),
    )
    return replace(case, attempts=(*(a for a in case.attempts if a.party != event.party), now))


def _assigned(case: Case, event: e.Assigned, at: Recorded) -> Case:
    return _handled(replace(case, handler=event.handler), event.handler)


def _accepted(case: Case, event: e.Accepted, at: Recorded) -> Case:
    stage = Stage.MEDIATING if mediation_agreed(case) else Stage.ACCEPTED
    return _handled(replace(case, stage=stage, accepted=Decision(at=at.occurred_at)), at.person)


def _refused(case: Case, event: e.Refused, at: Recorded) -> Case:
    decision = Decision(at=at.occurred_at, ground=event.ground, article=event.article)
    return _handled(replace(case, stage=Stage.REFUSED, refused=decision), at.person)


def _notice_recorded(case: Case, event: e.NoticeRecorded, at: Recorded) -> Case:
    before = next((t for t in case.told if (t.matter, t.party) == (event.matter, event.party)), None)
    told = event.outcome is NoticeOutcome.TOLD
    if before and before.outcome is NoticeOutcome.TOLD and not told:
        return case
    entry = Told(
        matter=event.matter,
        party=event.party,
        outcome=event.outcome,
        at=event.told_at,
        failed=(before.failed if before else 0) + (not told),
    )
    changed = replace(case, told=(*(t for t in case.told if t is not before), entry))
    if event.matter is NoticeMatter.SESSION and changed.was_told(event.matter, event.party):
        return _told_in_advance(changed, event)
    return changed


def _told_in_advance(case: Case, event: e.NoticeRecorded) -> Case:
    """The notice counts for every session still to come at the moment of telling (art.20)."""
    sessions = tuple(
        replace(s, told=(*s.told, event.party))
        if s.outcome is None and event.told_at < s.at and event.party not in s.told
        else s
        for s in case.sessions
    )
    return replace(case, sessions=sessions)


def _transferred(case: Case, event: e.Transferred, at: Recorded) -> Case:
    return _handled(replace(case, transfer_open=True), at.person)


def _transfer_outcome(case: Case, event: e.TransferOutcomeRecorded, at: Recorded) -> Case:
    return replace(case, transfer_open=False)


def _consent_recorded(case: Case, event: e.ConsentRecorded, at: Recorded) -> Case:
    others = tuple(c for c in case.consents if c[:2] != (event.matter, event.party))
    changed = replace(case, consents=(*others, (str(event.matter), event.party, event.answer)))
    if changed.stage is Stage.ACCEPTED and mediation_agreed(changed):
        changed = replace(changed, stage=Stage.MEDIATING)
    return changed


def _session_scheduled(case: Case, event: e.SessionScheduled, at: Recorded) -> Case:
    """A new appointment is told anew: what was told of earlier ones stands in those sessions."""
    session = Session(
        number=event.session, at=event.session_at, form=event.form, mediator=event.mediator, joint=event.joint
    )
    untold = tuple(t for t in case.told if t.matter is not NoticeMatter.SESSION)
    changed = replace(case, sessions=(*case.sessions, session)[-SESSIONS_KEPT:], told=untold)
    return _handled(changed, at.person, event.mediator)


def _session_held(case: Case, event: e.SessionHeld, at: Recorded) -> Case:
    sessions = tuple(
        replace(s, outcome=event.outcome) if s.number == event.session else s for s in case.sessions
    )
    return _handled(replace(case, sessions=sessions), at.person)


def _appraisal_commissioned(case: Case, event: e.AppraisalCommissioned, at: Recorded) -> Case:
    appraisal = Appraisal(number=event.appraisal, basis=event.basis, commissioned_on=event.commissioned_on)
    return _handled(replace(case, appraisals=(*case.appraisals, appraisal)), at.person)


def _appraisal_concluded(case: Case, event: e.AppraisalConcluded, at: Recorded) -> Case:
    ended = tuple(
        replace(a, ended_on=event.received_on) if a.number == event.appraisal else a for a in case.appraisals
    )
    return replace(case, appraisals=ended)


def _appraisal_cancelled(case: Case, event: e.AppraisalCancelled, at: Recorded) -> Case:
    day = at.occurred_at.astimezone(CHINA).date()
    ended = tuple(
        replace(a, ended_on=day, cancelled=True) if a.number == event.appraisal else a
        for a in case.appraisals
    )
    return replace(case, appraisals=ended)


def _agreement_recorded(case: Case, event: e.AgreementRecorded, at: Recorded) -> Case:
    agreement = Agreement(
        at=at.occurred_at,
        form=event.form,
        perform_by=event.perform_by,
        without_admission=event.without_admission,
        performed=True if event.why == "performed_at_once" else None,
    )
    return _handled(replace(case, agreement=agreement), at.person)


def _settlement_recorded(case: Case, event: e.SettlementRecorded, at: Recorded) -> Case:
    return _handled(replace(case, settled_at=at.occurred_at), at.person)


def _performance_recorded(case: Case, event: e.PerformanceRecorded, at: Recorded) -> Case:
    return replace(case, agreement=case.agreement and replace(case.agreement, performed=event.performed))


def _withdrawn(case: Case, event: e.Withdrawn, at: Recorded) -> Case:
    return replace(case, stage=Stage.WITHDRAWN, withdrawn_at=at.occurred_at)


def _terminated(case: Case, event: e.MediationTerminated, at: Recorded) -> Case:
    decision = Decision(at=at.occurred_at, ground=event.ground, article=event.article)
    return _handled(replace(case, terminated=decision), at.person)


def _clue_referred(case: Case, event: e.ClueReferred, at: Recorded) -> Case:
    link = ClueLink(case_id=event.clue_case_id, case_number=event.clue_case_number)
    return _handled(replace(case, clues=(*case.clues, link)), at.person)


def _clue_decided(case: Case, event: e.ClueDecided, at: Recorded) -> Case:
    return _handled(replace(case, clue_outcome=event.outcome, stage=Stage.CONCLUDED), at.person)


def _extension_requested(case: Case, event: e.ExtensionRequested, at: Recorded) -> Case:
    request = ExtensionRequest(clock=event.clock, person=at.person, at=at.at)
    return replace(case, extension_requests=(*case.extension_requests, request))


def _extension_rejected(case: Case, event: e.ExtensionRejected, at: Recorded) -> Case:
    return evolve_clocks.request_closed(case, event.clock)


def _extension_lapsed(case: Case, event: e.ExtensionLapsed, at: Recorded) -> Case:
    return evolve_clocks.request_closed(case, event.clock)


def _concluded(case: Case, event: e.Concluded, at: Recorded) -> Case:
    conclusion = Conclusion(
        at=at.occurred_at,
        outcome=event.outcome,
        recovered_amount=event.recovered_amount,
        punitive_amount=event.punitive_amount,
        disputed_amount=event.disputed_amount,
        callback_due=event.callback_due,
    )
    kept = case.stage in (Stage.REFUSED, Stage.WITHDRAWN)
    stage = case.stage if kept else Stage.CONCLUDED
    return _handled(replace(case, conclusion=conclusion, stage=stage), at.person)


def _feedback_given(case: Case, event: e.FeedbackGiven, at: Recorded) -> Case:
    return _handled(replace(case, feedback_at=at.occurred_at, feedback_method=event.method), at.person)


def _callback_recorded(case: Case, event: e.CallbackRecorded, at: Recorded) -> Case:
    result = CallbackResult(at=at.occurred_at, result=event.result, satisfaction=event.satisfaction)
    return replace(case, callback=result)


def _closed(case: Case, event: e.Closed, at: Recorded) -> Case:
    return replace(case, closed_at=at.occurred_at)


def _reopened(case: Case, event: e.Reopened, at: Recorded) -> Case:
    return replace(
        case,
        stage=Stage.CHECKING,
        reopened=case.reopened + 1,
        reopened_at=at.occurred_at,
        accepted=None,
        refused=None,
        withdrawn_at=None,
        settled_at=None,
        terminated=None,
        told=(),
        consents=(),
        sessions=(),
        agreement=None,
        conclusion=None,
        feedback_at=None,
        feedback_method=None,
        callback=None,
        closed_at=None,
    )


def _archived(case: Case, event: e.Archived, at: Recorded) -> Case:
    return replace(case, stage=Stage.ARCHIVED)


def _unchanged(case: Case, event: Any, at: Recorded) -> Case:
    return case


def _handled(case: Case, *persons: str) -> Case:
    new = tuple(dict.fromkeys(p for p in persons if p not in case.handled_by))
    return replace(case, handled_by=(*case.handled_by, *new))


def mediation_agreed(case: Case) -> bool:
    """Both sides consent to mediation (art.18): every complainant and every respondent of the case."""
    return all(case.consent("mediation", party) == "yes" for party in case.parties)


def decided_on(case: Case, matter: NoticeMatter) -> Decision | None:
    """The decision that a notice of this matter tells, or None when there is none yet."""
    return {
        NoticeMatter.ACCEPTANCE: case.accepted,
        NoticeMatter.REFUSAL: case.refused,
        NoticeMatter.TERMINATION: ended_mediation(case),
    }.get(matter)


def ended_mediation(case: Case) -> Decision | None:
    """The end of mediation that both parties must be told (art.23): terminated, settled or withdrawn."""
    if case.terminated:
        return case.terminated
    at = case.settled_at or (case.withdrawn_at if case.accepted else None)
    return Decision(at=at, ground="23-1") if at else None


APPLY: dict[type, Callable[[Case, Any, Recorded], Case]] = {
    e.ComplaintRegistered: _complaint_registered,
    e.ClueRegistered: _clue_registered,
    e.IntakeChecked: _intake_checked,
    e.MaterialRequested: _material_requested,
    e.MaterialAdded: _material_added,
    e.NoteAdded: _unchanged,
    e.ContactRecorded: _contact_recorded,
    e.Assigned: _assigned,
    e.Accepted: _accepted,
    e.Refused: _refused,
    e.NoticeRecorded: _notice_recorded,
    e.Transferred: _transferred,
    e.TransferOutcomeRecorded: _transfer_outcome,
    e.ConsentRecorded: _consent_recorded,
    e.SessionScheduled: _session_scheduled,
    e.SessionHeld: _session_held,
    e.AppraisalCommissioned: _appraisal_commissioned,
    e.AppraisalConcluded: _appraisal_concluded,
    e.AppraisalCancelled: _appraisal_cancelled,
    e.AgreementRecorded: _agreement_recorded,
    e.SettlementRecorded: _settlement_recorded,
    e.PerformanceRecorded: _performance_recorded,
    e.Withdrawn: _withdrawn,
    e.MediationTerminated: _terminated,
    e.ClueReferred: _clue_referred,
    e.ClueDecided: _clue_decided,
    e.ExtensionRequested: _extension_requested,
    e.ExtensionRejected: _extension_rejected,
    e.ExtensionLapsed: _extension_lapsed,
    e.Concluded: _concluded,
    e.FeedbackGiven: _feedback_given,
    e.CallbackRecorded: _callback_recorded,
    e.Closed: _closed,
    e.Reopened: _reopened,
    e.Archived: _archived,
    **evolve_clocks.APPLY,
    e.TablesAdopted: _unchanged,
    e.SignalRefused: _unchanged,
}
