"""What has become of a list that was filed as one case per complainant: read from commands and jobs."""

from dataclasses import dataclass

from redress.persistence.pool import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledLine:
    """A line that was taken: its key, the case, its number once recorded, whether it waits or was refused."""

    key: str
    case_id: str
    number: str | None
    status: str


async def filed_lines(connection: Connection, person: str, prefix: str) -> tuple[FiledLine, ...]:
    """The lines whose keys begin so, in the order in which they were taken."""
    rows = await connection.fetch(
        "SELECT c.key, c.case_id, k.number, c.status FROM commands c LEFT JOIN cases k USING (case_id) "
        "WHERE c.scope = $1 AND starts_with(c.key, $2) ORDER BY c.at, c.key",
        person,
        prefix,
    )
    return tuple(
        FiledLine(key=row["key"], case_id=str(row["case_id"]), number=row["number"], status=row["status"])
        for row in rows
    )


async def newest_job(connection: Connection, person: str, prefix: str) -> str | None:
    """The id of the job that was started last under a key that begins so."""
    found = await connection.fetchval(
        "SELECT id FROM jobs WHERE person = $1 AND starts_with(key, $2) ORDER BY created_at DESC, id DESC "
        "LIMIT 1",
        person,
        prefix,
    )
    return None if found is None else str(found)
