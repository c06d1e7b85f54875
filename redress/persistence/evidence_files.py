"""Which files a case has as evidence: their rows, their wrapped keys, who opened one. The files themselves
lie in the store of `redress.files`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from redress.domain.evidence import StoredFile
from redress.domain.sealed import Sealed, Text
from redress.persistence.pool import Connection, Record


class CaseFilesFull(Exception):
    """The files of the case would become larger, together, than files of one case may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """The row of a file: `sealed_key` opens with the case's data key, `command_id` is what brought it."""

    address: str
    sha256: str
    size: int
    media_type: str
    sealed_key: bytes
    command_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What became of a piece, who said so and why."""

    status: str
    occurred_at: datetime
    actor: str
    reason: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceItem:
    """One piece of the list of evidence; texts are references until they are opened."""

    number: int
    kind: str
    given_by: str
    obtained_at: datetime
    occurred_at: datetime
    actor: str
    name: Text | None
    description: Text | None
    file: StoredFile | None
    status: str | None
    marks: tuple[Mark, ...]


async def add_file(connection: Connection, case_id: str, file: KeptFile, most_of_case: int) -> None:
    """Writes the row of a file, in the transaction of its command; raises `CaseFilesFull`."""
    await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"files {case_id}")
    held = await connection.fetchval(
        "SELECT coalesce(sum(size), 0) FROM evidence_files WHERE case_id = $1", case_id
    )
    if held + file.size > most_of_case:
        raise CaseFilesFull
    await connection.execute(
        "INSERT INTO evidence_files (address, case_id, sha256, size, media_type, sealed_key, command_id) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)",
        file.address, case_id, file.sha256, file.size, file.media_type, file.sealed_key, file.command_id,
    )  # fmt: skip


async def kept_file(connection: Connection, case_id: str, address: str) -> KeptFile | None:
    """The row of a file of this case."""
    row = await connection.fetchrow(
        "SELECT address, sha256, size, media_type, sealed_key, command_id FROM evidence_files "
        "WHERE case_id = $1 AND address = $2",
        case_id,
        address,
    )
    return None if row is None else KeptFile(**row)


async def evidence_of(connection: Connection, case_id: str) -> list[EvidenceItem]:
    """All pieces of a case by number, each with what became of it."""
    rows = await connection.fetch("SELECT * FROM evidence WHERE case_id = $1 ORDER BY seq", case_id)
    marks: dict[int, list[Mark]] = {}
    for row in rows:
        if row["act"] == MARKED:
            mark = Mark(
                status=row["status"],
                occurred_at=row["occurred_at"],
                actor=row["actor"],
                reason=_text(row["reason_ref"]),
            )
            marks.setdefault(row["number"], []).append(mark)
    return [_item(row, marks.get(row["number"], [])) for row in rows if row["act"] == ADDED]


async def note_opening(
    connection: Connection, case_id: str, address: str, *, opened_by: str, purpose: str
) -> None:
    """Writes down who is given a file, before they are given it."""
    await connection.execute(
        "INSERT INTO evidence_openings (case_id, address, person, purpose) VALUES ($1, $2, $3, $4)",
        case_id,
        address,
        opened_by,
        purpose,
    )


async def forget_refused(connection: Connection) -> list[str]:
    """Removes the rows of files whose command was refused; their addresses, for the store to do the same."""
    rows = await connection.fetch(
        "DELETE FROM evidence_files f USING commands c "
        "WHERE c.command_id = f.command_id AND c.status = 'refused' RETURNING f.address"
    )
    return [row["address"] for row in rows]


async def unknown_addresses(connection: Connection, addresses: Iterable[str]) -> list[str]:
    """Those that belong to no case and to no job."""
    asked = list(addresses)
    rows = await connection.fetch(
        "SELECT address FROM evidence_files WHERE address = ANY ($1) "
        "UNION ALL SELECT address FROM job_files WHERE address = ANY ($1)",
        asked,
    )
    known = {row["address"] for row in rows}
    return [address for address in asked if address not in known]


def _item(row: Record, marks: list[Mark]) -> EvidenceItem:
    file = None
    if row["address"] is not None:
        file = StoredFile(
            sha256=row["sha256"],
            address=row["address"],
            size=row["size"],
            media_type=row["media_type"],
            name_differs=row["name_differs"],
        )
    return EvidenceItem(
        number=row["number"],
        kind=row["kind"],
        given_by=row["given_by"],
        obtained_at=row["obtained_at"],
        occurred_at=row["occurred_at"],
        actor=row["actor"],
        name=_text(row["name_ref"]),
        description=_text(row["description_ref"]),
        file=file,
        status=marks[-1].status if marks else None,
        marks=tuple(marks),
    )


def _text(ref: str | None) -> Text | None:
    return None if ref is None else Sealed(ref)


ADDED: Final = "added"
MARKED: Final = "marked"
