"""Events of mediation and its appraisals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from redress.domain.commands import (
    AgreementForm,
    AgreementWhy,
    AppraisalBasis,
    ConsentMatter,
    CostAgreement,
    LegalityPoint,
    OwnPage,
    Performed,
    PrivateNote,
    RemoteMeans,
    SessionForm,
    SessionOutcome,
    TermDue,
)
from redress.domain.facts import Channel, Method
from redress.domain.sealed import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRecorded:
    type: Literal["consent_recorded"] = "consent_recorded"
    party: str
    matter: ConsentMatter
    answer: Literal["yes", "no", "withdrawn"]
    channel: Channel | Method | OwnPage | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionScheduled:
    type: Literal["session_scheduled"] = "session_scheduled"
    session: int
    session_at: datetime
    form: SessionForm
    mediator: str
    place: Text | None
    joint: bool
    means: RemoteMeans | None = None
    with_party: str | None = None
    recusal_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionHeld:
    type: Literal["session_held"] = "session_held"
    session: int
    outcome: SessionOutcome
    minutes: Text | None
    absent: tuple[str, ...]
    private_notes: tuple[PrivateNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCancelled:
    """`put_off_to`: the session that takes its place, None where none does."""

    type: Literal["session_cancelled"] = "session_cancelled"
    session: int
    reason: Text | None
    put_off_to: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalCommissioned:
    type: Literal["appraisal_commissioned"] = "appraisal_commissioned"
    appraisal: int
    basis: AppraisalBasis
    institution: Text
    commissioned_on: date
    cost_agreement: CostAgreement | None
    subject: Text | None
    expected_on: date | None = None


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
    legality_checked: bool | None = None
    checks: tuple[LegalityPoint, ...] = ()
    due: tuple[TermDue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementRecorded:
    type: Literal["settlement_recorded"] = "settlement_recorded"
    terms: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PerformanceRecorded:
    type: Literal["performance_recorded"] = "performance_recorded"
    performed: bool
    note: Text | None
    extent: Performed | None = None
    term: int | None = None


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
    basis: str | None = None
    provision: Text | None = None
