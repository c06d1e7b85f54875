"""`/v1/print-queue`: notices that a person sends, taken by one clerk, printed, posted, given back."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Annotated, Any, ClassVar, Final

from fastapi import APIRouter, Path
from fastapi.responses import Response

from api.auth.reader import Signed
from api.http.evidence import SAFE_HEADERS
from api.http.json_input import invalid_body
from api.http.letters import Envelope, envelope, paper, under_way
from api.http.once import OnceOnly
from api.http.one_case import current_view
from api.http.openapi import described
from api.http.opening import MAY_OPEN
from api.http.outbox import IN_CHARGE
from api.http.outgoing import Json, jsonable
from api.http.problems import problem, refused_as
from api.http.services import Services, ServicesNow
from api.http.strict import StrictReader, field_error
from redress.contracts.party_notices import read_notice
from redress.domain.actors import Actor
from redress.domain.commands import DeliveryOutcome
from redress.domain.counting import CHINA
from redress.domain.facts import STRICT, Method
from redress.domain.sealed import Sealed, Text
from redress.domain.view import CaseView
from redress.persistence.party_notices import Outcome, clock_offset
from redress.persistence.pool import Connection, acting_as
from redress.persistence.print_queue import PrintItem, print_item, print_queue, put_back, settle, take
from redress.persistence.sealing import Sink, seal

router = APIRouter(prefix="/v1/print-queue", tags=["print queue"])

ItemId = Annotated[int, Path(ge=1, le=2**63 - 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """That it was handed to the post: the day (default today) and the number of a registered letter."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    posted_on: date | None = None
    registered: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """Why a letter is given back, or cannot be sent."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedNotice:
    """A line of the queue: what is to be told to whom, and who has it."""

    id: int
    case_id: str
    case_number: str
    office: str
    matter: str
    party: str
    method: str
    document: str | None
    queued_at: datetime
    taken_by: str | None
    taken_at: datetime | None
    given_back_by: str | None
    given_back_at: datetime | None
    settled_as: str | None
    posted_on: date | None


POSTED: Final[StrictReader[Posted]] = StrictReader(Posted)
BECAUSE: Final[StrictReader[Because]] = StrictReader(Because)


@router.get("", summary="The print queue", openapi_extra=described(answer="PrintQueue"))
async def show_queue(reader: Signed, services: ServicesNow) -> Json:
    """What nobody has sent yet in the reader's offices, the longest waiting first, taken or not."""
    return Json({"items": [jsonable(each) for each in await queued(services, reader.actor)]})


@router.get("/{item}", summary="One letter's addressee", openapi_extra=described(answer="Envelope"))
async def show_envelope(item: ItemId, reader: Signed, services: ServicesNow) -> Json:
    """Name and address for the envelope, opened for who has taken it; the opening is kept."""
    shown: dict[str, Any] = jsonable(await addressee(services, reader.actor, item))
    return Json(shown)


@router.get(
    "/{item}/paper", summary="What is to be printed",
    openapi_extra=described(answer="EvidenceFile", media_type="application/pdf"),
)  # fmt: skip
async def give_paper(item: ItemId, reader: Signed, services: ServicesNow) -> Response:
    """The case's document, or a letter of the notice's words, for who has taken it."""
    pdf = await printed(services, reader.actor, item)
    headers = {
        **SAFE_HEADERS,
        "ETag": f'"{hashlib.sha256(pdf).hexdigest()}"',
        "Content-Disposition": f'inline; filename="letter-{item}.pdf"',
    }
    return Response(pdf, media_type="application/pdf", headers=headers)


@router.post(
    "/{item}/take", summary="Takes a letter", openapi_extra=described(answer="QueuedNotice", key=True)
)
async def take_item(item: ItemId, services: ServicesNow, once: OnceOnly) -> Json:
    """From now on it is this clerk's, and the others see so."""
    return Json(jsonable(await taken(services, once.actor, item)))


@router.post(
    "/{item}/posted", summary="Says that a letter was posted",
    openapi_extra=described(body="Posted", answer="QueuedNotice", key=True),
)  # fmt: skip
async def confirm_posted(item: ItemId, services: ServicesNow, once: OnceOnly) -> Json:
    """The case then hears of it; whether that tells the party is the regime's to say (程序规定 art.80)."""
    return Json(jsonable(await posted(services, once.actor, item, POSTED.read(once.raw))))


