"""How the events of passing on change a case: whose it is, who has had it, what is still out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from redress.domain import events as e
from redress.domain.case import Case, Stage
from redress.domain.case_passing import (
    DISPATCHES_KEPT,
    RECEIPTS_KEPT,
    Dispatch,
    Dispute,
    Handover,
    OfficeReceipt,
    Passing,
    Referral,
)
from redress.domain.events import Recorded
from redress.domain.standing import handled


def _dispatched(case: Case, event: e.Dispatched, at: Recorded) -> Case:
    sent = Dispatch(
        number=event.number,
        sender=event.sender,
        to=event.to,
        inside=event.inside,
        at=at.occurred_at,
        report_back_on=event.report_back_on,
    )
    passing = case.passing
    passing = replace(
        passing,
        dispatches=(*passing.dispatches, sent)[-DISPATCHES_KEPT:],
        dispatched=event.number,
        receipts=passing.receipts or _first_receipt(case),
        offices=_also(passing.offices, event.sender, event.to),
    )
    case = handled(replace(case, passing=passing), at.person)
    return _moved(case, event.to) if event.inside else case


def _acknowledged(case: Case, event: e.DispatchAcknowledged, at: Recorded) -> Case:
    case = _on_dispatch(case, event.number, acknowledged_at=at.occurred_at)
    if event.inside:
        return case
    receipt = OfficeReceipt(office=event.to, at=at.occurred_at)
    passing = replace(
        case.passing,
        receipts=_received(case.passing.receipts, receipt),
        first_contact=at.person,
        referral=None,
    )
    return _moved(replace(case, passing=passing), event.to)


def _returned(case: Case, event: e.DispatchReturned, at: Recorded) -> Case:
    case = _on_dispatch(case, event.number, ended_at=at.occurred_at)
    return _moved(case, event.sender) if case.office == event.to else case


def _reported_back(case: Case, event: e.ReportedBack, at: Recorded) -> Case:
    if event.number is None:
        return case
    return _on_dispatch(case, event.number, reported_back_at=at.occurred_at)


def _referred_up(case: Case, event: e.ReferredUp, at: Recorded) -> Case:
    referral = Referral(to=event.to, at=at.occurred_at)
    return replace(case, passing=replace(case.passing, referral=referral))


def _referral_declined(case: Case, event: e.ReferralDeclined, at: Recorded) -> Case:
    return replace(case, passing=replace(case.passing, referral=None))


def _taken_over(case: Case, event: e.CaseTakenOver, at: Recorded) -> Case:
    return _received_by(case, event.sender, event.to, at)


def _disputed(case: Case, event: e.JurisdictionDisputed, at: Recorded) -> Case:
    dispute = Dispute(
        office=event.bureau,
        with_office=event.with_office,
        superior=event.superior,
        arose_at=at.occurred_at,
    )
    offices = _also(case.passing.offices, event.with_office)
    return replace(case, passing=replace(case.passing, dispute=dispute, offices=offices))


def _dispute_referred(case: Case, event: e.DisputeReferred, at: Recorded) -> Case:
    dispute = case.passing.dispute and replace(case.passing.dispute, referred_at=at.occurred_at)
    return replace(case, passing=replace(case.passing, dispute=dispute))


def _dispute_settled(case: Case, event: e.JurisdictionDisputeSettled, at: Recorded) -> Case:
    case = replace(case, passing=replace(case.passing, dispute=None))
    return _received_by(case, event.sender, event.competent, at) if event.moved else case


def _transfer_proposed(case: Case, event: e.TransferProposed, at: Recorded) -> Case:
    suspected = (*case.passing.suspected, event.to)
    return replace(case, passing=replace(case.passing, suspected=suspected))


def _transferred(case: Case, event: e.Transferred, at: Recorded) -> Case:
    passing = case.passing
    number = passing.handed_over + 1
    handover = Handover(number=number, to=event.to, at=at.occurred_at, whole=event.whole)
    passing = replace(
        passing,
        handovers=(*passing.handovers, handover),
        handed_over=number,
        suspected=tuple(one for one in passing.suspected if one is not event.to),
    )
    return handled(replace(case, transfer_open=True, passing=passing), at.person)


def _transfer_outcome(case: Case, event: e.TransferOutcomeRecorded, at: Recorded) -> Case:
    """Taken whole, the complaint has left us; returned, it is where it was."""
    passing = case.passing
    mine = [one for one in passing.handovers if event.to is None or one.to is event.to]
    if not mine:
        back = Stage(passing.before) if passing.before else case.stage
        stage = back if case.stage is Stage.PASSED_ON else case.stage
        return replace(case, stage=stage, passing=replace(passing, gone=None, before=None))
    ended = mine[-1]
    left = tuple(one for one in passing.handovers if one is not ended)
    passing = replace(passing, handovers=left)
    case = replace(case, transfer_open=bool(left), passing=passing)
    if event.outcome == "taken" and ended.whole and case.stage in (Stage.REGISTERED, Stage.CHECKING):
        passing = replace(passing, gone=ended, before=case.stage.value)
        return replace(case, stage=Stage.PASSED_ON, passing=passing)
    return case


def _received_by(case: Case, sender: str, to: str, at: Recorded) -> Case:
    """Another bureau has the case from now on; whatever was under way between offices is over."""
    passing = case.passing
    receipt = OfficeReceipt(office=to, at=at.occurred_at)
    passing = replace(
        passing,
        receipts=_received(passing.receipts or _first_receipt(case), receipt),
        offices=_also(passing.offices, sender, to),
        dispatches=tuple(replace(d, ended_at=at.occurred_at) if d.open else d for d in passing.dispatches),
        referral=None,
        first_contact=at.person,
    )
    return _moved(replace(case, passing=passing), to)


def _first_receipt(case: Case) -> tuple[OfficeReceipt, ...]:
    return (OfficeReceipt(office=case.office, at=case.received_at),) if case.received_at else ()


def _received(before: tuple[OfficeReceipt, ...], receipt: OfficeReceipt) -> tuple[OfficeReceipt, ...]:
    """The first receipt for ever, and the last ones; the ledger has all."""
    return (*before[:1], *before[1:][-RECEIPTS_KEPT:], receipt)


def _moved(case: Case, to: str) -> Case:
    """The case is another office's, which names its own handler."""
    return replace(case, office=to, handler=None)


def _on_dispatch(case: Case, number: int, **changes: Any) -> Case:
    passing: Passing = case.passing
    dispatches = tuple(replace(d, **changes) if d.number == number else d for d in passing.dispatches)
    return replace(case, passing=replace(passing, dispatches=dispatches))


def _also(offices: tuple[str, ...], *more: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*offices, *more)))


APPLY: dict[type, Callable[[Case, Any, Recorded], Case]] = {
    e.Dispatched: _dispatched,
    e.DispatchAcknowledged: _acknowledged,
    e.DispatchReturned: _returned,
    e.ReportedBack: _reported_back,
    e.ReferredUp: _referred_up,
    e.ReferralDeclined: _referral_declined,
    e.CaseTakenOver: _taken_over,
    e.JurisdictionDisputed: _disputed,
    e.DisputeReferred: _dispute_referred,
    e.JurisdictionDisputeSettled: _dispute_settled,
    e.TransferProposed: _transfer_proposed,
    e.Transferred: _transferred,
    e.TransferOutcomeRecorded: _transfer_outcome,
}
