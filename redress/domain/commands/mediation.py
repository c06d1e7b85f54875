"""Commands of mediation, its appraisals, its clues and extensions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from redress.domain.commands.words import (
    AgreementForm,
    AgreementWhy,
    AppraisalBasis,
    ClueOutcome,
    Command,
    ConsentMatter,
    CostAgreement,
    SessionForm,
    SessionOutcome,
)
from redress.domain.facts import Channel, Method
from redress.domain.sealed import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordConsent(Command):
    """A party agrees or does not (art.18, 19, 38)."""

    type: Literal["record_consent"] = "record_consent"
    party: str
    answer: Literal["yes", "no"]
    matter: ConsentMatter = ConsentMatter.MEDIATION
    channel: Channel | Method | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawConsent(Command):
    type: Literal["withdraw_consent"] = "withdraw_consent"
    party: str
    matter: ConsentMatter = ConsentMatter.MEDIATION


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleSession(Command):
    """Arranges a session; on site the parties are told time, place and mediator in advance (art.20)."""

    type: Literal["schedule_session"] = "schedule_session"
    at: datetime
    form: SessionForm
    mediator: str
    place: Text | None = None
    joint: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSession(Command):
    """The minutes of a session that took place, or did not because a party was absent."""

    type: Literal["record_session"] = "record_session"
    outcome: SessionOutcome
    session: int | None = None
    minutes: Text | None = None
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionAppraisal(Command):
    """鉴定: stops the 60 days from commission to receipt of the report (art.22(3))."""

    type: Literal["commission_appraisal"] = "commission_appraisal"
    basis: AppraisalBasis
    institution: Text
    commissioned_on: date
    cost_agreement: CostAgreement | None = None
    subject: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcludeAppraisal(Command):
    type: Literal["conclude_appraisal"] = "conclude_appraisal"
    received_on: date
    finding: Text
    supports: Literal["complainant", "respondent", "neither"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelAppraisal(Command):
    type: Literal["cancel_appraisal"] = "cancel_appraisal"
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAgreement(Command):
    """达成调解协议; the form follows from why (art.24). `without_admission`: the trader admits no fault."""

    type: Literal["record_agreement"] = "record_agreement"
    form: AgreementForm
    why: AgreementWhy
    terms: tuple[Text, ...]
    perform_by: date | None = None
    without_admission: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSettlement(Command):
    """自行和解 by the parties alone (art.18(2), 23(1)(1))."""

    type: Literal["record_settlement"] = "record_settlement"
    terms: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPerformance(Command):
    type: Literal["record_performance"] = "record_performance"
    performed: bool
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(Command):
    """撤回, at any time before the result (art.23(1)(1))."""

    type: Literal["withdraw"] = "withdraw"
    reason: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminateMediation(Command):
    """终止调解 with a ground of art.23 (`23-2`); ground 5 only after expiry."""

    type: Literal["terminate_mediation"] = "terminate_mediation"
    ground: str
    reason: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferClue(Command):
    """线索: a suspected violation found in mediation gets a case of its own (art.27)."""

    type: Literal["refer_clue"] = "refer_clue"
    summary: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordClueDecision(Command):
    """立案 or 不予立案, with number and date (程序规定 art.18–20)."""

    type: Literal["record_clue_decision"] = "record_clue_decision"
    outcome: ClueOutcome
    number: Text | None = None
    decided_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestExtension(Command):
    type: Literal["request_extension"] = "request_extension"
    clock: str
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveExtension(Command):
    type: Literal["approve_extension"] = "approve_extension"
    clock: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectExtension(Command):
    type: Literal["reject_extension"] = "reject_extension"
    clock: str
    reason: Text
