"""Commands of mediation and its appraisals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from redress.domain.commands.words import (
    AgreementForm,
    AgreementWhy,
    AppraisalBasis,
    Command,
    ConsentMatter,
    CostAgreement,
    LegalityPoint,
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
    """Arranges a session; on site the parties are told time, place and mediator in advance (art.20).

    `with_party`: one party alone (S2-08). `recusal_days`: days from receipt of the notice in which the
    parties may ask for the mediator's recusal (form 7; on site the regime's where none are given).
    `replaces`: the session that is put off to this one.
    """

    type: Literal["schedule_session"] = "schedule_session"
    at: datetime
    form: SessionForm
    mediator: str
    place: Text | None = None
    joint: bool = True
    means: RemoteMeans | None = None
    with_party: str | None = None
    recusal_days: int | None = None
    replaces: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSession(Command):
    """The minutes of a session that took place, or did not because a party was absent."""

    type: Literal["record_session"] = "record_session"
    outcome: SessionOutcome
    session: int | None = None
    minutes: Text | None = None
    absent: tuple[str, ...] = ()
    private_notes: tuple[PrivateNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelSession(Command):
    """A session that will not take place; without a number the last one that is still open."""

    type: Literal["cancel_session"] = "cancel_session"
    reason: Text
    session: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionAppraisal(Command):
    """鉴定: stops the 60 days from commission to receipt of the report (art.22(3)).

    `expected_on`: when the report should be there; the regime's usual time where none is named.
    """

    type: Literal["commission_appraisal"] = "commission_appraisal"
    basis: AppraisalBasis
    institution: Text
    commissioned_on: date
    cost_agreement: CostAgreement | None = None
    subject: Text | None = None
    expected_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcludeAppraisal(Command):
    """The report has come; `appraisal` is its number where several are out."""

    type: Literal["conclude_appraisal"] = "conclude_appraisal"
    received_on: date
    finding: Text
    supports: Literal["complainant", "respondent", "neither"] | None = None
    appraisal: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelAppraisal(Command):
    type: Literal["cancel_appraisal"] = "cancel_appraisal"
    reason: Text
    appraisal: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAgreement(Command):
    """达成调解协议; the form follows from why (art.24). `without_admission`: the trader admits no fault.

    `legality_checked`: whether it stood the check of S2-06, with the points looked at; left open, it is still
    to be checked (`confirm_legality`). `due`: terms with a date of their own before `perform_by`.
    """

    type: Literal["record_agreement"] = "record_agreement"
    form: AgreementForm
    why: AgreementWhy
    terms: tuple[Text, ...]
    perform_by: date | None = None
    without_admission: bool = False
    legality_checked: bool | None = None
    checks: tuple[LegalityPoint, ...] = ()
    due: tuple[TermDue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSettlement(Command):
    """自行和解 by the parties alone (art.18(2), 23(1)(1))."""

    type: Literal["record_settlement"] = "record_settlement"
    terms: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPerformance(Command):
    """How far an agreement was kept, as a whole or in one `term` (counted from 1)."""

    type: Literal["record_performance"] = "record_performance"
    performed: Performed | bool
    note: Text | None = None
    term: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(Command):
    """撤回, at any time before the result (art.23(1)(1))."""

    type: Literal["withdraw"] = "withdraw"
    reason: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminateMediation(Command):
    """终止调解 with a ground of art.23 (`23-2`); ground 5 only after expiry.

    `basis`: what was found where the ground is the sixth, `16-1` to `16-7` or `42`. `provision`: the law,
    regulation or rule where it is the eighth.
    """

    type: Literal["terminate_mediation"] = "terminate_mediation"
    ground: str
    reason: Text | None = None
    basis: str | None = None
    provision: Text | None = None
