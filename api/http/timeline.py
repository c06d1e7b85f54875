"""What happened in a case, and how its deadlines came about."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query
from pydantic import Discriminator, TypeAdapter

from api.auth.reader import Signed
from api.http.one_case import CaseId, current_view
from api.http.openapi import described
from api.http.opening import ArchiveReason, opened
from api.http.outgoing import Json, jsonable
from api.http.problems import FieldError, problem
from api.http.services import Services, ServicesNow
from redress.contracts.complaint import WhatIf
from redress.contracts.recording import LedgerRow
from redress.domain.actors import Actor
from redress.domain.counting import EndRoll
from redress.domain.events import ClueRegistered, Event, ReportRegistered
from redress.persistence.pool import acting_as
from redress.persistence.reading import in_archive, read_view, timeline

MOST_EVENTS: Final = 500

SPLIT: Final = (ClueRegistered, ReportRegistered)
"""Registrations whose texts may lie in the case that they came from."""

EVENT: Final[TypeAdapter[Any]] = TypeAdapter(Annotated[Event, Discriminator("type")])

Lang = Literal["zh", "en"]
"""The languages in which a deadline is told in words."""

NOTHING_SUPPOSED: Final = FieldError(
    "resumed_on",
    "nothing_supposed",
    "请给出 resumed_on、extension 或 end_roll",
    "or extension or end_roll is needed",
)

router = APIRouter(prefix="/v1/complaints", tags=["cases"])


@dataclass(frozen=True, slots=True)
class Happened:
    """Rows of the ledger with their events, oldest first; `next_seq` is where to go on, None at the end."""

    events: tuple[tuple[LedgerRow, Event], ...]
    next_seq: int | None


@router.get("/{case_id}/timeline", summary="The events of a case", openapi_extra=described(answer="Timeline"))
async def show_timeline(
    case_id: CaseId,
    reader: Signed,
    services: ServicesNow,
    from_seq: Annotated[int, Query(ge=1, le=2_147_483_647)] = 1,
    limit: Annotated[int, Query(ge=1, le=MOST_EVENTS)] = MOST_EVENTS,
    reason: Annotated[ArchiveReason | None, Query()] = None,
) -> Json:
    """Oldest first, from the ledger; `next_seq` is where to go on, null at the end. An archived case's texts
    are opened for a `reason` alone.
    """
    found = await happened(services, case_id, reader.actor, from_seq, limit, reason)
    return Json({"items": [_item(row, event) for row, event in found.events], "next_seq": found.next_seq})


async def happened(
    services: Services,
    case_id: str,
    actor: Actor,
    from_seq: int = 1,
    limit: int = MOST_EVENTS,
    reason: ArchiveReason | None = None,
) -> Happened:
    """The events of a case that `actor` may see, opened as far as they may read; raises `no_such_case`."""
    async with acting_as(services.pool, actor) as connection:
        stored = await read_view(connection, case_id)
        if stored is None and not await services.vault.has_key(connection, case_id):
            raise problem("no_such_case")
        rows = await timeline(connection, case_id, from_seq, limit)
        events = tuple(EVENT.validate_json(row.body) for row in rows)
        events = await opened(services.vault, connection, case_id, events, actor, "timeline", reason)
        origin = next((each.origin for each in events if isinstance(each, SPLIT)), None)
        if origin is not None:  # its summary was sealed there
            archived = await in_archive(connection, case_id)
            because = reason if archived else ArchiveReason.RELATED_CASE
            events = await opened(services.vault, connection, origin, events, actor, "timeline", because)
    last = rows[-1].seq if rows else from_seq - 1
    more = stored is not None and last < stored.version and bool(rows)
    return Happened(tuple(zip(rows, events, strict=True)), last + 1 if more else None)


def _item(row: LedgerRow, event: Any) -> dict[str, Any]:
    body = {name: value for name, value in jsonable(event).items() if name != "type"}
    return {
        "seq": row.seq,
        "type": row.type,
        "at": row.at,
        "occurred_at": row.occurred_at,
        "actor": row.actor,
        "office": row.office,
        "body": body,
    }


@router.get(
    "/{case_id}/clocks/{key}/explanation",
    summary="How a deadline of the case came about",
    openapi_extra=described(answer="ClockAnswer"),
)
async def show_explanation(
    case_id: CaseId,
    key: str,
    reader: Signed,
    services: ServicesNow,
    lang: Annotated[Lang | None, Query()] = None,
) -> Json:
    """Day by day with the article; asked of the case itself, which knows its tables and its whole history.

    With `lang` also in words, as `prose`.
    """
    await _has_clock(services, case_id, key, reader.actor)
    return Json(await explained(services, case_id, key, lang))


async def explained(
    services: Services, case_id: str, key: str, lang: Lang | None = None
) -> dict[str, Any]:
    """The answer of contracts §2 for a clock that the case has; raises `engine_busy`."""
    return await services.engine.ask(case_id, "explain", dict, key, *([lang] if lang else []))


@router.get(
    "/{case_id}/clocks/{key}/what-if",
    summary="What a deadline of the case would be",
    openapi_extra=described(answer="ClockAnswer"),
)
async def show_what_if(
    case_id: CaseId,
    key: str,
    reader: Signed,
    services: ServicesNow,
    resumed_on: Annotated[date | None, Query()] = None,
    extension: Annotated[int | None, Query(ge=1, le=36_500)] = None,
    end_roll: Annotated[EndRoll | None, Query()] = None,
    lang: Annotated[Lang | None, Query()] = None,
) -> Json:
    """If the report came back on a day, the clock were extended now, or 令121 art.45 were read otherwise.

    The case is not touched; what a rule would refuse is listed as refused.
    """
    asked = WhatIf(resumed_on=resumed_on, extension=extension, end_roll=end_roll)
    if asked == WhatIf():
        raise problem("invalid_query", errors=(NOTHING_SUPPOSED,))
    await _has_clock(services, case_id, key, reader.actor)
    return Json(await services.engine.ask(case_id, "what_if", dict, key, asked, lang))


async def _has_clock(services: Services, case_id: str, key: str, actor: Actor) -> None:
    view = await current_view(services, case_id, actor)
    if all(clock.key != key for clock in view.clocks):
        raise problem("unknown_clock")
