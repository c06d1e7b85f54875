"""How what the parties say themselves changes a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from redress.domain import events as e
from redress.domain.actors import party_in
from redress.domain.case import Case
from redress.domain.events import Recorded
from redress.domain.own_page import Proposal, Rating, Review

UNREAD_KEPT = 20
PROPOSALS_KEPT = 10
"""How many travel with the case; the ledger has all."""

ACTS = (
    e.MaterialAdded,
    e.EvidenceAdded,
    e.ConsentRecorded,
    e.Withdrawn,
    e.RecusalRequested,
    e.PerformanceRecorded,
    e.StatementGiven,
    e.SettlementProposed,
    e.ProposalAnswered,
    e.Rated,
    e.ReviewRequested,
)
"""What a party does; what follows from it by itself is not listed."""


def is_act(at: Recorded) -> bool:
    """True for what a party did on its own page."""
    return isinstance(at.event, ACTS) and party_in(at.person) is not None


def acted(case: Case, at: Recorded) -> Case:
    """An act of a party waits to be read. What it brings answers a request for material; whether that is
    enough, an officer says.
    """
    unread = (*case.own.unread, at.seq)[-UNREAD_KEPT:]
    request = case.material_request
    if request and isinstance(at.event, e.EvidenceAdded) and party_in(at.person) in case.complainants:
        request = replace(request, answered=True)
    return replace(case, own=replace(case.own, unread=unread), material_request=request)


def _changed(case: Case, **changes: Any) -> Case:
    return replace(case, own=replace(case.own, **changes))


def _statement_given(case: Case, event: e.StatementGiven, at: Recorded) -> Case:
    return _changed(case, statements=event.statement)


def _proposed(case: Case, event: e.SettlementProposed, at: Recorded) -> Case:
    made = Proposal(number=event.proposal, party=event.party, at=at.occurred_at, terms=event.terms)
    return _changed(case, proposals=(*case.own.proposals, made)[-PROPOSALS_KEPT:], proposed=event.proposal)


def _answered(case: Case, event: e.ProposalAnswered, at: Recorded) -> Case:
    def with_answer(one: Proposal) -> Proposal:
        others = tuple(each for each in one.answers if each[0] != event.party)
        return replace(one, answers=(*others, (event.party, event.answer)))

    proposals = (with_answer(p) if p.number == event.proposal else p for p in case.own.proposals)
    return _changed(case, proposals=tuple(proposals))


def _rated(case: Case, event: e.Rated, at: Recorded) -> Case:
    others = tuple(one for one in case.own.ratings if one.party != event.party)
    made = Rating(
        party=event.party, at=at.occurred_at, satisfaction=event.satisfaction, parts=event.parts
    )
    return _changed(case, ratings=(*others, made))


def _review_requested(case: Case, event: e.ReviewRequested, at: Recorded) -> Case:
    asked = Review(number=event.review, party=event.party, at=at.occurred_at)
    return _changed(case, reviews=(*case.own.reviews, asked), reviewed=event.review)


def _review_answered(case: Case, event: e.ReviewAnswered, at: Recorded) -> Case:
    reviews = (replace(r, answered=True) if r.number == event.review else r for r in case.own.reviews)
    return _changed(case, reviews=tuple(reviews))


def _noted(case: Case, event: e.ActsNoted, at: Recorded) -> Case:
    return _changed(case, unread=())


def _code_renewed(case: Case, event: e.CodeRenewed, at: Recorded) -> Case:
    others = tuple(each for each in case.own.renewed if each[0] != event.party)
    return _changed(case, renewed=(*others, (event.party, event.times)))


APPLY: dict[type, Callable[[Case, Any, Recorded], Case]] = {
    e.StatementGiven: _statement_given,
    e.SettlementProposed: _proposed,
    e.ProposalAnswered: _answered,
    e.Rated: _rated,
    e.ReviewRequested: _review_requested,
    e.ReviewAnswered: _review_answered,
    e.ActsNoted: _noted,
    e.CodeRenewed: _code_renewed,
}
