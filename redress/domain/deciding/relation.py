"""Whose case it is for a command: the office's and those above and below it; and who else may do what."""

from __future__ import annotations

from redress.domain.actors import PARTY_ROLES, Actor, related
from redress.domain.case import Case
from redress.domain.relation import own_party

ADDRESSEE = frozenset({"acknowledge_dispatch", "return_dispatch", "raise_jurisdiction_dispute"})
"""What the addressee of a dispatch may do before the case is its own."""

SENDER = frozenset({"urge"})
"""What may be done by a sender who waits for a report back."""


def concerned(actor: Actor, case: Case, command: str) -> bool:
    """True when the actor's office, or the party itself, may give this command to the case at all."""
    if PARTY_ROLES.intersection(actor.roles):
        return own_party(case, actor) is not None
    if related(actor, case.office):
        return True
    sent = case.passing.open_dispatch
    if sent is not None and related(actor, sent.to) and command in ADDRESSEE:
        return True
    waiting = any(one.reports_back and related(actor, one.sender) for one in case.passing.dispatches)
    return waiting and command in SENDER
