"""To whom a step of a ladder goes: a person of the case's office, a role in it, or one office above."""

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
    office: str
    role: str | None = None
    person: str | None = None


def addressee(payload: str, office: str, superior: str | None) -> Addressee:
    """Reads `to_role` and `handler` of a payload. What a missing handler should hear, the supervisor hears.

    `superior` is the office above the case's `office`, None at the top: there its own bureau head hears.
    """
    document: Any = json.loads(payload)
    fields: Mapping[str, Any] = document if isinstance(document, dict) else {}
    to_role, handler = fields.get("to_role"), fields.get("handler")
    if to_role == HANDLER and isinstance(handler, str):
        return Addressee(office, person=handler)
    if to_role == SUPERIOR_OFFICE:
        if superior is None:
            return Addressee(office, role=Role.BUREAU_HEAD)
        return Addressee(superior, role=Role.SUPERVISOR)
    known = to_role in tuple(Role) and to_role is not Role.SYSTEM
    return Addressee(office, role=to_role if known else Role.SUPERVISOR)
