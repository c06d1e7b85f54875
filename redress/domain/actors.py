"""Who acts: roles, actors, the parties at their own pages, and how offices contain each other."""

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
    COMPLAINANT = "complainant"
    RESPONDENT = "respondent"


PARTY_ROLES = frozenset({Role.COMPLAINANT, Role.RESPONDENT})
"""A party of one case, known by its code alone; no account ever has them."""

OFFICE_ROLES = tuple(role for role in Role if role not in PARTY_ROLES and role is not Role.SYSTEM)
"""What a person of an office may be."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (opaque id, never a name) acting for an office (dotted path, `jiangzhou.qinghe`) in roles."""

    person: str
    office: str
    roles: tuple[Role, ...]


SYSTEM = Actor("system", "", (Role.SYSTEM,))
"""The case itself, when time passes or the engine reports."""


NEW_COMPLAINANT = "complainant"
"""Who files on the public page, before there is a case."""


def party_actor(case_id: str, party: str, office: str) -> Actor:
    """The party `complainant-1` or `respondent-2` of a case at its own page; `office` is the case's."""
    return Actor(f"{party}:{case_id}", office, (Role(party.partition("-")[0]),))


def new_complainant(office: str) -> Actor:
    """Somebody who files on the page of `office`."""
    return Actor(NEW_COMPLAINANT, office, (Role.COMPLAINANT,))


def party_in(person: str) -> str | None:
    """The party id that a person id stands for, None for people of offices and the system."""
    party, colon, _ = person.partition(":")
    side = party.partition("-")[0]
    return party if colon and side in PARTY_ROLES else None


def by_the_system(actor: Actor) -> bool:
    """True for the system itself, which belongs to no office; a person never has its role alone."""
    return actor.person == SYSTEM.person and actor.roles == SYSTEM.roles


def at_or_below(office: str, ancestor: str) -> bool:
    """True when `office` is `ancestor` or lies below it in the office tree (dotted paths)."""
    return office == ancestor or office.startswith(f"{ancestor}.")


def related(actor: Actor, office: str) -> bool:
    """True when the actor's office is the case's, above it, or a branch acting in the bureau's name."""
    return at_or_below(office, actor.office) or at_or_below(actor.office, office)
