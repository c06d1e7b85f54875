"""What representatives of a joint complaint may not do alone (令121 art.12)."""

from __future__ import annotations

from redress.domain import commands as c
from redress.domain.case import Case
from redress.domain.commands import ConsentMatter
from redress.domain.context import Context
from redress.domain.refusals import Refusal, refuse

NEEDS_THE_REPRESENTED = (c.AmendClaim, c.Withdraw, c.RecordSettlement, c.RecordAgreement)
"""变更、放弃投诉请求, 达成调解协议."""


def represented(case: Case) -> tuple[str, ...]:
    """The complainants for whom a representative acts; empty where everybody acts for themselves."""
    if not case.filing.representatives:
        return ()
    acting = {f"complainant-{one.complainant}" for one in case.filing.representatives if one.complainant}
    return tuple(party for party in case.complainants if party not in acting)


def without_the_represented(case: Case, command: c.AnyCommand, ctx: Context) -> Refusal | None:
    """Refuses a change, a waiver or an agreement until each of them consents; holds from edition 2 on."""
    if ctx.edition < 2 or not isinstance(command, NEEDS_THE_REPRESENTED):
        return None
    silent = [p for p in represented(case) if case.consent(ConsentMatter.REPRESENTATION, p) != "yes"]
    return refuse("represented_not_asked", ", ".join(silent)) if silent else None
