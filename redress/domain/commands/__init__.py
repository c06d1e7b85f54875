"""Everything a person can ask of a case, one frozen dataclass each. What each does is in `deciding/`."""

from __future__ import annotations

from redress.domain.commands.documents import (
    ApproveDocument,
    AttachScan,
    DraftDocument,
    IssueDocument,
    VoidDocument,
)
from redress.domain.commands.evidence import AddEvidence, MarkEvidence
from redress.domain.commands.intake import (
    Accept,
    AddMaterial,
    AddNote,
    Assign,
    RecordContact,
    RecordNotice,
    Refuse,
    RequestMaterial,
)
from redress.domain.commands.mediation import (
    ApproveExtension,
    CancelAppraisal,
    CommissionAppraisal,
    ConcludeAppraisal,
    RecordAgreement,
    RecordClueDecision,
    RecordConsent,
    RecordPerformance,
    RecordSession,
    RecordSettlement,
    ReferClue,
    RejectExtension,
    RequestExtension,
    ScheduleSession,
    TerminateMediation,
    Withdraw,
    WithdrawConsent,
)
from redress.domain.commands.notices import (
    DeliveryOutcome,
    RecordDelivery,
    SendNotice,
)
from redress.domain.commands.passing import (
    AcknowledgeDispatch,
    DeclineReferral,
    Dispatch,
    ProposeTransfer,
    RaiseJurisdictionDispute,
    RecordTransferOutcome,
    ReferUp,
    ReportBack,
    ReturnDispatch,
    SettleJurisdictionDispute,
    TakeOver,
    Transfer,
)
from redress.domain.commands.result import (
    AddLesson,
    Close,
    Conclude,
    GiveFeedback,
    MarkSecrecy,
    Publish,
    QualityScore,
    RecordCallback,
    RecordQualityReview,
    Reopen,
    SatisfactionParts,
    Unpublish,
)
from redress.domain.commands.verification import (
    AddRespondent,
    AmendClaim,
    Belonging,
    CorrectParty,
    FoundBy,
    LinkCase,
    MergeDuplicate,
    Relation,
    RequestIdentityProof,
    SplitReport,
)
from redress.domain.commands.words import (
    AgreementForm,
    AgreementWhy,
    AppraisalBasis,
    Authority,
    CallbackMethod,
    ClueOutcome,
    Command,
    ConsentMatter,
    ContactResult,
    CostAgreement,
    LessonTag,
    NoticeMatter,
    NoticeOutcome,
    Outcome,
    ReopenGround,
    SalesChannel,
    Secrecy,
    SessionForm,
    SessionOutcome,
)

__all__ = [
    "Accept",
    "AcknowledgeDispatch",
    "AddEvidence",
    "AddLesson",
    "AddMaterial",
    "AddNote",
    "AddRespondent",
    "AgreementForm",
    "AgreementWhy",
    "AmendClaim",
    "AnyCommand",
    "AppraisalBasis",
    "ApproveDocument",
    "ApproveExtension",
    "Assign",
    "AttachScan",
    "Authority",
    "Belonging",
    "CallbackMethod",
    "CancelAppraisal",
    "Close",
    "ClueOutcome",
    "Command",
    "CommissionAppraisal",
    "Conclude",
    "ConcludeAppraisal",
    "ConsentMatter",
    "ContactResult",
    "CorrectParty",
    "CostAgreement",
    "DeclineReferral",
    "DeliveryOutcome",
    "Dispatch",
    "DraftDocument",
    "FoundBy",
    "GiveFeedback",
    "IssueDocument",
    "LessonTag",
    "LinkCase",
    "MarkEvidence",
    "MarkSecrecy",
    "MergeDuplicate",
    "NoticeMatter",
    "NoticeOutcome",
    "Outcome",
    "ProposeTransfer",
    "Publish",
    "QualityScore",
    "RaiseJurisdictionDispute",
    "RecordAgreement",
    "RecordCallback",
    "RecordClueDecision",
    "RecordConsent",
    "RecordContact",
    "RecordDelivery",
    "RecordNotice",
    "RecordPerformance",
    "RecordQualityReview",
    "RecordSession",
    "RecordSettlement",
    "RecordTransferOutcome",
    "ReferClue",
    "ReferUp",
    "Refuse",
    "RejectExtension",
    "Relation",
    "Reopen",
    "ReopenGround",
    "ReportBack",
    "RequestExtension",
    "RequestIdentityProof",
    "RequestMaterial",
    "ReturnDispatch",
    "SalesChannel",
    "SatisfactionParts",
    "ScheduleSession",
    "Secrecy",
    "SendNotice",
    "SessionForm",
    "SessionOutcome",
    "SettleJurisdictionDispute",
    "SplitReport",
    "TakeOver",
    "TerminateMediation",
    "Transfer",
    "Unpublish",
    "VoidDocument",
    "Withdraw",
    "WithdrawConsent",
]

AnyCommand = (
    DraftDocument
    | ApproveDocument
    | IssueDocument
    | VoidDocument
    | AttachScan
    | RequestMaterial
    | AddMaterial
    | AddEvidence
    | MarkEvidence
    | AddNote
    | RecordContact
    | CorrectParty
    | AddRespondent
    | AmendClaim
    | RequestIdentityProof
    | LinkCase
    | MergeDuplicate
    | SplitReport
    | Assign
    | Accept
    | Refuse
    | RecordNotice
    | SendNotice
    | RecordDelivery
    | Transfer
    | RecordTransferOutcome
    | ProposeTransfer
    | Dispatch
    | AcknowledgeDispatch
    | ReturnDispatch
    | ReportBack
    | ReferUp
    | DeclineReferral
    | TakeOver
    | RaiseJurisdictionDispute
    | SettleJurisdictionDispute
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
    | RecordQualityReview
    | AddLesson
    | MarkSecrecy
    | Publish
    | Unpublish
)
