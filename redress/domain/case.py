"""The state of a case, folded from its events by `evolve.py`. Small enough to travel through continue-as-
new.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from redress.domain.after_result import AfterResult
from redress.domain.case_grading import Grading
from redress.domain.case_passing import Passing
from redress.domain.commands import (
    AgreementForm,
    AppraisalBasis,
    ClueOutcome,
    NoticeMatter,
    NoticeOutcome,
    Outcome,
    Performed,
    RemoteMeans,
    SessionForm,
    SessionOutcome,
)
from redress.domain.counting import Extension, Suspension
from redress.domain.documents import Document
from redress.domain.events import Findings, Matter
from redress.domain.evidence import Evidence
from redress.domain.facts import Channel, Filing, Method
from redress.domain.intake_state import IntakeState
from redress.domain.own_page import OwnPages
from redress.domain.proceedings import Proceedings
from redress.domain.sealed import Text


class Stage(StrEnum):
    """The nine stages (contracts §3). Stay, appraisal and delegation are facts beside the stage."""

    REGISTERED = "registered"
    CHECKING = "checking"
    ACCEPTED = "accepted"
    MEDIATING = "mediating"
    CONCLUDED = "concluded"
    ARCHIVED = "archived"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    PASSED_ON = "passed_on"


class ClockState(StrEnum):
    RUNNING = "running"
    SUSPENDED = "suspended"
    MET = "met"
    EXPIRED = "expired"
    BREACHED = "breached"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The facts of one clock. Its due moment is not here: `clocks.due_of` computes it from these.

    `ref` tells clocks of one rule apart (an order, a dispatch); `given_due_at` is set where somebody else
    named the date. `fired`: levels escalated. `expired`, `breached`: recorded facts, `ended_at` is the deed.
    """

    clock: str
    rule: str
    profile: str
    party: str | None
    started_at: datetime
    ref: str | None = None
    given_due_at: datetime | None = None
    suspensions: tuple[Suspension, ...] = ()
    extensions: tuple[Extension, ...] = ()
    opened: bool = False
    expired: bool = False
    breached: bool = False
    ended_at: datetime | None = None
    outcome: Literal["met", "cancelled"] | None = None
    fired: tuple[int, ...] = ()

    @property
    def live(self) -> bool:
        """Something is still owed under this clock."""
        return self.ended_at is None

    @property
    def suspended(self) -> bool:
        return self.live and any(span.end is None for span in self.suspensions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """`told`: the parties told of it in advance, or not reached in two attempts (art.20).

    `noted`: the parties of whom it has private notes, which are in the ledger only (S2-08).
    """

    number: int
    at: datetime
    form: SessionForm
    mediator: str
    joint: bool
    told: tuple[str, ...] = ()
    outcome: SessionOutcome | None = None
    means: RemoteMeans | None = None
    with_party: str | None = None
    recusal_days: int | None = None
    cancelled: bool = False
    noted: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Still to be held."""
        return self.outcome is None and not self.cancelled

    @property
    def expected(self) -> tuple[str, ...]:
        """The one party it is held with (S2-08); empty where all are expected."""
        return (self.with_party,) if self.with_party else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal:
    """`ended_on` None: the report is still out and the 60 days stand still."""

    number: int
    basis: AppraisalBasis
    commissioned_on: date
    ended_on: date | None = None
    cancelled: bool = False
    expected_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The last notice of a matter to a party, and how many attempts failed."""

    matter: NoticeMatter
    party: str
    outcome: NoticeOutcome
    at: datetime
    failed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SentNotice:
    """A notice on its way: `notice` is the `seq` of its sending, at the moment `at`."""

    notice: int
    matter: NoticeMatter
    party: str
    method: Method
    document: str | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempts:
    """Contacts with a party, counted (the single entries are in the ledger)."""

    party: str
    total: int
    reached: int
    refused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Acceptance, refusal or termination: when it was made and on what ground."""

    at: datetime
    ground: str | None = None
    article: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term of an agreement with a date of its own; `performed` None: nobody has said."""

    number: int
    due_on: date
    performed: Performed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """`extent`: how far it was kept, where it was said in three. `lawful` None: to be checked (S2-06)."""

    at: datetime
    form: AgreementForm
    perform_by: date | None
    without_admission: bool
    performed: bool | None = None
    extent: Performed | None = None
    lawful: bool | None = None
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """The statistical result (办结)."""

    at: datetime
    outcome: Outcome
    recovered_amount: Decimal
    punitive_amount: Decimal
    disputed_amount: Decimal | None
    callback_due: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackResult:
    at: datetime
    result: Literal["reached", "unreachable"]
    satisfaction: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClueLink:
    case_id: str
    case_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionRequest:
    clock: str
    person: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialRequest:
    due_on: date
    answered: bool = False
    lapses: bool = False
    lapsed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case. `version` is the `seq` of its last event; 0 before the first.

    `beside` are profiles that hold beside the case's own: orders from outside, the office's own promises.
    `sessions` and `evidence` are the last ones and `clocks` the last of each key: what rules ask for. The
    ledger has all.
    """

    case_id: str = ""
    case_number: str = ""
    matter: Matter = Matter.COMPLAINT
    stage: Stage = Stage.REGISTERED
    profile: str = ""
    beside: tuple[str, ...] = ()
    office: str = ""
    handler: str | None = None
    version: int = 0
    received_at: datetime | None = None
    registered_at: datetime | None = None
    filing: Filing = field(default_factory=lambda: Filing(channel=Channel.OTHER_AGENCY))
    summary: Text | None = None
    origin: str | None = None
    findings: Findings | None = None
    completed: tuple[str, ...] = ()
    material_request: MaterialRequest | None = None
    evidence: tuple[Evidence, ...] = ()
    evidence_count: int = 0
    intake: IntakeState = field(default_factory=IntakeState)
    documents: tuple[Document, ...] = ()
    attempts: tuple[Attempts, ...] = ()
    accepted: Decision | None = None
    refused: Decision | None = None
    withdrawn_at: datetime | None = None
    settled_at: datetime | None = None
    terminated: Decision | None = None
    told: tuple[Told, ...] = ()
    sent: tuple[SentNotice, ...] = ()
    consents: tuple[tuple[str, str, str], ...] = ()
    sessions: tuple[Session, ...] = ()
    appraisals: tuple[Appraisal, ...] = ()
    agreement: Agreement | None = None
    proceedings: Proceedings = field(default_factory=Proceedings)
    transfer_open: bool = False
    clues: tuple[ClueLink, ...] = ()
    clue_outcome: ClueOutcome | None = None
    extension_requests: tuple[ExtensionRequest, ...] = ()
    conclusion: Conclusion | None = None
    feedback_at: datetime | None = None
    feedback_method: Method | None = None
    callback: CallbackResult | None = None
    closed_at: datetime | None = None
    reopened: int = 0
    reopened_at: datetime | None = None
    handled_by: tuple[str, ...] = ()
    after: AfterResult = field(default_factory=AfterResult)
    grading: Grading = field(default_factory=Grading)
    passing: Passing = field(default_factory=Passing)
    own: OwnPages = field(default_factory=OwnPages)
    clocks: tuple[Clock, ...] = ()

    @property
    def complainants(self) -> tuple[str, ...]:
        """Party ids of the complainants: `complainant-1`, …; one stands for the unknown when none is given.
        """
        return tuple(f"complainant-{n}" for n in range(1, max(1, len(self.filing.complainants)) + 1))

    @property
    def respondents(self) -> tuple[str, ...]:
        return tuple(f"respondent-{n}" for n in range(1, max(1, len(self.filing.respondents)) + 1))

    @property
    def parties(self) -> tuple[str, ...]:
        return self.complainants + self.respondents

    def party(self, name: str) -> str | None:
        """The party id meant by `name`; `complainant` and `respondent` mean the first of their side."""
        name = f"{name}-1" if name in ("complainant", "respondent") else name
        return name if name in self.parties else None

    def consent(self, matter: str, party: str) -> str | None:
        """`yes`, `no`, `withdrawn` or None when the party was not asked."""
        return next((answer for m, p, answer in self.consents if m == matter and p == party), None)

    def was_told(self, matter: NoticeMatter, party: str) -> bool:
        """Told, or not reachable in two recorded attempts."""
        return any(
            told.matter is matter
            and told.party == party
            and (told.outcome is NoticeOutcome.TOLD or told.failed >= 2)
            for told in self.told
        )

    def document(self, name: str | None) -> Document | None:
        """The document that a notice names by its number in the case, or None."""
        return next((one for one in self.documents if str(one.number) == name), None)

    def under_way(self, notice: int) -> SentNotice | None:
        """The notice sent by that event, while nobody knows what became of it."""
        return next((sent for sent in self.sent if sent.notice == notice), None)

    @property
    def running_appraisal(self) -> Appraisal | None:
        """The one that has been out longest."""
        return next(iter(self.running_appraisals), None)

    @property
    def running_appraisals(self) -> tuple[Appraisal, ...]:
        return tuple(a for a in self.appraisals if a.ended_on is None)

    def clock(self, key: str) -> Clock | None:
        """The newest clock of that key (a reopened case may have had an earlier one)."""
        return next((clock for clock in reversed(self.clocks) if clock.clock == key), None)
