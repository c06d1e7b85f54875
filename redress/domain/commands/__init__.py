"""Everything a person can ask of a case, one frozen dataclass each. What each does is in `deciding/`."""

from __future__ import annotations

from redress.domain.commands.clue import (
    ApproveExtension,
    EndClueTest,
    RecordClueDecision,
    ReferClue,
    RejectExtension,
    RequestExtension,
    StartClueTest,
)
from redress.domain.commands.documents import (
    ApproveDocument,
    AttachScan,
    DraftDocument,
    IssueDocument,
    VoidDocument,
)
from redress.domain.commands.evidence import AddEvidence, MarkEvidence
from redress.domain.commands.grading import (
    AnswerSupervision,
    Classify,
    Criterion,
    Grade,
    ReportUpward,
    Supervise,
    Urge,
    Urgency,
)
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
    CancelAppraisal,
    CancelSession,
    CommissionAppraisal,
    ConcludeAppraisal,
    RecordAgreement,
    RecordConsent,
    RecordPerformance,
    RecordSession,
    RecordSettlement,
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
from redress.domain.commands.own_page import (
    AnswerProposal,
    AnswerReview,
    GiveStatement,
    NoteActs,
    ProposeSettlement,
    Rate,
    RenewCode,
    RequestReview,
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
from redress.domain.commands.proceedings import (
    OWN_MOTION,
    ApplyJudicialConfirmation,
    ConfirmLegality,
    DecideRecusal,
    DelegateMediation,
    RecordCostNegotiation,
    RecordJudicialConfirmation,
    RecordPartyCeased,
    Recuse,
    ReplaceMediator,
    ReportDelegationResult,
    ReportFraudSigns,
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
    CeasedKind,
    ClueOutcome,
    ClueTestCause,
    Command,
    ConfirmationOutcome,
    ConsentMatter,
    ContactResult,
    CostAgreement,
    CostOutcome,
    DelegationResult,
    FraudSign,
    LegalityPoint,
    LessonTag,
    NoticeMatter,
    NoticeOutcome,
    OrganisationKind,
    Outcome,
    OwnPage,
    Performed,
    PrivateNote,
    RemoteMeans,
    ReopenGround,
    SalesChannel,
    Secrecy,
    SessionForm,
    SessionOutcome,
    StatementAbout,
    TermDue,
)

__all__ = [
    "OWN_MOTION",
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
    "AnswerProposal",
    "AnswerReview",
    "AnswerSupervision",
    "AnyCommand",
    "ApplyJudicialConfirmation",
    "AppraisalBasis",
    "ApproveDocument",
    "ApproveExtension",
    "Assign",
    "AttachScan",
    "Authority",
    "Belonging",
    "CallbackMethod",
    "CancelAppraisal",
    "CancelSession",
    "CeasedKind",
    "Classify",
    "Close",
    "ClueOutcome",
    "ClueTestCause",
    "Command",
    "CommissionAppraisal",
    "Conclude",
    "ConcludeAppraisal",
    "ConfirmLegality",
    "ConfirmationOutcome",
    "ConsentMatter",
    "ContactResult",
    "CorrectParty",
    "CostAgreement",
    "CostOutcome",
    "Criterion",
    "DecideRecusal",
    "DeclineReferral",
    "DelegateMediation",
    "DelegationResult",
    "DeliveryOutcome",
    "Dispatch",
    "DraftDocument",
    "EndClueTest",
    "FoundBy",
    "FraudSign",
    "GiveFeedback",
    "GiveStatement",
    "Grade",
    "IssueDocument",
    "LegalityPoint",
    "LessonTag",
    "LinkCase",
    "MarkEvidence",
    "MarkSecrecy",
    "MergeDuplicate",
    "NoteActs",
    "NoticeMatter",
    "NoticeOutcome",
    "OrganisationKind",
    "Outcome",
    "OwnPage",
    "Performed",
    "PrivateNote",
    "ProposeSettlement",
    "ProposeTransfer",
    "Publish",
    "QualityScore",
    "RaiseJurisdictionDispute",
    "Rate",
    "RecordAgreement",
    "RecordCallback",
    "RecordClueDecision",
    "RecordConsent",
    "RecordContact",
    "RecordCostNegotiation",
    "RecordDelivery",
    "RecordJudicialConfirmation",
    "RecordNotice",
    "RecordPartyCeased",
    "RecordPerformance",
    "RecordQualityReview",
    "RecordSession",
    "RecordSettlement",
    "RecordTransferOutcome",
    "Recuse",
    "ReferClue",
    "ReferUp",
    "Refuse",
    "RejectExtension",
    "Relation",
    "RemoteMeans",
    "RenewCode",
    "Reopen",
    "ReopenGround",
    "ReplaceMediator",
    "ReportBack",
    "ReportDelegationResult",
    "ReportFraudSigns",
    "ReportUpward",
    "RequestExtension",
    "RequestIdentityProof",
    "RequestMaterial",
    "RequestReview",
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
    "StartClueTest",
    "StatementAbout",
    "Supervise",
    "TakeOver",
    "TermDue",
    "TerminateMediation",
    "Transfer",
    "Unpublish",
    "Urge",
    "Urgency",
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
    | Grade
    | Classify
    | Supervise
    | AnswerSupervision
    | Urge
    | ReportUpward
    | RecordConsent
    | WithdrawConsent
    | ScheduleSession
    | RecordSession
    | CancelSession
    | DelegateMediation
    | ReportDelegationResult
    | Recuse
    | DecideRecusal
    | ReplaceMediator
    | CommissionAppraisal
    | ConcludeAppraisal
    | CancelAppraisal
    | RecordCostNegotiation
    | RecordPartyCeased
    | ReportFraudSigns
    | RecordAgreement
    | ConfirmLegality
    | ApplyJudicialConfirmation
    | RecordJudicialConfirmation
    | RecordSettlement
    | RecordPerformance
    | Withdraw
    | TerminateMediation
    | ReferClue
    | RecordClueDecision
    | StartClueTest
    | EndClueTest
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
    | GiveStatement
    | ProposeSettlement
    | AnswerProposal
    | Rate
    | RequestReview
    | AnswerReview
    | NoteActs
    | RenewCode
)
