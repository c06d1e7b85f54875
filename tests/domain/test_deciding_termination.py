"""Termination, 令121 art.23: eight grounds, what each rests on, and each party told in seven working days."""

from __future__ import annotations

from dataclasses import replace

import pytest

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.case import ClockState
from redress.domain.commands import ContactResult, NoticeMatter, NoticeOutcome, SessionForm, SessionOutcome
from redress.domain.facts import Method
from tests.domain.scenario import (
    MEDIATION,
    MEDIATOR,
    OFFICER,
    TELL_COMPLAINANT,
    TELL_RESPONDENT,
    TEXT,
    Story,
    accepted,
    agreed,
    consent,
    filed,
    mediating,
    moment,
    terminate,
    terminated,
    told,
)


def contacted(story: Story) -> Story:
    called = c.RecordContact(
        party="respondent", method=Method.PHONE, at=story.now, result=ContactResult.NO_ANSWER
    )
    return story.does(OFFICER, called)


def met_once(story: Story, outcome: SessionOutcome = SessionOutcome.NO_AGREEMENT) -> Story:
    session = c.ScheduleSession(
        at=moment("2026-08-25 14:00"), form=SessionForm.REMOTE, mediator=MEDIATOR.person
    )
    story = story.does(MEDIATOR, session).at("2026-08-25 15:00")
    return story.does(MEDIATOR, c.RecordSession(outcome=outcome, minutes=TEXT))


CEASED = c.RecordPartyCeased(
    party="complainant", kind=c.CeasedKind.DIED, on=moment("2026-08-19").date(), proof=TEXT
)
NOT_AGREED = c.RecordCostNegotiation(outcome=c.CostOutcome.FAILED, note=TEXT)


@pytest.mark.parametrize(
    ("ground", "facts"),
    [("23-4", (NOT_AGREED,)), ("23-6", ()), ("23-7", (CEASED,)), ("23-8", ())],
)
def test_a_ground_that_a_person_finds_terminates(ground: str, facts: tuple[c.AnyCommand, ...]) -> None:
    story = accepted().does(MEDIATOR, *facts).does(OFFICER, terminate(ground))
    assert story.view.ground == ground
    assert story.case.terminated is not None
    assert story.case.terminated.article == f"art.23(1)({ground[-1]})"
    assert story.state(MEDIATION) is ClockState.MET


def test_ground_1_is_the_parties_own_and_has_its_own_commands() -> None:
    accepted().tries(OFFICER, terminate("23-1")).refused("ground_of_withdrawal")
    for command in (c.Withdraw(), c.RecordSettlement(terms=(TEXT,))):
        story = accepted().does(OFFICER, command)
        assert story.view.ground == "23-1"
        assert story.clock(TELL_COMPLAINANT).live
        assert story.clock(TELL_RESPONDENT).live


def test_ground_2_rests_on_an_attempt_a_refusal_or_an_absence() -> None:
    accepted().tries(OFFICER, terminate("23-2")).refused("ground_needs_attempts")
    contacted(accepted()).does(OFFICER, terminate("23-2"))
    accepted().does(OFFICER, consent("respondent", "no"), terminate("23-2"))
    mediating().does(OFFICER, c.WithdrawConsent(party="respondent"), terminate("23-2"))
    met_once(mediating(), SessionOutcome.PARTY_ABSENT).does(OFFICER, terminate("23-2"))


def test_ground_3_rests_on_a_session_that_was_held() -> None:
    contacted(mediating()).tries(OFFICER, terminate("23-3")).refused("ground_needs_attempts")
    met_once(mediating()).does(OFFICER, terminate("23-3"))


@pytest.mark.parametrize(
    ("when", "allowed"),
    [
        ("2026-08-20 09:00", False),
        ("2026-10-19 23:59", False),
        ("2026-10-20 00:00", True),
        ("2026-12-01 09:00", True),
    ],
)
def test_ground_5_exists_from_the_very_end_of_the_sixty_days(when: str, allowed: bool) -> None:
    story = mediating().at(when).tries(OFFICER, terminate("23-5"))
    if allowed:
        assert story.refusal is None
    else:
        story.refused("period_not_over")


def test_ground_5_is_not_dated_back_into_the_sixty_days() -> None:
    story = mediating().at("2026-10-20 09:00")
    story.tries(OFFICER, terminate("23-5", moment("2026-10-19 23:59"))).refused("period_not_over")


def test_ground_5_does_not_exist_while_the_period_stands_still() -> None:
    sampling = c.CommissionAppraisal(
        basis=c.AppraisalBasis.SAMPLING, institution=TEXT, commissioned_on=moment("2026-08-20").date()
    )
    story = accepted().does(OFFICER, sampling).at("2027-08-20 09:00")
    story.tries(OFFICER, terminate("23-5")).refused("period_not_over")


def test_the_sixty_days_end_by_a_persons_decision_only() -> None:
    story = mediating().at("2026-12-01 09:00").woken()
    assert story.case.terminated is None
    assert story.clock(MEDIATION).live
    story.tries(MEDIATOR, terminate("23-5")).refused("forbidden")
    assert story.does(OFFICER, terminate("23-5")).case.terminated is not None


