"""After the result: concluding, feedback, call-back, closing, reopening, archive (S0-08, S0-28, S0-42)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.actors import Actor, Role
from redress.domain.case import ClockState, Stage
from redress.domain.commands import NoticeMatter, NoticeOutcome, Outcome, ReopenGround
from redress.domain.context import Context
from redress.domain.deciding import decide
from redress.domain.passing import next_moment
from redress.domain.refusals import Refusal
from redress.domain.views import allowed_commands
from tests.domain.scenario import (
    ACCEPTANCE,
    CALLBACK,
    CALLED_BACK,
    CALLER,
    FEEDBACK,
    HEAD,
    INTAKE,
    MEDIATION,
    NOT_CALLED_BACK,
    OFFICE,
    OFFICER,
    REACHED,
    REOPENING,
    SUPERVISOR,
    TEXT,
    Story,
    accepted,
    agreed,
    closed,
    concluded,
    fed_back,
    filed,
    mediating,
    moment,
    refused,
    tables,
    terminated,
    told,
)

LEGAL_GROUNDS = [ground for ground in ReopenGround if ground is not ReopenGround.DISSATISFIED]
REOPEN = c.Reopen(ground=ReopenGround.OWN_ERROR, order=TEXT)


def settled() -> Story:
    return accepted().does(OFFICER, c.RecordSettlement(terms=(TEXT,)))


def withdrawn() -> Story:
    return accepted().does(OFFICER, c.Withdraw())


def all_told(story: Story) -> Story:
    matter = NoticeMatter.REFUSAL if story.case.refused else NoticeMatter.TERMINATION
    if matter is NoticeMatter.TERMINATION and not story.view.ground:
        return story
    for party in story.case.parties:
        story = story.does(OFFICER, told(matter, story.now, party))
    return story


RESULTS = [
    (refused, {Outcome.REFUSED}),
    (withdrawn, {Outcome.WITHDRAWN}),
    (settled, {Outcome.SETTLED}),
    (agreed, {Outcome.AGREED, Outcome.PARTLY}),
    (terminated, {Outcome.FAILED}),
]


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize(("reach", "matching"), RESULTS, ids=lambda x: getattr(x, "__name__", ""))
def test_the_outcome_is_what_happened_in_the_case(
    reach: Callable[[], Story], matching: set[Outcome], outcome: Outcome
) -> None:
    story = all_told(reach()).tries(OFFICER, c.Conclude(outcome=outcome))
    if outcome in matching:
        assert story.view.outcome is outcome
        assert story.view.concluded_on == story.now.date()
    else:
        story.refused("outcome_differs")


@pytest.mark.parametrize(
    ("reach", "outcome"), [(terminated, "failed"), (settled, "settled"), (refused, "refused")]
)
def test_nothing_is_concluded_before_all_are_told(reach: Callable[[], Story], outcome: str) -> None:
    reach().tries(OFFICER, c.Conclude(outcome=Outcome(outcome))).refused("party_not_told")


def test_two_failed_attempts_count_as_told_one_does_not() -> None:
    missed = told(NoticeMatter.TERMINATION, "2026-09-01 10:00", "respondent", NoticeOutcome.UNREACHABLE)
    story = terminated().does(OFFICER, told(NoticeMatter.TERMINATION, "2026-09-01 10:00"), missed)
    failed = c.Conclude(outcome=Outcome.FAILED)
    story.tries(OFFICER, failed).refused("party_not_told")
    assert story.does(OFFICER, missed, failed).case.stage is Stage.CONCLUDED


def test_a_case_without_a_result_is_not_concluded_and_a_concluded_one_not_again() -> None:
    mediating().tries(OFFICER, c.Conclude(outcome=Outcome.AGREED)).refused("no_result")
    concluded().tries(OFFICER, c.Conclude(outcome=Outcome.AGREED)).refused("already_concluded")


def test_a_case_is_not_concluded_before_the_last_party_was_told() -> None:
    story = terminated("2026-09-01 10:00").at("2026-09-03 10:00")
    story = story.does(OFFICER, told(NoticeMatter.TERMINATION, "2026-09-02 10:00"))
    story = story.does(OFFICER, told(NoticeMatter.TERMINATION, "2026-09-02 11:00", "respondent"))
    failed = c.Conclude(outcome=Outcome.FAILED, occurred_at=moment("2026-09-02 10:59"))
    story.tries(OFFICER, failed).refused("before_its_cause")
    done = story.does(OFFICER, replace(failed, occurred_at=moment("2026-09-02 11:00")))
    assert str(done.view.concluded_on) == "2026-09-02"


@pytest.mark.parametrize("amount", ["-0.01", "NaN", "sNaN", "Infinity", "-Infinity"])
@pytest.mark.parametrize("field", ["recovered_amount", "punitive_amount", "disputed_amount"])
def test_amounts_are_figures_and_never_negative(field: str, amount: str) -> None:
    agreement = c.Conclude(outcome=Outcome.AGREED)
    match field:
        case "recovered_amount":
            agreement = replace(agreement, recovered_amount=Decimal(amount))
        case "punitive_amount":
            agreement = replace(agreement, punitive_amount=Decimal(amount))
        case _:
            agreement = replace(agreement, disputed_amount=Decimal(amount))
    agreed().tries(OFFICER, agreement).refused("negative_amount")


@pytest.mark.parametrize(
    ("reach", "stage"),
    [
        (refused, Stage.REFUSED),
        (withdrawn, Stage.WITHDRAWN),
        (agreed, Stage.CONCLUDED),
        (terminated, Stage.CONCLUDED),
    ],
)
def test_a_refused_or_withdrawn_case_keeps_its_stage_when_concluded(
    reach: Callable[[], Story], stage: Stage
) -> None:
    story = all_told(reach())
    outcomes = next(found for made, found in RESULTS if made is reach)
    assert story.does(OFFICER, c.Conclude(outcome=min(outcomes))).case.stage is stage


# feedback and call-back


def test_feedback_follows_the_conclusion() -> None:
    refused().tries(OFFICER, FEEDBACK).refused("no_result")
    agreed().tries(OFFICER, FEEDBACK).refused("wrong_stage")
    early = replace(FEEDBACK, occurred_at=moment("2026-09-01 09:59"))
    concluded("2026-09-01 10:00").tries(OFFICER, early).refused("before_its_cause")
    assert fed_back().case.feedback_at == moment("2026-09-01 10:00")


@pytest.mark.parametrize(
    ("policy", "case_id", "due"),
    [
        ("none", CALLED_BACK, False),
        ("sample", CALLED_BACK, True),
        ("sample", NOT_CALLED_BACK, False),
        ("all", CALLED_BACK, True),
        ("all", NOT_CALLED_BACK, True),
    ],
)
def test_the_offices_policy_says_who_is_called_back(policy: str, case_id: str, due: bool) -> None:
    story = agreed(case_id=case_id)
    profile = replace(tables().profiles[0], callback_policy=policy)
    ctx = Context(actor=OFFICER, now=story.now, tables=replace(tables(), profiles=(profile,)))
    decided = decide(story.case, c.Conclude(outcome=Outcome.AGREED), ctx)
    assert not isinstance(decided, Refusal)
    started = [entry.event.clock for entry in decided if isinstance(entry.event, e.ClockStarted)]
    assert started == ([CALLBACK] if due else [])


def test_a_case_outside_the_share_has_no_call_back() -> None:
    fed_back(case_id=NOT_CALLED_BACK).tries(CALLER, REACHED).refused("callback_not_due")


def test_the_window_opens_after_the_third_and_closes_after_the_fifth_working_day() -> None:
    story = fed_back("2026-09-01 10:00")
    assert str(story.shown(CALLBACK).opens_on) == "2026-09-07", "Wed, Thu, Fri pass; then the 4th working day"
    assert story.due_on(CALLBACK) == "2026-09-08"
    story.at("2026-09-06 23:59").tries(CALLER, REACHED).refused("callback_too_early")
    for when in ("2026-09-07 00:00", "2026-09-08 23:59"):
        assert story.at(when).does(CALLER, REACHED).state(CALLBACK) is ClockState.MET


def test_a_call_back_too_late_is_recorded_and_stays_a_breach() -> None:
    story = fed_back("2026-09-01 10:00").at("2026-09-09 00:00").does(CALLER, REACHED)
    assert story.state(CALLBACK) is ClockState.BREACHED
    assert story.case.callback is not None
    assert not story.clock(CALLBACK).live


def test_a_call_back_made_too_early_is_not_saved_by_entering_it_later() -> None:
    early = replace(REACHED, occurred_at=moment("2026-09-04 10:00"))
    fed_back("2026-09-01 10:00").at("2026-09-07 10:00").tries(CALLER, early).refused("callback_too_early")


def test_a_call_back_made_in_the_window_and_entered_after_it_is_marked() -> None:
    entered = replace(REACHED, occurred_at=moment("2026-09-08 10:00"))
    story = fed_back("2026-09-01 10:00").at("2026-09-10 10:00").does(CALLER, entered)
    [ended] = [event for event in story.events(e.ClockEnded) if isinstance(event, e.ClockEnded)][-1:]
    assert ended.entered_after_breach
    assert story.state(CALLBACK) is ClockState.BREACHED


@pytest.mark.parametrize("person", [OFFICER, SUPERVISOR])
def test_nobody_calls_back_in_a_case_that_he_handled(person: Actor) -> None:
    also_caller = replace(person, roles=(*person.roles, Role.CALLBACK))
    story = agreed().does(SUPERVISOR, c.Conclude(outcome=Outcome.AGREED), FEEDBACK).at("2026-09-07 10:00")
    story.tries(also_caller, REACHED).refused("callback_by_handler")
    assert "record_callback" not in allowed_commands(story.case, also_caller)
    assert "record_callback" in allowed_commands(story.case, CALLER)


def test_the_named_handler_and_the_mediator_of_a_session_have_handled_the_case() -> None:
    handler = Actor("p-named", OFFICE, (Role.CALLBACK,))
    story = filed().does(SUPERVISOR, c.Assign(handler="p-named"))
    assert handler.person in story.case.handled_by


def test_a_call_back_follows_the_feedback() -> None:
    concluded("2026-09-01 10:00").at("2026-09-07 10:00").tries(CALLER, REACHED).refused("feedback_missing")


def test_somebody_not_reached_may_be_called_again_somebody_reached_not() -> None:
    missed = c.RecordCallback(result="unreachable")
    story = fed_back("2026-09-01 10:00").at("2026-09-07 10:00").does(CALLER, missed)
    assert story.state(CALLBACK) is ClockState.RUNNING, "one attempt is not the call-back"
    reached = story.does(CALLER, REACHED)
    reached.tries(CALLER, REACHED).refused("already_decided")


# closing


def test_a_case_is_closed_when_fed_back_and_called_back() -> None:
    refused().tries(OFFICER, c.Close()).refused("no_result")
    concluded().tries(OFFICER, c.Close()).refused("feedback_missing")
    story = fed_back("2026-09-01 10:00")
    story.tries(OFFICER, c.Close()).refused("callback_missing")
    story = story.at("2026-09-07 10:00").does(CALLER, REACHED).does(OFFICER, c.Close())
    story.tries(OFFICER, c.Close()).refused("already_closed")


def test_closing_is_not_dated_before_the_call_back() -> None:
    story = fed_back("2026-09-01 10:00").at("2026-09-07 10:00").does(CALLER, REACHED)
    early = c.Close(occurred_at=moment("2026-09-07 09:59"))
    story.tries(OFFICER, early).refused("before_its_cause")


# reopening


@pytest.mark.parametrize("ground", LEGAL_GROUNDS)
def test_a_closed_case_is_reopened_on_three_grounds_only(ground: ReopenGround) -> None:
    story = closed().does(HEAD, c.Reopen(ground=ground, order=TEXT))
    assert story.case.stage is Stage.CHECKING
    closed().tries(HEAD, c.Reopen(ground=ReopenGround.DISSATISFIED, order=TEXT)).refused("ground_not_allowed")
    assert story.state(REOPENING) is ClockState.CANCELLED


def test_only_a_closed_case_is_reopened() -> None:
    fed_back().tries(HEAD, REOPEN).refused("not_closed")
    mediating().tries(HEAD, REOPEN).refused("wrong_stage")
    closed().tries(OFFICER, REOPEN).refused("forbidden")
    early = replace(REOPEN, occurred_at=moment("2026-09-01 09:59"))
    closed("2026-09-01 10:00").tries(HEAD, early).refused("before_its_cause")


def test_a_reopened_case_is_decided_anew_on_new_clocks() -> None:
    story = closed("2026-09-01 10:00").at("2026-09-10 10:00").does(HEAD, REOPEN)
    assert story.due_on(ACCEPTANCE) == "2026-09-20", "seven working days, the make-up Sunday is the seventh"
    assert (story.case.agreement, story.case.conclusion, story.case.told) == (None, None, ())
    assert OFFICER.person in story.case.handled_by, "who handled it then has handled it"
    early = c.Accept(occurred_at=moment("2026-09-10 09:59"))
    story.tries(OFFICER, early).refused("before_its_cause")
    assert story.does(OFFICER, c.Accept()).due_on(MEDIATION) == "2026-11-09"


def test_reopening_cancels_what_the_earlier_round_still_owed() -> None:
    """The acceptance was never told: its clock still ran when the case was closed."""
    story = filed(case_id=NOT_CALLED_BACK).does(OFFICER, c.Accept())
    story = story.does(OFFICER, c.RecordSettlement()).at("2026-08-28 09:00")
    story = all_told(story).does(OFFICER, c.Conclude(outcome=Outcome.SETTLED), FEEDBACK, c.Close())
    assert story.state(ACCEPTANCE) is ClockState.BREACHED
    story = story.does(HEAD, REOPEN)
    first, second = (clock for clock in story.case.clocks if clock.clock == ACCEPTANCE)
    assert (first.live, first.outcome, first.breached) == (False, "cancelled", True)
    assert second.live
    later = story.at("2026-12-01 09:00").woken()
    assert [level for level, _ in later.ladder(ACCEPTANCE)].count(1) == 2, "once per clock, each its own"


def test_the_next_due_moment_is_of_a_running_clock_not_of_an_earlier_round() -> None:
    story = refused("2026-08-28 10:00", case_id=NOT_CALLED_BACK)
    story = all_told(story).does(OFFICER, c.Conclude(outcome=Outcome.REFUSED), FEEDBACK, c.Close())
    assert story.state(ACCEPTANCE) is ClockState.BREACHED
    assert story.view.next_due_at is None, "archiving is owed to nobody"
    story = story.at("2026-09-10 10:00").does(HEAD, REOPEN)
    assert story.view.next_due_at == moment("2026-09-21")
    assert not story.view.overdue


# the archive


def test_a_closed_case_is_archived_when_its_window_for_reopening_ends() -> None:
    story = closed("2026-09-01 10:00")
    assert next_moment(story.case, tables()) == moment("2026-10-02")
    story.at("2026-10-01 23:59").does(HEAD, REOPEN)
    archived = story.at("2026-10-02 00:00").woken()
    assert archived.case.stage is Stage.ARCHIVED
    assert archived.clock(REOPENING).outcome == "met"
    assert next_moment(archived.case, tables()) is None


def test_an_archived_case_has_no_live_clock_and_takes_no_command() -> None:
    story = filed(case_id=NOT_CALLED_BACK).does(OFFICER, c.Accept(), c.RecordSettlement())
    story = all_told(story).does(OFFICER, c.Conclude(outcome=Outcome.SETTLED), FEEDBACK, c.Close())
    assert story.clock(ACCEPTANCE).live
    archived = story.at("2026-12-01 10:00")
    archived.tries(HEAD, REOPEN).refused("archived")
    archived.tries(INTAKE, c.AddNote(text=TEXT)).refused("archived")
    archived = archived.woken()
    archived.tries(HEAD, REOPEN).refused("archived")
    assert not any(clock.live for clock in archived.case.clocks)
    assert archived.clock(ACCEPTANCE).outcome == "cancelled"
    assert archived.view.allowed_commands == ()
