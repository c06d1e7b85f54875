"""What could not be delivered: tried again with a button, given up with a reason."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Path
from fastapi.responses import Response

from api.console.bound import value_words
from api.console.naming import Naming
from api.console.pages import lead_to, page
from api.console.visitor import SignedIn, Visitor
from api.http.outbox import GIVING_UP, dead, given_up, tried_again
from api.http.problems import Problem
from redress.contracts.recorded import PARTY_NOTICE
from redress.persistence.dead_letters import DeadLetter

router = APIRouter()

Delivery = Annotated[int, Path(ge=1, le=2**63 - 1)]


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A dead delivery in words: what it was, about what, and why it died."""

    letter: DeadLetter
    case_number: str
    what: str
    about: str
    why: str


@router.get("/outbox")
async def show_outbox(visitor: SignedIn) -> Response:
    return await _page(visitor)


@router.post("/outbox/{delivery}/retry")
async def retry(visitor: SignedIn, delivery: Delivery) -> Response:
    await tried_again(visitor.services, visitor.signed.actor, delivery)
    return lead_to("/outbox")


@router.post("/outbox/{delivery}/give-up")
async def leave(visitor: SignedIn, delivery: Delivery) -> Response:
    """Back to the list; without a reason to the same page, which asks for one."""
    try:
        given = GIVING_UP.read(json.dumps({"reason": visitor.form.one("reason")}).encode())
        await given_up(visitor.services, visitor.signed.actor, delivery, given)
    except Problem as found:
        if found.status != 422:
            raise
        return await _page(visitor, delivery, found)
    return lead_to("/outbox")


async def _page(visitor: Visitor, asked: int = 0, found: Problem | None = None) -> Response:
    letters = await dead(visitor.services, visitor.signed.actor)
    naming = Naming(visitor.words, visitor.services.tables, {})
    items = [_undelivered(each, naming) for each in letters]
    return page(visitor, "outbox.html", found.status if found else 200, items=items, asked=asked, found=found)


def _closed(said: Mapping[str, Any]) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("NoticeMatter", said["matter"]), ("Method", said["method"])


def _undelivered(letter: DeadLetter, naming: Naming) -> Undelivered:
    words, said = naming.words, json.loads(letter.payload)
    about = naming.clock(str(said["clock"])) if said.get("clock") else ""
    if letter.kind == PARTY_NOTICE:
        matter, method = (value_words(words, *each) for each in _closed(said))
        about = words("outbox.notice", matter=matter, party=naming.party(said["party"]), method=method)
    return Undelivered(
        letter=letter,
        case_number=str(said.get("case_number", "")),
        what=words.known(f"outbox.kind.{letter.kind}") or letter.kind,
        about=about,
        why=words.known(f"undelivered.{letter.reason}") or letter.reason,
    )
