"""Classification and grading (S0-50…S0-54): urgency, key complaints, words, supervision and reminders."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.case import ClockState
from redress.domain.facts import ExternalRef, ExternalSystem
from redress.domain.taxonomy import DEEPEST, UnusableTaxonomy, parse_taxonomy, shipped_taxonomy
from tests.domain.scenario import (
    AT_EAST,
    AT_PROVINCE,
    AT_YUNSHAN,
    EAST,
    HEAD,
    INTAKE,
    OFFICER,
    ONE_AGAINST_ONE,
    SUPERVISOR,
    TEXT,
    YUNSHAN,
    Story,
    filed,
    moment,
)

REPORT = "key.report"
KEY = c.Grade(
    urgency=c.Urgency.CRITICAL,
    key=True,
    owner="p-owner",
    criteria=(c.Criterion.PUBLIC_SAFETY, c.Criterion.AMOUNT),
)
ORDER = c.Supervise(due_on=date(2026, 8, 28), order=TEXT)


def with_orders() -> Story:
    """A case with the dates of others beside the law, as every case is filed."""
    return filed(beside=("orders-given",))


def test_a_complaint_is_ordinary_until_it_is_graded() -> None:
    story = filed()
    assert (story.view.grading.urgency, story.view.grading.key) == (c.Urgency.ORDINARY, False)
    graded = story.does(INTAKE, c.Grade(urgency=c.Urgency.URGENT, criteria=(c.Criterion.SCOPE,)))
    assert graded.view.grading.urgency is c.Urgency.URGENT
    assert graded.view.grading.criteria == (c.Criterion.SCOPE,)


def test_a_key_complaint_has_a_named_owner() -> None:
    """S0-50."""
    filed().tries(OFFICER, replace(KEY, owner=None)).refused("key_needs_owner")
    filed().tries(OFFICER, replace(KEY, owner="王五")).refused("not_an_id")
    assert filed().does(OFFICER, KEY).view.grading.owner == "p-owner"
    plain = c.Grade(urgency=c.Urgency.ORDINARY, owner="p-owner")
    assert filed().does(OFFICER, plain).view.grading.owner is None


def test_a_key_complaint_is_reported_upward_again_and_again() -> None:
    """S0-50, S3-11: the office's own period begins anew with every report."""
    story = with_orders().does(OFFICER, KEY)
    assert story.due_on(REPORT) == "2026-08-24"
    assert not story.shown(REPORT).legal
    story = story.at("2026-08-20 09:00").does(OFFICER, c.ReportUpward(summary=TEXT))
    assert story.due_on(REPORT) == "2026-08-27"
    assert [clock.outcome for clock in story.case.clocks if clock.clock == REPORT] == ["met", None]
    ended = story.does(OFFICER, c.Grade(urgency=c.Urgency.ORDINARY))
    assert not ended.clock(REPORT).live
    ended.tries(OFFICER, c.ReportUpward(summary=TEXT)).refused("not_key")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("quality.electronics.phone", "quality.electronics.phone"),
        ("商品质量-电子产品-手机", "quality.electronics.phone"),
        ("商品质量", "quality"),
        ("other.prepaid", "other.prepaid"),
    ],
)
def test_a_category_is_a_word_of_the_tree_at_any_level(given: str, code: str) -> None:
    """S0-53."""
    assert filed().does(INTAKE, c.Classify(category=given)).view.grading.category == code


UNKNOWN: tuple[tuple[c.Classify, str], ...] = (
    (c.Classify(category="手机"), "category: quality"),
    (c.Classify(category="quality.nothing"), "category: quality"),
    (c.Classify(industry="mining"), "industry: catering"),
    (c.Classify(problems=("quality", "luck")), "problems: quality"),
)


@pytest.mark.parametrize(("command", "detail"), UNKNOWN)
def test_an_unknown_word_is_refused_with_the_list(command: c.Classify, detail: str) -> None:
    refusal = filed().tries(INTAKE, command).refused("unknown_word").refusal
    assert refusal is not None
    assert (refusal.detail or "").startswith(detail)


def test_what_is_left_open_stays_as_it_was() -> None:
    story = filed().does(INTAKE, c.Classify(category="price", problems=("价格",), region="青河县"))
    story = story.does(OFFICER, c.Classify(industry="餐饮"))
    found = story.view.grading
    assert (found.category, found.industry, found.problems, found.region) == (
        "price",
        "catering",
        ("price",),
        "青河县",
    )
    story.tries(INTAKE, c.Classify()).refused("nothing_classified")
    story.tries(INTAKE, c.Classify(region="电话 13800001111")).refused("not_a_word")


