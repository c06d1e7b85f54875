"""Who may not act in a case whatever their role: from whom it has been taken (回避, 令121 art.21), and a
party that speaks for another than itself.
"""

from __future__ import annotations

from redress.domain import commands as c
from redress.domain.actors import PARTY_ROLES, Actor, Role, party_actor
from redress.domain.case import Case
from redress.domain.refusals import Refusal, refuse

NAMES_THE_RECUSED = (c.Recuse,)
"""Commands that name a mediator without giving that person anything to do."""


def taken_from(case: Case, command: c.AnyCommand, actor: Actor) -> str | None:
    """The recused person who gives the command, or to whom it would give the case or a session."""
    names = () if isinstance(command, NAMES_THE_RECUSED) else ("handler", "mediator")
    persons = (actor.person, *(getattr(command, name, None) for name in names))
    return next((one for one in persons if one and case.proceedings.recused(one)), None)


NAMES_A_PARTY = ("party", "given_by", "by")
"""Fields of commands that say for whom somebody speaks."""

LEFT_TO_THE_OFFICE = ("occurred_at", "completes")
"""When something legally was, and whether an item is complete, a party does not decide."""


def own_party(case: Case, actor: Actor) -> str | None:
    """The party of this case that an actor is, None for everybody else: its id is made of case and party, so
    that a party of one case is a stranger in every other.
    """
    if len(actor.roles) != 1:
        return None
    return next(
        (party for party in case.parties if party_actor(case.case_id, party, actor.office) == actor), None
    )


def not_its_own(case: Case, command: c.AnyCommand, actor: Actor) -> Refusal | None:
    """Why a party may not say this: it speaks for itself only, of now, and not for those beside it."""
    if not PARTY_ROLES.intersection(actor.roles):
        return None
    own = own_party(case, actor)
    for name in NAMES_A_PARTY:
        said = getattr(command, name, own)
        if said != own and (not isinstance(said, str) or case.party(said) != own):
            return refuse("not_your_side", name)
    for name in LEFT_TO_THE_OFFICE:
        if getattr(command, name, None):
            return refuse("left_to_the_office", name)
    if isinstance(command, c.Withdraw) and len(case.complainants) > 1 and Role.COMPLAINANT in actor.roles:
        return refuse("not_alone")
    return None
