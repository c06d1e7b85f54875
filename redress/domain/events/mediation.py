"""Events of mediation, its appraisals and its clues."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from redress.domain.commands import (
    AgreementForm,
    AgreementWhy,
    AppraisalBasis,
    ClueOutcome,
    ConsentMatter,
    CostAgreement,
    SessionForm,
    SessionOutcome,
)
from redress.domain.facts import Channel, Method
from redress.domain.sealed import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRecorded:
    type: Literal["consent_recorded"] = "consent_recorded"
    party: str
    matter: ConsentMatter
    answer: Literal["yes", "no", "withdrawn"]
    channel: Channel | Method | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionScheduled:
    type: Literal["session_scheduled"] = "session_scheduled"
    session: int
    session_at: datetime
    form: SessionForm
    mediator: str
    place: Text | None
    joint: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionHeld:
    type: Literal["session_held"] = "session_held"
    session: int
    outcome: SessionOutcome
    minutes: Text | None
    absent: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalCommissioned:
    type: Literal["appraisal_commissioned"] = "appraisal_commissioned"
    appraisal: int
    basis: AppraisalBasis
    institution: Text
    commissioned_on: date
    cost_agreement: CostAgreement | None
    subject: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalConcluded:
    type: Literal["appraisal_concluded"] = "appraisal_concluded"
    appraisal: int
    received_on: date
    finding: Text
    supports: Literal["complainant", "respondent", "neither"] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalCancelled:
    type: Literal["appraisal_cancelled"] = "appraisal_cancelled"
    appraisal: int
    reason: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRecorded:
    type: Literal["agreement_recorded"] = "agreement_recorded"
    form: AgreementForm
    why: AgreementWhy
    terms: tuple[Text, ...]
    perform_by: date | None
    without_admission: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementRecorded:
    type: Literal["settlement_recorded"] = "settlement_recorded"
    terms: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PerformanceRecorded:
    type: Literal["performance_recorded"] = "performance_recorded"
    performed: bool
    note: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    type: Literal["withdrawn"] = "withdrawn"
    after_acceptance: bool
    reason: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MediationTerminated:
    type: Literal["mediation_terminated"] = "mediation_terminated"
    ground: str
    article: str
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ClueReferred:
    type: Literal["clue_referred"] = "clue_referred"
    clue_case_id: str
    clue_case_number: str
    summary: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ClueDecided:
    type: Literal["clue_decided"] = "clue_decided"
    outcome: ClueOutcome
    number: Text | None
    decided_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionRequested:
    type: Literal["extension_requested"] = "extension_requested"
    clock: str
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionLapsed:
    """Nobody decided the request in time; the clock runs on as it did, and a new request may be made."""

    type: Literal["extension_lapsed"] = "extension_lapsed"
    clock: str
    requested_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionRejected:
    type: Literal["extension_rejected"] = "extension_rejected"
    clock: str
    reason: Text
