"""What somebody who knows the work would do next with a case: one of several ways, each a few commands.

Illegal ones are among them where only such an attempt meets the rule that forbids it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from redress.domain import commands as c
from redress.domain.actors import SYSTEM, Actor, Role, party_actor
from redress.domain.case import Case, Stage
from redress.domain.commands import NoticeMatter, Outcome
from redress.domain.commands.verification import FoundBy
from redress.domain.events import Matter
from redress.domain.evidence import EvidenceKind, EvidenceStatus, StoredFile
from redress.domain.facts import Method
from tests.domain.every_command import SAMPLES
from tests.domain.random_commands import World
from tests.domain.scenario import (
    AGREEMENT,
    EVERY_ROLE,
    FEEDBACK,
    OFFICE,
    PROVINCE,
    REACHED,
    TEXT,
    YUNSHAN,
    consent,
    terminate,
    told,
)

DEEPER = f"{YUNSHAN}.county"
"""A bureau of another level than the case's."""

Step = tuple[Actor | None, c.AnyCommand]
"""Who does what; None: whoever works the case."""
Way = tuple[Step, ...]


def by_one(*commands: c.AnyCommand) -> Way:
    return tuple((None, command) for command in commands)


def somebody(person: str, office: str, *roles: Role) -> Actor:
    return Actor(person, office, roles or EVERY_ROLE)


def gambits(world: World) -> list[Way]:
    """The ways that lead on from here, at least one."""
    case = world.case
    if case.matter is not Matter.COMPLAINT:
        return _of_a_clue(world)
    if case.closed_at:
        return _closed(case)
    if case.conclusion:
        return _concluded(world)
    if case.passing.open_dispatch or case.passing.dispute or case.passing.referral:
        return [*_under_way(world), by_one(c.Accept()), by_one(c.Withdraw())]
    if case.stage in (Stage.REGISTERED, Stage.CHECKING):
        return [*_accepted(world) * 4, *_before_the_decision(world), *_passed_on(world)]
    if case.agreement or case.refused or case.withdrawn_at or case.settled_at or case.terminated:
        return _ended(world)
    if case.stage in (Stage.ACCEPTED, Stage.MEDIATING):
        still_open = any(one.outcome is None and not one.cancelled for one in case.sessions)
        return [*_mediated(world), *(_in_session() * 6 if still_open else ())]
    return [by_one(c.RecordTransferOutcome(outcome="returned")), by_one(c.Withdraw()), *_handed_over()]


def side_work(world: World) -> list[Way]:
    """What is done beside the decision, at any stage: documents, evidence, notices, grading."""
    return [*_about_documents(world), *_told_by_system(world.case), *_graded(world), *_own_pages(world.case)]


def _of_a_clue(world: World) -> list[Way]:
    asked = c.RequestExtension(clock="clue.verification", reason=TEXT)
    asked_then = replace(asked, occurred_at=world.now - timedelta(hours=1))
    head = somebody("p-head", world.case.office)
    return [
        by_one(asked),
        by_one(asked_then),
        (*by_one(asked), (head, c.ApproveExtension(clock="clue.verification"))),
        (*by_one(asked), (head, c.RejectExtension(clock="clue.verification", reason=TEXT))),
        by_one(asked, c.ApproveExtension(clock="clue.verification")),
        by_one(c.StartClueTest(cause=c.ClueTestCause.TESTING, started_on=world.today)),
        by_one(c.EndClueTest(received_on=world.today)),
        by_one(c.RecordClueDecision(outcome=c.ClueOutcome.NOT_OPENED)),
        by_one(c.RecordClueDecision(outcome=c.ClueOutcome.OPENED, number=TEXT)),
        by_one(c.Close()),
        by_one(c.AddNote(text=TEXT)),
    ]


def _accepted(world: World) -> list[Way]:
    noticed = told(NoticeMatter.ACCEPTANCE, world.now)
    agreed = (*_consents(world.case), *_consents(world.case, c.ConsentMatter.REPRESENTATION), AGREEMENT)
    return [
        by_one(c.Accept()),
        by_one(c.Accept(), c.Refuse(ground="16-1", reason=TEXT)),
        by_one(c.Accept(), noticed, *_consents(world.case)),
        by_one(c.Accept(), noticed, *agreed),
    ]


