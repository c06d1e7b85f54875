"""The inbox: escalations and other news sent to the reader or to one of the reader's roles."""

import json
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path
from fastapi.responses import Response

from api.console.naming import Naming
from api.console.pages import lead_to, page
from api.console.visitor import SignedIn
from api.http.inbox import messages, tick_off
from redress.persistence.inbox import Message

MOST: Final = 200

router = APIRouter()


@dataclass(frozen=True, slots=True)
class News:
    """A message in words; `level` of an escalation, 0 for other news."""

    message: Message
    case_number: str
    headline: str
    clock: str
    level: int


@router.get("/inbox")
async def show_inbox(visitor: SignedIn) -> Response:
    found = await messages(visitor.services, visitor.signed.actor, limit=MOST)
    naming = Naming(visitor.words, visitor.services.tables, {})
    news = [_news(each, naming) for each in found]
    return page(
        visitor,
        "inbox.html",
        unread=[each for each in news if each.message.read_at is None],
        read=[each for each in news if each.message.read_at is not None],
    )


@router.post("/inbox/{message_id}/read")
async def read_message(visitor: SignedIn, message_id: Annotated[int, Path(ge=1, le=2**63 - 1)]) -> Response:
    await tick_off(visitor.services, visitor.signed.actor, message_id)
    return lead_to("/inbox")


def _news(message: Message, naming: Naming) -> News:
    payload = json.loads(message.payload)
    clock, level = str(payload.get("clock", "")), int(payload.get("level", 0))
    return News(
        message=message,
        case_number=str(payload.get("case_number", "")),
        headline=_headline(message, payload, naming),
        clock=naming.clock(clock) if clock else "",
        level=level,
    )


def _headline(message: Message, payload: dict[str, Any], naming: Naming) -> str:
    if "level" in payload:
        return naming.step(str(payload.get("clock", "")), int(payload["level"]))
    if "act" in payload:
        side = str(payload.get("party", "")).partition("-")[0]
        act = naming.words(f"act.{payload['act']}")
        return naming.words("news.party_did", party=naming.words(f"party.{side}"), act=act)
    return naming.words(f"news.{message.kind}")
