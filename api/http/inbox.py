"""`/v1/inbox`: what has been delivered to the reader or to one of the reader's roles."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from api.auth.reader import Signed
from api.http.once import OnceOnly
from api.http.openapi import described
from api.http.outgoing import Json, jsonable
from api.http.problems import problem
from api.http.services import Services, ServicesNow
from redress.domain.actors import Actor
from redress.persistence.inbox import Message, mark_read, read_inbox
from redress.persistence.pool import acting_as

router = APIRouter(prefix="/v1/inbox", tags=["inbox"])


@router.get("", summary="Notifications", openapi_extra=described(answer="Inbox"))
async def show_inbox(
    reader: Signed,
    services: ServicesNow,
    unread_only: bool = False,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
) -> Json:
    """The newest first: escalations, assignments and other news."""
    found = await messages(services, reader.actor, unread_only=unread_only, limit=limit)
    return Json({"items": [_item(each) for each in found]})


@router.post("/{message_id}/read", summary="Marks a notification as read", openapi_extra=described(key=True))
async def read_message(
    message_id: Annotated[int, Path(ge=1, le=2**63 - 1)],
    reader: Signed,
    services: ServicesNow,
    once: OnceOnly,
) -> Json:
    """Reading twice is reading once; a notification of somebody else does not exist."""
    await tick_off(services, reader.actor, message_id)
    return Json({"id": message_id, "read": True})


async def messages(
    services: Services, actor: Actor, *, unread_only: bool = False, limit: int = 100
) -> list[Message]:
    """What the actor was sent, the newest first."""
    async with acting_as(services.pool, actor) as connection:
        return await read_inbox(connection, actor, unread_only=unread_only, limit=limit)


async def tick_off(services: Services, actor: Actor, message_id: int) -> None:
    """Marks a message as read; raises `no_such_notification` when the actor has no such message."""
    async with acting_as(services.pool, actor) as connection:
        if not await mark_read(connection, actor, message_id):
            mine = await read_inbox(connection, actor, limit=1000)
            if all(each.id != message_id for each in mine):
                raise problem("no_such_notification")


def _item(message: Message) -> dict[str, Any]:
    shown: dict[str, Any] = jsonable(message)
    del shown["n"]
    return {**shown, "payload": json.loads(message.payload)}
