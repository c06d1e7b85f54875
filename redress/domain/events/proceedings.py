"""Events about who mediates, what an end of mediation rests on, and what follows an agreement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from redress.domain.commands import (
    CeasedKind,
    ConfirmationOutcome,
    CostOutcome,
    DelegationResult,
    FraudSign,
    LegalityPoint,
    OrganisationKind,
)
from redress.domain.sealed import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class MediationDelegated:
    type: Literal["mediation_delegated"] = "mediation_delegated"
    to: Text
    organisation_kind: OrganisationKind
    scope: Text
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationReported:
    type: Literal["delegation_reported"] = "delegation_reported"
    result: DelegationResult
    terms: tuple[Text, ...]
    minutes: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecusalRequested:
    """From here the mediation is stayed (中止) until the recusal is decided; the 60 days run on (art.21)."""

    type: Literal["recusal_requested"] = "recusal_requested"
    recusal: int
    mediator: str
    by: str
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RecusalDecided:
    type: Literal["recusal_decided"] = "recusal_decided"
    recusal: int
    mediator: str
    granted: bool
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class MediatorReplaced:
    """The new mediator of these sessions; their notices are void, the parties are told anew (art.20)."""

    type: Literal["mediator_replaced"] = "mediator_replaced"
    mediator: str
    sessions: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CostNegotiated:
    type: Literal["cost_negotiated"] = "cost_negotiated"
    outcome: CostOutcome
    note: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyCeased:
    type: Literal["party_ceased"] = "party_ceased"
    party: str
    kind: CeasedKind
    ceased_on: date
    proof: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FraudSignsReported:
    type: Literal["fraud_signs_reported"] = "fraud_signs_reported"
    summary: Text
    signs: tuple[FraudSign, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalityConfirmed:
    type: Literal["legality_confirmed"] = "legality_confirmed"
    checks: tuple[LegalityPoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudicialConfirmationApplied:
    type: Literal["judicial_confirmation_applied"] = "judicial_confirmation_applied"
    applied_on: date
    court: Text
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudicialConfirmationRecorded:
    type: Literal["judicial_confirmation_recorded"] = "judicial_confirmation_recorded"
    outcome: ConfirmationOutcome
    number: Text | None
