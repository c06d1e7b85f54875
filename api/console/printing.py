"""The print queue: a clerk takes a letter, prints it, says that it was posted, or gives it back."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import Response

from api.console.bound import value_words
from api.console.naming import Naming
from api.console.pages import lead_to, page
from api.console.visitor import SignedIn, Visitor
from api.http.evidence import SAFE_HEADERS
from api.http.letters import Envelope
from api.http.print_queue import (
    BECAUSE,
    POSTED,
    QueuedNotice,
    addressee,
    given_back,
    not_sendable,
    posted,
    printed,
    queued,
    taken,
)
from api.http.problems import Problem
from redress.domain.counting import CHINA
from redress.persistence.accounts import names_of
from redress.persistence.pool import acting_as

router = APIRouter()

Item = Annotated[int, Path(ge=1, le=2**63 - 1)]


@dataclass(frozen=True, slots=True)
class Letter:
    """A line of the queue in words; `to` is opened for who has taken it, on the page of that letter alone."""

    item: QueuedNotice
    about: str
    holder: str
    given_back_by: str
    mine: bool
    to: Envelope | None


@router.get("/print-queue")
async def show_queue(visitor: SignedIn) -> Response:
    return await _page(visitor)


@router.get("/print-queue/{item}")
async def show_letter(visitor: SignedIn, item: Item) -> Response:
    """The queue with the envelope of one letter opened."""
    return await _page(visitor, item)


@router.get("/print-queue/{item}/paper")
async def show_paper(visitor: SignedIn, item: Item) -> Response:
    pdf = await printed(visitor.services, visitor.signed.actor, item)
    headers = {**SAFE_HEADERS, "Content-Disposition": f'inline; filename="letter-{item}.pdf"'}
    return Response(pdf, media_type="application/pdf", headers=headers)


@router.post("/print-queue/{item}/take")
async def take_letter(visitor: SignedIn, item: Item) -> Response:
    await taken(visitor.services, visitor.signed.actor, item)
    return lead_to(f"/print-queue/{item}")


@router.post("/print-queue/{item}/posted")
async def confirm(visitor: SignedIn, item: Item) -> Response:
    try:
        said = {name: visitor.form.one(name).strip() for name in ("registered", "posted_on")}
        given = POSTED.read(_said(**{name: text for name, text in said.items() if text}))
        await posted(visitor.services, visitor.signed.actor, item, given)
    except Problem as found:
        return await _asked_again(visitor, item, found)
    return lead_to("/print-queue")


@router.post("/print-queue/{item}/give-back")
async def give_back(visitor: SignedIn, item: Item) -> Response:
    try:
        given = BECAUSE.read(_said(reason=visitor.form.one("reason")))
        await given_back(visitor.services, visitor.signed.actor, item, given)
    except Problem as found:
        return await _asked_again(visitor, item, found)
    return lead_to("/print-queue")


@router.post("/print-queue/{item}/cannot-send")
async def cannot_send(visitor: SignedIn, item: Item) -> Response:
    try:
        given = BECAUSE.read(_said(reason=visitor.form.one("reason")))
        await not_sendable(visitor.services, visitor.signed.actor, item, given)
    except Problem as found:
        return await _asked_again(visitor, item, found)
    return lead_to("/print-queue")


def _said(**fields: str) -> bytes:
    """A form's answers as the JSON body that the interface reads."""
    return json.dumps(fields).encode()


async def _asked_again(visitor: Visitor, item: int, found: Problem) -> Response:
    if found.status != 422:
        raise found
    return await _page(visitor, item, found)


async def _page(visitor: Visitor, opened: int = 0, found: Problem | None = None) -> Response:
    services, actor = visitor.services, visitor.signed.actor
    items = await queued(services, actor)
    async with acting_as(services.pool, actor) as connection:
        seen = [who for each in items for who in (each.taken_by, each.given_back_by) if who]
        people = await names_of(connection, seen)
    naming = Naming(visitor.words, services.tables, people)
    mine = next((each for each in items if each.id == opened and each.taken_by == actor.person), None)
    to = await addressee(services, actor, mine.id) if mine else None
    letters = [_letter(each, naming, actor.person, to if each is mine else None) for each in items]
    today = datetime.now(CHINA).date().isoformat()
    status = found.status if found else 200
    return page(
        visitor, "print_queue.html", status, letters=letters, asked=opened, found=found, today=today
    )


def _letter(item: QueuedNotice, naming: Naming, person: str, to: Envelope | None) -> Letter:
    words = naming.words
    matter = value_words(words, "NoticeMatter", item.matter)
    method = value_words(words, "Method", item.method)
    return Letter(
        item=item,
        about=words("outbox.notice", matter=matter, party=naming.party(item.party), method=method),
        holder=naming.person(item.taken_by),
        given_back_by=naming.person(item.given_back_by),
        mine=item.taken_by == person,
        to=to,
    )