@router.post(
    "/{item}/give-back", summary="Gives a letter back",
    openapi_extra=described(body="Because", answer="QueuedNotice", key=True),
)  # fmt: skip
async def give_back(item: ItemId, services: ServicesNow, once: OnceOnly) -> Json:
    """It waits for another clerk."""
    return Json(jsonable(await given_back(services, once.actor, item, BECAUSE.read(once.raw))))


@router.post(
    "/{item}/cannot-send", summary="Says that a letter cannot be sent",
    openapi_extra=described(body="Because", answer="QueuedNotice", key=True),
)  # fmt: skip
async def cannot_send(item: ItemId, services: ServicesNow, once: OnceOnly) -> Json:
    """The case records an attempt that did not reach the party."""
    return Json(jsonable(await not_sendable(services, once.actor, item, BECAUSE.read(once.raw))))


async def queued(services: Services, actor: Actor) -> list[QueuedNotice]:
    """What waits for a clerk like the actor; raises `forbidden`."""
    _clerk(actor)
    async with acting_as(services.pool, actor) as connection:
        return [_line(each) for each in await print_queue(connection)]


async def taken(services: Services, actor: Actor, item: int) -> QueuedNotice:
    """Once; raises `no_such_letter`, `settled`, `taken`, `gave_it_back`.

    What a person has recorded otherwise meanwhile leaves the queue unsent.
    """
    _clerk(actor)
    async with acting_as(services.pool, actor) as connection:
        found = await _open_item(connection, item)
        if found.taken_by not in (None, actor.person):
            raise problem("taken")
        if found.taken_by is None and found.given_back_by == actor.person:
            raise problem("gave_it_back")
    if not under_way(await current_view(services, found.case_id, actor), found):
        async with acting_as(services.pool, actor) as connection:
            await _open_item(connection, item)
            moot = Outcome(outcome=DeliveryOutcome.NOT_SENT, at=found.queued_at, proof_ref=None)
            await settle(connection, item, actor.person, moot, None)
        raise problem("settled")
    async with acting_as(services.pool, actor) as connection:
        found = await _open_item(connection, item)
        if found.taken_by is None:
            await take(connection, item, actor.person)
        elif found.taken_by != actor.person:
            raise problem("taken")
        return await _now_is(connection, item)


async def addressee(services: Services, actor: Actor, item: int) -> Envelope:
    """Raises `no_such_letter`, `settled`, `not_taken`."""
    return await envelope(services, await _own(services, actor, item), actor)


async def printed(services: Services, actor: Actor, item: int) -> bytes:
    """The PDF; raises `no_such_letter`, `settled`, `not_taken`, `document_not_issued`."""
    return await paper(services, await _own(services, actor, item), actor)


async def posted(services: Services, actor: Actor, item: int, given: Posted) -> QueuedNotice:
    """Once; raises `no_such_letter`, `settled`, `not_taken`, `invalid_body` for an impossible day."""
    _clerk(actor)
    sink = Sink()
    proof = seal(given, sink).registered
    if isinstance(given.registered, Sealed):
        raise invalid_body(field_error("registered", "reference_not_allowed"))
    async with acting_as(services.pool, actor) as connection:
        found = await _existing(connection, item)
        if found.settled_as == "posted" and found.posted_on == (given.posted_on or found.posted_on):
            return _line(found)
        _of(found, actor)
    view = await current_view(services, found.case_id, actor)
    day = given.posted_on or view.now.astimezone(CHINA).date()
    at = _moment_of(day, view, found)
    letter = read_notice(found.payload).method is Method.LETTER
    async with acting_as(services.pool, actor) as connection:
        _of(await _existing(connection, item), actor)
        await services.vault.seal_many(connection, found.case_id, sink.texts)
        outcome = Outcome(
            outcome=DeliveryOutcome.SENT if letter else DeliveryOutcome.TOLD,
            at=at - await clock_offset(connection, found.case_id),
            proof_ref=proof.ref if isinstance(proof, Sealed) else None,
        )
        await settle(connection, item, actor.person, outcome, day)
        return await _now_is(connection, item)


