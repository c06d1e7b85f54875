"""Where the exported engine histories of a case lie; the files themselves are in the archive."""

from dataclasses import dataclass

from redress.persistence.pool import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedHistory:
    """One run's history: `location` in the archive, its SHA-256 (32 bytes) and its number of events."""

    case_id: str
    run_id: str
    location: str
    sha256: bytes
    events: int


async def note_archived(connection: Connection, history: ArchivedHistory) -> None:
    """Notes an export; exporting the same run again changes nothing."""
    await connection.execute(
        "INSERT INTO archived_histories (case_id, run_id, location, sha256, events) "
        "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (case_id, run_id) DO NOTHING",
        history.case_id,
        history.run_id,
        history.location,
        history.sha256,
        history.events,
    )


async def archived_of(connection: Connection, case_id: str) -> tuple[ArchivedHistory, ...]:
    """The exports of a case, the earliest first."""
    rows = await connection.fetch(
        "SELECT case_id, run_id, location, sha256, events FROM archived_histories "
        "WHERE case_id = $1 ORDER BY archived_at, run_id",
        case_id,
    )
    return tuple(ArchivedHistory(**{**row, "case_id": str(row["case_id"])}) for row in rows)
