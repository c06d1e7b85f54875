"""The whole path of a complaint on the real engine, in virtual time, and what it costs in history events."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from temporalio.api.enums.v1 import EventType

from redress.domain import commands as c
from redress.domain.case import ClockState, Stage
from redress.domain.counting import CHINA
from redress.domain.facts import Method
from tests.workflows.desk import CALLER, Desk

pytestmark = pytest.mark.asyncio(loop_scope="session")

DAY = timedelta(days=1)


def told(matter: c.NoticeMatter, party: str, at: datetime) -> c.RecordNotice:
    return c.RecordNotice(
        matter=matter, party=party, method=Method.SMS, at=at, outcome=c.NoticeOutcome.TOLD
    )


async def test_a_complaint_goes_from_filing_to_closing(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    case = await desk.file()
    await desk.until(case, "intake_checked")
    view = await desk.act(case, c.Accept())
    assert view.stage is Stage.ACCEPTED
    assert "tell.acceptance" in view.open_items
    view = await desk.act(case, told(c.NoticeMatter.ACCEPTANCE, "complainant", view.now))
    assert "tell.acceptance" not in view.open_items
    for party in ("complainant", "respondent"):
        view = await desk.act(case, c.RecordConsent(party=party, answer="yes"))
    assert view.stage is Stage.MEDIATING
    now = view.now
    session = c.ScheduleSession(at=now + DAY, form=c.SessionForm.REMOTE, mediator="p-officer")
    await desk.act(case, session)
    await desk.pass_time(case, 2 * DAY)
    await desk.act(case, c.RecordSession(outcome=c.SessionOutcome.ADJOURNED, minutes="双方同意送检。"))
    day = (await desk.view(case)).now.astimezone(CHINA).date()
    view = await desk.act(
        case,
        c.CommissionAppraisal(
            basis=c.AppraisalBasis.AGREED,
            institution="江州检测院",
            commissioned_on=day,
            cost_agreement=c.CostAgreement(payer="respondent", both_consented_at=now),
        ),
    )
    mediation = next(clock for clock in view.clocks if clock.key == "complaint.mediation")
    assert (mediation.state, mediation.due_on) == (ClockState.SUSPENDED, None)
    await desk.pass_time(case, 20 * DAY)
    day = (await desk.view(case)).now.astimezone(CHINA).date()
    view = await desk.act(case, c.ConcludeAppraisal(received_on=day, finding="检出非天然添加剂。"))
    mediation = next(clock for clock in view.clocks if clock.key == "complaint.mediation")
    assert mediation.due_on is not None
    assert mediation.state is ClockState.RUNNING
    agreement = c.RecordAgreement(
        form=c.AgreementForm.RECORD_ONLY, why=c.AgreementWhy.REMOTE, terms=("退款398元", "另付1194元"),
        without_admission=True,
    )
    await desk.act(case, agreement)
    await desk.act(
        case, c.Conclude(outcome=c.Outcome.AGREED, recovered_amount=Decimal(398), punitive_amount=Decimal(1194))
    )
    await desk.act(case, c.GiveFeedback(method=Method.PHONE, text="已告知调解结果及其他途径。"))
    await desk.pass_time(case, 7 * DAY)
    await desk.act(case, c.RecordCallback(result="reached", satisfaction=5, promise_kept=True), CALLER)
    view = await desk.act(case, c.Close())
    assert view.closed_at is not None
    history = await case.fetch_history()
    with capsys.disabled():
        print(f"\nreference path: {len(history.events)} history events")
    await desk.pass_time(case, 40 * DAY)
    await case.result()
    assert "archived" in await desk.types(case)


async def test_a_case_has_one_timer_at_a_time(desk: Desk) -> None:
    case = await desk.file()
    await desk.until(case, "intake_checked")
    await desk.act(case, c.Accept())
    for n in range(5):
        await desk.act(case, c.AddNote(text=f"第{n}次记录"))
    running, most, started = 0, 0, 0
    for event in (await case.fetch_history()).events:
        if event.event_type == EventType.EVENT_TYPE_TIMER_STARTED:
            started, running = started + 1, running + 1
        elif event.event_type in (EventType.EVENT_TYPE_TIMER_FIRED, EventType.EVENT_TYPE_TIMER_CANCELED):
            running -= 1
        most = max(most, running)
    assert most == 1
    assert started <= 2, "notes do not move the next moment, so they set no timer"


async def test_a_breach_is_escalated_also_when_nobody_is_assigned(desk: Desk) -> None:
    case = await desk.file()
    await desk.pass_time(case, 30 * DAY)
    await desk.until(case, "clock_breached")
    rows = [row for row in await case.query("timeline", 0) if row["type"] == "escalated"]
    assert len(rows) == 5, "two warnings before the safe day, three levels after the due moment"
    view = await desk.view(case)
    assert view.overdue
    assert view.handler is None


async def test_a_suspended_clock_sleeps_without_a_timer(desk: Desk) -> None:
    case = await desk.file()
    await desk.act(case, c.Accept())
    await desk.act(case, told(c.NoticeMatter.ACCEPTANCE, "complainant", (await desk.view(case)).now))
    for party in ("complainant", "respondent"):
        await desk.act(case, c.RecordConsent(party=party, answer="yes"))
    now = (await desk.view(case)).now
    commission = c.CommissionAppraisal(
        basis=c.AppraisalBasis.AGREED,
        institution="江州检测院",
        commissioned_on=now.astimezone(CHINA).date(),
        cost_agreement=c.CostAgreement(payer="shared", both_consented_at=now),
    )
    await desk.act(case, commission)
    events = (await case.fetch_history()).events
    open_timers = sum(e.event_type == EventType.EVENT_TYPE_TIMER_STARTED for e in events) - sum(
        e.event_type in (EventType.EVENT_TYPE_TIMER_FIRED, EventType.EVENT_TYPE_TIMER_CANCELED) for e in events
    )
    assert open_timers == 0
