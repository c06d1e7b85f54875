"""Opens sealed values for a person, as far as their roles go. The vault audits every opening."""

from enum import StrEnum
from typing import Final, TypeVar

from redress.domain.actors import Actor
from redress.domain.permissions import MAY_OPEN
from redress.persistence.pool import Connection
from redress.persistence.reading import in_archive
from redress.persistence.sealing import sealed_refs, unsealed
from redress.persistence.vault import Vault

T = TypeVar("T")

OF_THE_ARCHIVE: Final = "archive:"
"""How the purpose of an opening begins that was made of an archived case; the reason follows."""


class ArchiveReason(StrEnum):
    """Why somebody reads the texts of an archived case (查阅理由, S4-18): words, so that every auditor can
    read them and no address holds a text.
    """

    COURT = "court"
    RECONSIDERATION = "reconsideration"
    SUPERVISION = "supervision"
    PARTY_REQUEST = "party_request"
    RELATED_CASE = "related_case"
    AUDIT = "audit"


async def opened(
    vault: Vault,
    connection: Connection,
    case_id: str,
    value: T,
    actor: Actor,
    purpose: str,
    reason: ArchiveReason | None = None,
) -> T:
    """`value` with the texts that `actor` may read in place of their references; those of an archived case
    are opened for a `reason` alone, which is what the opening is then recorded for.
    """
    if not MAY_OPEN.intersection(actor.roles):
        return value
    if not purpose.startswith(OF_THE_ARCHIVE) and await in_archive(connection, case_id):
        if reason is None:
            return value
        purpose = f"{OF_THE_ARCHIVE}{reason}"
    refs = sealed_refs(value)
    texts = await vault.open_many(connection, case_id, refs, opened_by=actor.person, purpose=purpose)
    return unsealed(value, texts)
