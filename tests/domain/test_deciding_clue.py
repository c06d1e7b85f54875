"""The clue (诉转案), 令121 art.27, 程序规定 art.18: a case of its own, verified in 15 (+15) working days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.actors import Role
from redress.domain.case import ClockState, Stage
from redress.domain.commands import ClueOutcome
from redress.domain.events import Matter
from redress.domain.passing import next_moment
from tests.domain.scenario import (
    ACCEPTANCE,
    CLUE,
    HEAD,
    MEDIATION,
    OFFICER,
    REOPENING,
    SUPERVISOR,
    TEXT,
    Story,
    concluded,
    filed,
    found_clue,
    mediating,
    moment,
    tables,
)

REQUEST = c.RequestExtension(clock=CLUE, reason=TEXT)
APPROVE = c.ApproveExtension(clock=CLUE)
OPENED = c.RecordClueDecision(outcome=ClueOutcome.OPENED, number=TEXT)


def requested(when: str = "2026-09-01 09:00") -> Story:
    return found_clue("2026-08-17 09:00").at(when).does(OFFICER, REQUEST)


def test_a_clue_found_in_mediation_becomes_a_case_of_its_own() -> None:
    story = mediating().does(OFFICER, c.ReferClue(summary=TEXT), c.ReferClue(summary=TEXT))
    first, second = story.case.clues
    assert (first.case_number, second.case_number) == ("QH-2026-000001-7-C1", "QH-2026-000001-7-C2")
    assert first.case_id != second.case_id
    assert story.case.stage is Stage.MEDIATING, "the mediation goes on (art.27(2))"
    assert story.due_on(MEDIATION) == "2026-10-19"


def test_a_clue_outlives_the_complaint_and_may_be_found_after_it() -> None:
    concluded().does(OFFICER, c.ReferClue(summary=TEXT))
    filed().tries(OFFICER, c.ReferClue(summary=TEXT)).refused("wrong_stage")


def test_a_clue_is_verified_in_fifteen_working_days() -> None:
    story = found_clue("2026-08-17 09:00")
    assert (story.case.matter, story.case.stage) == (Matter.CLUE, Stage.CHECKING)
    assert story.due_on(CLUE) == "2026-09-07"
    assert story.at("2026-09-07 23:59").does(OFFICER, OPENED).state(CLUE) is ClockState.MET
    assert story.at("2026-09-08 00:00").does(OFFICER, OPENED).state(CLUE) is ClockState.BREACHED


def test_the_fifteen_days_run_from_the_discovery_not_from_its_entry_art_27() -> None:
    story = found_clue("2026-08-20 09:00", found="2026-08-17 09:00")
    assert story.due_on(CLUE) == "2026-09-07"
    assert story.recorded[0].at == moment("2026-08-20 09:00")


@pytest.mark.parametrize("outcome", ClueOutcome)
def test_opening_a_case_and_not_opening_one_both_end_it(outcome: ClueOutcome) -> None:
    story = found_clue().does(OFFICER, c.RecordClueDecision(outcome=outcome, number=TEXT))
    assert (story.state(CLUE), story.case.stage) == (ClockState.MET, Stage.CONCLUDED)
    story.tries(OFFICER, OPENED).refused("wrong_stage")
    closed = story.does(OFFICER, c.Close())
    assert closed.clock(REOPENING).live
    closed.tries(OFFICER, c.Close()).refused("already_closed")


def test_a_clue_that_is_not_decided_is_not_closed() -> None:
    found_clue().tries(OFFICER, c.Close()).refused("wrong_stage")


def test_the_day_of_the_decision_lies_between_finding_and_today() -> None:
    story = found_clue("2026-08-17 09:00").at("2026-08-20 09:00")
    story.tries(OFFICER, replace(OPENED, decided_on=date(2026, 8, 21))).refused("in_the_future")
    story.tries(OFFICER, replace(OPENED, decided_on=date(2026, 8, 16))).refused("before_its_cause")
    today = replace(OPENED, occurred_at=moment("2026-08-20 08:00"), decided_on=date(2026, 8, 16))
    story.tries(OFFICER, today).refused("before_its_cause")
    same_day = story.does(OFFICER, replace(OPENED, decided_on=date(2026, 8, 17)))
    assert same_day.clock(CLUE).ended_at == moment("2026-08-17 23:59:59.999999"), "by the end of that day"


def test_a_decision_in_time_entered_late_is_marked_and_keeps_the_breach() -> None:
    story = found_clue("2026-08-17 09:00").at("2026-09-09 09:00")
    story = story.does(OFFICER, replace(OPENED, decided_on=date(2026, 9, 7)))
    [ended] = [event for event in story.events(e.ClockEnded) if isinstance(event, e.ClockEnded)]
    assert ended.entered_after_breach
    assert story.state(CLUE) is ClockState.BREACHED


@pytest.mark.parametrize(
    "command",
    [
        c.Accept(),
        c.Refuse(ground="16-1", reason=TEXT),
        c.Withdraw(),
        c.Reopen(ground=c.ReopenGround.OWN_ERROR, order=TEXT),
    ],
)
def test_a_clue_knows_no_command_of_a_complaint(command: c.AnyCommand) -> None:
    boss = replace(OFFICER, roles=(Role.OFFICER, Role.SUPERVISOR))
    found_clue().tries(boss, command).refused("not_for_this_matter")


def test_a_complaint_knows_no_decision_on_a_clue() -> None:
    filed().tries(OFFICER, OPENED).refused("not_for_this_matter")


# extension


def test_the_head_extends_by_fifteen_working_days_at_an_officers_request() -> None:
    story = requested()
    assert story.view.open_items == (f"extension:{CLUE}",)
    story = story.does(HEAD, APPROVE)
    assert story.due_on(CLUE) == "2026-09-28", "counted on from 7 September"
    assert story.view.open_items == ()
    [extended] = story.events(e.ClockExtended)
    assert isinstance(extended, e.ClockExtended)
    assert extended.approved_at == story.now


def test_the_approver_is_another_person_and_a_head() -> None:
    both = replace(OFFICER, roles=(Role.OFFICER, Role.BUREAU_HEAD))
    requested().tries(both, APPROVE).refused("approver_is_requester")
    requested().tries(SUPERVISOR, APPROVE).refused("forbidden")
    requested().tries(SUPERVISOR, c.RejectExtension(clock=CLUE, reason=TEXT)).refused("forbidden")
    requested().does(HEAD, APPROVE)


def test_an_extension_is_approved_when_it_was_asked_for() -> None:
    found_clue().tries(HEAD, APPROVE).refused("no_extension_request")
    found_clue().tries(HEAD, c.RejectExtension(clock=CLUE, reason=TEXT)).refused("no_extension_request")
    requested().tries(OFFICER, REQUEST).refused("extension_requested")


def test_a_rejected_request_extends_nothing_and_may_be_made_again() -> None:
    story = requested().does(HEAD, c.RejectExtension(clock=CLUE, reason=TEXT))
    assert (story.due_on(CLUE), story.view.open_items) == ("2026-09-07", ())
    story.does(OFFICER, REQUEST).does(HEAD, APPROVE)


@pytest.mark.parametrize(("when", "allowed"), [("2026-09-07 23:59", True), ("2026-09-08 00:00", False)])
def test_an_extension_is_approved_before_the_clock_expires(when: str, allowed: bool) -> None:
    story = requested().at(when).tries(HEAD, APPROVE)
    if allowed:
        assert story.due_on(CLUE) == "2026-09-28"
    else:
        story.refused("too_late_to_extend")


def test_an_extension_is_asked_for_before_the_clock_expires_and_while_it_runs() -> None:
    found_clue("2026-08-17 09:00").at("2026-09-08").tries(OFFICER, REQUEST).refused("too_late_to_extend")
    decided = found_clue().does(OFFICER, OPENED)
    decided.tries(OFFICER, REQUEST).refused("wrong_stage")


def test_an_extension_takes_the_moment_of_entry() -> None:
    story = requested()
    entered = replace(APPROVE, occurred_at=story.now)
    story.tries(HEAD, entered).refused("moment_of_entry")
    found_clue().tries(OFFICER, replace(REQUEST, occurred_at=moment("2026-08-17 09:00"))).refused(
        "moment_of_entry"
    )


def test_a_clock_is_extended_once() -> None:
    story = requested().does(HEAD, APPROVE)
    story.tries(OFFICER, REQUEST).refused("extension_used")
    story.tries(HEAD, APPROVE).refused("extension_used")


def test_a_request_that_nobody_decides_in_five_working_days_lapses() -> None:
    story = requested("2026-08-18 09:00")
    assert story.at("2026-08-25 23:59").does(HEAD, APPROVE).due_on(CLUE) == "2026-09-28"
    late = story.at("2026-08-26 00:00")
    late.tries(HEAD, APPROVE).refused("no_extension_request")
    late.tries(HEAD, c.RejectExtension(clock=CLUE, reason=TEXT)).refused("no_extension_request")
    lapsed = late.after(hours=9).woken()
    [entry] = [one for one in lapsed.recorded if isinstance(one.event, e.ExtensionLapsed)]
    assert (entry.occurred_at, entry.person) == (moment("2026-08-26 00:00"), "system")
    assert lapsed.view.open_items == ()
    assert lapsed.due_on(CLUE) == "2026-09-07", "the clock runs on as it did"
    assert lapsed.does(OFFICER, REQUEST).does(HEAD, APPROVE).due_on(CLUE) == "2026-09-28", "asked for again"


def test_a_request_lapses_at_the_latest_with_its_clock() -> None:
    story = requested("2026-09-07 16:00").at("2026-09-08 09:00").woken()
    found = [type(entry.event) for entry in story.recorded]
    assert found.index(e.ExtensionLapsed) < found.index(e.ClockBreached)
    assert story.view.open_items == ()


def test_the_case_wakes_when_the_request_lapses() -> None:
    story = requested("2026-08-18 09:00")
    assert next_moment(story.case, tables()) == moment("2026-08-26 00:00")


def test_a_decision_makes_an_open_request_pointless() -> None:
    assert requested().does(OFFICER, OPENED).view.open_items == ()


@pytest.mark.parametrize("key", [ACCEPTANCE, MEDIATION])
def test_no_clock_of_a_complaint_is_extended_under_order_121(key: str) -> None:
    story = mediating().tries(OFFICER, c.RequestExtension(clock=key, reason=TEXT)).refused("not_extendable")
    story.tries(HEAD, c.ApproveExtension(clock=key)).refused("not_extendable")


def test_an_unknown_clock_is_answered_with_the_known_ones() -> None:
    story = (
        found_clue().tries(OFFICER, c.RequestExtension(clock="李四", reason=TEXT)).refused("no_such_clock")
    )
    assert story.refusal is not None
    assert story.refusal.detail == CLUE
