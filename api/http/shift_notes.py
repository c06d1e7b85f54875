"""`/v1/shift-notes`: what one shift tells the next (交接班记录)."""

from dataclasses import dataclass
from typing import ClassVar, Final

from fastapi import APIRouter

from api.auth.reader import Signed
from api.http.json_input import invalid_body
from api.http.once import OnceOnly
from api.http.openapi import described
from api.http.opening import MAY_OPEN
from api.http.outgoing import Json
from api.http.problems import problem
from api.http.services import Services, ServicesNow
from api.http.strict import StrictReader, field_error
from redress.domain.actors import Actor
from redress.domain.facts import STRICT
from redress.domain.sealed import Sealed, Text
from redress.persistence.pool import acting_as
from redress.persistence.sealing import Sink, seal
from redress.persistence.shift_notes import ShiftNote, add_note, note_book, notes_of

PURPOSE: Final = "shift_notes"

router = APIRouter(prefix="/v1/shift-notes", tags=["assignment"])


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteGiven:
    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    text: Text


NOTE_GIVEN: Final[StrictReader[NoteGiven]] = StrictReader(NoteGiven)


@router.get("", summary="Shift notes", openapi_extra=described(answer="ShiftNotes"))
async def show_notes(reader: Signed, services: ServicesNow) -> Json:
    """Those of the reader's office, the newest first."""
    return Json({"items": await shift_notes(services, reader.actor)})


@router.post(
    "", status_code=201, summary="Leaves a note for the next shift",
    openapi_extra=described(body="ShiftNoteGiven", answer="ShiftNoteLeft", status=201, key=True),
)  # fmt: skip
async def leave_note(services: ServicesNow, once: OnceOnly) -> Json:
    """The same key leaves one note."""
    await note_left(services, once.actor, once.key, NOTE_GIVEN.read(once.raw))
    return Json({"office": once.actor.office}, 201)


async def shift_notes(services: Services, actor: Actor, limit: int = 20) -> tuple[ShiftNote, ...]:
    """The notes of the actor's office, opened as far as the actor's roles go."""
    async with acting_as(services.pool, actor) as connection:
        rows = await notes_of(connection, actor.office, limit)
        texts: dict[str, str] = {}
        if MAY_OPEN.intersection(actor.roles):
            refs = [ref for *_, ref in rows]
            texts = await services.vault.open_many(
                connection, note_book(actor.office), refs, opened_by=actor.person, purpose=PURPOSE
            )
    return tuple(
        ShiftNote(id=number, person=person, written_at=at, text=texts.get(ref) or Sealed(ref))
        for number, person, at, ref in rows
    )


async def note_left(services: Services, actor: Actor, key: str, given: NoteGiven) -> None:
    """Seals and keeps a note, once per key; raises `no_desk` for roles without a desk, `invalid_body`."""
    if not MAY_OPEN.intersection(actor.roles):
        raise problem("no_desk")
    sink = Sink()
    sealed = seal(given, sink)
    if not sink.texts or not isinstance(sealed.text, Sealed):
        raise invalid_body(field_error("text", "reference_not_allowed"))
    if not all(text.text.strip() for text in sink.texts.values()):
        raise invalid_body(field_error("text", "blank"))
    async with acting_as(services.pool, actor) as connection:
        if await add_note(connection, actor.office, actor.person, key, sealed.text.ref):
            book = note_book(actor.office)
            await services.vault.seal_many(
                connection, book, sink.texts, filed_in=actor.office, searched=False
            )
