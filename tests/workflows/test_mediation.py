"""Mediation on the real engine: recusal and replacement, two appraisals at once, a delegated mediation."""

from datetime import date, datetime

from redress.domain import commands as c
from redress.domain.actors import Actor, Role
from redress.domain.case import ClockState
from redress.domain.counting import CHINA
from redress.domain.view import CaseView
from tests.workflows.desk import OFFICE, SUPERVISOR, Case, Desk
from tests.workflows.paths import DAY, mediating, told

SECOND = Actor("p-second", OFFICE, (Role.OFFICER, Role.MEDIATOR))
CLOCK = "complaint.mediation"


def today(view: CaseView) -> date:
    return view.now.astimezone(CHINA).date()


def due(view: CaseView) -> date | None:
    return next(clock.due_on for clock in view.clocks if clock.key == CLOCK)


def state(view: CaseView) -> ClockState:
    return next(clock.state for clock in view.clocks if clock.key == CLOCK)


async def both_told(desk: Desk, case: Case, at: datetime) -> None:
    for party in ("complainant", "respondent"):
        await desk.act(case, told(c.NoticeMatter.SESSION, party, at), SECOND)


async def test_a_recusal_stays_the_mediation_and_another_mediator_goes_on(desk: Desk) -> None:
    case = await mediating(desk)
    before = await desk.view(case)
    appointment = c.ScheduleSession(
        at=before.now + 2 * DAY, form=c.SessionForm.ON_SITE, mediator="p-officer", place="三号调解室"
    )
    await desk.act(case, appointment)
    await both_told(desk, case, before.now)
    await desk.act(case, c.Recuse(mediator="p-officer", by="respondent", reason="与投诉人系近亲属。"), SECOND)
    assert await desk.refused(case, appointment, SECOND) == "stayed"
    assert due(await desk.view(case)) == due(before), "the stay stops nothing"
    granted = c.DecideRecusal(granted=True, reason="申请成立。")
    assert await desk.refused(case, granted) == "forbidden"
    await desk.act(case, granted, SUPERVISOR)
    assert await desk.refused(case, c.AddNote(text="我来记录。")) == "recused"
    assert await case.query("allowed_commands", Actor("p-officer", OFFICE, (Role.OFFICER,))) == []
    await desk.act(case, c.ReplaceMediator(mediator=SECOND.person), SUPERVISOR)
    await both_told(desk, case, (await desk.view(case)).now)
    await desk.pass_time(case, 3 * DAY)
    note = c.PrivateNote(party="respondent", text="最多退一半。")
    held = c.RecordSession(outcome=c.SessionOutcome.NO_AGREEMENT, minutes="未达成。", private_notes=(note,))
    view = await desk.act(case, held, SECOND)
    assert view.sessions[0].mediator == SECOND.person
    assert view.sessions[0].noted == ("respondent-1",)
    view = await desk.act(case, c.TerminateMediation(ground="23-3", reason="双方明确无法达成。"), SECOND)
    assert view.ground == "23-3"


async def test_two_appraisals_at_once_stop_each_day_once(desk: Desk) -> None:
    case = await mediating(desk)
    start = await desk.view(case)
    first_due = due(start)
    assert first_due is not None

    async def commission() -> None:
        out = c.CommissionAppraisal(
            basis=c.AppraisalBasis.SAMPLING,
            institution="江州检测院",
            commissioned_on=today(await desk.view(case)),
        )
        await desk.act(case, out)

    await commission()
    await desk.pass_time(case, 5 * DAY)
    await desk.act(case, c.AddNote(text="再送一项。"))
    await commission()
    await desk.pass_time(case, 5 * DAY)
    view = await desk.act(case, c.AddNote(text="第一份报告到了。"))
    back = c.ConcludeAppraisal(received_on=today(view), finding="合格。", appraisal=1)
    assert state(await desk.act(case, back)) is ClockState.SUSPENDED
    await desk.pass_time(case, 5 * DAY)
    view = await desk.act(case, c.AddNote(text="第二份报告到了。"))
    view = await desk.act(case, c.ConcludeAppraisal(received_on=today(view), finding="不合格。"))
    explained = await case.query("explain", CLOCK)
    stood_still = [day["date"] for day in explained["days"] if day["kind"] == "suspended"]
    days = (today(view) - today(start)).days
    assert len(stood_still) == len(set(stood_still)) == days
    assert state(view) is ClockState.RUNNING


async def test_a_delegated_mediation_comes_back_as_an_agreement_of_ours(desk: Desk) -> None:
    case = await mediating(desk)
    delegate = c.DelegateMediation(
        to="青禾区消费者协会", organisation_kind=c.OrganisationKind.CONSUMER_ASSOCIATION, scope="退款争议"
    )
    assert await desk.refused(case, delegate) == "delegation_consents_needed"
    for party in ("complainant", "respondent"):
        agreed = c.RecordConsent(party=party, answer="yes", matter=c.ConsentMatter.DELEGATION)
        await desk.act(case, agreed)
    view = await desk.act(case, delegate)
    assert view.proceedings.delegated
    session = c.ScheduleSession(at=view.now + DAY, form=c.SessionForm.REMOTE, mediator="p-officer")
    assert await desk.refused(case, session) == "delegated"
    assert await desk.refused(case, delegate) == "delegated_already"
    reported = c.ReportDelegationResult(result=c.DelegationResult.AGREED, terms=("退款398元",))
    assert "delegation.agreed" in (await desk.act(case, reported)).open_items
    agreement = c.RecordAgreement(
        form=c.AgreementForm.RECORD_ONLY,
        why=c.AgreementWhy.REMOTE,
        terms=("退款398元",),
        legality_checked=True,
        checks=tuple(c.LegalityPoint),
        perform_by=today(view),
    )
    view = await desk.act(case, agreement)
    assert state(view) is ClockState.MET
    view = await desk.act(case, c.RecordPerformance(performed=c.Performed.YES))
    assert view.agreement is not None
    assert view.agreement.performed is True
