"""`POST` and `GET /v1/inquiries`: questions answered at once, recorded and closed without a case (咨询)."""

import json
import os
from datetime import UTC, datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query

from api.auth.reader import Signed
from api.http.once import Once, OnceOnly
from api.http.openapi import described
from api.http.opening import opened
from api.http.outgoing import Json, jsonable
from api.http.problems import problem, refused_as
from api.http.services import Services, ServicesNow
from api.http.strict import StrictReader, field_error
from redress.contracts.ids import uuid7
from redress.domain.actors import Actor
from redress.domain.inquiry import Inquiry
from redress.domain.permissions import may
from redress.domain.wording import plain
from redress.persistence.commands_log import Status, find, insert_pending, settle
from redress.persistence.inquiries import RecordedInquiry, list_inquiries, record_inquiry
from redress.persistence.pool import Connection, acting_as
from redress.persistence.sealing import Sink, seal, sealed_refs

INQUIRY: Final[StrictReader[Inquiry]] = StrictReader(Inquiry)
MOST: Final = 200

router = APIRouter(prefix="/v1/inquiries", tags=["inquiries"])


@router.post(
    "",
    status_code=201,
    summary="Records an inquiry",
    openapi_extra=described(body="Inquiry", answer="InquiryRecorded", status=201, key=True),
)
async def post_inquiry(reader: Signed, services: ServicesNow, once: OnceOnly) -> Json:
    """Question and answer in one; it may be anonymous (S0-57) and starts nothing."""
    return Json(await record(services, once), 201)


async def record(services: Services, once: Once) -> dict[str, Any]:
    """Records the inquiry of a request, once: its id and when it was asked; raises a `Problem`."""
    asked = INQUIRY.read(once.raw)
    if sealed_refs(asked):
        raise problem("invalid_body", errors=(field_error("question", "reference_not_allowed"),))
    if blank := [name for name in ("question", "answer") if not plain(getattr(asked, name))]:
        raise problem("invalid_body", errors=tuple(field_error(name, "blank") for name in blank))
    if not may(once.actor.roles, "file"):
        raise refused_as("forbidden")
    if not asked.fit:
        raise refused_as("not_a_word")
    if asked.asked_at and asked.asked_at > datetime.now(UTC):
        raise refused_as("in_the_future")
    async with acting_as(services.pool, once.actor) as connection:
        known = await find(connection, once.scope, once.key)
        answer = once.answered(known) if known else await _record(services, connection, asked, once)
    found: dict[str, Any] = json.loads(answer or "{}")
    return found


async def _record(services: Services, connection: Connection, asked: Inquiry, once: Once) -> str:
    """Sealed, recorded and settled in one transaction: the engine has no part in it."""
    now, sink = datetime.now(UTC), Sink()
    inquiry_id = uuid7(now, os.urandom(10))
    asked_at = asked.asked_at or now
    answer = json.dumps({"inquiry_id": inquiry_id, "asked_at": jsonable(asked_at)})
    overtaken = await insert_pending(connection, once.row(inquiry_id, answer))
    if overtaken is not None:
        return once.answered(overtaken) or answer
    sealed = seal(asked, sink)
    await services.vault.seal_many(
        connection, inquiry_id, sink.texts, filed_in=once.actor.office, searched=False
    )
    await record_inquiry(connection, inquiry_id, once.actor.office, once.actor.person, sealed, asked_at)
    await settle(connection, once.command_id, Status.DONE, answer)
    return answer


@router.get("", summary="Recorded inquiries", openapi_extra=described(answer="InquiryPage"))
async def get_inquiries(
    reader: Signed,
    services: ServicesNow,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
    before: Annotated[datetime | None, Query()] = None,
) -> Json:
    """Of the reader's offices, the newest first; `before` is the `asked_at` of the last one of a page."""
    if before is not None and before.tzinfo is None:
        raise problem("invalid_query")
    found = await inquiries(services, reader.actor, limit=limit, before=before)
    return Json({"items": [_shown(each) for each in found]})


async def inquiries(
    services: Services, actor: Actor, *, limit: int, before: datetime | None = None
) -> tuple[RecordedInquiry, ...]:
    """Inquiries as `actor` may read them."""
    async with acting_as(services.pool, actor) as connection:
        found = await list_inquiries(connection, limit=limit, before=before)
        return tuple(
            [
                await opened(services.vault, connection, each.inquiry_id, each, actor, "inquiries")
                for each in found
            ]
        )


def _shown(one: RecordedInquiry) -> dict[str, Any]:
    shown: dict[str, Any] = jsonable(one)
    return {**shown.pop("inquiry"), **shown}