def _before_the_decision(world: World) -> list[Way]:
    soon = world.today + timedelta(days=1)
    return [
        by_one(c.AmendClaim(claims=())),
        by_one(SAMPLES["refuse"]),
        by_one(c.Refuse(ground="16-5", reason=TEXT)),
        by_one(c.RequestMaterial(items=(TEXT,), due_on=soon)),
        by_one(c.RequestIdentityProof(items=(TEXT,), due_on=soon), c.Refuse(ground="16-6", reason=TEXT)),
        by_one(c.MergeDuplicate(into=SAMPLES["merge_duplicate"].into)),  # type: ignore[union-attr]
        by_one(c.CorrectParty(party="respondent", found_by=FoundBy.BUSINESS_REGISTER, name=TEXT)),
    ]


def _passed_on(world: World) -> list[Way]:
    case = world.case
    ordered = c.Dispatch(to=f"{OFFICE}.east", report_back_on=world.today + timedelta(days=5))
    away = c.Dispatch(to=YUNSHAN, reason=TEXT, report_back_on=world.today + timedelta(days=5))
    there = somebody("p-y", YUNSHAN)
    above = somebody("p-above", PROVINCE)
    return [
        by_one(ordered),
        by_one(away),
        (*by_one(away), (there, c.AcknowledgeDispatch())),
        (*by_one(away), (there, c.AcknowledgeDispatch()), (there, c.Dispatch(to="jiangzhou.nanshan"))),
        (*by_one(away), (there, c.AcknowledgeDispatch()), (there, c.ReturnDispatch(reason=TEXT))),
        (*by_one(away), (there, c.AcknowledgeDispatch()), (there, c.ReportBack(summary=TEXT))),
        (*by_one(away), (there, c.RaiseJurisdictionDispute(with_office=OFFICE))),
        by_one(away, c.Accept()),
        by_one(c.ReferUp(reason=TEXT)),
        (*by_one(c.ReferUp(reason=TEXT)), (above, c.TakeOver(reason=TEXT))),
        (*by_one(c.ReferUp(reason=TEXT)), (above, c.DeclineReferral(reason=TEXT))),
        by_one(c.ReferUp(reason=TEXT), c.DeclineReferral(reason=TEXT)),
        by_one(c.Dispatch(to=case.office), c.Dispatch(to=PROVINCE), c.Dispatch(to=f"{OFFICE}.committee")),
        by_one(c.Dispatch(to=f"{YUNSHAN}.north"), c.Dispatch(to="jiangzhou.old")),
        by_one(c.Dispatch(to="nowhere"), c.Dispatch(to=YUNSHAN, pieces=-1), c.Dispatch(to=DEEPER)),
        by_one(*(c.MergeDuplicate(into=one.case_id) for one in case.intake.links), c.AddNote(text=TEXT)),
        by_one(c.RaiseJurisdictionDispute(with_office=YUNSHAN)),
        *_handed_over(),
    ]


def _handed_over() -> list[Way]:
    whole = c.Transfer(to=c.Authority.OTHER_DEPARTMENT, authority=TEXT, reason=TEXT, whole=True)
    police = c.Transfer(to=c.Authority.POLICE, authority=TEXT, reason=TEXT)
    found = c.ProposeTransfer(to=c.Authority.POLICE, reason=TEXT)
    return [
        by_one(found, police),
        by_one(police, whole),
        by_one(whole, c.RecordTransferOutcome(outcome="taken")),
        by_one(police, c.RecordTransferOutcome(outcome="taken")),
    ]


def _under_way(world: World) -> list[Way]:
    case = world.case
    sent, dispute = case.passing.open_dispatch, case.passing.dispute
    there = somebody("p-there", sent.to if sent else YUNSHAN)
    above = somebody("p-above", PROVINCE)
    ways: list[Way] = [
        ((there, c.AcknowledgeDispatch()),),
        ((there, c.ReturnDispatch(reason=TEXT)),),
        ((above, c.TakeOver(reason=TEXT)),),
        ((above, c.DeclineReferral(reason=TEXT)),),
        by_one(c.ReturnDispatch(reason=TEXT)),
    ]
    if dispute:
        settled = c.SettleJurisdictionDispute(competent=dispute.with_office, how="agreed", reference=TEXT)
        ways += [
            by_one(settled),
            by_one(replace(settled, competent="jiangzhou.nanshan")),
            ((above, replace(settled, competent="jiangzhou.nanshan", how="designated")),),
        ]
    return ways


