"""Who asks on the public pages: a party of a case, known by the number of the case and a code of its own."""

import asyncio
import hmac
import time
from dataclasses import dataclass
from typing import Final

from api.http.one_case import FIRST, FRESH, code_of, current_view, kept_view
from api.http.problems import Problem, problem
from api.http.services import Services
from redress.contracts.ids import is_case_number, party_label
from redress.domain.actors import Actor, party_actor
from redress.domain.events import Matter
from redress.domain.view import CaseView
from redress.persistence.offices import list_offices
from redress.persistence.pool import acting_as, transaction
from redress.persistence.reading import find_by_number, read_view

NOBODY: Final = "00000000-0000-0000-0000-000000000000"
"""Stands in for an unknown case: as many codes are compared for it."""

SAID_AFTER: Final = 0.15
"""Seconds after which a wrong code and an unknown number are answered alike, whatever was looked up."""


@dataclass(frozen=True, slots=True)
class Known:
    """A party of a case, as the right code shows it; `view` is sealed. `renewed`: how often its code was."""

    party: str
    office: str
    view: CaseView

    @property
    def case_id(self) -> str:
        return self.view.case_id

    @property
    def actor(self) -> Actor:
        """The party as it acts in its case."""
        return party_actor(self.case_id, self.party, self.office)

    @property
    def label(self) -> str:
        """`complainant` or `trader`."""
        return party_label(self.party).partition("-")[0]

    @property
    def complains(self) -> bool:
        return self.party.startswith("complainant")

    @property
    def renewed(self) -> int:
        return self.view.own.times_renewed(self.party)


async def known_party(services: Services, address: str, case_number: str, code: str) -> Known:
    """Whose code it is; raises `no_such_case` alike for a wrong code and an unknown number, after the same
    time, and `too_many_requests`.
    """
    services.limits.public.check(address)
    services.limits.public.count(address)
    services.limits.codes.check(case_number)
    began = time.monotonic()
    found = await _found(services, case_number)
    view = found[0] if found else None
    party = _whose(services, view, code)
    if found is None or party is None or found[0].matter is not Matter.COMPLAINT:
        services.limits.codes.count(case_number)
        await asyncio.sleep(max(0.0, SAID_AFTER - (time.monotonic() - began)))
        raise problem("no_such_case")
    return Known(party=party, office=found[1], view=found[0])


async def again(services: Services, case_number: str, case_id: str, party: str, renewed: int) -> Known | None:
    """The party of a session that began with the right code, as the case is now, recorded or not yet; None
    where the code was renewed meanwhile.
    """
    reader = await _reader(services, case_number[:6])
    if reader is None:
        return None
    try:
        view = await current_view(services, case_id, reader)
    except Problem as found:
        if found.code == "no_such_case":
            return None
        raise
    known = Known(party=party, office=view.office, view=view)
    fits = view.case_number == case_number and party in view.parties and known.renewed == renewed
    return known if fits else None


def _whose(services: Services, view: CaseView | None, code: str) -> str | None:
    """Every party's code is compared, each in constant time."""
    given = code.strip().upper().encode()
    case_id, parties, own = (view.case_id, view.parties, view.own) if view else (NOBODY, FIRST, FRESH)
    right = None
    for party in parties:
        if hmac.compare_digest(code_of(services, case_id, party, own).encode(), given):
            right = party
    return right if view else None


async def _found(services: Services, case_number: str) -> tuple[CaseView, str] | None:
    """The case of a number, sealed, with the office it is at."""
    if not is_case_number(case_number):
        return None
    reader = await _reader(services, case_number[:6])
    if reader is None:
        return None
    async with acting_as(services.pool, reader) as connection:
        case_id = await find_by_number(connection, case_number)
        stored = await read_view(connection, case_id) if case_id else None
    if case_id is None or stored is None:
        return None
    return await kept_view(services, case_id, stored.view_json), stored.office


async def _reader(services: Services, office_code: str) -> Actor | None:
    """The public reads as the uppermost office above the series' own: a case may have moved within it."""
    async with transaction(services.pool) as connection:
        offices = await list_offices(connection)
    found = next((office for office in offices if office.code == office_code), None)
    return Actor("public", found.path.partition(".")[0], ()) if found else None
