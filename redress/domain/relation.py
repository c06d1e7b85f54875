"""Who may not act in a case whatever their role: from whom it has been taken (回避, 令121 art.21)."""

from __future__ import annotations

from redress.domain import commands as c
from redress.domain.actors import Actor
from redress.domain.case import Case

NAMES_THE_RECUSED = (c.Recuse,)
"""Commands that name a mediator without giving that person anything to do."""


def taken_from(case: Case, command: c.AnyCommand, actor: Actor) -> str | None:
    """The recused person who gives the command, or to whom it would give the case or a session."""
    names = () if isinstance(command, NAMES_THE_RECUSED) else ("handler", "mediator")
    persons = (actor.person, *(getattr(command, name, None) for name in names))
    return next((one for one in persons if one and case.proceedings.recused(one)), None)
