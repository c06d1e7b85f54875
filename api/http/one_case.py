"""`GET /v1/complaints/{case_id}`: one case, from the read model or live, opened for its reader."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query
from pydantic import TypeAdapter, ValidationError

from api.auth.reader import Reader, Signed
from api.http.openapi import described
from api.http.opening import MAY_OPEN, ArchiveReason, opened
from api.http.outgoing import Json, jsonable
from api.http.problems import Problem, problem
from api.http.services import Services, ServicesNow
from redress.contracts.ids import party_code, party_label
from redress.domain.actors import Actor
from redress.domain.case import Case, ClockState, Stage
from redress.domain.events import Matter
from redress.domain.own_page import OwnPages
from redress.domain.view import CaseView
from redress.domain.views import allowed_commands, may_see
from redress.persistence.pool import StoreUnavailable, acting_as
from redress.persistence.reading import read_view

FIRST: Final = ("complainant-1", "respondent-1")
FRESH: Final = OwnPages()

VIEW: Final[TypeAdapter[CaseView]] = TypeAdapter(CaseView)


def case_id_of(case_id: Annotated[str, Path()]) -> str:
    """A case id as we make them; anything else is a case that does not exist."""
    try:
        return str(UUID(case_id))
    except ValueError:
        raise problem("no_such_case") from None


CaseId = Annotated[str, Depends(case_id_of)]

router = APIRouter(prefix="/v1/complaints", tags=["cases"])


@router.get("/{case_id}", summary="One case", openapi_extra=described(answer="CaseView"))
async def show_case(
    case_id: CaseId,
    reader: Signed,
    services: ServicesNow,
    live: Annotated[bool, Query()] = False,
    reason: Annotated[ArchiveReason | None, Query()] = None,
) -> Json:
    """The case view. The engine is asked with `live=true`, when the record is behind or the database lost.

    The texts of an archived case are opened for a `reason`, which is kept; without one they stay sealed.
    """
    view = await current_view(services, case_id, reader.actor, live=live)
    return await shown(services, view, reader, reason=reason)


async def current_view(services: Services, case_id: str, actor: Actor, *, live: bool = False) -> CaseView:
    """The sealed view that `actor` may see; raises `no_such_case`, `engine_busy` where only it could say."""
    try:
        async with acting_as(services.pool, actor) as connection:
            stored = await read_view(connection, case_id)
            if stored is None and not await services.vault.has_key(connection, case_id):
                raise problem("no_such_case")
    except StoreUnavailable:
        return await _without_store(services, case_id, actor)
    if stored is None:
        return await services.engine.view(case_id)
    recorded = await kept_view(services, case_id, stored.view_json)
    if not live and not _is_behind(recorded, stored.clock_offset):
        return replace(recorded, now=datetime.now(UTC) + stored.clock_offset)
    try:
        return await services.engine.view(case_id)
    except Problem:
        if live:
            raise
        return recorded


async def kept_view(services: Services, case_id: str, text: str) -> CaseView:
    """A view as it was kept; one kept in an earlier version's shape is asked for anew."""
    try:
        return VIEW.validate_json(text)
    except ValidationError:
        return await services.engine.view(case_id)


async def _without_store(services: Services, case_id: str, actor: Actor) -> CaseView:
    """What row-level security would have said is asked of the domain."""
    view = await services.engine.view(case_id)
    if not may_see(actor, view):
        raise problem("no_such_case")
    return view


def _is_behind(view: CaseView, offset: timedelta) -> bool:
    """A clock is said to run although its moment is over: the case has not recorded that yet."""
    now = datetime.now(UTC) + offset
    return any(
        clock.state is ClockState.RUNNING and clock.due_at is not None and clock.due_at <= now
        for clock in view.clocks
    )


async def shown(
    services: Services,
    view: CaseView,
    reader: Reader,
    purpose: str = "case",
    reason: ArchiveReason | None = None,
) -> Json:
    """A view as its reader gets it: opened, with the commands of the reader's roles and the query codes."""
    view = await opened_view(services, view, reader.actor, purpose, reason)
    body: dict[str, Any] = jsonable(view)
    body["allowed_commands"] = commands_of(view, reader.actor)
    if MAY_OPEN.intersection(reader.actor.roles) and view.matter is not Matter.REPORT:
        body["query_codes"] = query_codes(services, view.case_id, view.parties, view.own)
    return Json(body, headers={"ETag": f'"{view.version}"'})


async def opened_view(
    services: Services, view: CaseView, actor: Actor, purpose: str, reason: ArchiveReason | None = None
) -> CaseView:
    """The view with the texts that `actor` may read; a clue's summary lies where the clue was found.

    An archived case stays sealed without a reason.
    """
    try:
        async with acting_as(services.pool, actor) as connection:
            view = await opened(services.vault, connection, view.case_id, view, actor, purpose, reason)
            if view.origin is None:
                return view
            because = reason if view.stage is Stage.ARCHIVED else ArchiveReason.RELATED_CASE
            return await opened(services.vault, connection, view.origin, view, actor, purpose, because)
    except StoreUnavailable:
        return view  # the references stay; nothing else of the view needs the vault


def commands_of(view: CaseView, actor: Actor) -> tuple[str, ...]:
    """The commands that the actor's roles and the stage allow, from a view instead of the case itself."""
    case = Case(
        case_id=view.case_id,
        filing=view.filing,
        matter=view.matter,
        stage=view.stage,
        office=view.office,
        handled_by=view.handled_by,
        passing=view.passing,
        proceedings=view.proceedings,
    )
    return allowed_commands(case, actor)


def query_codes(
    services: Services, case_id: str, parties: Iterable[str] = FIRST, own: OwnPages = FRESH
) -> dict[str, str]:
    """The codes with which the parties follow the case, by label: the ones that hold now."""
    return {party_label(party): code_of(services, case_id, party, own) for party in parties}


def code_of(services: Services, case_id: str, party: str, own: OwnPages) -> str:
    """The code of one party that holds now."""
    return party_code(services.query_code_key, case_id, party, own.times_renewed(party))
