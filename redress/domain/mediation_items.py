"""What mediation still asks of somebody: the open items of a case that its officers work off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from redress.domain.case import Case
from redress.domain.commands import DelegationResult
from redress.domain.counting import CHINA
from redress.domain.standing import result_reached


def mediation_items(case: Case, now: datetime) -> Iterator[str]:
    """By stable names; after a colon comes a party, a person, or the number of an appraisal or term."""
    today = now.astimezone(CHINA).date()
    yield from (f"appraisal.late:{a.number}" for a in case.running_appraisals if _past(a.expected_on, today))
    if case.accepted and not result_reached(case) and case.withdrawn_at is None:
        yield from _under_way(case, today)
    if case.agreement and not case.closed_at:
        yield from _agreed(case, today)
    applied = case.proceedings.confirmation
    if applied and applied.outcome is None:
        yield "judicial_confirmation"


def _under_way(case: Case, today: date) -> Iterator[str]:
    proceedings = case.proceedings
    if proceedings.stay:
        yield f"recusal:{proceedings.stay.mediator}"
    yield from (f"mediator:{s.number}" for s in case.sessions if s.open and proceedings.recused(s.mediator))
    if delegation := proceedings.delegation:
        if delegation.result is None:
            yield "delegation.late" if _past(delegation.due_on, today) else "delegation"
        elif delegation.result is DelegationResult.AGREED:
            yield "delegation.agreed"
    for matter, party, answer in case.consents:
        if matter == "mediation" and answer == "withdrawn":
            yield f"consent.withdrawn:{party}"
        if matter == "delegation" and answer == "withdrawn" and proceedings.delegated:
            yield f"delegation.withdrawn:{party}"
    if proceedings.fraud_signs_at and not case.transfer_open:
        yield "fraud_signs"


def _agreed(case: Case, today: date) -> Iterator[str]:
    agreement = case.agreement
    if agreement is None:
        return
    if agreement.lawful is None and case.conclusion is None:
        yield "agreement.legality"
    for term in agreement.terms:
        if term.performed is None and agreement.performed is None and _past(term.due_on, today):
            yield f"performance.term:{term.number}"
    if agreement.performed is None and _past(agreement.perform_by, today):
        yield "performance"


def _past(day: date | None, today: date) -> bool:
    return day is not None and day < today
