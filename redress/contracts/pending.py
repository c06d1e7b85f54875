"""A command as its row keeps it: sent again with the same id until the engine answers (design §4.5)."""

import json
from datetime import date
from typing import Any, Final

from pydantic import TypeAdapter

from redress.contracts.complaint import ComplaintInput, Order, Registration
from redress.domain.context import EDITION
from redress.domain.counting import CHINA
from redress.domain.receipts import received
from redress.domain.tables import Tables

Pending = Order | Registration
"""An order for a case that runs, or the registration that starts one; both sealed."""


_KINDS: Final[dict[str, TypeAdapter[Any]]] = {
    "order": TypeAdapter(Order),
    "registration": TypeAdapter(Registration),
}


def pending_json(pending: Pending) -> str:
    """The row's text: `{"order": …}` or `{"registration": …}`."""
    name = "order" if isinstance(pending, Order) else "registration"
    return json.dumps({name: _KINDS[name].dump_python(pending, mode="json")}, ensure_ascii=False)


def pending_of(text: str) -> Pending:
    """The reverse; raises ValueError for what `pending_json` did not write."""
    [(name, body)] = json.loads(text).items()
    found: Pending = _KINDS[name].validate_python(body)
    return found


def start_of(registration: Registration, tables: Tables, revision: int = 0) -> ComplaintInput:
    """What a case is started with: its registration, and of the tables what its life may need.

    That is its own profile and those of its regime in force from the day of receipt on, for a clock takes
    the one of the day on which it starts, and likewise of each regime beside it; all of it travels with every
    run, so no more than that. With their `revision` the case takes no load that is in them already.
    """
    first = _first_day(registration)
    needed = {
        profile_id
        for chosen in (registration.profile, *registration.beside)
        for profile_id in tables.needed_from(chosen, first)
    }
    return ComplaintInput(
        tables=tables.for_case(needed, first.year),
        registration=registration,
        revision=revision,
        edition=EDITION,
    )


def _first_day(registration: Registration) -> date:
    at = received(registration.filing) if registration.filing else registration.found_at
    return min(at or registration.at, registration.at).astimezone(CHINA).date()
