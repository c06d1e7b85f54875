"""What open pages watch: the versions of their cases."""

from collections.abc import Iterable

from redress.persistence.pool import Connection


async def versions_of(connection: Connection, case_ids: Iterable[str]) -> dict[str, int]:
    """The recorded versions of those cases that the reader may see."""
    rows = await connection.fetch(
        "SELECT case_id, version FROM cases WHERE case_id = ANY ($1::uuid[])", list(case_ids)
    )
    return {str(row["case_id"]): row["version"] for row in rows}