def _consents(case: Case, matter: c.ConsentMatter = c.ConsentMatter.MEDIATION) -> tuple[c.AnyCommand, ...]:
    return tuple(c.RecordConsent(party=party, answer="yes", matter=matter) for party in case.parties)


def _mediated(world: World) -> list[Way]:
    case, now, today = world.case, world.now, world.today
    remote = c.ScheduleSession(at=now + timedelta(hours=1), form=c.SessionForm.REMOTE, mediator="p-1")
    on_site = replace(remote, form=c.SessionForm.ON_SITE, place=TEXT, recusal_days=3)
    out = c.CommissionAppraisal(
        basis=c.AppraisalBasis.AGREED,
        institution=TEXT,
        commissioned_on=today,
        cost_agreement=c.CostAgreement(payer="shared", both_consented_at=now),
    )
    back = c.ConcludeAppraisal(received_on=today, finding=TEXT)
    summoned = tuple(told(NoticeMatter.SESSION, now, party) for party in case.parties)
    delegated = (
        *_consents(case),
        *_consents(case, c.ConsentMatter.DELEGATION),
        SAMPLES["delegate_mediation"],
    )
    represented = _consents(case, c.ConsentMatter.REPRESENTATION)
    recused = c.Recuse(mediator="p-1", by="respondent", reason=TEXT)
    head = somebody("p-head", case.office)
    return [
        by_one(*_consents(case)),
        by_one(*_consents(case), *represented, AGREEMENT),
        by_one(*represented, SAMPLES["record_settlement"]),
        by_one(*represented, c.Withdraw()),
        by_one(*_consents(case), remote),
        by_one(*_consents(case), on_site, *summoned),
        by_one(c.RecordSession(outcome=c.SessionOutcome.NO_AGREEMENT), terminate("23-3")),
        by_one(c.RecordSession(outcome=c.SessionOutcome.PARTY_ABSENT, absent=("respondent",))),
        by_one(out),
        by_one(out, out, back),
        by_one(out, back),
        by_one(out, AGREEMENT, c.CancelAppraisal(reason=TEXT)),
        by_one(*delegated),
        by_one(*delegated, SAMPLES["report_delegation_result"]),
        by_one(*delegated, *delegated, remote),
        by_one(SAMPLES["report_delegation_result"]),
        by_one(c.ReportDelegationResult(result=c.DelegationResult.AGREED)),
        (*by_one(*_consents(case), remote, recused), (head, c.DecideRecusal(granted=True, reason=TEXT))),
        (*by_one(*_consents(case), remote, recused), (head, c.DecideRecusal(granted=False, reason=TEXT))),
        ((somebody("p-1", case.office), c.DecideRecusal(granted=False, reason=TEXT)),),
        ((somebody("p-1", case.office), c.AddNote(text=TEXT)),),
        by_one(*_consents(case), remote, recused, out),
        by_one(*_consents(case), on_site, *summoned, recused),
        by_one(c.ReplaceMediator(mediator="p-2")),
        by_one(consent("respondent", "no"), terminate("23-2")),
        by_one(c.RecordCostNegotiation(outcome=c.CostOutcome.FAILED), terminate("23-4")),
        by_one(SAMPLES["record_party_ceased"], terminate("23-7")),
        by_one(SAMPLES["report_fraud_signs"], c.ReferClue(summary=TEXT)),
        by_one(SAMPLES["split_report"]),
        by_one(*delegated, c.ReportDelegationResult(result=c.DelegationResult.AGREED)),
        by_one(recused),
        by_one(replace(remote, at=now - timedelta(hours=1)), replace(remote, recusal_days=-1)),
        by_one(remote, c.CancelSession(reason=TEXT)),
        *(by_one(terminate(f"23-{n}")) for n in range(1, 9)),
        by_one(*(c.TerminateMediation(ground=f"23-{n}", reason=TEXT) for n in (6, 8))),
        by_one(*_consents(case), *represented, *(replace(AGREEMENT, due=(due,)) for due in _dues(world))),
        by_one(replace(AGREEMENT, form=c.AgreementForm.MEDIATION_DOCUMENT)),
        by_one(replace(AGREEMENT, legality_checked=False), replace(AGREEMENT, legality_checked=True)),
        *_handed_over(),
    ]


