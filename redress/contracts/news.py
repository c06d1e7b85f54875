"""News of passing on, grading, supervision and of acts of parties: who hears of which event, as payloads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from redress.domain import events as e
from redress.domain.actors import party_in
from redress.domain.case import Case
from redress.domain.commands import Urgency
from redress.domain.evolve_own_page import is_act

Payload = dict[str, object]
News = tuple[str, Payload]
"""Kind and payload; `office` in it overrides the case's own."""


def _dispatched(event: e.Dispatched, case: Case) -> Iterator[News]:
    yield "dispatched", {"office": event.to, "to_role": "intake"}


def _returned(event: e.DispatchReturned, case: Case) -> Iterator[News]:
    yield "dispatch_returned", {"office": event.to if event.taken_back else event.sender, "to_role": "intake"}


def _acknowledged(event: e.DispatchAcknowledged, case: Case) -> Iterator[News]:
    yield "dispatch_acknowledged", {"office": event.sender, "to_role": "intake"}


def _reported_back(event: e.ReportedBack, case: Case) -> Iterator[News]:
    if event.sender is not None:
        yield "dispatch_reported_back", {"office": event.sender, "to_role": "supervisor"}


def _referred_up(event: e.ReferredUp, case: Case) -> Iterator[News]:
    yield "referred_up", {"office": event.to, "to_role": "supervisor"}


def _declined(event: e.ReferralDeclined, case: Case) -> Iterator[News]:
    yield "referral_declined", _to_handler(case)


def _taken_over(event: e.CaseTakenOver, case: Case) -> Iterator[News]:
    yield "case_taken_over", {"office": event.sender, "to_role": "supervisor"}


def _disputed(event: e.JurisdictionDisputed, case: Case) -> Iterator[News]:
    yield "jurisdiction_disputed", {"office": event.with_office, "to_role": "supervisor"}


def _dispute_referred(event: e.DisputeReferred, case: Case) -> Iterator[News]:
    yield "dispute_referred", {"office": event.superior, "to_role": "supervisor"}


def _dispute_settled(event: e.JurisdictionDisputeSettled, case: Case) -> Iterator[News]:
    yield "dispute_settled", {"office": event.competent, "to_role": "supervisor"}


def _graded(event: e.Graded, case: Case) -> Iterator[News]:
    """A critical case is told to the leader at once (S0-54); a key one to its owner (S0-50)."""
    if event.urgency is Urgency.CRITICAL:
        yield "critical", {"to_role": "bureau_head"}
    if event.key:
        yield "key_owner", {"to_role": "handler", "handler": event.owner}


def _supervised(event: e.Supervised, case: Case) -> Iterator[News]:
    yield "supervised", {**_to_handler(case), "due_on": event.due_on.isoformat()}


def _answered(event: e.SupervisionAnswered, case: Case) -> Iterator[News]:
    yield "supervision_answered", {"office": event.office, "to_role": "supervisor"}


def _urged(event: e.Urged, case: Case) -> Iterator[News]:
    yield "urged", {**_to_handler(case), "times": event.times}


def _reported_upward(event: e.ReportedUpward, case: Case) -> Iterator[News]:
    yield "reported_upward", {"to_role": "superior_office"}


def _review_requested(event: e.ReviewRequested, case: Case) -> Iterator[News]:
    yield "review_requested", {"to_role": "supervisor"}


def _to_handler(case: Case) -> Payload:
    return {"to_role": "handler", "handler": case.handler}


NEWS: Final[dict[type, Callable[[Any, Case], Iterator[News]]]] = {
    e.Dispatched: _dispatched,
    e.DispatchReturned: _returned,
    e.DispatchAcknowledged: _acknowledged,
    e.ReportedBack: _reported_back,
    e.ReferredUp: _referred_up,
    e.ReferralDeclined: _declined,
    e.CaseTakenOver: _taken_over,
    e.JurisdictionDisputed: _disputed,
    e.DisputeReferred: _dispute_referred,
    e.JurisdictionDisputeSettled: _dispute_settled,
    e.Graded: _graded,
    e.Supervised: _supervised,
    e.SupervisionAnswered: _answered,
    e.Urged: _urged,
    e.ReportedUpward: _reported_upward,
    e.ReviewRequested: _review_requested,
}

KINDS: Final = (
    "dispatched", "dispatch_returned", "dispatch_acknowledged", "dispatch_reported_back", "referred_up",
    "referral_declined", "case_taken_over", "jurisdiction_disputed", "dispute_referred", "dispute_settled",
    "critical", "key_owner", "supervised", "supervision_answered", "urged", "reported_upward",
    "review_requested", "party_act",
)  # fmt: skip
"""Every kind of this room, for the worker that tells them to people."""


def news_of(event: e.Event, case: Case) -> Iterator[News]:
    """Whom an event of passing on, grading or supervision is told to, from the case after it."""
    told = NEWS.get(type(event))
    if told is not None:
        yield from told(event, case)


def news_of_act(entry: e.Recorded, case: Case) -> Iterator[News]:
    """What a party did on its own page is told to the handler."""
    if is_act(entry):
        party = party_in(entry.person) or ""
        yield "party_act", {**_to_handler(case), "act": entry.event.type, "party": party}
