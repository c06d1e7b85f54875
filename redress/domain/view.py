"""The case as it is shown: one shape for the engine's queries, the read model and HTTP."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from redress.domain.after_view import AfterView
from redress.domain.case import (
    Agreement,
    Appraisal,
    CallbackResult,
    ClockState,
    ClueLink,
    SentNotice,
    Session,
    Stage,
    Told,
)
from redress.domain.case_grading import Grading
from redress.domain.case_passing import Passing
from redress.domain.commands import ClueOutcome, Outcome
from redress.domain.documents import Document
from redress.domain.events import Findings, Matter
from redress.domain.evidence import Evidence
from redress.domain.facts import Filing
from redress.domain.intake_state import CaseLink, FormerClaims, FormerParty
from redress.domain.own_page import OwnPages
from redress.domain.proceedings import Proceedings
from redress.domain.sealed import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockView:
    """A clock in a view (contracts §3). Due fields are None while it is suspended."""

    key: str
    milestone: str
    title_zh: str
    title_en: str
    state: ClockState
    party: str | None
    opens_on: date | None
    started_at: datetime
    due_on: date | None
    due_at: datetime | None
    safe_due_on: date | None
    provisional: bool
    legal: bool
    given: bool
    citation: str
    profile: str
    calendar: str | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentView:
    """`at`, `channel`: when and how it was said, where the case still knows."""

    matter: str
    party: str
    answer: str
    at: datetime | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case at one version. `allowed_commands` are those the reader's roles and the stage allow now.

    `evidence` are the newest pieces of `evidence_count`.
    `termination_grounds`: those of art.23 that the recorded facts suggest to a person.
    """

    case_id: str
    case_number: str
    matter: Matter
    stage: Stage
    profile: str
    office: str
    handler: str | None
    handled_by: tuple[str, ...]
    version: int
    received_at: datetime
    registered_at: datetime
    now: datetime
    filing: Filing
    summary: Text | None
    origin: str | None
    parties: tuple[str, ...]
    findings: Findings | None
    open_items: tuple[str, ...]
    consents: tuple[ConsentView, ...]
    sessions: tuple[Session, ...]
    appraisals: tuple[Appraisal, ...]
    told: tuple[Told, ...]
    clues: tuple[ClueLink, ...]
    ground: str | None
    outcome: Outcome | None
    recovered_amount: Decimal | None
    punitive_amount: Decimal | None
    concluded_on: date | None
    feedback_at: datetime | None
    callback: CallbackResult | None
    closed_at: datetime | None
    overdue: bool
    next_due_at: datetime | None
    due_on: date | None
    safe_due_on: date | None
    clocks: tuple[ClockView, ...]
    allowed_commands: tuple[str, ...]
    after: AfterView = field(default_factory=AfterView)
    evidence: tuple[Evidence, ...] = ()
    evidence_count: int = 0
    formerly: tuple[FormerParty, ...] = ()
    former_claims: tuple[FormerClaims, ...] = ()
    links: tuple[CaseLink, ...] = ()
    informant: str | None = None
    grading: Grading = field(default_factory=Grading)
    passing: Passing = field(default_factory=Passing)
    documents: tuple[Document, ...] = ()
    sent: tuple[SentNotice, ...] = ()
    agreement: Agreement | None = None
    proceedings: Proceedings = field(default_factory=Proceedings)
    clue_outcome: ClueOutcome | None = None
    termination_grounds: tuple[str, ...] = ()
    own: OwnPages = field(default_factory=OwnPages)
