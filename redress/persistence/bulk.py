"""What one request assigned together, kept under its key."""

from dataclasses import dataclass

from redress.persistence.pool import Connection


@dataclass(frozen=True, slots=True)
class Bulk:
    """`body_hmac` tells whether the key came with another body."""

    handler: str
    cases: tuple[str, ...]
    body_hmac: bytes


async def bulk_of(connection: Connection, person: str, key: str) -> Bulk | None:
    row = await connection.fetchrow(
        "SELECT handler, cases, body_hmac FROM bulk_assignments WHERE person = $1 AND key = $2", person, key
    )
    return Bulk(row["handler"], tuple(map(str, row["cases"])), row["body_hmac"]) if row else None


async def keep_bulk(
    connection: Connection, person: str, key: str, body_hmac: bytes, handler: str, cases: tuple[str, ...]
) -> Bulk:
    """Keeps it, or answers what another request has kept under the key just before."""
    await connection.execute(
        "INSERT INTO bulk_assignments (person, key, body_hmac, handler, cases) VALUES ($1, $2, $3, $4, $5) "
        "ON CONFLICT (person, key) DO NOTHING",
        person, key, body_hmac, handler, list(cases),
    )  # fmt: skip
    return await bulk_of(connection, person, key) or Bulk(handler, cases, body_hmac)
