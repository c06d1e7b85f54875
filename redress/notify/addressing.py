"""To whom something in the outbox goes: the handler, a role of the case's office, or one office above."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from redress.domain.actors import Role

HANDLER: Final = "handler"
SUPERIOR_OFFICE: Final = "superior_office"


@dataclass(frozen=True, slots=True)
class Addressee:
    """A person, or else a role in `office` or, when nobody there has it, in the nearest office above."""

    office: str
    case_number: str
    role: Role
    person: str | None = None


def addressee(payload: str) -> Addressee:
    """Reads `office`, `case_number`, `to_role` and `handler` of an outbox payload.

    What a missing handler should hear, the supervisor hears; so does a supervisor what names no known role.
    """
    fields: Mapping[str, Any] = json.loads(payload)
    office, number = str(fields["office"]), str(fields["case_number"])
    to_role, handler = fields.get("to_role"), fields.get("handler")
    if to_role == HANDLER:
        person = handler if isinstance(handler, str) else None
        return Addressee(office, number, Role.SUPERVISOR, person)
    if to_role == SUPERIOR_OFFICE:
        above = office.rpartition(".")[0]
        return Addressee(above or office, number, Role.SUPERVISOR if above else Role.BUREAU_HEAD)
    role = next((role for role in Role if role.value == to_role and role is not Role.SYSTEM), Role.SUPERVISOR)
    return Addressee(office, number, role)
