"""The stream of a case page: server-sent events that say what others did, as long as the session lives."""

import json
import time
from collections.abc import AsyncIterator
from typing import Annotated, Final

from fastapi import APIRouter, Header, Query
from fastapi.responses import Response, StreamingResponse

from api.console.naming import Naming
from api.console.pages import HEADERS
from api.console.telling import told
from api.console.visitor import SignedIn, Visitor
from api.http.changes import Watched
from api.http.one_case import CaseId, current_view
from api.http.timeline import EVENT
from redress.domain.view import CaseView
from redress.persistence.accounts import names_of
from redress.persistence.pool import StoreUnavailable, acting_as
from redress.persistence.reading import timeline
from redress.persistence.sessions import session_lives

HEARTBEAT: Final = 15.0
"""Seconds after which a word is sent although nothing happened, and the session is looked at."""

LONGEST: Final = 1_800
"""Seconds after which a browser has to come again; it does so by itself."""

MOST_TOLD: Final = 5
"""How many events are told one by one."""

router = APIRouter()


@router.get("/cases/{case_id}/changes")
async def follow(
    case_id: CaseId,
    visitor: SignedIn,
    since: Annotated[int, Query(ge=0, le=2_147_483_647)] = 0,
    lasting: Annotated[int, Query(ge=0, le=LONGEST)] = LONGEST,
    last_event_id: Annotated[str, Header()] = "",
) -> Response:
    """Events after the version that the page shows; a browser that comes again says which it had last.

    It ends after `lasting` seconds at the latest.
    """
    view = await current_view(visitor.services, case_id, visitor.signed.actor)
    again = last_event_id.isascii() and last_event_id.isdigit() and len(last_event_id) < 10
    seen = max(since, int(last_event_id)) if again else since
    changes, actor = visitor.services.changes, visitor.signed.actor
    changes.check(actor)  # before the answer begins

    async def stream() -> AsyncIterator[str]:
        with changes.watching(view.case_id, actor, seen) as page:
            async for each in _told(visitor, page, view, lasting):
                yield each

    return StreamingResponse(
        stream(),
        media_type="text/event-stream",
        headers={**HEADERS, "X-Accel-Buffering": "no"},
    )


async def _told(visitor: Visitor, page: Watched, view: CaseView, lasting: int) -> AsyncIterator[str]:
    until, shown = time.monotonic() + lasting, page.version
    yield "retry: 4000\n\n"
    while time.monotonic() < until:
        came = await page.news(min(HEARTBEAT, max(0.0, until - time.monotonic())))
        if page.over:
            return
        try:
            if not await session_lives(visitor.services.pool, visitor.secret):
                yield "event: ended\ndata: {}\n\n"
                return
            if not came:
                yield ": \n\n"
                continue
            said, last = await _said(visitor, view, shown)
        except StoreUnavailable:
            return  # the browser comes again with what it had last
        if last > shown:
            shown = last
            yield f"id: {last}\nevent: changed\ndata: {json.dumps(said, ensure_ascii=False)}\n\n"


async def _said(visitor: Visitor, view: CaseView, shown: int) -> tuple[dict[str, object], int]:
    """What happened after `shown`, in words that open nothing of the vault; and the last event's number."""
    services, actor = visitor.services, visitor.signed.actor
    async with acting_as(services.pool, actor) as connection:
        rows = await timeline(connection, view.case_id, shown + 1)
        names = await names_of(connection, {row.actor for row in rows})
    naming = Naming(visitor.words, services.tables, names, view.clocks)
    entries = [told(row, EVENT.validate_json(row.body), naming) for row in rows]
    loud = [one for one in entries if one.tone not in ("quiet", "clock")] or entries
    lines = [
        {"who": one.actor, "what": one.headline, "at": visitor.words.clock_time(one.at)}
        for one in loud[-MOST_TOLD:]
    ]
    return {"lines": lines, "more": max(0, len(loud) - MOST_TOLD)}, rows[-1].seq if rows else shown
