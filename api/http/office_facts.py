"""What a command must know of offices, read from the office table; never from the body of a request."""

from typing import Final

from redress.domain.actors import Actor
from redress.domain.commands import AnyCommand
from redress.domain.offices import OfficeFact
from redress.persistence.offices import facts_of
from redress.persistence.pool import Connection

NAMING: Final[dict[str, tuple[str, ...]]] = {
    "dispatch": ("to",),
    "acknowledge_dispatch": (),
    "return_dispatch": (),
    "refer_up": (),
    "take_over": (),
    "raise_jurisdiction_dispute": ("with_office",),
    "settle_jurisdiction_dispute": ("competent",),
}
"""The commands that pass a case on, and their fields that name an office."""


async def offices_for(
    connection: Connection, command: AnyCommand, office: str | None, actor: Actor
) -> tuple[OfficeFact, ...]:
    """The offices that a command names, the case's and the actor's, with all above them."""
    if command.type not in NAMING:
        return ()
    named = (getattr(command, field) for field in NAMING[command.type])
    return await facts_of(connection, {actor.office, *([office] if office else []), *named})
