"""What has been delivered to a role of an office or to a person; one row per delivery."""

from redress.persistence.pool import Connection


async def put_in_inbox(
    connection: Connection,
    *,
    case_id: str,
    seq: int,
    kind: str,
    n: int,
    office: str,
    role: str | None,
    person: str | None,
    payload: str,
) -> bool:
    """Adds a row; False when this delivery is there already."""
    status = await connection.execute(
        "INSERT INTO inbox (case_id, seq, kind, n, office, role, person, payload) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (case_id, seq, kind, n) DO NOTHING",
        case_id, seq, kind, n, office, role, person, payload,
    )  # fmt: skip
    return bool(status == "INSERT 0 1")