async def given_back(services: Services, actor: Actor, item: int, given: Because) -> QueuedNotice:
    """Raises `no_such_letter`, `settled`, `not_taken`; who is in charge takes it out of anybody's hands."""
    _clerk(actor)
    sink, reason = _because(given)
    async with acting_as(services.pool, actor) as connection:
        found = await _open_item(connection, item)
        if found.taken_by is None and found.given_back_by == actor.person:
            return _line(found)
        if found.taken_by is None or not IN_CHARGE.intersection(actor.roles):
            _of(found, actor)
        await services.vault.seal_many(connection, found.case_id, sink.texts)
        await put_back(connection, item, actor.person, reason)
        return await _now_is(connection, item)


async def not_sendable(services: Services, actor: Actor, item: int, given: Because) -> QueuedNotice:
    """Once; raises `no_such_letter`, `settled`, `not_taken`, `invalid_body`."""
    _clerk(actor)
    sink, reason = _because(given)
    async with acting_as(services.pool, actor) as connection:
        found = await _existing(connection, item)
        if found.settled_as == "unreachable":
            return _line(found)
        _of(found, actor)
    view = await current_view(services, found.case_id, actor)
    async with acting_as(services.pool, actor) as connection:
        _of(await _existing(connection, item), actor)
        await services.vault.seal_many(connection, found.case_id, sink.texts)
        at = view.now - await clock_offset(connection, found.case_id)
        outcome = Outcome(outcome=DeliveryOutcome.UNREACHABLE, at=at, proof_ref=reason)
        await settle(connection, item, actor.person, outcome, None)
        return await _now_is(connection, item)


def _moment_of(day: date, view: CaseView, item: PrintItem) -> datetime:
    """By the end of that day, not after now; raises for a day to come or before the notice was sent."""
    sent = next((each.at for each in view.sent if each.notice == item.seq), item.queued_at)
    if not sent.astimezone(CHINA).date() <= day <= view.now.astimezone(CHINA).date():
        raise invalid_body(field_error("posted_on", "impossible_date"))
    return min(view.now, datetime.combine(day, time.max, CHINA))


def _because(given: Because) -> tuple[Sink, str]:
    sink = Sink()
    sealed = seal(given, sink).reason
    if not isinstance(sealed, Sealed) or not all(text.text.strip() for text in sink.texts.values()):
        raise invalid_body(field_error("reason", "blank"))
    if not sink.texts:
        raise invalid_body(field_error("reason", "reference_not_allowed"))
    return sink, sealed.ref


def _clerk(actor: Actor) -> None:
    if not MAY_OPEN.intersection(actor.roles):
        raise refused_as("forbidden", "print-queue")


async def _existing(connection: Connection, item: int) -> PrintItem:
    found = await print_item(connection, item)
    if found is None:
        raise problem("no_such_letter")
    return found


async def _open_item(connection: Connection, item: int) -> PrintItem:
    found = await _existing(connection, item)
    if found.settled_as is not None:
        raise problem("settled")
    return found


async def _own(services: Services, actor: Actor, item: int) -> PrintItem:
    _clerk(actor)
    async with acting_as(services.pool, actor) as connection:
        found = await _existing(connection, item)
        _of(found, actor)
        return found


def _of(found: PrintItem, actor: Actor) -> None:
    if found.settled_as is not None:
        raise problem("settled")
    if found.taken_by != actor.person:
        raise problem("not_taken")


async def _now_is(connection: Connection, item: int) -> QueuedNotice:
    return _line(await _existing(connection, item))


def _line(item: PrintItem) -> QueuedNotice:
    notice = read_notice(item.payload)
    return QueuedNotice(
        id=item.id,
        case_id=item.case_id,
        case_number=notice.case_number,
        office=notice.office,
        matter=notice.matter.value,
        party=notice.party,
        method=notice.method.value,
        document=notice.document,
        queued_at=item.queued_at,
        taken_by=item.taken_by,
        taken_at=item.taken_at,
        given_back_by=item.given_back_by,
        given_back_at=item.given_back_at,
        settled_as=item.settled_as,
        posted_on=item.posted_on,
    )