def _in_session() -> list[Way]:
    return [
        by_one(c.RecordSession(outcome=c.SessionOutcome.ADJOURNED)),
        by_one(c.RecordSession(outcome=c.SessionOutcome.NO_AGREEMENT), terminate("23-3")),
        by_one(c.ReplaceMediator(mediator="p-3")),
        by_one(c.CancelSession(reason=TEXT)),
    ]


def _dues(world: World) -> tuple[c.TermDue, ...]:
    """Of a term that there is not, of one that is due before it was agreed, and a good one."""
    return (
        c.TermDue(term=9, due_on=world.today),
        c.TermDue(term=1, due_on=world.today - timedelta(days=1)),
        c.TermDue(term=1, due_on=world.today + timedelta(days=10)),
    )


def _ended(world: World) -> list[Way]:
    case, now = world.case, world.now
    matter = NoticeMatter.REFUSAL if case.refused else NoticeMatter.TERMINATION
    all_told = tuple(replace(told(matter, now, party), method=Method.LETTER) for party in case.parties)
    confirmed = c.ConfirmLegality(checks=tuple(c.LegalityPoint))
    applied = c.ApplyJudicialConfirmation(
        applied_on=world.today, court=TEXT, by=("complainant", "respondent")
    )
    too_much = c.Conclude(
        outcome=Outcome.AGREED, recovered_amount=Decimal(100), disputed_amount=Decimal(50)
    )
    return [
        by_one(*all_told),
        by_one(*all_told, too_much),
        by_one(applied, confirmed, replace(applied, by=("complainant",)), applied),
        by_one(c.RecordPerformance(performed=True, term=9)),
        *(by_one(*all_told, c.Conclude(outcome=outcome)) for outcome in Outcome),
        by_one(*all_told, *(c.Conclude(outcome=outcome) for outcome in Outcome), FEEDBACK),
        by_one(confirmed),
        by_one(applied),
        by_one(confirmed, applied),
        by_one(confirmed, applied, c.RecordJudicialConfirmation(outcome=c.ConfirmationOutcome.CONFIRMED)),
        by_one(c.RecordPerformance(performed=c.Performed.PARTLY, term=1)),
        *(by_one(c.SendNotice(matter=matter, party=party)) for party in case.parties[:2]),
    ]


def _concluded(world: World) -> list[Way]:
    case = world.case
    office = case.office
    caller = somebody("p-caller", office, Role.CALLBACK)
    broken = c.RecordCallback(result="reached", satisfaction=1, promise_kept=False)
    again = c.Reopen(ground=c.ReopenGround.DISSATISFIED, order=TEXT)
    return [
        by_one(FEEDBACK),
        by_one(FEEDBACK, replace(FEEDBACK, method=Method.LETTER)),
        by_one(replace(FEEDBACK, remedies_told=False)),
        ((caller, REACHED),),
        ((caller, c.RecordCallback(result="unreachable")),),
        ((caller, broken), *by_one(c.Close())),
        ((caller, broken), *by_one(again, c.Accept())),
        (*by_one(again, c.Accept(), again),),
        ((caller, c.RecordCallback(result="unreachable", satisfaction=3)),),
        by_one(REACHED),
        by_one(c.RecordPerformance(performed=True)),
        by_one(c.Close()),
        by_one(*_consents(case, c.ConsentMatter.PUBLICATION), c.Publish(), c.Publish()),
        by_one(*_consents(case, c.ConsentMatter.PUBLICATION), c.Publish(), c.Unpublish(reason=TEXT)),
        by_one(c.WithdrawConsent(party="complainant", matter=c.ConsentMatter.PUBLICATION), c.Publish()),
        by_one(replace(consent("complainant", "no"), matter=c.ConsentMatter.PUBLICATION), c.Publish()),
        by_one(c.MarkSecrecy(secrecy=c.Secrecy.PRIVACY, reason=TEXT), c.Publish()),
        by_one(c.Unpublish(reason=TEXT)),
    ]


