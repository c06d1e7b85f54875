"""How the events of intake, desk work and the art.15 decision change a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from redress.domain import events as e
from redress.domain.case import Attempts, Case, Decision, MaterialRequest, Stage, Told
from redress.domain.commands import ContactResult, NoticeMatter, NoticeOutcome
from redress.domain.events import Matter, Recorded
from redress.domain.evolve_documents import told_with
from redress.domain.evolve_notices import arrived
from redress.domain.proceedings import CONTACTS_KEPT, Contact
from redress.domain.standing import handled, mediation_agreed, unchanged

NOT_REACHED = frozenset({NoticeOutcome.UNREACHABLE, NoticeOutcome.REFUSED})

IDENTITY = "identity"
"""The open item that a request for proof of identity leaves."""

CLUE_STAGE = Stage.CHECKING
"""A clue is being verified from its first moment (art.27)."""


def _complaint_registered(case: Case, event: e.ComplaintRegistered, at: Recorded) -> Case:
    return replace(
        case,
        case_id=event.case_id,
        case_number=event.case_number,
        office=event.office,
        profile=event.profile,
        beside=event.beside,
        filing=event.filing,
        received_at=event.received_at,
        registered_at=at.at,
        passing=replace(case.passing, first_contact=at.person),
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
    return replace(case, material_request=MaterialRequest(due_on=event.due_on, lapses=event.lapses))


def _material_added(case: Case, event: e.MaterialAdded, at: Recorded) -> Case:
    """Whatever is brought answers the request for material, unless it was proof of identity alone."""
    proof = case.intake.identity_request
    if proof and IDENTITY in event.completes:
        case = replace(case, intake=replace(case.intake, identity_request=replace(proof, answered=True)))
    if event.completes == (IDENTITY,):
        return case
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
    contact = Contact(
        party=event.party,
        method=event.method,
        at=event.contacted_at,
        result=event.result,
        person=at.person,
    )
    contacts = (*case.proceedings.contacts, contact)[-CONTACTS_KEPT:]
    return replace(
        case,
        attempts=(*(a for a in case.attempts if a.party != event.party), now),
        proceedings=replace(case.proceedings, contacts=contacts),
    )


def _assigned(case: Case, event: e.Assigned, at: Recorded) -> Case:
    return handled(replace(case, handler=event.handler), event.handler)


def _accepted(case: Case, event: e.Accepted, at: Recorded) -> Case:
    stage = Stage.MEDIATING if mediation_agreed(case) else Stage.ACCEPTED
    return handled(replace(case, stage=stage, accepted=Decision(at=at.occurred_at)), at.person)


def _refused(case: Case, event: e.Refused, at: Recorded) -> Case:
    decision = Decision(at=at.occurred_at, ground=event.ground, article=event.article)
    return handled(replace(case, stage=Stage.REFUSED, refused=decision), at.person)


def _notice_recorded(case: Case, event: e.NoticeRecorded, at: Recorded) -> Case:
    case = arrived(case, event)
    before = next((t for t in case.told if (t.matter, t.party) == (event.matter, event.party)), None)
    told = event.outcome is NoticeOutcome.TOLD
    if told:
        case = told_with(case, event.document, event.party)
    if before and before.outcome is NoticeOutcome.TOLD and not told:
        return case
    entry = Told(
        matter=event.matter,
        party=event.party,
        outcome=event.outcome,
        at=event.told_at,
        failed=(before.failed if before else 0) + (event.outcome in NOT_REACHED),
    )
    changed = replace(case, told=(*(t for t in case.told if t is not before), entry))
    if event.matter is NoticeMatter.SESSION and changed.was_told(event.matter, event.party):
        return _told_in_advance(changed, event)
    return changed


def _told_in_advance(case: Case, event: e.NoticeRecorded) -> Case:
    """The notice counts for every session still to come at the moment of telling (art.20)."""
    sessions = tuple(
        replace(s, told=(*s.told, event.party))
        if s.open and event.told_at < s.at and event.party not in s.told
        else s
        for s in case.sessions
    )
    return replace(case, sessions=sessions)


APPLY: dict[type, Callable[[Case, Any, Recorded], Case]] = {
    e.ComplaintRegistered: _complaint_registered,
    e.ClueRegistered: _clue_registered,
    e.IntakeChecked: _intake_checked,
    e.MaterialRequested: _material_requested,
    e.MaterialAdded: _material_added,
    e.NoteAdded: unchanged,
    e.ContactRecorded: _contact_recorded,
    e.Assigned: _assigned,
    e.Accepted: _accepted,
    e.Refused: _refused,
    e.NoticeRecorded: _notice_recorded,
}
