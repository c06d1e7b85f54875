"""How the events of mediation, its appraisals, clues and extensions change a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from redress.domain import events as e
from redress.domain import evolve_clocks
from redress.domain.case import (
    Agreement,
    Appraisal,
    Case,
    ClueLink,
    Decision,
    ExtensionRequest,
    Session,
    Stage,
)
from redress.domain.commands import NoticeMatter
from redress.domain.counting import CHINA
from redress.domain.events import Recorded
from redress.domain.standing import handled, mediation_agreed

SESSIONS_KEPT = 100
"""How many sessions travel with the case; the ledger has all."""


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
    return handled(changed, at.person, event.mediator)


def _session_held(case: Case, event: e.SessionHeld, at: Recorded) -> Case:
    sessions = tuple(
        replace(s, outcome=event.outcome) if s.number == event.session else s for s in case.sessions
    )
    return handled(replace(case, sessions=sessions), at.person)


def _appraisal_commissioned(case: Case, event: e.AppraisalCommissioned, at: Recorded) -> Case:
    appraisal = Appraisal(number=event.appraisal, basis=event.basis, commissioned_on=event.commissioned_on)
    return handled(replace(case, appraisals=(*case.appraisals, appraisal)), at.person)


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
    return handled(replace(case, agreement=agreement), at.person)


def _settlement_recorded(case: Case, event: e.SettlementRecorded, at: Recorded) -> Case:
    return handled(replace(case, settled_at=at.occurred_at), at.person)


def _performance_recorded(case: Case, event: e.PerformanceRecorded, at: Recorded) -> Case:
    agreement = case.agreement and replace(case.agreement, performed=event.performed)
    return replace(case, agreement=agreement, after=replace(case.after, performance_asked_at=None))


def _withdrawn(case: Case, event: e.Withdrawn, at: Recorded) -> Case:
    return replace(case, stage=Stage.WITHDRAWN, withdrawn_at=at.occurred_at)


def _terminated(case: Case, event: e.MediationTerminated, at: Recorded) -> Case:
    decision = Decision(at=at.occurred_at, ground=event.ground, article=event.article)
    return handled(replace(case, terminated=decision), at.person)


def _clue_referred(case: Case, event: e.ClueReferred, at: Recorded) -> Case:
    link = ClueLink(case_id=event.clue_case_id, case_number=event.clue_case_number)
    return handled(replace(case, clues=(*case.clues, link)), at.person)


def _clue_decided(case: Case, event: e.ClueDecided, at: Recorded) -> Case:
    return handled(replace(case, clue_outcome=event.outcome, stage=Stage.CONCLUDED), at.person)


def _extension_requested(case: Case, event: e.ExtensionRequested, at: Recorded) -> Case:
    request = ExtensionRequest(clock=event.clock, person=at.person, at=at.at)
    return replace(case, extension_requests=(*case.extension_requests, request))


def _extension_rejected(case: Case, event: e.ExtensionRejected, at: Recorded) -> Case:
    return evolve_clocks.request_closed(case, event.clock)


def _extension_lapsed(case: Case, event: e.ExtensionLapsed, at: Recorded) -> Case:
    return evolve_clocks.request_closed(case, event.clock)


APPLY: dict[type, Callable[[Case, Any, Recorded], Case]] = {
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
}
