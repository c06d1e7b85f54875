"""What has happened in a case: one frozen dataclass per event. `evolve.py` says what each changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from redress.domain.actors import SYSTEM
from redress.domain.events.clocks import (
    ClockBreached,
    ClockEnded,
    ClockExpired,
    ClockExtended,
    ClockMoved,
    ClockOpened,
    ClockResumed,
    ClockStarted,
    ClockSuspended,
    Escalated,
    SignalRefused,
    TablesAdopted,
    TakenOver,
)
from redress.domain.events.clue import (
    ClueDecided,
    ClueReferred,
    ClueTestEnded,
    ClueTestStarted,
    ExtensionLapsed,
    ExtensionRejected,
    ExtensionRequested,
)
from redress.domain.events.documents import (
    DocumentApproved,
    DocumentDrafted,
    DocumentIssued,
    DocumentNumbered,
    DocumentVoided,
    ScanAttached,
)
from redress.domain.events.evidence import EvidenceAdded, EvidenceMarked
from redress.domain.events.grading import (
    Classified,
    Graded,
    ReportedUpward,
    Supervised,
    SupervisionAnswered,
    Urged,
)
from redress.domain.events.intake import (
    Accepted,
    Assigned,
    ClueRegistered,
    ComplaintRegistered,
    ContactRecorded,
    Findings,
    IntakeChecked,
    Jurisdiction,
    MaterialAdded,
    MaterialRequested,
    Matter,
    NoteAdded,
    NoticeRecorded,
    Refused,
)
from redress.domain.events.mediation import (
    AgreementRecorded,
    AppraisalCancelled,
    AppraisalCommissioned,
    AppraisalConcluded,
    ConsentRecorded,
    MediationTerminated,
    PerformanceRecorded,
    SessionCancelled,
    SessionHeld,
    SessionScheduled,
    SettlementRecorded,
    Withdrawn,
)
from redress.domain.events.notices import NoticeNotSent, NoticeSent
from redress.domain.events.own_page import (
    ActsNoted,
    CodeRenewed,
    ProposalAnswered,
    Rated,
    ReviewAnswered,
    ReviewRequested,
    SettlementProposed,
    StatementGiven,
)
from redress.domain.events.passing import (
    CaseTakenOver,
    DispatchAcknowledged,
    Dispatched,
    DispatchReturned,
    DisputeReferred,
    JurisdictionDisputed,
    JurisdictionDisputeSettled,
    ReferralDeclined,
    ReferredUp,
    ReportedBack,
    TransferOutcomeRecorded,
    TransferProposed,
    Transferred,
)
from redress.domain.events.proceedings import (
    CostNegotiated,
    DelegationReported,
    FraudSignsReported,
    JudicialConfirmationApplied,
    JudicialConfirmationRecorded,
    LegalityConfirmed,
    MediationDelegated,
    MediatorReplaced,
    PartyCeased,
    RecusalDecided,
    RecusalRequested,
)
from redress.domain.events.report import ReportRegistered, ReportRepeated
from redress.domain.events.result import (
    Archived,
    CallbackRecorded,
    Closed,
    Concluded,
    FeedbackGiven,
    Figures,
    LessonAdded,
    Published,
    QualityReviewed,
    Reopened,
    SecrecyMarked,
    Unpublished,
)
from redress.domain.events.verification import (
    CaseLinked,
    ClaimAmended,
    DuplicateMerged,
    IdentityProofRequested,
    IdentityRequestLapsed,
    MaterialRequestLapsed,
    PartyCorrected,
    ReportSplit,
    RespondentAdded,
)

__all__ = [
    "Accepted",
    "ActsNoted",
    "AgreementRecorded",
    "AppraisalCancelled",
    "AppraisalCommissioned",
    "AppraisalConcluded",
    "Archived",
    "Assigned",
    "CallbackRecorded",
    "CaseLinked",
    "CaseTakenOver",
    "ClaimAmended",
    "Classified",
    "ClockBreached",
    "ClockEnded",
    "ClockExpired",
    "ClockExtended",
    "ClockMoved",
    "ClockOpened",
    "ClockResumed",
    "ClockStarted",
    "ClockSuspended",
    "Closed",
    "ClueDecided",
    "ClueReferred",
    "ClueRegistered",
    "ClueTestEnded",
    "ClueTestStarted",
    "CodeRenewed",
    "ComplaintRegistered",
    "Concluded",
    "ConsentRecorded",
    "ContactRecorded",
    "CostNegotiated",
    "DelegationReported",
    "DispatchAcknowledged",
    "DispatchReturned",
    "Dispatched",
    "DisputeReferred",
    "DocumentApproved",
    "DocumentDrafted",
    "DocumentIssued",
    "DocumentNumbered",
    "DocumentVoided",
    "DuplicateMerged",
    "Escalated",
    "Event",
    "EvidenceAdded",
    "EvidenceMarked",
    "ExtensionLapsed",
    "ExtensionRejected",
    "ExtensionRequested",
    "FeedbackGiven",
    "Figures",
    "Findings",
    "FraudSignsReported",
    "Graded",
    "IdentityProofRequested",
    "IdentityRequestLapsed",
    "IntakeChecked",
    "JudicialConfirmationApplied",
    "JudicialConfirmationRecorded",
    "Jurisdiction",
    "JurisdictionDisputeSettled",
    "JurisdictionDisputed",
    "LegalityConfirmed",
    "LessonAdded",
    "MaterialAdded",
    "MaterialRequestLapsed",
    "MaterialRequested",
    "Matter",
    "MediationDelegated",
    "MediationTerminated",
    "MediatorReplaced",
    "NoteAdded",
    "NoticeNotSent",
    "NoticeRecorded",
    "NoticeSent",
    "PartyCeased",
    "PartyCorrected",
    "PerformanceRecorded",
    "ProposalAnswered",
    "Published",
    "QualityReviewed",
    "Rated",
    "Recorded",
    "RecusalDecided",
    "RecusalRequested",
    "ReferralDeclined",
    "ReferredUp",
    "Refused",
    "Reopened",
    "ReportRegistered",
    "ReportRepeated",
    "ReportSplit",
    "ReportedBack",
    "ReportedUpward",
    "RespondentAdded",
    "ReviewAnswered",
    "ReviewRequested",
    "ScanAttached",
    "SecrecyMarked",
    "SessionCancelled",
    "SessionHeld",
    "SessionScheduled",
    "SettlementProposed",
    "SettlementRecorded",
    "SignalRefused",
    "StatementGiven",
    "Supervised",
    "SupervisionAnswered",
    "TablesAdopted",
    "TakenOver",
    "TransferOutcomeRecorded",
    "TransferProposed",
    "Transferred",
    "Unpublished",
    "Urged",
    "Withdrawn",
    "of_itself",
]

Event = (
    ComplaintRegistered
    | ClueRegistered
    | IntakeChecked
    | MaterialRequested
    | MaterialAdded
    | EvidenceAdded
    | EvidenceMarked
    | NoteAdded
    | ContactRecorded
    | PartyCorrected
    | RespondentAdded
    | ClaimAmended
    | IdentityProofRequested
    | MaterialRequestLapsed
    | IdentityRequestLapsed
    | CaseLinked
    | DuplicateMerged
    | ReportSplit
    | ReportRegistered
    | ReportRepeated
    | Assigned
    | Accepted
    | Refused
    | NoticeRecorded
    | NoticeSent
    | NoticeNotSent
    | Transferred
    | TransferOutcomeRecorded
    | TransferProposed
    | Dispatched
    | DispatchAcknowledged
    | DispatchReturned
    | ReportedBack
    | ReferredUp
    | ReferralDeclined
    | CaseTakenOver
    | JurisdictionDisputed
    | DisputeReferred
    | JurisdictionDisputeSettled
    | Graded
    | Classified
    | Supervised
    | SupervisionAnswered
    | Urged
    | ReportedUpward
    | ConsentRecorded
    | SessionScheduled
    | SessionHeld
    | SessionCancelled
    | MediationDelegated
    | DelegationReported
    | RecusalRequested
    | RecusalDecided
    | MediatorReplaced
    | AppraisalCommissioned
    | AppraisalConcluded
    | AppraisalCancelled
    | CostNegotiated
    | PartyCeased
    | FraudSignsReported
    | AgreementRecorded
    | LegalityConfirmed
    | JudicialConfirmationApplied
    | JudicialConfirmationRecorded
    | SettlementRecorded
    | PerformanceRecorded
    | Withdrawn
    | MediationTerminated
    | ClueReferred
    | ClueDecided
    | ClueTestStarted
    | ClueTestEnded
    | ExtensionRequested
    | ExtensionRejected
    | ExtensionLapsed
    | Concluded
    | FeedbackGiven
    | CallbackRecorded
    | Closed
    | Reopened
    | Archived
    | QualityReviewed
    | LessonAdded
    | SecrecyMarked
    | Published
    | Unpublished
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
    | DocumentDrafted
    | DocumentApproved
    | DocumentIssued
    | DocumentNumbered
    | DocumentVoided
    | ScanAttached
    | StatementGiven
    | SettlementProposed
    | ProposalAnswered
    | Rated
    | ReviewRequested
    | ReviewAnswered
    | ActsNoted
    | CodeRenewed
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


def of_itself(seq: int, event: Event, at: datetime, occurred_at: datetime | None = None) -> Recorded:
    """An event that no command caused: the case itself is its author."""
    return Recorded(
        seq=seq,
        at=at,
        occurred_at=occurred_at or at,
        person=SYSTEM.person,
        office=SYSTEM.office,
        command_id=None,
        event=event,
    )
