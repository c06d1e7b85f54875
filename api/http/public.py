"""`GET /v1/public/cases/{case_number}?code=`: how far a case is, for its parties. General terms only."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from api.http.limits import address_of
from api.http.openapi import described
from api.http.outgoing import Json
from api.http.party import Known, known_party
from api.http.progress_words import EVENTS
from api.http.services import Services, ServicesNow
from redress.contracts.recording import LedgerRow
from redress.domain.case import ClockState
from redress.domain.counting import CHINA
from redress.domain.stage_words import STAGES
from redress.domain.view import CaseView, ClockView
from redress.persistence.pool import acting_as
from redress.persistence.reading import timeline

router = APIRouter(prefix="/v1/public", tags=["public"])


@router.get("/cases/{case_number}", summary="How far a case is", openapi_extra=described(answer="Progress"))
async def show_progress(
    case_number: str, request: Request, services: ServicesNow, code: Annotated[str, Query(max_length=40)] = ""
) -> Json:
    """For complainant and trader, each with the code they were given; a wrong code is an unknown case."""
    return Json(await progress(services, address_of(request), case_number, code))


async def progress(services: Services, address: str, case_number: str, code: str) -> dict[str, Any]:
    """What the holder of `code` may know of the case; raises `no_such_case` and `too_many_requests`."""
    return await progress_of(services, await known_party(services, address, case_number, code))


async def progress_of(services: Services, known: Known) -> dict[str, Any]:
    """How far the case of a party is, in general terms."""
    async with acting_as(services.pool, known.actor) as connection:
        rows = await timeline(connection, known.case_id)
    return _progress(known.view, rows, known.label)


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
        "clock": first.key,
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
