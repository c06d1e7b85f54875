"""What stands behind an agreement and what follows it: S2-06, 令121 art.24, 人民调解法 art.33, art.42."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.case import ClockState
from redress.domain.commands import (
    ConfirmationOutcome,
    ContactResult,
    LegalityPoint,
    NoticeMatter,
    Performed,
    RemoteMeans,
    SessionForm,
    SessionOutcome,
)
from redress.domain.context import Context
from redress.domain.deciding import decide
from redress.domain.facts import Channel, Method
from tests.domain.scenario import (
    AGREEMENT,
    MEDIATOR,
    OFFICER,
    TEXT,
    accepted,
    agreed,
    found_clue,
    mediating,
    moment,
    tables,
    terminate,
    told,
)

CONFIRMATION = "agreement.judicial_confirmation"
ALL = tuple(LegalityPoint)
CHECKED = replace(AGREEMENT, legality_checked=True, checks=ALL)
APPLY = c.ApplyJudicialConfirmation(
    applied_on=date(2026, 9, 10), court=TEXT, by=("complainant", "respondent")
)


# S2-06: legality


def test_an_agreement_that_failed_its_check_is_refused_with_words() -> None:
    refusal = mediating().tries(MEDIATOR, replace(AGREEMENT, legality_checked=False)).refusal
    assert refusal is not None
    assert (refusal.code, refusal.citation) == ("agreement_unlawful", "S2-06; 令121 art.18")


@pytest.mark.parametrize("left_out", LegalityPoint)
def test_the_check_looks_at_every_point_of_s2_06(left_out: LegalityPoint) -> None:
    some = tuple(point for point in ALL if point is not left_out)
    story = mediating().tries(MEDIATOR, replace(CHECKED, checks=some))
    refusal = story.refused("legality_incomplete").refusal
    assert refusal is not None
    assert refusal.detail == left_out
    assert mediating().does(MEDIATOR, CHECKED).view.open_items == ()
    agreed().tries(MEDIATOR, c.ConfirmLegality(checks=some)).refused("legality_incomplete")


def test_an_unchecked_agreement_is_an_open_item_until_it_was_checked() -> None:
    story = agreed()
    assert "agreement.legality" in story.view.open_items
    story = story.does(MEDIATOR, c.ConfirmLegality(checks=ALL))
    assert "agreement.legality" not in story.view.open_items
    story.tries(MEDIATOR, c.ConfirmLegality(checks=ALL)).refused("already_decided")
    mediating().tries(MEDIATOR, c.ConfirmLegality(checks=ALL)).refused("no_agreement")


# S2-13: judicial confirmation


def test_both_sides_apply_within_thirty_days_of_the_effect() -> None:
    story = mediating().at("2026-09-01 10:00").does(MEDIATOR, CHECKED)
    assert story.due_on(CONFIRMATION) == "2026-10-08", "1 October and the holiday week roll it on"
    assert story.view.due_on is None, "nobody in the office waits for it"
    story = story.at("2026-09-10 10:00")
    story.tries(OFFICER, replace(APPLY, by=("complainant",))).refused("confirmation_is_joint")
    story.tries(OFFICER, replace(APPLY, by=("complainant", "x"))).refused("unknown_party")
    story.tries(OFFICER, replace(APPLY, applied_on=date(2026, 8, 31))).refused("before_its_cause")
    story.tries(OFFICER, replace(APPLY, applied_on=date(2026, 9, 11))).refused("in_the_future")
    applied = story.does(OFFICER, APPLY)
    assert applied.state(CONFIRMATION) is ClockState.MET
    assert "judicial_confirmation" in applied.view.open_items
    applied.tries(OFFICER, APPLY).refused("already_decided")
    done = c.RecordJudicialConfirmation(outcome=ConfirmationOutcome.CONFIRMED, number=TEXT)
    story.tries(OFFICER, done).refused("no_confirmation")
    confirmed = applied.does(OFFICER, done)
    assert "judicial_confirmation" not in confirmed.view.open_items
    confirmed.tries(OFFICER, done).refused("already_decided")


def test_the_window_closes_by_itself_and_harms_nobody() -> None:
    story = mediating().at("2026-09-01 10:00").does(MEDIATOR, CHECKED).at("2026-10-09 00:00").woken()
    assert story.state(CONFIRMATION) is ClockState.CANCELLED
    assert not story.view.overdue
    late = replace(APPLY, applied_on=date(2026, 10, 9))
    story.at("2026-10-09 10:00").tries(OFFICER, late).refused("confirmation_too_late")
    story.does(OFFICER, replace(APPLY, applied_on=date(2026, 10, 8))), "in time, entered later"


def test_a_case_whose_tables_know_no_such_clock_has_the_same_thirty_days() -> None:
    story = mediating().at("2026-09-01 10:00").does(MEDIATOR, CHECKED).at("2026-10-12 10:00")
    without = replace(story.case, clocks=tuple(x for x in story.case.clocks if x.rule != CONFIRMATION))
    ctx = Context(actor=OFFICER, now=story.now, tables=tables())
    on = date(2026, 10, 8)
    assert isinstance(decide(without, replace(APPLY, applied_on=on), ctx), tuple)
    assert not isinstance(decide(without, replace(APPLY, applied_on=date(2026, 10, 9)), ctx), tuple)


def test_what_was_performed_at_once_or_is_unchecked_has_nothing_to_confirm() -> None:
    at_once = replace(CHECKED, why=c.AgreementWhy.PERFORMED_AT_ONCE)
    assert mediating().does(MEDIATOR, at_once).case.clock(CONFIRMATION) is None
    agreed("2026-09-10 10:00").tries(OFFICER, APPLY).refused("legality_unchecked")


# art.24: performance


def test_performance_in_three_answers_and_as_it_was_said_before() -> None:
    for said, whole, extent in (
        (True, True, None),
        (False, False, None),
        (Performed.YES, True, Performed.YES),
        (Performed.PARTLY, False, Performed.PARTLY),
        (Performed.NO, False, Performed.NO),
    ):
        agreement = agreed().does(MEDIATOR, c.RecordPerformance(performed=said)).case.agreement
        assert agreement is not None
        assert (agreement.performed, agreement.extent) == (whole, extent)


def test_each_term_has_its_date_and_what_passed_unrecorded_is_asked_for() -> None:
    due = (c.TermDue(term=1, due_on=date(2026, 9, 5)), c.TermDue(term=2, due_on=date(2026, 9, 12)))
    agreement = replace(CHECKED, terms=(TEXT, TEXT), due=due, perform_by=date(2026, 9, 20))
    story = mediating().at("2026-09-01 10:00").does(MEDIATOR, agreement)
    assert story.at("2026-09-05 23:00").view.open_items == ()
    late = story.at("2026-09-13 00:00")
    assert late.view.open_items == ("performance.term:1", "performance.term:2")
    kept = late.does(OFFICER, c.RecordPerformance(performed=Performed.YES, term=1))
    assert kept.view.open_items == ("performance.term:2",)
    broken = kept.does(OFFICER, c.RecordPerformance(performed=Performed.NO, term=2))
    assert broken.case.agreement is not None
    assert broken.case.agreement.performed is False, "one term that was not kept breaks it"
    terms = ("performance.term:1", "performance.term:2")
    assert late.at("2026-09-21 00:00").view.open_items == (*terms, "performance")
    late.tries(OFFICER, c.RecordPerformance(performed=True, term=3)).refused("no_such_term")


def test_a_date_belongs_to_a_term_and_does_not_lie_before_the_agreement() -> None:
    story = mediating().at("2026-09-01 10:00")
    for term in (0, 2):
        wrong = (c.TermDue(term=term, due_on=date(2026, 9, 5)),)
        story.tries(MEDIATOR, replace(CHECKED, due=wrong)).refused("no_such_term")
    twice = (c.TermDue(term=1, due_on=date(2026, 9, 5)),) * 2
    story.tries(MEDIATOR, replace(CHECKED, due=twice)).refused("no_such_term")
    early = (c.TermDue(term=1, due_on=date(2026, 8, 31)),)
    story.tries(MEDIATOR, replace(CHECKED, due=early)).refused("due_before_agreement")


# art.23(1): what the grounds name


def test_ground_6_names_what_was_found_and_ground_8_the_law() -> None:
    story = accepted()
    plain = c.TerminateMediation(ground="23-6", reason=TEXT)
    story.tries(OFFICER, plain).refused("basis_needed")
    story.tries(OFFICER, replace(plain, basis="16-9")).refused("unknown_ground")
    for basis in ("16-4", "42"):
        [event] = story.does(OFFICER, replace(plain, basis=basis)).events(e.MediationTerminated)
        assert isinstance(event, e.MediationTerminated)
        assert event.basis == basis
    story.tries(OFFICER, replace(plain, ground="23-8")).refused("provision_needed")
    story.does(OFFICER, replace(plain, ground="23-8", provision=TEXT))


def test_ground_7_rests_on_a_party_that_ceased() -> None:
    story = accepted()
    story.tries(OFFICER, terminate("23-7")).refused("ceased_party_needed")
    ceased = c.RecordPartyCeased(party="respondent", kind=c.CeasedKind.DISSOLVED, on=date(2026, 8, 20))
    story.tries(OFFICER, replace(ceased, party="x")).refused("unknown_party")
    story.tries(OFFICER, replace(ceased, on=date(2026, 8, 21))).refused("in_the_future")
    known = story.does(OFFICER, ceased)
    assert known.view.termination_grounds == ("23-7",)
    known.does(OFFICER, terminate("23-7"))


@pytest.mark.parametrize("ground", ["23-4", "23-6", "23-7", "23-8"])
def test_a_case_of_the_first_edition_terminates_as_it_always_did(ground: str) -> None:
    story = accepted()
    ctx = Context(actor=OFFICER, now=story.now, tables=tables(), edition=1)
    assert isinstance(decide(story.case, c.TerminateMediation(ground=ground, reason=TEXT), ctx), tuple)


def test_signs_of_fraud_open_ground_6_and_the_police_art_42() -> None:
    story = accepted().does(MEDIATOR, c.ReportFraudSigns(summary=TEXT, signs=(c.FraudSign.SWAPPED,)))
    assert "fraud_signs" in story.view.open_items
    assert story.view.termination_grounds == ("23-6",)
    police = story.does(OFFICER, c.Transfer(to=c.Authority.POLICE, authority=TEXT, reason=TEXT))
    assert "fraud_signs" not in police.view.open_items
    ended = story.does(OFFICER, c.TerminateMediation(ground="23-6", reason=TEXT, basis="42"))
    assert "fraud_signs" not in ended.view.open_items


def test_the_grounds_that_the_facts_suggest_are_shown() -> None:
    assert mediating().view.termination_grounds == ()
    gone = mediating().does(MEDIATOR, c.WithdrawConsent(party="respondent"))
    assert gone.view.termination_grounds == ("23-2",)
    assert "consent.withdrawn:respondent-1" in gone.view.open_items
    assert mediating().at("2026-10-20 09:00").view.termination_grounds == ("23-5",)
    assert agreed().view.termination_grounds == ()


def test_the_attempts_behind_a_ground_are_in_the_view() -> None:
    story = accepted()
    for result in (ContactResult.NO_ANSWER, ContactResult.REFUSED):
        call = c.RecordContact(party="respondent", method=Method.PHONE, at=story.now, result=result)
        story = story.does(OFFICER, call)
    assert [(one.party, one.result, one.person) for one in story.view.proceedings.contacts] == [
        ("respondent-1", ContactResult.NO_ANSWER, OFFICER.person),
        ("respondent-1", ContactResult.REFUSED, OFFICER.person),
    ]


# art.18 and 20: consents and sessions


def test_a_consent_is_kept_with_its_channel_and_its_moment() -> None:
    story = accepted("2026-08-20 09:00").at("2026-08-24 15:00")
    said = c.RecordConsent(
        party="respondent", answer="yes", channel=Channel.PHONE, occurred_at=moment("2026-08-24 14:30")
    )
    [shown] = story.does(MEDIATOR, said).view.consents
    assert (shown.answer, shown.at, shown.channel) == ("yes", moment("2026-08-24 14:30"), "phone")


REMOTE = c.ScheduleSession(
    at=moment("2026-08-25 14:00"), form=SessionForm.REMOTE, mediator=MEDIATOR.person, means=RemoteMeans.VIDEO
)
ON_SITE = replace(REMOTE, form=SessionForm.ON_SITE, means=None, place=TEXT)


def test_a_session_with_one_party_alone_is_told_to_that_party_alone_s2_08() -> None:
    alone = replace(ON_SITE, with_party="respondent")
    story = mediating().does(MEDIATOR, alone)
    assert (story.case.sessions[0].joint, story.case.sessions[0].with_party) == (False, "respondent-1")
    told_one = story.does(MEDIATOR, told(NoticeMatter.SESSION, "2026-08-20 09:00", "respondent"))
    told_one.at("2026-08-25 15:00").does(MEDIATOR, c.RecordSession(outcome=SessionOutcome.ADJOURNED))
    mediating().tries(MEDIATOR, replace(alone, with_party="x")).refused("unknown_party")
    mediating().tries(MEDIATOR, replace(ON_SITE, means=RemoteMeans.VIDEO)).refused("means_of_remote")


def test_private_notes_stay_in_the_ledger_and_the_view_says_only_that_there_are_some() -> None:
    story = mediating().does(MEDIATOR, REMOTE).at("2026-08-25 15:00")
    note = c.PrivateNote(party="respondent", text=TEXT)
    held = c.RecordSession(outcome=SessionOutcome.ADJOURNED, private_notes=(note,))
    story = story.does(MEDIATOR, held)
    assert story.view.sessions[0].noted == ("respondent-1",)
    [event] = story.events(e.SessionHeld)
    assert isinstance(event, e.SessionHeld)
    assert event.private_notes == (c.PrivateNote(party="respondent-1", text=TEXT),)
    wrong = replace(held, private_notes=(replace(note, party="x"),))
    mediating().does(MEDIATOR, REMOTE).at("2026-08-25 15:00").tries(MEDIATOR, wrong).refused("unknown_party")


def test_a_session_is_put_off_or_cancelled() -> None:
    story = mediating().does(MEDIATOR, ON_SITE)
    later = replace(ON_SITE, at=moment("2026-08-27 14:00"), replaces=1)
    put_off = story.does(MEDIATOR, later)
    assert [(s.number, s.open) for s in put_off.case.sessions] == [(1, False), (2, True)]
    put_off.tries(MEDIATOR, later).refused("session_not_scheduled")
    gone = story.does(MEDIATOR, c.CancelSession(reason=TEXT))
    gone.tries(MEDIATOR, c.CancelSession(reason=TEXT)).refused("session_not_scheduled")
    held = c.RecordSession(outcome=SessionOutcome.ADJOURNED)
    gone.at("2026-08-25 15:00").tries(MEDIATOR, held).refused("session_not_scheduled")


# 程序规定 art.18: the bureau's own test on a clue


@pytest.mark.parametrize("cause", c.ClueTestCause)
def test_the_bureaus_own_test_stops_only_the_fifteen_days_of_the_clue(cause: c.ClueTestCause) -> None:
    story = found_clue("2026-08-17 09:00").at("2026-08-20 09:00")
    start = c.StartClueTest(cause=cause, started_on=date(2026, 8, 20), body=TEXT)
    out = story.does(OFFICER, start)
    assert out.state("clue.verification") is ClockState.SUSPENDED
    out.tries(OFFICER, start).refused("clue_test_running")
    back = out.at("2026-08-27 09:00").does(OFFICER, c.EndClueTest(received_on=date(2026, 8, 27)))
    assert back.due_on("clue.verification") == "2026-09-14", "five working days later than 7 September"
    again = back.does(OFFICER, replace(start, started_on=date(2026, 8, 27)))
    assert [test.number for test in again.case.proceedings.tests] == [1, 2]


def test_a_test_lies_in_the_life_of_the_clue() -> None:
    story = found_clue("2026-08-17 09:00").at("2026-08-20 09:00")
    start = c.StartClueTest(cause=c.ClueTestCause.TESTING, started_on=date(2026, 8, 20))
    story.tries(OFFICER, replace(start, started_on=date(2026, 8, 16))).refused("before_its_cause")
    story.tries(OFFICER, replace(start, started_on=date(2026, 8, 21))).refused("in_the_future")
    story.tries(OFFICER, c.EndClueTest(received_on=date(2026, 8, 20))).refused("no_clue_test")
    out = story.does(OFFICER, start)
    out.tries(OFFICER, c.EndClueTest(received_on=date(2026, 8, 19))).refused("before_its_cause")
    out.tries(OFFICER, c.EndClueTest(received_on=date(2026, 8, 21))).refused("in_the_future")
    mediating().tries(OFFICER, start).refused("not_for_this_matter")


def test_an_opened_case_has_its_number() -> None:
    opened = c.RecordClueDecision(outcome=c.ClueOutcome.OPENED)
    found_clue().tries(OFFICER, opened).refused("case_number_needed")
    story = found_clue()
    ctx = Context(actor=OFFICER, now=story.now, tables=tables(), edition=1)
    assert isinstance(decide(story.case, opened, ctx), tuple)


