"""Whose case it is for a command: the office's and those above and below it; and who else may do what."""

from __future__ import annotations

from redress.domain.actors import PARTY_ROLES, Actor, related
from redress.domain.case import Case
from redress.domain.permissions import RELATIONS, Relation
from redress.domain.relation import own_party


def concerned(actor: Actor, case: Case, command: str) -> bool:
    """True when the actor's office, or the party itself, may give this command to the case at all."""
    if PARTY_ROLES.intersection(actor.roles):
        return own_party(case, actor) is not None
    if related(actor, case.office):
        return True
    asked = RELATIONS.get(command, {})
    sent = case.passing.open_dispatch
    if sent is not None and related(actor, sent.to) and Relation.ADDRESSEE in asked:
        return True
    waiting = any(one.reports_back and related(actor, one.sender) for one in case.passing.dispatches)
    return waiting and Relation.WAITING_SENDER in asked
