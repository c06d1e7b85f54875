"""Everything a person can ask of a case: one frozen dataclass per command. What each does is in `deciding/`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Literal

from redress.domain.facts import STRICT, Channel, Method
from redress.domain.sealed import Text


class NoticeMatter(StrEnum):
    """What a party is told (告知); the first three end clocks (art.15, art.23(2))."""

    ACCEPTANCE = "acceptance"
    REFUSAL = "refusal"
    TERMINATION = "termination"
    SESSION = "session"
    RESULT = "result"
    TRANSFER = "transfer"
    OTHER = "other"


class NoticeOutcome(StrEnum):
    TOLD = "told"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"


class ContactResult(StrEnum):
    REACHED = "reached"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    WRONG_NUMBER = "wrong_number"
    NOT_AT_ADDRESS = "not_at_address"


class ConsentMatter(StrEnum):
    MEDIATION = "mediation"
    DELEGATION = "delegation"
    PUBLICATION = "publication"


class SessionForm(StrEnum):
    """On site (现场) or by phone, video or internet (art.20); joint or with one party alone (S2-08)."""

    ON_SITE = "on_site"
    REMOTE = "remote"


class SessionOutcome(StrEnum):
    AGREED = "agreed"
    ADJOURNED = "adjourned"
    NO_AGREEMENT = "no_agreement"
    PARTY_ABSENT = "party_absent"


class AppraisalBasis(StrEnum):
    """Agreed by the parties, designated by the office (art.22(1)), or by sampling (条例 art.47)."""

    AGREED = "agreed"
    DESIGNATED = "designated"
    SAMPLING = "sampling"


class AgreementForm(StrEnum):
    MEDIATION_DOCUMENT = "mediation_document"
    RECORD_ONLY = "record_only"


class AgreementWhy(StrEnum):
    ON_SITE = "on_site"
    REMOTE = "remote"
    PERFORMED_AT_ONCE = "performed_at_once"
    BOTH_WAIVED = "both_waived"


class Outcome(StrEnum):
    """How the case ended, for the statistics (S0-42)."""

    AGREED = "agreed"
    SETTLED = "settled"
    PARTLY = "partly"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


class ReopenGround(StrEnum):
    OWN_ERROR = "own_error"
    ORDERED_BY_SUPERIOR = "ordered_by_superior"
    RECONSIDERATION_OR_COURT = "reconsideration_or_court"


class ClueOutcome(StrEnum):
    OPENED = "opened"
    NOT_OPENED = "not_opened"


class Authority(StrEnum):
    """Where a matter is handed over to (移送; S0-10, S0-11, art.42)."""

    POLICE = "police"
    OTHER_DEPARTMENT = "other_department"
    OTHER_BUREAU = "other_bureau"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What every command may carry: the legal moment, and the version of the case its author had read."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    occurred_at: datetime | None = None
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CostAgreement:
    """Who bears the cost and when both parties agreed to it (art.22(2))."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    payer: Literal["complainant", "respondent", "shared"]
    both_consented_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestMaterial(Command):
    """补正: asks for what is missing by a date that leaves a working day before the acceptance deadline."""

    type: Literal["request_material"] = "request_material"
    items: tuple[Text, ...]
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AddMaterial(Command):
    type: Literal["add_material"] = "add_material"
    text: Text
    completes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote(Command):
    type: Literal["add_note"] = "add_note"
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordContact(Command):
    type: Literal["record_contact"] = "record_contact"
    party: str
    method: Method
    at: datetime
    result: ContactResult
    summary: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign(Command):
    """Names the handler (承办人) of the case, an opaque person id."""

    type: Literal["assign"] = "assign"
    handler: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept(Command):
    """受理 (art.15)."""

    type: Literal["accept"] = "accept"
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse(Command):
    """不予受理 with a ground of art.16 (`16-4`) and the reason that the complainant is told (art.15)."""

    type: Literal["refuse"] = "refuse"
    ground: str
    reason: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordNotice(Command):
    """告知: a party has been told, or could not be (art.15, art.23(2))."""

    type: Literal["record_notice"] = "record_notice"
    matter: NoticeMatter
    party: str
    method: Method
    at: datetime
    outcome: NoticeOutcome
    document: str | None = None
    proof: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer(Command):
    """移送 to the police or another authority; never ends the art.15 duty."""

    type: Literal["transfer"] = "transfer"
    to: Authority
    authority: Text
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTransferOutcome(Command):
    type: Literal["record_transfer_outcome"] = "record_transfer_outcome"
    outcome: Literal["taken", "returned"]
    summary: Text | None = None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclude(Command):
    """办结: the result is reached and all parties are told; amounts in CNY."""

    type: Literal["conclude"] = "conclude"
    outcome: Outcome
    recovered_amount: Decimal = Decimal(0)
    punitive_amount: Decimal = Decimal(0)
    disputed_amount: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveFeedback(Command):
    """反馈: the result told to the complainant, with the other ways of 消法 art.39 (S0-37…39)."""

    type: Literal["give_feedback"] = "give_feedback"
    method: Method
    text: Text
    remedies_told: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCallback(Command):
    """回访 by another person (S0-28) with its five items (S0-29); satisfaction 1 (worst) to 5."""

    type: Literal["record_callback"] = "record_callback"
    result: Literal["reached", "unreachable"]
    knows_result: bool | None = None
    promise_kept: bool | None = None
    satisfaction: Literal[1, 2, 3, 4, 5] | None = None
    opinion: Text | None = None
    new_facts: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(Command):
    type: Literal["close"] = "close"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen(Command):
    type: Literal["reopen"] = "reopen"
    ground: ReopenGround
    order: Text


AnyCommand = (
    RequestMaterial
    | AddMaterial
    | AddNote
    | RecordContact
    | Assign
    | Accept
    | Refuse
    | RecordNotice
    | Transfer
    | RecordTransferOutcome
    | RecordConsent
    | WithdrawConsent
    | ScheduleSession
    | RecordSession
    | CommissionAppraisal
    | ConcludeAppraisal
    | CancelAppraisal
    | RecordAgreement
    | RecordSettlement
    | RecordPerformance
    | Withdraw
    | TerminateMediation
    | ReferClue
    | RecordClueDecision
    | RequestExtension
    | ApproveExtension
    | RejectExtension
    | Conclude
    | GiveFeedback
    | RecordCallback
    | Close
    | Reopen
)
