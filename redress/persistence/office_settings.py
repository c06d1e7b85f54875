"""What an office says of itself: what it covers, telephone and address of its letters, and which roles need a
second factor.

What it leaves open of the last two holds as the nearest office above says it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from redress.persistence.document_choices import OfficeHead, head_of
from redress.persistence.pool import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeSettings:
    """`phone`, `address`, `second_factor_roles`: its own ("" and None: as above it); `head` and
    `asked_roles`: what holds there. `regions` it covers and `platforms` domiciled there: its own.
    """

    phone: str
    address: str
    head: OfficeHead
    second_factor_roles: tuple[str, ...] | None
    asked_roles: tuple[str, ...]
    regions: tuple[str, ...]
    platforms: tuple[str, ...]


async def office_settings(connection: Connection, office: str) -> OfficeSettings | None:
    """None: no such office."""
    row = await connection.fetchrow(
        "SELECT phone, address, second_factor_roles, regions, platforms FROM offices WHERE path = $1", office
    )
    if row is None:
        return None
    own = row["second_factor_roles"]
    return OfficeSettings(
        phone=row["phone"] or "",
        address=row["address"] or "",
        head=await head_of(connection, office),
        second_factor_roles=None if own is None else tuple(own),
        asked_roles=tuple(await connection.fetchval(_ASKED, office) or ()),
        regions=tuple(row["regions"]),
        platforms=tuple(row["platforms"]),
    )


async def set_area(
    connection: Connection, office: str, regions: Sequence[str], platforms: Sequence[str]
) -> None:
    await connection.execute(
        "UPDATE offices SET regions = $2, platforms = $3 WHERE path = $1", office, regions, platforms
    )


_ASKED: Final = """
SELECT second_factor_roles FROM offices
WHERE second_factor_roles IS NOT NULL AND (path = $1 OR starts_with($1, path || '.'))
ORDER BY length(path) DESC LIMIT 1
"""