@pytest.mark.parametrize(
    ("decided_at", "state"),
    [
        ("2026-10-20 00:00", ClockState.MET),
        ("2026-10-20 23:59", ClockState.MET),
        ("2026-10-21 00:00", ClockState.BREACHED),
    ],
)
def test_expired_becomes_breached_when_nobody_decides_in_the_next_working_day(
    decided_at: str, state: ClockState
) -> None:
    assert mediating().at("2026-10-20").state(MEDIATION) is ClockState.EXPIRED
    assert mediating().at(decided_at).does(OFFICER, terminate("23-5")).state(MEDIATION) is state


def test_the_grace_of_one_working_day_passes_over_a_weekend() -> None:
    story = mediating("2026-08-24 09:00")
    assert story.due_on(MEDIATION) == "2026-10-23", "a Friday"
    assert story.at("2026-10-24").state(MEDIATION) is ClockState.EXPIRED
    assert story.at("2026-10-26 23:59").state(MEDIATION) is ClockState.EXPIRED
    assert story.at("2026-10-27").state(MEDIATION) is ClockState.BREACHED


def test_a_decision_of_the_grace_entered_after_the_breach_is_marked_and_the_breach_stays() -> None:
    story = mediating().at("2026-10-22 09:00").does(OFFICER, terminate("23-5", moment("2026-10-20 15:00")))
    [ended] = [event for event in story.events(e.ClockEnded) if isinstance(event, e.ClockEnded)][-1:]
    assert (ended.clock, ended.outcome, ended.entered_after_breach) == (MEDIATION, "met", True)
    assert story.state(MEDIATION) is ClockState.BREACHED


def test_a_reason_is_given_and_the_ground_is_of_art_23() -> None:
    story = accepted().tries(OFFICER, c.TerminateMediation(ground="23-6")).refused("reason_required")
    assert story.refusal is not None
    assert story.refusal.citation == "令121 art.23(1)(6)"
    accepted().tries(OFFICER, terminate("16-1")).refused("unknown_ground")
    accepted().tries(OFFICER, terminate("23-9")).refused("unknown_ground")


def test_mediation_is_terminated_after_acceptance_and_once() -> None:
    filed().tries(OFFICER, terminate("23-6")).refused("wrong_stage")
    agreed().tries(OFFICER, terminate("23-6")).refused("already_decided")
    terminated().tries(OFFICER, terminate("23-6")).refused("already_decided")


def test_a_termination_is_not_dated_before_the_acceptance() -> None:
    story = accepted("2026-08-20 09:00").at("2026-08-24 09:00")
    story.tries(OFFICER, terminate("23-6", moment("2026-08-20 08:59"))).refused("before_its_cause")


def test_each_party_is_told_on_a_clock_of_its_own_art_23_2() -> None:
    story = terminated("2026-09-01 10:00")
    assert story.due_on(TELL_COMPLAINANT) == story.due_on(TELL_RESPONDENT) == "2026-09-10"
    story = story.at("2026-09-10 23:00").does(
        OFFICER, told(NoticeMatter.TERMINATION, "2026-09-10 23:00", "complainant")
    )
    late = story.at("2026-09-11 09:00")
    assert late.state(TELL_COMPLAINANT) is ClockState.MET
    assert late.state(TELL_RESPONDENT) is ClockState.BREACHED
    assert late.view.open_items == ("tell.termination:respondent-1",)
    both = late.does(OFFICER, told(NoticeMatter.TERMINATION, "2026-09-11 09:00", "respondent"))
    assert both.state(TELL_RESPONDENT) is ClockState.BREACHED
    assert not both.clock(TELL_RESPONDENT).live


def test_a_telling_in_time_entered_too_late_is_marked_and_keeps_the_breach() -> None:
    story = terminated("2026-09-01 10:00").at("2026-09-15 09:00")
    story = story.does(OFFICER, told(NoticeMatter.TERMINATION, "2026-09-08 09:00", "respondent"))
    [ended] = [event for event in story.events(e.ClockEnded) if isinstance(event, e.ClockEnded)][-1:]
    assert (ended.clock, ended.entered_after_breach) == (TELL_RESPONDENT, True)
    assert ended.ended_at == moment("2026-09-08 09:00")
    assert story.state(TELL_RESPONDENT) is ClockState.BREACHED


def test_two_failed_attempts_to_tell_end_a_partys_clock() -> None:
    missed = told(NoticeMatter.TERMINATION, "2026-09-02 10:00", "respondent", NoticeOutcome.UNREACHABLE)
    story = terminated("2026-09-01 10:00").at("2026-09-02 10:00").does(OFFICER, missed)
    assert story.clock(TELL_RESPONDENT).live
    story = story.does(OFFICER, missed)
    assert story.state(TELL_RESPONDENT) is ClockState.MET
    assert story.clock(TELL_COMPLAINANT).live, "the other party is told on its own clock"


def test_a_withdrawal_before_acceptance_owes_nobody_anything() -> None:
    story = filed().does(OFFICER, c.Withdraw(reason=TEXT))
    assert not any(clock.live for clock in story.case.clocks)
    assert story.view.open_items == ()
    assert story.view.ground is None


def test_a_withdrawal_may_follow_at_any_time_before_the_result() -> None:
    for story in (filed(), accepted(), mediating(), met_once(mediating())):
        story.does(OFFICER, c.Withdraw())
    agreed().tries(OFFICER, c.Withdraw()).refused("already_decided")
    early = replace(c.Withdraw(), occurred_at=moment("2026-08-19 09:00"))
    accepted("2026-08-20 09:00").tries(OFFICER, early).refused("before_its_cause")
