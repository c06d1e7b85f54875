"""What an office may be and hold, and which roles go together: by what offices and people are kept.

Pure: what stands in the tables of offices and accounts is given to it. Who did what is kept elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from redress.domain.actors import OFFICE_ROLES, Role


class OfficeKind(StrEnum):
    """Bureaus (市场监管局), what acts in their name (所、股), and outside organisations."""

    SUPERIOR = "superior"
    BUREAU = "bureau"
    BRANCH = "branch"
    SECTION = "section"
    STATION = "station"
    PLATFORM = "platform"
    MEDIATION_BODY = "mediation_body"


class Act(StrEnum):
    """What an administrator does; one row of the log each."""

    OFFICE_ADDED = "office_added"
    OFFICE_RENAMED = "office_renamed"
    OFFICE_CLOSED = "office_closed"
    LETTERHEAD_SET = "letterhead_set"
    AREA_SET = "area_set"
    SECOND_FACTOR_ASKED = "second_factor_asked"
    PERSON_ADDED = "person_added"
    PERSON_RENAMED = "person_renamed"
    PERSON_CLOSED = "person_closed"
    PERSON_REOPENED = "person_reopened"
    ROLE_GIVEN = "role_given"
    ROLE_TAKEN = "role_taken"
    UNLOCKED = "unlocked"
    ONE_TIME_PASSWORD = "one_time_password"  # noqa: S105
    SECOND_FACTOR_REMOVED = "second_factor_removed"
    SIGNED_OUT = "signed_out"
    LINKED = "linked"
    UNLINKED = "unlinked"


_OUTSIDE: Final = (OfficeKind.STATION, OfficeKind.PLATFORM, OfficeKind.MEDIATION_BODY)
_UNITS: Final = (OfficeKind.BRANCH, OfficeKind.SECTION)

KINDS_BELOW: Final[dict[OfficeKind, tuple[OfficeKind, ...]]] = {
    OfficeKind.SUPERIOR: (OfficeKind.SUPERIOR, OfficeKind.BUREAU, *_UNITS, *_OUTSIDE),
    OfficeKind.BUREAU: (*_UNITS, *_OUTSIDE),
    OfficeKind.BRANCH: _OUTSIDE,
    OfficeKind.SECTION: (),
    OfficeKind.STATION: (),
    OfficeKind.PLATFORM: (),
    OfficeKind.MEDIATION_BODY: (),
}
"""What may lie right below an office of a kind."""

SEGMENT: Final = re.compile(r"[a-z0-9_]{1,30}")
"""One step of an office's path."""

CODE: Final = re.compile(r"[0-9]{6}")
"""What an office's case numbers begin with."""

NUMBERED: Final = frozenset({OfficeKind.SUPERIOR, OfficeKind.BUREAU})
"""Kinds that may have a series of case numbers of their own."""

_CASEWORK_OUTSIDE: Final = (Role.INTAKE, Role.MEDIATOR)

ROLES_OF_KIND: Final[dict[OfficeKind, tuple[Role, ...]]] = {
    OfficeKind.SUPERIOR: OFFICE_ROLES,
    OfficeKind.BUREAU: OFFICE_ROLES,
    OfficeKind.BRANCH: (Role.INTAKE, Role.OFFICER, Role.MEDIATOR, Role.SUPERVISOR, Role.CALLBACK),
    OfficeKind.SECTION: (
        Role.INTAKE, Role.OFFICER, Role.MEDIATOR, Role.SUPERVISOR, Role.CALLBACK, Role.CUSTODIAN
    ),
    OfficeKind.STATION: _CASEWORK_OUTSIDE,
    OfficeKind.PLATFORM: _CASEWORK_OUTSIDE,
    OfficeKind.MEDIATION_BODY: (Role.MEDIATOR,),
}  # fmt: skip
"""A branch or section decides nothing in its own name: head, audit and administration are its bureau's."""

APART: Final = (Role.AUDITOR, Role.ADMINISTRATOR)
"""Each alone (四眼原则): who looks at the work, or at who may do it, has no part in it, in any office."""


def together(roles: Iterable[Role]) -> bool:
    """Whether one person may have all these roles, in whichever offices."""
    held = frozenset(roles)
    return len(held) <= 1 or not held.intersection(APART)
