"""How the events of mediation and its appraisals change a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from redress.domain import events as e
from redress.domain.case import (
    Agreement,
    Appraisal,
    Case,
    Decision,
    Session,
    Stage,
    Term,
)
from redress.domain.commands import NoticeMatter, Performed
from redress.domain.counting import CHINA
from redress.domain.events import Recorded
from redress.domain.proceedings import ConsentMark
from redress.domain.standing import handled, mediation_agreed

SESSIONS_KEPT = 100
"""How many sessions travel with the case; the ledger has all."""


def _consent_recorded(case: Case, event: e.ConsentRecorded, at: Recorded) -> Case:
    others = tuple(c for c in case.consents if c[:2] != (event.matter, event.party))
    mark = ConsentMark(matter=event.matter, party=event.party, at=at.occurred_at, channel=event.channel)
    before = case.proceedings.consent_marks
    marks = tuple(m for m in before if (m.matter, m.party) != (mark.matter, mark.party))
    changed = replace(
        case,
        consents=(*others, (str(event.matter), event.party, event.answer)),
        proceedings=replace(case.proceedings, consent_marks=(*marks, mark)),
    )
    if changed.stage is Stage.ACCEPTED and mediation_agreed(changed):
        changed = replace(changed, stage=Stage.MEDIATING)
    return changed


def _session_scheduled(case: Case, event: e.SessionScheduled, at: Recorded) -> Case:
    """A new appointment is told anew: what was told of earlier ones stands in those sessions."""
    session = Session(
        number=event.session,
        at=event.session_at,
        form=event.form,
        mediator=event.mediator,
        joint=event.joint,
        means=event.means,
        with_party=event.with_party,
        recusal_days=event.recusal_days,
    )
    untold = tuple(t for t in case.told if t.matter is not NoticeMatter.SESSION)
    changed = replace(case, sessions=(*case.sessions, session)[-SESSIONS_KEPT:], told=untold)
    return handled(changed, at.person, event.mediator)


def _session_held(case: Case, event: e.SessionHeld, at: Recorded) -> Case:
    noted = tuple(dict.fromkeys(note.party for note in event.private_notes))
    sessions = tuple(
        replace(s, outcome=event.outcome, noted=noted) if s.number == event.session else s
        for s in case.sessions
    )
    return handled(replace(case, sessions=sessions), at.person)


def _session_cancelled(case: Case, event: e.SessionCancelled, at: Recorded) -> Case:
    sessions = tuple(replace(s, cancelled=True) if s.number == event.session else s for s in case.sessions)
    return replace(case, sessions=sessions)


def _appraisal_commissioned(case: Case, event: e.AppraisalCommissioned, at: Recorded) -> Case:
    appraisal = Appraisal(
        number=event.appraisal,
        basis=event.basis,
        commissioned_on=event.commissioned_on,
        expected_on=event.expected_on,
    )
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
        lawful=event.legality_checked,
        terms=tuple(Term(number=one.term, due_on=one.due_on) for one in event.due),
    )
    return handled(replace(case, agreement=agreement), at.person)


def _settlement_recorded(case: Case, event: e.SettlementRecorded, at: Recorded) -> Case:
    return handled(replace(case, settled_at=at.occurred_at), at.person)


def _performance_recorded(case: Case, event: e.PerformanceRecorded, at: Recorded) -> Case:
    """One term that was not kept breaks the agreement; one that was kept is not yet all of it."""
    case = replace(case, after=replace(case.after, performance_asked_at=None))
    agreement = case.agreement
    if agreement is None:
        return case
    if event.term is None:
        return replace(
            case, agreement=replace(agreement, performed=event.performed, extent=event.extent)
        )
    kept = event.extent or (Performed.YES if event.performed else Performed.NO)
    terms = tuple(replace(t, performed=kept) if t.number == event.term else t for t in agreement.terms)
    whole = agreement.performed if kept is Performed.YES else False
    return replace(case, agreement=replace(agreement, terms=terms, performed=whole))


def _withdrawn(case: Case, event: e.Withdrawn, at: Recorded) -> Case:
    return replace(case, stage=Stage.WITHDRAWN, withdrawn_at=at.occurred_at)


def _terminated(case: Case, event: e.MediationTerminated, at: Recorded) -> Case:
    decision = Decision(at=at.occurred_at, ground=event.ground, article=event.article)
    return handled(replace(case, terminated=decision), at.person)


APPLY: dict[type, Callable[[Case, Any, Recorded], Case]] = {
    e.ConsentRecorded: _consent_recorded,
    e.SessionScheduled: _session_scheduled,
    e.SessionHeld: _session_held,
    e.SessionCancelled: _session_cancelled,
    e.AppraisalCommissioned: _appraisal_commissioned,
    e.AppraisalConcluded: _appraisal_concluded,
    e.AppraisalCancelled: _appraisal_cancelled,
    e.AgreementRecorded: _agreement_recorded,
    e.SettlementRecorded: _settlement_recorded,
    e.PerformanceRecorded: _performance_recorded,
    e.Withdrawn: _withdrawn,
    e.MediationTerminated: _terminated,
}
