"""How the events about who mediates, what an end rests on and what follows an agreement change a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from redress.domain import events as e
from redress.domain.case import Case
from redress.domain.commands import NoticeMatter
from redress.domain.events import Recorded
from redress.domain.proceedings import (
    RECUSALS_KEPT,
    CeasedParty,
    Confirmation,
    Delegation,
    Recusal,
)
from redress.domain.standing import handled


def _delegated(case: Case, event: e.MediationDelegated, at: Recorded) -> Case:
    delegation = Delegation(
        to=event.to,
        organisation_kind=event.organisation_kind,
        scope=event.scope,
        at=at.occurred_at,
        due_on=event.due_on,
    )
    return handled(_changed(case, delegation=delegation), at.person)


def _reported(case: Case, event: e.DelegationReported, at: Recorded) -> Case:
    delegation = case.proceedings.delegation
    changed = _changed(case, delegation=delegation and replace(delegation, result=event.result))
    return handled(changed, at.person)


def _recusal_requested(case: Case, event: e.RecusalRequested, at: Recorded) -> Case:
    recusal = Recusal(number=event.recusal, mediator=event.mediator, by=event.by, at=at.occurred_at)
    before = case.proceedings.recusals
    refused = [one for one in before if one.granted is False]
    kept = tuple(one for one in before if one not in refused[: 1 - RECUSALS_KEPT])
    return _changed(case, recusals=(*kept, recusal))


def _recusal_decided(case: Case, event: e.RecusalDecided, at: Recorded) -> Case:
    """Granted, the case is nobody's where it was that person's."""
    recusals = tuple(
        replace(one, granted=event.granted) if one.number == event.recusal else one
        for one in case.proceedings.recusals
    )
    taken = event.granted and case.handler == event.mediator
    return _changed(replace(case, handler=None if taken else case.handler), recusals=recusals)


def _mediator_replaced(case: Case, event: e.MediatorReplaced, at: Recorded) -> Case:
    sessions = tuple(
        replace(one, mediator=event.mediator, told=()) if one.number in event.sessions else one
        for one in case.sessions
    )
    untold = tuple(t for t in case.told if t.matter is not NoticeMatter.SESSION)
    return handled(replace(case, sessions=sessions, told=untold), event.mediator)


def _cost_negotiated(case: Case, event: e.CostNegotiated, at: Recorded) -> Case:
    return _changed(case, cost=event.outcome)


def _party_ceased(case: Case, event: e.PartyCeased, at: Recorded) -> Case:
    others = tuple(one for one in case.proceedings.ceased if one.party != event.party)
    ceased = CeasedParty(party=event.party, kind=event.kind, on=event.ceased_on)
    return _changed(case, ceased=(*others, ceased))


def _fraud_signs(case: Case, event: e.FraudSignsReported, at: Recorded) -> Case:
    return _changed(case, fraud_signs_at=at.occurred_at)


def _legality_confirmed(case: Case, event: e.LegalityConfirmed, at: Recorded) -> Case:
    return replace(case, agreement=case.agreement and replace(case.agreement, lawful=True))


def _confirmation_applied(case: Case, event: e.JudicialConfirmationApplied, at: Recorded) -> Case:
    return _changed(case, confirmation=Confirmation(applied_on=event.applied_on, court=event.court))


def _confirmation_recorded(case: Case, event: e.JudicialConfirmationRecorded, at: Recorded) -> Case:
    applied = case.proceedings.confirmation
    return _changed(case, confirmation=applied and replace(applied, outcome=event.outcome))


def _changed(case: Case, **changes: Any) -> Case:
    return replace(case, proceedings=replace(case.proceedings, **changes))


APPLY: dict[type, Callable[[Case, Any, Recorded], Case]] = {
    e.MediationDelegated: _delegated,
    e.DelegationReported: _reported,
    e.RecusalRequested: _recusal_requested,
    e.RecusalDecided: _recusal_decided,
    e.MediatorReplaced: _mediator_replaced,
    e.CostNegotiated: _cost_negotiated,
    e.PartyCeased: _party_ceased,
    e.FraudSignsReported: _fraud_signs,
    e.LegalityConfirmed: _legality_confirmed,
    e.JudicialConfirmationApplied: _confirmation_applied,
    e.JudicialConfirmationRecorded: _confirmation_recorded,
}
