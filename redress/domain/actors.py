"""Who acts: roles, actors and how offices contain each other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    INTAKE = "intake"
    OFFICER = "officer"
    MEDIATOR = "mediator"
    SUPERVISOR = "supervisor"
    BUREAU_HEAD = "bureau_head"
    CALLBACK = "callback"
    CUSTODIAN = "informant_custodian"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (opaque id, never a name) acting for an office (dotted path, `jiangzhou.qinghe`) in roles."""

    person: str
    office: str
    roles: tuple[Role, ...]


SYSTEM = Actor("system", "", (Role.SYSTEM,))
"""The case itself, when time passes or the engine reports."""


def by_the_system(actor: Actor) -> bool:
    """True for the system itself, which belongs to no office; a person never has its role alone."""
    return actor.person == SYSTEM.person and actor.roles == SYSTEM.roles


def at_or_below(office: str, ancestor: str) -> bool:
    """True when `office` is `ancestor` or lies below it in the office tree (dotted paths)."""
    return office == ancestor or office.startswith(f"{ancestor}.")


def related(actor: Actor, office: str) -> bool:
    """True when the actor's office is the case's, above it, or a branch acting in the bureau's name."""
    return at_or_below(office, actor.office) or at_or_below(actor.office, office)
