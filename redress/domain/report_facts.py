"""The facts of a report as they are received (举报, form 2); the informant is kept apart from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from redress.domain.facts import STRICT, Channel, ExternalRef, Filing, Purchase, ReceiptProof, Respondent
from redress.domain.sealed import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Informant:
    """举报人: whoever gives a name stands behind it; `insider`: from inside the trader (art.28(3))."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    name: Text | None = None
    phone: Text | None = None
    address: Text | None = None
    id_number: Text | None = None
    email: Text | None = None
    insider: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFiling:
    """The body of a report. Only the channel and the facts are required; without an informant it is anonymous
    (S0-57). `respondents`: whom it is about; `basis`: what bears it out (art.28(1)).
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    channel: Channel
    facts: Text | None = None
    basis: Text | None = None
    received_at: datetime | None = None
    receipt: ReceiptProof | None = None
    registered_by: Text | None = None
    informant: Informant | None = None
    respondents: tuple[Respondent, ...] = ()
    purchase: Purchase | None = None
    category: str | None = None
    industry: str | None = None
    problems: tuple[str, ...] = ()
    region: str | None = None
    external_refs: tuple[ExternalRef, ...] = ()

    def without_informant(self) -> Filing:
        """What everybody who handles the report may read; its facts and their basis in one."""
        facts = "\n".join(part for part in (self.facts, self.basis) if isinstance(part, str) and part)
        return Filing(
            channel=self.channel,
            facts=facts or None,
            received_at=self.received_at,
            receipt=self.receipt,
            registered_by=self.registered_by,
            respondents=self.respondents,
            purchase=self.purchase,
            category=self.category,
            industry=self.industry,
            problems=self.problems,
            region=self.region,
            external_refs=self.external_refs,
        )