def test_the_shipped_words_are_three_levels_deep_and_in_two_languages() -> None:
    words = shipped_taxonomy()
    assert {term.code.count(".") + 1 for term in words.categories} == {1, 2, DEEPEST}
    assert words.names("quality.electronics.phone")[0] == "商品质量-电子产品-手机"
    every = (*words.categories, *words.industries, *words.problems)
    assert all(term.zh and term.en for term in every)


@pytest.mark.parametrize(
    "text",
    [
        '[categories]\n"a.b" = ["甲", "A"]',
        '[categories]\na = ["甲"]',
        '[colours]\na = ["甲", "A"]',
        '[categories]\na=["1","1"]\n"a.b"=["1","1"]\n"a.b.c"=["1","1"]\n"a.b.c.d"=["1","1"]',
    ],
)
def test_words_that_hang_together_badly_are_refused(text: str) -> None:
    with pytest.raises(UnusableTaxonomy):
        parse_taxonomy(text)


def test_a_superiors_order_has_a_due_date_until_it_is_answered() -> None:
    """督办."""
    story = with_orders().does(AT_PROVINCE, ORDER)
    assert story.due_on("supervision.due:1") == "2026-08-28"
    assert "supervision" in story.view.open_items
    story.tries(AT_PROVINCE, ORDER).refused("supervised_already")
    both = story.does(HEAD, replace(ORDER, due_on=date(2026, 8, 25)))
    answered = both.does(OFFICER, c.AnswerSupervision(summary=TEXT))
    assert answered.state("supervision.due:2") is ClockState.MET
    assert answered.state("supervision.due:1") is ClockState.RUNNING
    done = answered.does(OFFICER, c.AnswerSupervision(summary=TEXT))
    assert "supervision" not in done.view.open_items
    done.tries(OFFICER, c.AnswerSupervision(summary=TEXT)).refused("not_supervised")


def test_an_order_is_a_superiors_and_not_of_yesterday() -> None:
    story = filed().does(OFFICER, c.Dispatch(to=EAST))
    story.does(SUPERVISOR, ORDER)
    below = replace(AT_EAST, roles=SUPERVISOR.roles)
    filed().tries(below, ORDER).refused("not_superior")
    filed().tries(AT_PROVINCE, replace(ORDER, due_on=date(2026, 8, 1))).refused("due_day_past")


def test_an_order_that_is_not_answered_in_time_climbs_its_ladder() -> None:
    story = with_orders().does(AT_PROVINCE, ORDER).at("2026-08-29 09:00").woken()
    assert story.state("supervision.due:1") is ClockState.BREACHED
    assert [level for level, _ in story.ladder("supervision.due:1")] == [-2, -1, 1]


def test_reminders_are_counted_and_may_come_from_a_sender_that_waits() -> None:
    """催办."""
    story = filed().does(SUPERVISOR, c.Urge(), c.Urge(reason=TEXT))
    assert story.view.grading.urged == 2
    sent = filed().does(OFFICER, c.Dispatch(to=YUNSHAN, report_back_on=date(2026, 9, 1)))
    there = sent.does(AT_YUNSHAN, c.AcknowledgeDispatch())
    assert there.does(OFFICER, c.Urge()).view.grading.urged == 1
    there.tries(OFFICER, c.Grade(urgency=c.Urgency.URGENT)).refused("other_office")


def test_the_senders_date_runs_until_the_report_or_the_return() -> None:
    sent = with_orders().does(OFFICER, c.Dispatch(to=YUNSHAN, report_back_on=date(2026, 9, 1)))
    key = "dispatch.report_back:1"
    assert sent.due_on(key) == "2026-09-01"
    back = sent.after(hours=1).does(OFFICER, c.ReturnDispatch(reason=TEXT))
    assert back.state(key) is ClockState.MET
    there = sent.after(hours=1).does(AT_YUNSHAN, c.AcknowledgeDispatch())
    told = there.does(AT_YUNSHAN, c.ReportBack(summary=TEXT))
    assert told.state(key) is ClockState.MET
    taken = sent.after(hours=1).does(AT_PROVINCE, c.TakeOver(reason=TEXT))
    assert not taken.clock(key).live


def test_an_outside_order_is_reported_back_by_its_reference() -> None:
    """S3-15."""
    ref = ExternalRef(
        system=ExternalSystem.HOTLINE12345, number=TEXT, due_at=moment("2026-08-25 18:00")
    )
    story = filed(filing=replace(ONE_AGAINST_ONE, external_refs=(ref,)), beside=("orders-given",))
    assert story.state("order.report_back:hotline12345-1") is ClockState.RUNNING
    story.tries(OFFICER, c.ReportBack(summary=TEXT, order="post-1")).refused("no_report_due")
    done = story.does(OFFICER, c.ReportBack(summary=TEXT))
    assert done.state("order.report_back:hotline12345-1") is ClockState.MET
    assert done.events(e.ReportedBack) == [
        e.ReportedBack(number=None, sender=None, summary=TEXT, order="hotline12345-1")
    ]
