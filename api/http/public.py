"""`GET /v1/public/cases/{case_number}?code=`: how far a case is, for its parties. General terms only."""

import hmac
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request

from api.http.limits import address_of
from api.http.one_case import PARTIES, kept_view
from api.http.openapi import described
from api.http.outgoing import Json
from api.http.problems import problem
from api.http.progress_words import EVENTS, STAGES
from api.http.services import Services, ServicesNow
from redress.contracts.ids import is_case_number, query_code
from redress.contracts.recording import LedgerRow
from redress.domain.actors import Actor
from redress.domain.case import ClockState
from redress.domain.counting import CHINA
from redress.domain.view import CaseView, ClockView
from redress.persistence.offices import list_offices
from redress.persistence.pool import acting_as, transaction
from redress.persistence.reading import find_by_number, read_view, timeline

NOBODY: Final = "00000000-0000-0000-0000-000000000000"
"""Stands in for an unknown case, so that asking for one takes as long."""

router = APIRouter(prefix="/v1/public", tags=["public"])


@router.get("/cases/{case_number}", summary="How far a case is", openapi_extra=described(answer="Progress"))
async def show_progress(
    case_number: str, request: Request, services: ServicesNow, code: Annotated[str, Query(max_length=40)] = ""
) -> Json:
    """For complainant and trader, each with the code they were given; a wrong code is an unknown case."""
    return Json(await progress(services, address_of(request), case_number, code))


async def progress(services: Services, address: str, case_number: str, code: str) -> dict[str, Any]:
    """What the holder of `code` may know of the case; raises `no_such_case` and `too_many_requests`."""
    services.limits.public.check(address)
    services.limits.public.count(address)
    services.limits.codes.check(case_number)
    found = await _found(services, case_number)
    party = _party(services, found[0].case_id if found else NOBODY, code)
    if found is None or party is None:
        services.limits.codes.count(case_number)
        raise problem("no_such_case")
    view, rows = found
    return _progress(view, rows, party)


async def _found(services: Services, case_number: str) -> tuple[CaseView, tuple[LedgerRow, ...]] | None:
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
        rows = await timeline(connection, case_id)
    return await kept_view(services, case_id, stored.view_json), rows


async def _reader(services: Services, office_code: str) -> Actor | None:
    """The public reads as the uppermost office above the series' own: a case may have moved within it."""
    async with transaction(services.pool) as connection:
        offices = await list_offices(connection)
    found = next((office for office in offices if office.code == office_code), None)
    return Actor("public", found.path.partition(".")[0], ()) if found else None


def _party(services: Services, case_id: str, code: str) -> str | None:
    """Whose code it is. Every party's is compared, in constant time."""
    given = code.strip().upper().encode()
    right = None
    for party in PARTIES:
        if hmac.compare_digest(query_code(services.query_code_key, case_id, party).encode(), given):
            right = party
    return right


def _progress(view: CaseView, rows: tuple[LedgerRow, ...], party: str) -> dict[str, Any]:
    stage_zh, stage_en = STAGES[view.stage]
    return {
        "case_number": view.case_number,
        "party": party,
        "stage": view.stage,
        "stage_zh": stage_zh,
        "stage_en": stage_en,
        "received_on": view.received_at.astimezone(CHINA).date(),
        "concluded_on": view.concluded_on,
        "events": [_event(row) for row in rows if row.type in EVENTS],
        "next": _next(view),
    }


def _event(row: LedgerRow) -> dict[str, Any]:
    zh, en = EVENTS[row.type]
    return {"type": row.type, "on": row.occurred_at.astimezone(CHINA).date(), "text_zh": zh, "text_en": en}


def _next(view: CaseView) -> dict[str, Any] | None:
    """The next date that the law sets, and its article; the office's own promises stay inside."""
    running = [clock for clock in view.clocks if _concerns_the_parties(clock)]
    suspended = any(clock.state is ClockState.SUSPENDED for clock in running)
    dated = [clock for clock in running if clock.due_on is not None]
    first = min(dated, key=lambda clock: clock.due_on or view.now.date(), default=None)
    who = _acts_next(view, suspended)
    if first is None:
        return {"who": who, "due_on": None, "citation": None, "suspended": True} if suspended else None
    return {
        "who": who,
        "due_on": first.due_on,
        "citation": first.citation,
        "title_zh": first.title_zh,
        "title_en": first.title_en,
        "suspended": suspended,
        "provisional": first.provisional,
    }


def _acts_next(view: CaseView, suspended: bool) -> str:
    """Whose turn it is: the `party` that was asked for material, the `institution`, or the `office`."""
    if suspended:
        return "institution"
    return "party" if "material" in view.open_items else "office"


def _concerns_the_parties(clock: ClockView) -> bool:
    return clock.legal and clock.state in (ClockState.RUNNING, ClockState.SUSPENDED)
