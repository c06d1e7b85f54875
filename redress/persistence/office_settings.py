"""What an office says of itself: telephone and address of its letters, and which roles need a second factor.

What it leaves open holds as the nearest office above says it.
"""

from dataclasses import dataclass
from typing import Final

from redress.persistence.document_choices import OfficeHead, head_of
from redress.persistence.pool import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeSettings:
    """`phone`, `address`, `second_factor_roles`: its own ("" and None: as above it); `head` and
    `asked_roles`: what holds there.
    """

    phone: str
    address: str
    head: OfficeHead
    second_factor_roles: tuple[str, ...] | None
    asked_roles: tuple[str, ...]


async def office_settings(connection: Connection, office: str) -> OfficeSettings | None:
    """None: no such office."""
    row = await connection.fetchrow(
        "SELECT phone, address, second_factor_roles FROM offices WHERE path = $1", office
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
    )


_ASKED: Final = """
SELECT second_factor_roles FROM offices
WHERE second_factor_roles IS NOT NULL AND (path = $1 OR starts_with($1, path || '.'))
ORDER BY length(path) DESC LIMIT 1
"""