def _closed(case: Case) -> list[Way]:
    reviewer = somebody("p-reviewer", case.office, Role.SUPERVISOR)
    review = SAMPLES["record_quality_review"]
    return [
        ((reviewer, review),),
        ((reviewer, review), (reviewer, review)),
        by_one(review),
        by_one(SAMPLES["reopen"]),
        by_one(c.AddLesson(text=TEXT), c.AddNote(text=TEXT)),
        by_one(*_consents(case, c.ConsentMatter.PUBLICATION), c.Publish(), SAMPLES["reopen"]),
        by_one(c.Close()),
    ]


def _about_documents(world: World) -> list[Way]:
    case = world.case
    number = len(case.documents) + 1
    head = somebody("p-head", case.office)
    draft = SAMPLES["draft_document"]
    asked = replace(draft, approver="bureau_head")  # type: ignore[arg-type]
    issued = c.IssueDocument(number=number)
    piece = case.evidence_count + 1
    marked = c.MarkEvidence(number=piece, status=EvidenceStatus.IRRELEVANT, reason=TEXT)
    file = StoredFile(sha256="a" * 64, address="b" * 64, size=1_000, media_type="application/pdf")
    filed = c.AddEvidence(kind=EvidenceKind.ELECTRONIC, given_by="complainant", name=TEXT, file=file)
    notice = replace(told(NoticeMatter.OTHER, world.now), document=str(number))
    return [
        (*by_one(draft), (head, c.ApproveDocument(number=number)), *by_one(issued)),
        (*by_one(asked), (head, c.ApproveDocument(number=number)), *by_one(issued, notice)),
        by_one(asked, c.ApproveDocument(number=number), issued, notice),
        by_one(draft, issued, SAMPLES["add_evidence"], c.AttachScan(number=number, evidence=piece)),
        by_one(draft, issued, c.VoidDocument(number=number, reason=TEXT), issued),
        by_one(filed, filed),
        by_one(SAMPLES["add_evidence"], marked, marked),
        by_one(c.SendNotice(matter=NoticeMatter.OTHER, party="complainant", method=Method.PHONE, text=TEXT)),
        by_one(*(c.SendNotice(matter=NoticeMatter.OTHER, party="complainant", text=TEXT),) * 2),
    ]


def _own_pages(case: Case) -> list[Way]:
    """What the parties do themselves, and what is made of it."""
    complainant, trader = (
        party_actor(case.case_id, party, case.office) for party in ("complainant-1", "respondent-1")
    )
    offered = c.ProposeSettlement(party="respondent", terms=TEXT)
    number = case.own.proposed + 1
    answer = c.AnswerProposal(party="complainant", proposal=number, answer="yes")
    asked = c.RequestReview(party="complainant", reason=TEXT)
    return [
        ((trader, offered), (trader, replace(answer, party="respondent")), (complainant, answer)) * 2,
        ((trader, consent("respondent")), (complainant, consent("respondent")), (complainant, c.Withdraw())),
        ((complainant, asked), (complainant, asked), (None, c.AnswerReview(text=TEXT))),
        ((complainant, SAMPLES["rate"]), (complainant, SAMPLES["rate"]), (None, c.NoteActs())),
        (
            (complainant, SAMPLES["add_evidence"]),
            (complainant, c.AddMaterial(text=TEXT, completes=("claims",))),
            (None, c.NoteActs()),
            (None, c.NoteActs()),
        ),
        ((trader, c.GiveStatement(party="respondent", text=TEXT)),) * 9,
        by_one(c.RenewCode(party="respondent"), c.AnswerReview(text=TEXT)),
    ]


def _told_by_system(case: Case) -> list[Way]:
    return [
        ((SYSTEM, c.RecordDelivery(notice=one.notice, outcome=outcome, at=one.at)),)
        for one in case.sent
        for outcome in c.DeliveryOutcome
    ]


def _graded(world: World) -> list[Way]:
    above = somebody("p-above", PROVINCE)
    order = c.Supervise(due_on=world.today + timedelta(days=3), order=TEXT)
    return [
        by_one(c.Grade(urgency=c.Urgency.URGENT, key=True, owner="p-owner"), c.ReportUpward(summary=TEXT)),
        ((above, order), (above, order)),
        by_one(order, c.AnswerSupervision(summary=TEXT)),
        by_one(c.Assign(handler="p-1")),
    ]
