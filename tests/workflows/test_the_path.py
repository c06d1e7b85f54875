"""The whole path of a complaint on the real engine, in virtual time, and what it costs in history events."""

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHistory

from redress.domain import commands as c
from redress.domain.case import ClockState, Stage
from redress.domain.counting import CHINA
from redress.domain.view import CaseView, ClockView
from tests.workflows.desk import Desk
from tests.workflows.paths import DAY, accepted, appraised, clue, expiry, mediating, reference_path, silence

STARTED = EventType.EVENT_TYPE_TIMER_STARTED
ENDED = (EventType.EVENT_TYPE_TIMER_FIRED, EventType.EVENT_TYPE_TIMER_CANCELED)
OF_VIRTUAL_TIME = (
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_OPTIONS_UPDATED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIME_SKIPPING_TRANSITIONED,
)


def clock(view: CaseView, key: str) -> ClockView:
    return next(clock for clock in view.clocks if clock.key == key)


def open_timers(history: WorkflowHistory) -> list[int]:
    """How many timers were running after each event."""
    running, course = 0, []
    for event in history.events:
        running += (event.event_type == STARTED) - (event.event_type in ENDED)
        course.append(running)
    return course


async def test_a_complaint_goes_from_filing_to_the_archive(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    case = await reference_path(desk)
    view = await desk.view(case)
    assert view.stage is Stage.CONCLUDED
    assert view.closed_at is not None
    assert clock(view, "complaint.acceptance").state is ClockState.MET
    assert clock(view, "complaint.mediation").state is ClockState.MET
    assert clock(view, "callback.window").state is ClockState.MET
    events = (await case.fetch_history()).events
    own = [event for event in events if event.event_type not in OF_VIRTUAL_TIME]
    with capsys.disabled():
        print(f"\nreference path: {len(own)} history events, {len(events) - len(own)} of virtual time")  # noqa: T201
    await desk.pass_time(case, 40 * DAY)
    await case.result()
    assert (await desk.view(case)).stage is Stage.ARCHIVED


async def test_an_appraisal_stops_the_sixty_days(desk: Desk) -> None:
    case = await mediating(desk)
    before = clock(await desk.view(case), "complaint.mediation")
    started = before.started_at.astimezone(CHINA).date()
    await appraised(desk, case, 20)
    after = clock(await desk.view(case), "complaint.mediation")
    assert before.due_on is not None
    assert after.due_on is not None
    assert (after.due_on - started).days >= 80
    assert after.state is ClockState.RUNNING


async def test_a_case_has_one_timer_at_a_time(desk: Desk) -> None:
    case = await accepted(desk)
    for n in range(5):
        await desk.act(case, c.AddNote(text=f"第{n}次记录"))
    history = await case.fetch_history()
    assert max(open_timers(history)) == 1
    started = sum(event.event_type == STARTED for event in history.events)
    assert started <= 2, "notes do not move the next moment, so they set no timer"


@pytest.mark.parametrize(("beside", "timers"), [((), 0), (("orders-given",), 1)])
async def test_suspended_clocks_sleep_without_a_timer(
    desk: Desk, beside: tuple[str, ...], timers: int
) -> None:
    """What may still ring is the day on which the report was expected, where the office watches it."""
    case = await mediating(desk, beside)
    now = (await desk.view(case)).now
    await desk.act(
        case,
        c.CommissionAppraisal(
            basis=c.AppraisalBasis.AGREED,
            institution="江州检测院",
            commissioned_on=now.astimezone(CHINA).date(),
            cost_agreement=c.CostAgreement(payer="shared", both_consented_at=now),
        ),
    )
    assert open_timers(await case.fetch_history())[-1] == timers


async def test_a_breach_is_escalated_also_when_nobody_is_assigned(desk: Desk) -> None:
    case = await silence(desk)
    rows = [row for row in await case.query("timeline", 0) if row["type"] == "escalated"]
    assert len(rows) == 5, "two warnings before the safe day, three levels after the due moment"
    view = await desk.view(case)
    assert view.overdue
    assert view.handler is None


async def test_the_sixty_days_expire_and_ground_5_exists_only_then(desk: Desk) -> None:
    case = await mediating(desk)
    early = c.TerminateMediation(ground="23-5", reason="未达成协议")
    assert await desk.refused(case, early) == "period_not_over"
    case = await expiry(desk)
    types = await desk.types(case)
    assert types.index("clock_expired") < types.index("clock_breached") < types.index("mediation_terminated")


async def test_a_clue_outlives_the_complaint_as_a_case_of_its_own(desk: Desk) -> None:
    case = await clue(desk)
    link = (await desk.view(case)).clues[0]
    child = desk.client.get_workflow_handle(f"complaint/{link.case_id}")
    desk.cases.append(child)
    view = await desk.view(child)
    assert view.origin == case.id.removeprefix("complaint/")
    assert clock(view, "clue.verification").state is ClockState.RUNNING
    decided = await desk.act(child, c.RecordClueDecision(outcome=c.ClueOutcome.OPENED, number="立案1号"))
    assert decided.stage is Stage.CONCLUDED
    assert clock(decided, "clue.verification").state is ClockState.MET
