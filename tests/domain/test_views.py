"""The case as it is shown: clocks with their articles, what is owed first, what is open."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pydantic import TypeAdapter

from redress.domain import commands as c
from redress.domain.case import ClockState
from redress.domain.commands import NoticeMatter
from redress.domain.view import CaseView
from redress.domain.views import explanation, view_of
from tests.domain.scenario import (
    ACCEPTANCE,
    CALLBACK,
    CLUE,
    INTAKE,
    MEDIATION,
    OFFICER,
    REOPENING,
    TELL_COMPLAINANT,
    TELL_RESPONDENT,
    TEXT,
    Story,
    accepted,
    agreed,
    closed,
    concluded,
    fed_back,
    filed,
    found_clue,
    mediating,
    moment,
    refused,
    tables,
    terminated,
    told,
)


@pytest.mark.parametrize(
    ("story", "key", "citation", "legal"),
    [
        (filed(), ACCEPTANCE, "令121 art.15", True),
        (accepted(), MEDIATION, "令121 art.23(1)(5), art.22(3)", True),
        (terminated(), TELL_COMPLAINANT, "令121 art.23(2)", True),
        (terminated(), TELL_RESPONDENT, "令121 art.23(2)", True),
        (concluded(), CALLBACK, "令121 art.26; S0-08", False),
        (closed(), REOPENING, "S0-27; S4-18", False),
        (found_clue(), CLUE, "令121 art.27; 程序规定 art.18", True),
    ],
)
def test_a_clock_is_shown_with_its_article(story: Story, key: str, citation: str, legal: bool) -> None:
    shown = story.shown(key)
    assert (shown.citation, shown.legal, shown.profile) == (citation, legal, "samr-121")
    assert shown.calendar == "CN@2025-11-04"
    assert shown.party == (key.split(":")[1] if ":" in key else None)


def test_what_is_due_first_leads_and_the_safe_day_orders() -> None:
    story = filed().does(OFFICER, c.Accept())
    view = story.view
    assert (str(view.due_on), view.next_due_at) == ("2026-08-26", moment("2026-08-27"))
    after = story.does(OFFICER, told(NoticeMatter.ACCEPTANCE, "2026-08-17 09:00")).view
    assert (str(after.due_on), str(after.safe_due_on)) == ("2026-10-16", "2026-10-16")


def test_a_weekend_due_day_rolls_but_the_safe_day_is_the_friday_before() -> None:
    shown = accepted("2026-08-18 09:00").shown(MEDIATION)
    assert (str(shown.due_on), str(shown.safe_due_on)) == ("2026-10-19", "2026-10-16")


def test_an_expired_period_is_overdue_until_somebody_decides() -> None:
    story = mediating().at("2026-10-20 09:00")
    assert story.view.overdue
    assert story.state(MEDIATION) is ClockState.EXPIRED
    assert not story.does(OFFICER, c.TerminateMediation(ground="23-5", reason=TEXT)).view.overdue


def test_a_breach_that_was_made_good_is_shown_but_no_longer_overdue() -> None:
    story = filed().at("2026-08-28 09:00").does(OFFICER, c.Accept())
    assert story.view.overdue
    done = story.does(OFFICER, told(NoticeMatter.ACCEPTANCE, "2026-08-28 09:00"))
    assert not done.view.overdue
    assert done.state(ACCEPTANCE) is ClockState.BREACHED


def test_a_view_between_the_moment_and_the_timer_already_tells_the_truth() -> None:
    story = filed()
    [shown] = view_of(story.case, tables(), moment("2026-08-27")).clocks
    assert shown.state is ClockState.BREACHED
    [before] = view_of(story.case, tables(), moment("2026-08-26 23:59")).clocks
    assert before.state is ClockState.RUNNING


def test_a_closed_case_owes_nothing() -> None:
    view = closed().view
    assert (view.next_due_at, view.overdue, view.open_items) == (None, False, ())


@pytest.mark.parametrize(
    ("story", "items"),
    [
        (filed(), ()),
        (filed().does(OFFICER, c.Accept()), ("tell.acceptance",)),
        (refused(), ("tell.refusal",)),
        (terminated(), ("tell.termination:complainant-1", "tell.termination:respondent-1")),
        (
            accepted().does(OFFICER, c.RecordSettlement()),
            ("tell.termination:complainant-1", "tell.termination:respondent-1"),
        ),
        (filed().does(INTAKE, c.Withdraw()), ()),
        (agreed(), ("agreement.legality",)),
        (concluded(), ()),
    ],
)
def test_what_is_still_to_be_told_is_an_open_item(story: Story, items: tuple[str, ...]) -> None:
    assert story.view.open_items == items


def test_the_figures_of_the_conclusion_are_shown() -> None:
    view = (
        agreed().does(OFFICER, c.Conclude(outcome=c.Outcome.PARTLY, recovered_amount=Decimal("398.00"))).view
    )
    assert (view.outcome, str(view.recovered_amount), str(view.punitive_amount)) == ("partly", "398.00", "0")
    assert str(view.concluded_on) == "2026-09-01"


def test_the_day_of_the_conclusion_is_the_day_in_china() -> None:
    story = agreed("2026-09-01 23:00").at("2026-09-02 00:30")
    assert str(story.does(OFFICER, c.Conclude(outcome=c.Outcome.AGREED)).view.concluded_on) == "2026-09-02"


@pytest.mark.parametrize("story", [filed(), mediating(), terminated(), fed_back(), closed(), found_clue()])
def test_a_view_survives_the_wire(story: Story) -> None:
    wire = TypeAdapter(CaseView)
    assert wire.validate_json(wire.dump_json(story.view)) == story.view


def test_the_explanation_of_a_clock_agrees_with_the_view() -> None:
    story = (
        accepted()
        .at("2026-09-22 10:00")
        .does(
            OFFICER,
            c.CommissionAppraisal(
                basis=c.AppraisalBasis.SAMPLING, institution=TEXT, commissioned_on=moment("2026-09-22").date()
            ),
        )
    )
    told_why = explanation(story.clock(MEDIATION), tables(), story.now)
    assert (told_why["state"], told_why["due_on"]) == (ClockState.SUSPENDED, None)
    back = story.at("2026-10-13 16:00").does(
        OFFICER, c.ConcludeAppraisal(received_on=moment("2026-10-13").date(), finding=TEXT)
    )
    told_why = explanation(back.clock(MEDIATION), tables(), back.now)
    assert (told_why["state"], told_why["due_on"]) == (ClockState.RUNNING, "2026-11-09")
