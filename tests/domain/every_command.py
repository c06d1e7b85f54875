"""One well-formed command of every type, for tests that go over all of them. No test lives here."""

from __future__ import annotations

from datetime import date
from typing import get_args

from redress.domain import commands as c
from redress.domain.commands import NoticeMatter
from redress.domain.evidence import EvidenceKind, EvidenceStatus
from redress.domain.facts import Claim, ClaimKind, Method, Respondent
from tests.domain.scenario import (
    AGREEMENT,
    EAST,
    FEEDBACK,
    NOT_CALLED_BACK,
    OFFICE,
    REACHED,
    TEXT,
    YUNSHAN,
    consent,
    moment,
    terminate,
    told,
)

GOOD_WORK = c.QualityScore(language=5, completeness=4, accuracy=4, resolution=3)

FIVE = c.SatisfactionParts(efficiency=5, handling=4, result=3, attitude=5, professionalism=4)

_ALL: tuple[c.AnyCommand, ...] = (
    c.RequestMaterial(items=(TEXT,), due_on=date(2026, 8, 24)),
    c.AddMaterial(text=TEXT),
    c.AddEvidence(kind=EvidenceKind.PHYSICAL, given_by="complainant", name=TEXT),
    c.MarkEvidence(number=1, status=EvidenceStatus.IRRELEVANT, reason=TEXT),
    c.DraftDocument(kind="acceptance_decision", content=TEXT, template="a" * 64),
    c.ApproveDocument(number=1),
    c.IssueDocument(number=1),
    c.VoidDocument(number=1, reason=TEXT),
    c.AttachScan(number=1, evidence=1),
    c.AddNote(text=TEXT),
    c.RecordContact(
        party="respondent",
        method=Method.PHONE,
        at=moment("2026-08-17 09:00"),
        result=c.ContactResult.REACHED,
    ),
    c.CorrectParty(party="respondent", found_by=c.FoundBy.BUSINESS_REGISTER, name=TEXT),
    c.AddRespondent(respondent=Respondent(name=TEXT)),
    c.AmendClaim(claims=(Claim(kind=ClaimKind.RETURN),)),
    c.RequestIdentityProof(items=(TEXT,), due_on=date(2026, 8, 24)),
    c.LinkCase(case_id=NOT_CALLED_BACK),
    c.MergeDuplicate(into=NOT_CALLED_BACK),
    c.SplitReport(summary=TEXT),
    c.Assign(handler="p-handler"),
    c.Accept(),
    c.Refuse(ground="16-1", reason=TEXT),
    told(NoticeMatter.OTHER, "2026-08-17 09:00"),
    c.SendNotice(matter=NoticeMatter.OTHER, party="complainant", text=TEXT),
    c.RecordDelivery(notice=2, outcome=c.DeliveryOutcome.TOLD, at=moment("2026-08-17 09:00")),
    c.Transfer(to=c.Authority.POLICE, authority=TEXT, reason=TEXT),
    c.RecordTransferOutcome(outcome="taken"),
    c.ProposeTransfer(to=c.Authority.POLICE, reason=TEXT),
    c.Grade(urgency=c.Urgency.URGENT),
    c.Classify(category="quality"),
    c.Supervise(due_on=date(2026, 12, 31), order=TEXT),
    c.AnswerSupervision(summary=TEXT),
    c.Urge(),
    c.ReportUpward(summary=TEXT),
    c.Dispatch(to=EAST),
    c.AcknowledgeDispatch(),
    c.ReturnDispatch(reason=TEXT),
    c.ReportBack(summary=TEXT),
    c.ReferUp(reason=TEXT),
    c.DeclineReferral(reason=TEXT),
    c.TakeOver(reason=TEXT),
    c.RaiseJurisdictionDispute(with_office=YUNSHAN),
    c.SettleJurisdictionDispute(competent=OFFICE, how="agreed"),
    consent("complainant"),
    c.WithdrawConsent(party="complainant"),
    c.ScheduleSession(at=moment("2027-08-17 09:00"), form=c.SessionForm.REMOTE, mediator="p-mediator"),
    c.RecordSession(outcome=c.SessionOutcome.ADJOURNED),
    c.CancelSession(reason=TEXT),
    c.DelegateMediation(
        to=TEXT, organisation_kind=c.OrganisationKind.CONSUMER_ASSOCIATION, scope=TEXT
    ),
    c.ReportDelegationResult(result=c.DelegationResult.FAILED),
    c.Recuse(mediator="p-mediator", by="respondent", reason=TEXT),
    c.DecideRecusal(granted=True, reason=TEXT),
    c.ReplaceMediator(mediator="p-second"),
    c.CommissionAppraisal(
        basis=c.AppraisalBasis.SAMPLING, institution=TEXT, commissioned_on=date(2026, 8, 20)
    ),
    c.ConcludeAppraisal(received_on=date(2026, 8, 20), finding=TEXT),
    c.CancelAppraisal(reason=TEXT),
    c.RecordCostNegotiation(outcome=c.CostOutcome.FAILED),
    c.RecordPartyCeased(party="respondent", kind=c.CeasedKind.DISSOLVED, on=date(2026, 8, 17)),
    c.ReportFraudSigns(summary=TEXT, signs=(c.FraudSign.SWAPPED,)),
    AGREEMENT,
    c.ConfirmLegality(checks=tuple(c.LegalityPoint)),
    c.ApplyJudicialConfirmation(
        applied_on=date(2026, 8, 20), court=TEXT, by=("complainant", "respondent")
    ),
    c.RecordJudicialConfirmation(outcome=c.ConfirmationOutcome.CONFIRMED),
    c.RecordSettlement(),
    c.RecordPerformance(performed=True),
    c.Withdraw(),
    terminate("23-6"),
    c.ReferClue(summary=TEXT),
    c.RecordClueDecision(outcome=c.ClueOutcome.OPENED, number=TEXT),
    c.StartClueTest(cause=c.ClueTestCause.TESTING, started_on=date(2026, 8, 17)),
    c.EndClueTest(received_on=date(2026, 8, 17)),
    c.RequestExtension(clock="clue.verification", reason=TEXT),
    c.ApproveExtension(clock="clue.verification"),
    c.RejectExtension(clock="clue.verification", reason=TEXT),
    c.Conclude(outcome=c.Outcome.AGREED),
    FEEDBACK,
    REACHED,
    c.Close(),
    c.Reopen(ground=c.ReopenGround.OWN_ERROR, order=TEXT),
    c.RecordQualityReview(score=GOOD_WORK, remarks=TEXT),
    c.AddLesson(text=TEXT, tags=(c.LessonTag.EVIDENCE,)),
    c.MarkSecrecy(secrecy=c.Secrecy.PRIVACY, reason=TEXT),
    c.Publish(),
    c.Unpublish(reason=TEXT),
    c.GiveStatement(party="respondent", text=TEXT),
    c.ProposeSettlement(party="respondent", terms=TEXT),
    c.AnswerProposal(party="complainant", proposal=1, answer="yes"),
    c.Rate(party="complainant", parts=FIVE),
    c.RequestReview(party="complainant", reason=TEXT),
    c.AnswerReview(text=TEXT),
    c.NoteActs(),
    c.RenewCode(party="respondent"),
)

SAMPLES: dict[str, c.AnyCommand] = {command.type: command for command in _ALL}
TYPES: tuple[type, ...] = get_args(c.AnyCommand)
