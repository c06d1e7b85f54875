"""Recorded inquiries (咨询): one row each, texts as references into the vault under the inquiry's own id."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from pydantic import TypeAdapter

from redress.domain.inquiry import Inquiry
from redress.persistence.pool import Connection

_SEALED: Final = TypeAdapter(Inquiry)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedInquiry:
    """A line of the list; `inquiry` is sealed. `person` answered it, for `office`."""

    inquiry_id: str
    office: str
    person: str
    asked_at: datetime
    at: datetime
    inquiry: Inquiry


async def record_inquiry(
    connection: Connection, inquiry_id: str, office: str, person: str, sealed: Inquiry, asked_at: datetime
) -> None:
    """Adds a sealed inquiry."""
    await connection.execute(
        "INSERT INTO inquiries (inquiry_id, office, person, channel, topic, asked_at, sealed) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7::text::jsonb)",
        inquiry_id,
        office,
        person,
        sealed.channel.value,
        sealed.topic,
        asked_at,
        _SEALED.dump_json(sealed).decode(),
    )


async def list_inquiries(
    connection: Connection, *, limit: int, before: datetime | None = None
) -> tuple[RecordedInquiry, ...]:
    """The newest first, asked before a moment; row-level security narrows it to the reader's offices."""
    rows = await connection.fetch(
        "SELECT inquiry_id, office, person, asked_at, at, sealed::text FROM inquiries "
        "WHERE $1::timestamptz IS NULL OR asked_at < $1 ORDER BY asked_at DESC, inquiry_id LIMIT $2",
        before,
        limit,
    )
    return tuple(_item(dict(row)) for row in rows)


def _item(row: dict[str, Any]) -> RecordedInquiry:
    inquiry = _SEALED.validate_json(row.pop("sealed"))
    return RecordedInquiry(**{**row, "inquiry_id": str(row["inquiry_id"])}, inquiry=inquiry)
