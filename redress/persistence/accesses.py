"""Who opened which texts of a case, when and what for (查阅登记, S4-18): the vault's own record of it."""

from dataclasses import dataclass
from datetime import datetime

from redress.persistence.pool import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One opening of `texts` or of a file of evidence (`files`). `purpose`: the page it was for,
    `archive:<reason>` for a case in the archive.
    """

    at: datetime
    person: str
    purpose: str
    texts: int
    files: int = 0


async def accesses_of(
    connection: Connection, case_id: str, *, archive_only: bool = False, limit: int = 500
) -> tuple[Access, ...]:
    """The openings of a case, the newest first."""
    rows = await connection.fetch(
        "SELECT at, person, purpose, texts, files FROM ("
        "  SELECT at, person, purpose, cardinality(refs) AS texts, 0 AS files, id FROM vault_openings "
        "  WHERE case_id = $1 UNION ALL "
        "  SELECT at, person, purpose, 0, 1, id FROM evidence_openings WHERE case_id = $1) openings "
        "WHERE NOT $2 OR starts_with(purpose, 'archive:') ORDER BY at DESC, files DESC, id DESC LIMIT $3",
        case_id,
        archive_only,
        limit,
    )
    return tuple(Access(**row) for row in rows)
