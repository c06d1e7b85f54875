"""After the result on the real engine: a second round, dissatisfaction under 令121, nobody reached.

Every case of the desk is replayed at the end of the module.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from redress.domain import commands as c
from redress.domain.actors import Actor, Role
from redress.domain.case import ClockState, Stage
from redress.domain.facts import Method
from redress.domain.tables import load_tables
from redress.domain.view import CaseView
from tests.workflows.desk import CALLER, OFFICE, OFFICER, SUPERVISOR, Case, Desk
from tests.workflows.paths import DAY, mediating

SECOND = Actor("p-second-officer", OFFICE, (Role.OFFICER, Role.MEDIATOR))
AGREEMENT = c.RecordAgreement(
    form=c.AgreementForm.RECORD_ONLY, why=c.AgreementWhy.REMOTE, terms=("退还货款",)
)
DISLIKED = c.RecordCallback(result="reached", knows_result=True, promise_kept=True, satisfaction=1)
MISSED = c.RecordCallback(result="unreachable", method=c.CallbackMethod.PHONE)
AGAIN = c.Reopen(ground=c.ReopenGround.DISSATISFIED, order="投诉人表示不满意。")


async def agreed_and_told(desk: Desk, case: Case, officer: Actor) -> None:
    """Agreed, concluded, fed back, and the window of the call-back open."""
    await desk.act(case, AGREEMENT, officer)
    await desk.act(case, c.Conclude(outcome=c.Outcome.AGREED), officer)
    await desk.act(case, c.GiveFeedback(method=Method.PHONE, text="已退款"), officer)
    await into_the_window(desk, case)


async def into_the_window(desk: Desk, case: Case) -> None:
    view = await desk.view(case)
    opens_on = [clock.opens_on for clock in view.clocks if clock.key == "callback.window"][-1]
    assert opens_on is not None
    opens = datetime(opens_on.year, opens_on.month, opens_on.day, tzinfo=UTC)
    await desk.pass_time(case, opens - view.now + timedelta(hours=2))


async def handled(desk: Desk, case: Case, officer: Actor) -> None:
    await desk.act(case, c.Accept(), officer)
    for party in ("complainant", "respondent"):
        await desk.act(case, c.RecordConsent(party=party, answer="yes"), officer)
    await agreed_and_told(desk, case, officer)


def callback_clock(view: CaseView) -> ClockState:
    return [clock.state for clock in view.clocks if clock.key == "callback.window"][-1]


async def test_the_training_deck_has_a_second_round_by_another_handler(desk: Desk) -> None:
    tables = load_tables().for_case(["training-12315"], datetime.now(UTC).year)
    deck = replace(desk, tables=tables)
    case = await deck.file(profile="training-12315", beside=())
    await deck.until(case, "intake_checked")
    await deck.act(case, c.Assign(handler=OFFICER.person), SUPERVISOR)
    await handled(deck, case, OFFICER)
    view = await deck.act(case, DISLIKED, CALLER)
    assert "second_round" in view.open_items
    view = await deck.act(case, AGAIN, SUPERVISOR)
    assert (view.stage, view.handler, view.after.round) == (Stage.CHECKING, None, 2)
    assert await deck.refused(case, c.Accept(), OFFICER) == "second_round_by_another"
    again = c.Assign(handler=OFFICER.person)
    assert await deck.refused(case, again, SUPERVISOR) == "second_round_by_another"
    await deck.act(case, c.Assign(handler=SECOND.person), SUPERVISOR)
    await handled(deck, case, SECOND)
    await deck.act(case, DISLIKED, CALLER)
    assert await deck.refused(case, AGAIN, SUPERVISOR) == "second_round_used"
    view = await deck.act(case, c.Close(), SECOND)
    assert view.closed_at is not None


async def test_under_order_121_a_dissatisfied_complainant_is_shown_article_25(desk: Desk) -> None:
    case = await mediating(desk)
    await agreed_and_told(desk, case, OFFICER)
    view = await desk.act(case, replace(DISLIKED, promise_kept=False), CALLER)
    assert view.after.remedies is not None
    assert "performance" in view.open_items
    assert await desk.refused(case, c.Close()) == "performance_open"
    assert await desk.refused(case, AGAIN, SUPERVISOR) == "ground_not_allowed"
    await desk.act(case, c.RecordPerformance(performed=True))
    view = await desk.act(case, c.Close())
    assert view.after.dissatisfied
    own_error = c.Reopen(ground=c.ReopenGround.OWN_ERROR, order="复核发现认定有误。")
    assert (await desk.act(case, own_error, SUPERVISOR)).stage is Stage.CHECKING


async def test_nobody_reached_three_times_excuses_the_call_back(desk: Desk) -> None:
    case = await mediating(desk)
    await agreed_and_told(desk, case, OFFICER)
    for attempt in (1, 2):
        view = await desk.act(case, MISSED, CALLER)
        assert (view.after.callback_attempts, callback_clock(view)) == (attempt, ClockState.RUNNING)
        assert await desk.refused(case, c.Close()) == "callback_missing"
    view = await desk.act(case, MISSED, CALLER)
    assert view.after.callback_excused
    assert callback_clock(view) is ClockState.CANCELLED
    await desk.act(case, c.Close())
    await desk.pass_time(case, 40 * DAY)
    await case.result()
    archived = await desk.view(case)
    assert archived.stage is Stage.ARCHIVED
    assert archived.after.retain_until is not None
