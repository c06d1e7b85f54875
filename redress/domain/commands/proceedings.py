"""Commands about who mediates, what an end of mediation rests on, and what follows an agreement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from redress.domain.commands.words import (
    CeasedKind,
    Command,
    ConfirmationOutcome,
    CostOutcome,
    DelegationResult,
    FraudSign,
    LegalityPoint,
    OrganisationKind,
)
from redress.domain.sealed import Text

OWN_MOTION = "own_motion"
"""Who asks for a recusal when it is no party: the office, or the mediator (应当回避, art.21)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegateMediation(Command):
    """委托调解, in the bureau's name and within `scope`; the body never passes it on (art.19).

    The 60 days run on.
    """

    type: Literal["delegate_mediation"] = "delegate_mediation"
    to: Text
    organisation_kind: OrganisationKind
    scope: Text
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDelegationResult(Command):
    """What the body brought about; our officer records the agreement or terminates."""

    type: Literal["report_delegation_result"] = "report_delegation_result"
    result: DelegationResult
    terms: tuple[Text, ...] = ()
    minutes: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recuse(Command):
    """申请回避: by a party in the days told in form 7, or of the office's own motion (art.21)."""

    type: Literal["recuse"] = "recuse"
    mediator: str
    by: str
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideRecusal(Command):
    """Ends the stay; granted, the case is taken from that person."""

    type: Literal["decide_recusal"] = "decide_recusal"
    granted: bool
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceMediator(Command):
    """Another mediator for the sessions that are still open, of whom the parties are told anew."""

    type: Literal["replace_mediator"] = "replace_mediator"
    mediator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCostNegotiation(Command):
    """An attempt to agree who bears the cost of an appraisal (art.22(2)); it stops no clock."""

    type: Literal["record_cost_negotiation"] = "record_cost_negotiation"
    outcome: CostOutcome
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPartyCeased(Command):
    type: Literal["record_party_ceased"] = "record_party_ceased"
    party: str
    kind: CeasedKind
    on: date
    proof: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFraudSigns(Command):
    """Signs that the complainant cheats or extorts (art.42); what follows a person decides."""

    type: Literal["report_fraud_signs"] = "report_fraud_signs"
    summary: Text
    signs: tuple[FraudSign, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmLegality(Command):
    """Every point of S2-06 has been looked at, and the agreement infringes none."""

    type: Literal["confirm_legality"] = "confirm_legality"
    checks: tuple[LegalityPoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyJudicialConfirmation(Command):
    """申请司法确认: both sides together, 30 days from the agreement's effect (人民调解法 art.33)."""

    type: Literal["apply_judicial_confirmation"] = "apply_judicial_confirmation"
    applied_on: date
    court: Text
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordJudicialConfirmation(Command):
    type: Literal["record_judicial_confirmation"] = "record_judicial_confirmation"
    outcome: ConfirmationOutcome
    number: Text | None = None
