"""Which runs' histories are in the archive, where, and by which hash."""

from redress.persistence.pool import Connection


async def is_archived(connection: Connection, case_id: str, run_id: str) -> bool:
    query = "SELECT EXISTS (SELECT FROM archived_histories WHERE case_id = $1 AND run_id = $2)"
    return bool(await connection.fetchval(query, case_id, run_id))


async def add_archived(
    connection: Connection, case_id: str, run_id: str, *, location: str, sha256: bytes, events: int
) -> None:
    """Notes an archived run; the first note stands."""
    await connection.execute(
        "INSERT INTO archived_histories (case_id, run_id, location, sha256, events) "
        "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (case_id, run_id) DO NOTHING",
        case_id, run_id, location, sha256, events,
    )  # fmt: skip
