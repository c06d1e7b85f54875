"""The note that one shift leaves the next (交接班记录), by office; its text lies in the vault."""

from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from redress.domain.sealed import Text
from redress.persistence.pool import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftNote:
    id: int
    person: str
    written_at: datetime
    text: Text


def note_book(office: str) -> str:
    """The id under which the vault keeps an office's notes: not a case's, but of the same form."""
    return str(uuid5(NAMESPACE_URL, f"redress:shift-notes:{office}"))


async def add_note(connection: Connection, office: str, person: str, key: str, text_ref: str) -> bool:
    """False when the key had written its note before."""
    done: str = await connection.execute(
        "INSERT INTO shift_notes (office, book, person, key, text_ref) VALUES ($1, $2, $3, $4, $5) "
        "ON CONFLICT (person, key) DO NOTHING",
        office, note_book(office), person, key, text_ref,
    )  # fmt: skip
    return done == "INSERT 0 1"


async def notes_of(
    connection: Connection, office: str, limit: int = 20
) -> tuple[tuple[int, str, datetime, str], ...]:
    """Number, person, moment and text reference of an office's notes, the newest first."""
    rows = await connection.fetch(
        "SELECT id, person, written_at, text_ref FROM shift_notes WHERE office = $1 "
        "ORDER BY id DESC LIMIT $2",
        office,
        limit,
    )
    return tuple((row["id"], row["person"], row["written_at"], row["text_ref"]) for row in rows)
