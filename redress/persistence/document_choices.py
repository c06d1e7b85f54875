"""Which template an office uses for a kind of document, whose approval it asks for, and its letterhead."""

from dataclasses import dataclass
from typing import Final, Literal

from redress.persistence.pool import Connection

Asked = Literal["none", "supervisor", "bureau_head"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentChoice:
    """What an office, or one above it, has said of a kind; None: as the template comes."""

    version: str | None = None
    approver: Asked | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeHead:
    """The office in whose name a letter goes out: the nearest with numbers of its own, with what is known."""

    name_zh: str
    phone: str
    address: str


async def choice_of(connection: Connection, office: str, code: str) -> DocumentChoice:
    """The choice of the office, else of the nearest above that has one, each part for itself."""
    rows = await connection.fetch(_CHOICES, office, code)
    version = next((row["version"] for row in rows if row["version"] is not None), None)
    approver = next((row["approver"] for row in rows if row["approver"] is not None), None)
    return DocumentChoice(version=version, approver=approver)


async def choose(
    connection: Connection, office: str, code: str, choice: DocumentChoice, chosen_by: str
) -> None:
    await connection.execute(_CHOOSE, office, code, choice.version, choice.approver, chosen_by)


async def keep_template(connection: Connection, version: str, code: str, canonical: str) -> None:
    """Keeps a version for good; a document can be drawn again from it whatever the office uses later."""
    await connection.execute(
        "INSERT INTO document_templates (version, code, canonical) VALUES ($1, $2, $3) "
        "ON CONFLICT (version) DO NOTHING",
        version,
        code,
        canonical,
    )


async def kept_template(connection: Connection, version: str) -> str | None:
    """The canonical text of a version, None when it was never kept."""
    found: str | None = await connection.fetchval(
        "SELECT canonical FROM document_templates WHERE version = $1", version
    )
    return found


async def head_of(connection: Connection, office: str) -> OfficeHead:
    """Name, telephone and address for the letters of an office, each from the nearest that has it."""
    rows = await connection.fetch(_HEAD, office)
    named = next((row["name_zh"] for row in rows if row["code"] is not None), office)
    phone = next((row["phone"] for row in rows if row["phone"]), "")
    address = next((row["address"] for row in rows if row["address"]), "")
    return OfficeHead(name_zh=named, phone=phone, address=address)


async def set_head(connection: Connection, office: str, phone: str, address: str) -> bool:
    """False: no such office."""
    done: str = await connection.execute(
        "UPDATE offices SET phone = $2, address = $3 WHERE path = $1", office, phone, address
    )
    return done == "UPDATE 1"


_CHOICES: Final = """
SELECT version, approver FROM document_choices
WHERE code = $2 AND (office = $1 OR starts_with($1, office || '.')) ORDER BY length(office) DESC
"""

_CHOOSE: Final = """
INSERT INTO document_choices (office, code, version, approver, chosen_by) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (office, code) DO UPDATE
SET version = $3, approver = $4, chosen_by = $5, chosen_at = now()
"""

_HEAD: Final = """
SELECT path, code, name_zh, phone, address FROM offices
WHERE path = $1 OR starts_with($1, path || '.') ORDER BY length(path) DESC
"""
