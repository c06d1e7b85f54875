"""What has happened in a case: one frozen dataclass per event. `evolve.py` says what each changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from redress.domain.commands import (
    AgreementForm,
    AgreementWhy,
    AppraisalBasis,
    Authority,
    ClueOutcome,
    ConsentMatter,
    ContactResult,
    CostAgreement,
    NoticeMatter,
    NoticeOutcome,
    Outcome,
    ReopenGround,
    SessionForm,
    SessionOutcome,
)
from redress.domain.counting import ExtensionMode
from redress.domain.facts import Channel, Filing, Method
from redress.domain.sealed import Text


class Matter(StrEnum):
    """What kind of case it is: a complaint (投诉), or the clue that one led to (诉转案)."""

    COMPLAINT = "complaint"
    CLUE = "clue"


class Jurisdiction(StrEnum):
    OURS = "ours"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the intake check (初步核实, S0-23) found; it informs a person and decides nothing.

    `missing`: open items (`complainant-1.phone`). `proposed_office`: an office path or None.
    `duplicates`: case ids of the same dispute. `beyond_limitation`: bought more than the regime's years ago.
    """

    missing: tuple[str, ...]
    in_scope: Literal["yes", "unclear"]
    jurisdiction: Jurisdiction
    jurisdiction_reason: str
    proposed_office: str | None
    duplicates: tuple[str, ...]
    beyond_limitation: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintRegistered:
    type: Literal["complaint_registered"] = "complaint_registered"
    case_id: str
    case_number: str
    office: str
    profile: str
    filing: Filing
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClueRegistered:
    type: Literal["clue_registered"] = "clue_registered"
    case_id: str
    case_number: str
    office: str
    profile: str
    origin: str
    summary: Text
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeChecked:
    type: Literal["intake_checked"] = "intake_checked"
    findings: Findings


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialRequested:
    type: Literal["material_requested"] = "material_requested"
    items: tuple[Text, ...]
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialAdded:
    type: Literal["material_added"] = "material_added"
    text: Text
    completes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdded:
    type: Literal["note_added"] = "note_added"
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRecorded:
    type: Literal["contact_recorded"] = "contact_recorded"
    party: str
    method: Method
    contacted_at: datetime
    result: ContactResult
    summary: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    type: Literal["assigned"] = "assigned"
    handler: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    type: Literal["accepted"] = "accepted"
    note: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    type: Literal["refused"] = "refused"
    ground: str
    article: str
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRecorded:
    type: Literal["notice_recorded"] = "notice_recorded"
    matter: NoticeMatter
    party: str
    method: Method
    told_at: datetime
    outcome: NoticeOutcome
    document: str | None
    proof: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transferred:
    type: Literal["transferred"] = "transferred"
    to: Authority
    authority: Text
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferOutcomeRecorded:
    type: Literal["transfer_outcome_recorded"] = "transfer_outcome_recorded"
    outcome: Literal["taken", "returned"]
    summary: Text | None


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
class ExtensionRejected:
    type: Literal["extension_rejected"] = "extension_rejected"
    clock: str
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Concluded:
    type: Literal["concluded"] = "concluded"
    outcome: Outcome
    recovered_amount: Decimal
    punitive_amount: Decimal
    disputed_amount: Decimal | None
    callback_due: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackGiven:
    type: Literal["feedback_given"] = "feedback_given"
    method: Method
    text: Text
    remedies_told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackRecorded:
    type: Literal["callback_recorded"] = "callback_recorded"
    result: Literal["reached", "unreachable"]
    knows_result: bool | None
    promise_kept: bool | None
    satisfaction: int | None
    opinion: Text | None
    new_facts: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    type: Literal["closed"] = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened:
    type: Literal["reopened"] = "reopened"
    ground: ReopenGround
    order: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    type: Literal["archived"] = "archived"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockStarted:
    """A clock begins. `rule` is the profile's key, `clock` adds the party where each has its own."""

    type: Literal["clock_started"] = "clock_started"
    clock: str
    rule: str
    profile: str
    party: str | None
    started_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSuspended:
    type: Literal["clock_suspended"] = "clock_suspended"
    clock: str
    cause: str
    suspended_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockResumed:
    type: Literal["clock_resumed"] = "clock_resumed"
    clock: str
    cause: str
    resumed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockExtended:
    type: Literal["clock_extended"] = "clock_extended"
    clock: str
    approved_at: datetime
    mode: ExtensionMode
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockEnded:
    """What the clock demanded was done (`met`) or is no longer owed (`cancelled`).

    `entered_after_breach`: the deed is dated before a breach that stands recorded; the breach is kept.
    """

    type: Literal["clock_ended"] = "clock_ended"
    clock: str
    outcome: Literal["met", "cancelled"]
    ended_at: datetime
    entered_after_breach: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockOpened:
    """A window has opened (S0-08: not too early)."""

    type: Literal["clock_opened"] = "clock_opened"
    clock: str
    opened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockExpired:
    """The period is over; what follows from it is still to be done."""

    type: Literal["clock_expired"] = "clock_expired"
    clock: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockBreached:
    """A duty was missed; `due_at` is the moment it was owed."""

    type: Literal["clock_breached"] = "clock_breached"
    clock: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalated:
    """A step of the clock's ladder was reached at `moment`; recorded once per case, clock and level."""

    type: Literal["escalated"] = "escalated"
    clock: str
    level: int
    to_role: str
    moment: datetime
    handler: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TablesAdopted:
    """The case counts by another calendar or other profiles from now on.

    `reason` names the notice (`notice:2020@2020-01-27`), `tables_hash` the content of all tables.
    """

    type: Literal["tables_adopted"] = "tables_adopted"
    calendar_before: str | None
    calendar_after: str | None
    reason: str
    tables_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockMoved:
    """Adopted tables give a clock other dates. The old ones stay here.

    `no_longer`: what was recorded of it under the old tables and does not hold under the new ones.
    """

    type: Literal["clock_moved"] = "clock_moved"
    clock: str
    due_before: datetime | None
    due_after: datetime | None
    due_on_before: date | None
    due_on_after: date | None
    provisional: bool
    no_longer: tuple[Literal["opened", "expired", "breached"], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalRefused:
    """A signal from outside that could not be read or that a rule refused; its content is not kept."""

    type: Literal["signal_refused"] = "signal_refused"
    code: str
    citation: str | None


Event = (
    ComplaintRegistered
    | ClueRegistered
    | IntakeChecked
    | MaterialRequested
    | MaterialAdded
    | NoteAdded
    | ContactRecorded
    | Assigned
    | Accepted
    | Refused
    | NoticeRecorded
    | Transferred
    | TransferOutcomeRecorded
    | ConsentRecorded
    | SessionScheduled
    | SessionHeld
    | AppraisalCommissioned
    | AppraisalConcluded
    | AppraisalCancelled
    | AgreementRecorded
    | SettlementRecorded
    | PerformanceRecorded
    | Withdrawn
    | MediationTerminated
    | ClueReferred
    | ClueDecided
    | ExtensionRequested
    | ExtensionRejected
    | Concluded
    | FeedbackGiven
    | CallbackRecorded
    | Closed
    | Reopened
    | Archived
    | ClockStarted
    | ClockSuspended
    | ClockResumed
    | ClockExtended
    | ClockEnded
    | ClockOpened
    | ClockExpired
    | ClockBreached
    | Escalated
    | TablesAdopted
    | ClockMoved
    | SignalRefused
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An event in its place: `seq` from 1 without gaps, `at` when it was entered, `occurred_at` the legal
    moment.
    """

    seq: int
    at: datetime
    occurred_at: datetime
    person: str
    office: str
    command_id: str | None
    event: Event
