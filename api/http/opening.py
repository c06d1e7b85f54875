"""Opens sealed values for a reader, as far as their roles go. The vault audits every opening."""

from typing import Final, TypeVar

from redress.domain.actors import Actor, Role
from redress.persistence.pool import Connection
from redress.persistence.sealing import sealed_refs, unsealed
from redress.persistence.vault import Vault

T = TypeVar("T")

MAY_OPEN: Final = frozenset(
    {Role.INTAKE, Role.OFFICER, Role.MEDIATOR, Role.SUPERVISOR, Role.BUREAU_HEAD, Role.CALLBACK}
)
"""Roles that see parties and texts; auditors, custodians and administrators see references."""


async def opened(
    vault: Vault, connection: Connection, case_id: str, value: T, actor: Actor, purpose: str
) -> T:
    """`value` with the texts that `actor` may read in place of their references."""
    if not MAY_OPEN.intersection(actor.roles):
        return value
    refs = sealed_refs(value)
    texts = await vault.open_many(connection, case_id, refs, opened_by=actor.person, purpose=purpose)
    return unsealed(value, texts)
