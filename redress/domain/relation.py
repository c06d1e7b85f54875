"""Who may not act in a case whatever their role: from whom it has been taken (回避, 令121 art.21), a party
that speaks for another than itself, and whoever lacks a relation that the permission table asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from redress.domain import commands as c
from redress.domain.actors import PARTY_ROLES, Actor, Role, at_or_below, party_actor
from redress.domain.case import Case
from redress.domain.permissions import RELATIONS, Relation
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


def _mediator_to_be_recused(case: Case, command: c.AnyCommand | None) -> tuple[str, ...]:
    return (case.proceedings.stay.mediator,) if case.proceedings.stay else ()


def _who_asked(case: Case, command: c.AnyCommand | None) -> tuple[str, ...]:
    clock = getattr(command, "clock", None)
    return tuple(one.person for one in case.extension_requests if one.clock == clock)


def _who_drafted(case: Case, command: c.AnyCommand | None) -> tuple[str, ...]:
    number = getattr(command, "number", None)
    return tuple(one.drafted_by for one in case.documents if one.number == number)


_PERSONS_KEPT_OUT: dict[Relation, Callable[[Case, c.AnyCommand | None], Iterable[str]]] = {
    Relation.NEVER_HANDLED: lambda case, _: case.handled_by,
    Relation.NOT_REQUESTER: _who_asked,
    Relation.NOT_DRAFTER: _who_drafted,
    Relation.NOT_THE_MEDIATOR: _mediator_to_be_recused,
    Relation.NOT_OF_FIRST_ROUND: lambda case, _: case.after.former_handlers,
}


def lacks(case: Case, relation: Relation, actor: Actor, command: c.AnyCommand | None = None) -> bool:
    """True when a relation that keeps people out keeps the actor out; without a command, as far as seen."""
    if relation is Relation.OFFICE_ABOVE:
        return not at_or_below(case.office, actor.office)
    return actor.person in _PERSONS_KEPT_OUT[relation](case, command)


def kept_out(case: Case, command: c.AnyCommand, actor: Actor, relation: Relation) -> Refusal | None:
    """Why the permission table keeps the actor from this command by this relation; None: it does not.

    The rule of a command asks where the refusal has its place among others.
    """
    code = RELATIONS.get(command.type, {}).get(relation)
    if code is None or not lacks(case, relation, actor, command):
        return None
    return refuse(code, case.office if relation is Relation.OFFICE_ABOVE else None)
