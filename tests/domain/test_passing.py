"""What the passing of time does: the escalation ladder, expiry, breach and the order of it all."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.actors import SYSTEM
from redress.domain.case import ClockState
from redress.domain.commands import NoticeMatter
from redress.domain.counting import Period, Unit
from redress.domain.facts import Channel, Filing
from redress.domain.opening import fold
from redress.domain.passing import firings, next_moment, pass_time
from tests.domain.scenario import (
    ACCEPTANCE,
    AGREEMENT,
    MEDIATION,
    MEDIATOR,
    OFFICER,
    SUPERVISOR,
    TEXT,
    Story,
    closed,
    fed_back,
    filed,
    found_clue,
    mediating,
    moment,
    tables,
    terminated,
    told,
)

LADDER = [
    (-2, "2026-08-24 00:00"),
    (-1, "2026-08-25 00:00"),
    (1, "2026-08-27 00:00"),
    (2, "2026-08-28 00:00"),
    (3, "2026-09-01 00:00"),
]
"""Of the acceptance due on Wednesday 26 August: two working days before and one, at the due moment, one and
three whole working days after.
"""


def test_the_ladder_warns_before_and_climbs_after_the_due_moment() -> None:
    assert filed().at("2026-12-01").woken().ladder(ACCEPTANCE) == LADDER


@pytest.mark.parametrize("step", range(len(LADDER)))
def test_each_level_comes_at_its_moment_and_not_before(step: int) -> None:
    _, when = LADDER[step]
    assert filed().at(when).woken().ladder(ACCEPTANCE) == LADDER[: step + 1]
    just_before = replace(filed(), now=moment(when)).after(microseconds=-1).woken()
    assert just_before.ladder(ACCEPTANCE) == LADDER[:step]


def test_a_level_is_reached_once_however_often_the_case_wakes() -> None:
    story = filed()
    for day in range(24, 32):
        story = story.at(f"2026-08-{day} 12:00").woken().woken()
    story = story.at("2026-12-01").woken()
    assert story.ladder(ACCEPTANCE) == LADDER
    fired = Counter(
        (event.clock, event.level) for event in story.events(e.Escalated) if isinstance(event, e.Escalated)
    )
    assert set(fired.values()) == {1}


def test_waking_late_or_in_time_records_the_same() -> None:
    once = filed().at("2026-12-01").woken()
    often = filed()
    while (nxt := next_moment(often.case, tables())) and nxt <= once.now:
        often = replace(often, now=nxt).woken()
    assert often.case == once.case
    assert [x.event for x in often.recorded] == [x.event for x in once.recorded]
    assert [x.occurred_at for x in often.recorded] == [x.occurred_at for x in once.recorded]


def test_an_unassigned_case_is_escalated_too_and_the_handler_is_named_when_there_is_one() -> None:
    def handlers(story: Story) -> set[str | None]:
        found = story.at("2026-12-01").woken().events(e.Escalated)
        return {event.handler for event in found if isinstance(event, e.Escalated)}

    assert handlers(filed()) == {None}
    assert handlers(filed().does(SUPERVISOR, c.Assign(handler="p-handler"))) == {"p-handler"}


def test_the_roles_of_the_ladder_are_the_profiles() -> None:
    story = filed().at("2026-12-01").woken()
    roles = [event.to_role for event in story.events(e.Escalated) if isinstance(event, e.Escalated)]
    assert roles == ["handler", "handler", "supervisor", "bureau_head", "superior_office"]


def test_no_level_while_the_clock_stands_still_and_the_rest_after_it() -> None:
    out = c.CommissionAppraisal(
        basis=c.AppraisalBasis.SAMPLING, institution=TEXT, commissioned_on=moment("2026-10-16").date()
    )
    story = mediating().at("2026-10-16 10:00").does(MEDIATOR, out)
    assert story.ladder(MEDIATION) == [(-2, "2026-10-15 00:00"), (-1, "2026-10-16 00:00")]
    still = story.at("2027-06-01").woken()
    assert still.ladder(MEDIATION) == story.ladder(MEDIATION)
    back = still.at("2027-06-01 10:00").does(
        MEDIATOR, c.ConcludeAppraisal(received_on=still.now.date(), finding=TEXT)
    )
    assert back.due_on(MEDIATION) == "2027-06-04"
    assert [level for level, _ in back.at("2027-12-01").woken().ladder(MEDIATION)] == [-2, -1, 1, 2, 3]


def test_no_level_after_the_end_of_a_clock() -> None:
    story = filed().at("2026-08-24 09:00").does(OFFICER, c.Accept())
    story = story.does(OFFICER, told(NoticeMatter.ACCEPTANCE, "2026-08-24 09:00"))
    assert story.at("2026-12-01").woken().ladder(ACCEPTANCE) == LADDER[:1]


@pytest.mark.parametrize(("length", "warnings"), [(1, []), (2, [-1]), (3, [-2, -1])])
def test_a_warning_whose_moment_lies_before_the_start_is_skipped(length: int, warnings: list[int]) -> None:
    """Filed on Monday at nine: with one working day to go both warnings would lie before."""
    profile = tables().profiles[0]
    short = replace(profile.clocks[0], sources=(Period(length, Unit.WORKING_DAY),))
    shorter = replace(tables(), profiles=(replace(profile, clocks=(short, *profile.clocks[1:])),))
    _, passed = pass_time(filed("2026-08-17 09:00").case, moment("2026-12-01"), shorter)
    levels = [entry.event.level for entry in passed if isinstance(entry.event, e.Escalated)]
    assert levels == [*warnings, 1, 2, 3]


def test_a_late_receipt_brings_all_that_has_passed_at_once_in_its_order() -> None:
    old = Filing(channel=Channel.LETTER, facts=TEXT, received_at=moment("2026-07-01 09:00"))
    story = filed("2026-08-17 09:00", filing=old).woken()
    assert story.state(ACCEPTANCE) is ClockState.BREACHED
    brought = [entry for entry in story.recorded if entry.person == SYSTEM.person]
    assert [entry.occurred_at for entry in brought] == sorted(entry.occurred_at for entry in brought)
    assert [level for level, _ in story.ladder(ACCEPTANCE)] == [-2, -1, 1, 2, 3]


def test_at_one_moment_the_clock_comes_before_its_ladder() -> None:
    story = filed().at("2026-08-27").woken()
    assert [entry.event.type for entry in story.recorded[-2:]] == ["clock_breached", "escalated"]


def test_expired_is_not_yet_breached_and_both_are_recorded_with_their_moments() -> None:
    story = mediating().at("2026-12-01").woken()
    [expired] = story.events(e.ClockExpired)
    breached = [
        x for x in story.events(e.ClockBreached) if isinstance(x, e.ClockBreached) and x.clock == MEDIATION
    ]
    assert isinstance(expired, e.ClockExpired)
    assert expired.due_at == moment("2026-10-20")
    assert [event.due_at for event in breached] == [moment("2026-10-21")]


def test_an_agreement_after_the_expiry_ends_the_clock_and_the_breach_does_not_come() -> None:
    story = mediating().at("2026-10-20 15:00").does(MEDIATOR, AGREEMENT)
    assert story.at("2026-12-01").state(MEDIATION) is ClockState.MET


def test_a_window_is_recorded_as_opened_once() -> None:
    story = fed_back("2026-09-01 10:00").at("2026-12-01").woken()
    [opened] = story.events(e.ClockOpened)
    assert isinstance(opened, e.ClockOpened)
    assert opened.opened_at == moment("2026-09-07")


@pytest.mark.parametrize("story", [filed(), mediating(), terminated(), fed_back(), closed(), found_clue()])
def test_the_next_moment_is_the_first_thing_that_happens_by_itself(story: Story) -> None:
    nxt = next_moment(story.case, tables())
    assert nxt is not None
    assert nxt == min(firing.at for firing in firings(story.case, tables()))
    _, nothing = pass_time(story.case, replace(story, now=nxt).after(microseconds=-1).now, tables())
    case, something = pass_time(story.case, nxt, tables())
    assert nothing == ()
    assert something[0].occurred_at == nxt
    assert fold(something, story.case) == case


def test_nothing_that_time_brings_is_repeated() -> None:
    for story in (filed(), mediating(), terminated(), fed_back(), closed(), found_clue()):
        later = story.at("2030-01-01").woken()
        assert later.woken().recorded == later.recorded
        assert next_moment(later.case, tables()) is None
