"""After the result: figures, key cases, feedback, call-back, quality, archive.

令121 art.25, 26; S0-26, S0-28…30, S0-37…40, S0-86. Publication and the second round have files of their own.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.actors import Actor, Role
from redress.domain.case import ClockState, Stage
from redress.domain.commands import Outcome, ReopenGround
from redress.domain.context import Context
from redress.domain.deciding import decide
from redress.domain.facts import Complainant, Method, Respondent
from redress.domain.passing import pass_time
from redress.domain.profile import Profile
from redress.domain.refusals import Refusal
from redress.domain.tables import Tables, load_tables
from tests.domain.every_command import GOOD_WORK, SAMPLES
from tests.domain.scenario import (
    CALLBACK,
    CALLER,
    FEEDBACK,
    HEAD,
    INTAKE,
    NOT_CALLED_BACK,
    OFFICE,
    OFFICER,
    ONE_AGAINST_ONE,
    REACHED,
    SUPERVISOR,
    TEXT,
    Story,
    agreed,
    closed,
    concluded,
    fed_back,
    filed,
    moment,
    terminated,
    told,
)

MISSED = c.RecordCallback(result="unreachable")
DISSATISFIED = c.RecordCallback(result="reached", knows_result=True, promise_kept=True, satisfaction=1)
BROKEN = c.RecordCallback(result="reached", promise_kept=False, satisfaction=3)
AGAIN = c.Reopen(ground=ReopenGround.DISSATISFIED, order=TEXT)
OTHER_SUPERVISOR = Actor("p-second-supervisor", OFFICE, (Role.SUPERVISOR,))
IN_THE_WINDOW = "2026-09-07 10:00"


def story_tables() -> Tables:
    return load_tables(date(2025, 11, 4)).for_case(["samr-121"], 2026)


def profiles() -> tuple[Profile, ...]:
    return story_tables().profiles


def called(command: c.RecordCallback) -> Story:
    return fed_back().at(IN_THE_WINDOW).does(CALLER, command)


# conclude: the figures


@pytest.mark.parametrize(
    ("recovered", "punitive", "disputed", "code"),
    [
        ("1592", "1194", "1592", None),
        ("1592", "1194", "398", None),
        ("398", "0", "398", None),
        ("398", "0", None, None),
        ("398.01", "0", "398", "recovered_exceeds_disputed"),
        ("398", "1194", "398", None),
    ],
)
def test_only_with_punitive_damages_is_more_recovered_than_was_in_dispute(
    recovered: str, punitive: str, disputed: str | None, code: str | None
) -> None:
    command = c.Conclude(
        outcome=Outcome.AGREED,
        recovered_amount=Decimal(recovered),
        punitive_amount=Decimal(punitive),
        disputed_amount=Decimal(disputed) if disputed else None,
    )
    story = agreed().tries(OFFICER, command)
    assert (story.refusal.code if story.refusal else None) == code


def test_the_figures_are_taken_from_the_filing_unless_given() -> None:
    filing = replace(
        ONE_AGAINST_ONE,
        category="家电",
        industry="零售",
        problems=("质量", "售后"),
        region="青禾区",
        respondents=(Respondent(name=TEXT, platform=TEXT),),
    )
    settled = filed(filing=filing).does(OFFICER, c.Accept(), c.RecordSettlement())
    for party in settled.case.parties:
        settled = settled.does(OFFICER, told(c.NoticeMatter.TERMINATION, settled.now, party))
    figures = settled.does(OFFICER, c.Conclude(outcome=Outcome.SETTLED)).view.after.figures
    assert figures == e.Figures(
        category="家电",
        problems=("质量", "售后"),
        industry="零售",
        sales_channel=c.SalesChannel.ONLINE,
        region="青禾区",
    )
    given = c.Conclude(
        outcome=Outcome.SETTLED, category="通讯", item="手机", sales_channel=c.SalesChannel.LIVE_STREAM
    )
    figures = settled.does(OFFICER, given).view.after.figures
    assert figures is not None
    assert (figures.category, figures.item, figures.sales_channel) == ("通讯", "手机", "live_stream")
    settled.tries(OFFICER, replace(given, item="13800000001")).refused("not_a_word")


def test_what_was_classified_goes_before_what_was_filed() -> None:
    story = filed(filing=replace(ONE_AGAINST_ONE, category="家电", region="青禾区"))
    story = story.does(INTAKE, c.Classify(category="quality")).does(OFFICER, c.Accept(), c.RecordSettlement())
    for party in story.case.parties:
        story = story.does(OFFICER, told(c.NoticeMatter.TERMINATION, story.now, party))
    figures = story.does(OFFICER, c.Conclude(outcome=Outcome.SETTLED)).view.after.figures
    assert figures is not None
    assert (figures.category, figures.region) == ("quality", "青禾区")


# key cases (S0-37)

KEY = c.Grade(
    urgency=c.Urgency.URGENT, key=True, owner="p-owner", criteria=(c.Criterion.AMOUNT,)
)


def key_case() -> Story:
    return concluded(case_id=NOT_CALLED_BACK).does(OFFICER, KEY)


def test_a_key_case_is_fed_back_in_writing_and_by_phone() -> None:
    story = key_case()
    assert {"feedback.written", "feedback.phone"} <= set(story.view.open_items)
    story = story.does(OFFICER, FEEDBACK)
    story.tries(OFFICER, c.Close()).refused("feedback_incomplete")
    in_writing = story.does(OFFICER, replace(FEEDBACK, method=Method.LETTER))
    assert in_writing.view.after.feedback_owed == ()
    assert in_writing.does(OFFICER, c.Close()).case.closed_at
    texted = story.does(OFFICER, replace(FEEDBACK, method=Method.SMS))
    texted.tries(OFFICER, c.Close()).refused("feedback_incomplete")


def test_a_key_case_is_kept_for_ever() -> None:
    story = key_case().does(OFFICER, FEEDBACK, replace(FEEDBACK, method=Method.EMAIL), c.Close())
    case, _ = pass_time(story.case, story.now + timedelta(days=60), story_tables())
    assert case.stage is Stage.ARCHIVED
    assert (case.after.retain_until, case.after.permanent) == (None, True)


@pytest.mark.parametrize("key", [True, False])
def test_the_policy_key_calls_back_key_cases_alone(key: bool) -> None:
    story = agreed(case_id=NOT_CALLED_BACK).does(OFFICER, replace(KEY, key=key))
    by_key = replace(story_tables(), profiles=tuple(replace(p, callback_policy="key") for p in profiles()))
    decided = decide(
        story.case, c.Conclude(outcome=Outcome.AGREED), Context(actor=OFFICER, now=story.now, tables=by_key)
    )
    assert not isinstance(decided, Refusal)
    started = [entry.event.clock for entry in decided if isinstance(entry.event, e.ClockStarted)]
    assert (CALLBACK in started) is key


# feedback


def test_without_help_the_other_ways_are_told() -> None:
    story = terminated()
    for party in story.case.parties:
        story = story.does(OFFICER, told(c.NoticeMatter.TERMINATION, story.now, party))
    story = story.does(OFFICER, c.Conclude(outcome=Outcome.FAILED))
    story.tries(OFFICER, replace(FEEDBACK, remedies_told=False)).refused("remedies_needed")
    assert story.does(OFFICER, FEEDBACK).case.feedback_at
    concluded().does(OFFICER, replace(FEEDBACK, remedies_told=False))


def test_the_preferred_way_of_feedback_is_shown() -> None:
    wish = replace(ONE_AGAINST_ONE, complainants=(Complainant(preferred_notice=Method.LETTER),))
    assert filed(filing=wish).view.after.feedback_preferred is Method.LETTER


# call-back


def test_after_three_attempts_the_call_back_is_excused_and_the_case_closes() -> None:
    story = fed_back().at(IN_THE_WINDOW).does(CALLER, MISSED, MISSED)
    assert story.state(CALLBACK) is ClockState.RUNNING
    story.tries(OFFICER, c.Close()).refused("callback_missing")
    story = story.does(CALLER, MISSED)
    assert story.state(CALLBACK) is ClockState.CANCELLED
    assert (story.view.after.callback_attempts, story.view.after.callback_excused) == (3, True)
    assert story.does(OFFICER, c.Close()).case.closed_at


def test_the_number_of_attempts_is_the_profiles() -> None:
    story = fed_back().at(IN_THE_WINDOW)
    once = replace(story_tables(), profiles=tuple(replace(p, callback_attempts=1) for p in profiles()))
    decided = decide(story.case, MISSED, Context(actor=CALLER, now=story.now, tables=once))
    assert not isinstance(decided, Refusal)
    assert [entry.event.type for entry in decided][-2:] == ["callback_recorded", "clock_ended"]


def test_under_the_first_edition_one_attempt_ended_the_duty() -> None:
    """Running cases decide again on replay what they decided then."""
    story = fed_back().at(IN_THE_WINDOW)
    ctx = Context(actor=CALLER, now=story.now, tables=story_tables(), edition=1)
    decided = decide(story.case, MISSED, ctx)
    assert not isinstance(decided, Refusal)
    assert "clock_ended" in [entry.event.type for entry in decided]


def test_a_call_that_reached_nobody_has_no_answers() -> None:
    story = fed_back().at(IN_THE_WINDOW)
    for heard in (
        replace(MISSED, satisfaction=4),
        replace(MISSED, promise_kept=False),
        replace(MISSED, opinion=TEXT),
    ):
        story.tries(CALLER, heard).refused("nothing_heard")


@pytest.mark.parametrize(
    ("marks", "overall"),
    [((5, 5, 5, 5, 5), 5), ((4, 4, 4, 5, 5), 4), ((1, 2, 2, 2, 1), 2), ((3, 4, 3, 4, 4), 4)],
)
def test_the_five_parts_make_the_overall_satisfaction(marks: tuple[int, ...], overall: int) -> None:
    names = ("efficiency", "handling", "result", "attitude", "professionalism")
    parts = c.SatisfactionParts(**dict(zip(names, marks, strict=True)))  # type: ignore[arg-type]
    by_parts = c.RecordCallback(
        result="reached", method=c.CallbackMethod.ON_SITE, satisfaction_parts=parts
    )
    view = called(by_parts).view
    assert view.callback is not None
    assert view.callback.satisfaction == overall
    assert (view.after.satisfaction_parts, view.after.callback_method) == (parts, "on_site")
    both = called(replace(by_parts, satisfaction=1)).view
    assert both.callback is not None
    assert both.callback.satisfaction == 1, "what was said of the whole is not recomputed"


def test_under_samr_121_dissatisfaction_shows_article_25_and_reopens_nothing() -> None:
    story = called(DISSATISFIED)
    after = story.view.after
    assert after.dissatisfied
    assert after.remedies is not None
    assert "art.25" in after.remedies.article
    story.tries(HEAD, AGAIN).refused("ground_not_allowed")
    story = story.does(OFFICER, c.Close())
    assert ReopenGround.DISSATISFIED not in story.view.after.reopen_grounds
    assert len(story.view.after.reopen_grounds) == 3
    story.tries(HEAD, AGAIN).refused("ground_not_allowed")
    assert story.does(HEAD, c.Reopen(ground=ReopenGround.OWN_ERROR, order=TEXT)).view.after.remedies is None


def test_a_satisfied_complainant_is_shown_no_remedies() -> None:
    assert called(REACHED).view.after.remedies is None


def test_a_broken_promise_is_followed_up_before_the_case_closes() -> None:
    story = called(BROKEN)
    assert "performance" in story.view.open_items
    assert story.view.after.remedies is not None
    story.tries(OFFICER, c.Close()).refused("performance_open")
    story = story.does(OFFICER, c.RecordPerformance(performed=False, note=TEXT))
    assert story.view.open_items == ()
    assert story.does(OFFICER, c.Close()).case.closed_at


# quality and lessons (art.26, S0-83, S2-01)


def test_the_share_to_review_is_drawn_by_the_id_of_the_case() -> None:
    drawn = closed().view.after.sampled
    assert drawn is (int(NOT_CALLED_BACK[-8:-4], 16) % 100 < profiles()[0].quality_sample_percent)


def test_a_review_is_a_supervisors_who_did_not_handle_the_case() -> None:
    review = c.RecordQualityReview(score=GOOD_WORK, remarks=TEXT)
    fed_back(case_id=NOT_CALLED_BACK).tries(SUPERVISOR, review).refused("not_closed")
    story = closed()
    story.tries(OFFICER, review).refused("forbidden")
    handled = Actor(OFFICER.person, OFFICE, (Role.SUPERVISOR,))
    story.tries(handled, review).refused("review_by_handler")
    done = story.does(SUPERVISOR, review)
    assert done.view.after.quality is not None
    assert done.view.after.quality.score == GOOD_WORK
    done.tries(OTHER_SUPERVISOR, review).refused("already_reviewed")


def test_lessons_are_noted_after_the_result() -> None:
    story = concluded().does(OFFICER, SAMPLES["add_lesson"]).does(CALLER, SAMPLES["add_lesson"])
    assert story.view.after.lessons == 2
    agreed().tries(OFFICER, SAMPLES["add_lesson"]).refused("wrong_stage")


# the archive (S4-17, S4-18)


def test_an_archived_case_is_kept_for_the_profiles_years() -> None:
    story = closed("2026-09-01 10:00")
    case, _ = pass_time(story.case, moment("2026-12-01 10:00"), story_tables())
    assert case.stage is Stage.ARCHIVED
    assert case.after.archived_at == moment("2026-10-02")
    assert (case.after.retain_until, case.after.permanent) == (date(2036, 12, 31), False)
