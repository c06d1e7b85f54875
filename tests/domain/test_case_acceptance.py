"""The decision of 令121 art.15 and 16: seven working days from receipt, and only telling ends them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date

import pytest

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.case import ClockState, Stage
from redress.domain.commands import ContactResult, NoticeMatter, NoticeOutcome
from redress.domain.facts import Channel, Complainant, Filing, Method, Respondent
from redress.domain.refusals import Kind
from tests.domain.scenario import (
    ACCEPTANCE,
    INTAKE,
    MEDIATION,
    OFFICER,
    SUPERVISOR,
    TEXT,
    accepted,
    filed,
    moment,
    refused,
    terminate,
    told,
)

GROUNDS = [f"16-{n}" for n in range(1, 8)]


def test_seven_working_days_from_receipt_and_the_start_day_is_not_counted() -> None:
    assert filed("2026-08-17 09:00").due_on(ACCEPTANCE) == "2026-08-26"
    assert filed("2026-09-18 09:00").due_on(ACCEPTANCE) == "2026-09-29", "make-up Sunday 20 September counts"


def test_deciding_alone_does_not_end_the_acceptance_clock() -> None:
    story = filed().at("2026-08-20 09:00").does(OFFICER, c.Accept())
    assert story.state(ACCEPTANCE) is ClockState.RUNNING
    assert story.at("2026-08-27").state(ACCEPTANCE) is ClockState.BREACHED


@pytest.mark.parametrize(
    ("told_at", "state"),
    [
        ("2026-08-20 09:00", ClockState.MET),
        ("2026-08-26 23:59", ClockState.MET),
        ("2026-08-27 00:00", ClockState.BREACHED),
    ],
)
def test_telling_the_complainant_ends_it_by_24_00_of_the_due_day(told_at: str, state: ClockState) -> None:
    story = filed().at("2026-08-20 09:00").does(OFFICER, c.Accept())
    story = story.at(told_at).does(INTAKE, told(NoticeMatter.ACCEPTANCE, told_at))
    assert story.state(ACCEPTANCE) is state
    assert not story.clock(ACCEPTANCE).live


def test_telling_the_respondent_of_the_acceptance_ends_nothing() -> None:
    story = filed().does(OFFICER, c.Accept(), told(NoticeMatter.ACCEPTANCE, "2026-08-17 09:00", "respondent"))
    assert story.clock(ACCEPTANCE).live
    assert "tell.acceptance" in story.view.open_items


@pytest.mark.parametrize("outcome", [NoticeOutcome.UNREACHABLE, NoticeOutcome.REFUSED])
def test_one_failed_attempt_leaves_the_clock_the_second_ends_it(outcome: NoticeOutcome) -> None:
    attempt = told(NoticeMatter.ACCEPTANCE, "2026-08-20 09:00", outcome=outcome)
    once = filed().at("2026-08-20 09:00").does(OFFICER, c.Accept(), attempt)
    assert once.clock(ACCEPTANCE).live
    assert "tell.acceptance" in once.view.open_items
    twice = once.does(OFFICER, attempt)
    assert twice.state(ACCEPTANCE) is ClockState.MET
    assert "tell.acceptance" not in twice.view.open_items


def test_a_failed_attempt_after_the_telling_does_not_untell() -> None:
    late = told(NoticeMatter.ACCEPTANCE, "2026-08-20 09:00", outcome=NoticeOutcome.UNREACHABLE)
    assert accepted().does(OFFICER, late).case.was_told(NoticeMatter.ACCEPTANCE, "complainant-1")


@pytest.mark.parametrize("ground", GROUNDS)
def test_each_of_the_seven_grounds_of_art_16_refuses(ground: str) -> None:
    story = filed().does(SUPERVISOR, c.Refuse(ground=ground, reason=TEXT))
    assert story.case.stage is Stage.REFUSED
    assert story.case.refused is not None
    assert story.case.refused.article == f"art.16({ground[-1]})"
    assert story.view.ground == ground
    assert story.clock(ACCEPTANCE).live, "art.15: the complainant is told the reason before the clock ends"
    done = story.does(OFFICER, told(NoticeMatter.REFUSAL, "2026-08-17 09:00"))
    assert done.state(ACCEPTANCE) is ClockState.MET


@pytest.mark.parametrize("ground", ["16-0", "16-8", "23-2", "", "16-4 "])
def test_a_ground_that_art_16_does_not_have_is_unknown(ground: str) -> None:
    filed().tries(OFFICER, c.Refuse(ground=ground, reason=TEXT)).refused("unknown_ground")


@pytest.mark.parametrize("ground", GROUNDS)
def test_a_refusal_gives_its_reason_art_15(ground: str) -> None:
    story = filed().tries(OFFICER, c.Refuse(ground=ground)).refused("reason_required")
    assert story.refusal is not None
    assert (story.refusal.citation, story.refusal.kind) == ("令121 art.15", Kind.INVALID)


def test_an_accepted_complaint_is_not_refused_but_terminated_on_ground_6() -> None:
    story = accepted().tries(OFFICER, c.Refuse(ground="16-2", reason=TEXT)).refused("already_accepted")
    assert story.does(OFFICER, terminate("23-6")).case.terminated is not None


def test_a_decision_is_made_once() -> None:
    refused().tries(OFFICER, c.Accept()).refused("wrong_stage")
    refused().tries(OFFICER, c.Refuse(ground="16-1", reason=TEXT)).refused("wrong_stage")
    accepted().tries(OFFICER, c.Accept()).refused("wrong_stage")


@pytest.mark.parametrize(
    "matter", [NoticeMatter.ACCEPTANCE, NoticeMatter.REFUSAL, NoticeMatter.TERMINATION]
)
def test_there_is_nothing_to_tell_before_the_decision(matter: NoticeMatter) -> None:
    filed().tries(OFFICER, told(matter, "2026-08-17 09:00")).refused("nothing_to_tell")


def test_nobody_is_told_of_a_decision_before_it_was_made() -> None:
    story = filed().at("2026-08-20 09:00").does(OFFICER, c.Accept())
    story.tries(OFFICER, told(NoticeMatter.ACCEPTANCE, "2026-08-20 08:59")).refused("before_its_cause")


@pytest.mark.parametrize("seconds", [0, 12])
def test_a_notice_written_down_to_the_minute_follows_a_decision_of_that_minute(seconds: int) -> None:
    decided = moment("2026-08-20 09:00").replace(second=27, microsecond=552_293)
    story = filed().at("2026-08-20 09:01").does(OFFICER, c.Accept(occurred_at=decided))
    written = moment("2026-08-20 09:00").replace(second=seconds)
    after = story.at("2026-08-20 09:05").does(OFFICER, told(NoticeMatter.ACCEPTANCE, written))
    assert after.case.told[-1].at == decided
    assert after.state(ACCEPTANCE) is ClockState.MET
    before = written.replace(minute=59, hour=8, second=59)
    story.at("2026-08-20 09:05").tries(OFFICER, told(NoticeMatter.ACCEPTANCE, before)).refused(
        "before_its_cause"
    )


def test_the_mediation_clock_starts_with_the_acceptance_not_with_the_telling() -> None:
    story = filed().at("2026-08-20 09:00").does(OFFICER, c.Accept())
    later = story.at("2026-08-21 09:00").does(OFFICER, told(NoticeMatter.ACCEPTANCE, "2026-08-21 09:00"))
    assert later.due_on(MEDIATION) == "2026-10-19"


def test_a_moment_in_another_zone_is_the_same_moment() -> None:
    utc = filed().at("2026-08-27 08:00").does(OFFICER, c.Accept(occurred_at=moment("2026-08-26 23:00")))
    command = told(NoticeMatter.ACCEPTANCE, moment("2026-08-27 00:30").astimezone(UTC))
    assert utc.does(OFFICER, command).state(ACCEPTANCE) is ClockState.BREACHED, "half past midnight in China"


def test_material_asked_for_leaves_a_working_day_before_the_deadline() -> None:
    story = filed()
    ask = c.RequestMaterial(items=(TEXT,), due_on=date(2026, 8, 25))
    assert story.does(INTAKE, ask).due_on(ACCEPTANCE) == "2026-08-26", "asking stops no clock"
    assert "material" in story.does(INTAKE, ask).view.open_items
    story.tries(INTAKE, replace(ask, due_on=date(2026, 8, 26))).refused("due_day_too_late")
    story.tries(INTAKE, replace(ask, due_on=date(2026, 8, 16))).refused("due_day_past")


def test_material_answers_the_request_and_completes_open_items() -> None:
    story = filed()
    findings = e.Findings(
        missing=("complainant-1.address", "claims"),
        in_scope="yes",
        jurisdiction=e.Jurisdiction.OURS,
        jurisdiction_reason="respondent_address",
        proposed_office=None,
        duplicates=(),
        beyond_limitation=None,
    )
    story = replace(story, case=replace(story.case, findings=findings))
    assert story.view.open_items == ("complainant-1.address", "claims")
    story = story.does(INTAKE, c.RequestMaterial(items=(TEXT,), due_on=date(2026, 8, 24)))
    story = story.does(INTAKE, c.AddMaterial(text=TEXT, completes=("claims",)))
    story = story.does(INTAKE, c.AddMaterial(text=TEXT, completes=("claims",)))
    assert story.view.open_items == ("complainant-1.address",)
    assert story.case.completed == ("claims",), "the same item twice takes no room"
    story.tries(INTAKE, c.AddMaterial(text=TEXT, completes=("张三的住址",))).refused("no_such_item")


def test_an_unknown_party_is_refused_without_repeating_its_name() -> None:
    contact = c.RecordContact(
        party="王小明", method=Method.PHONE, at=moment("2026-08-17 09:00"), result=ContactResult.REACHED
    )
    story = filed().tries(INTAKE, contact).refused("unknown_party")
    assert story.refusal is not None
    assert story.refusal.detail == "complainant-1, respondent-1"


def test_a_joint_complaint_is_told_when_one_complainant_is() -> None:
    filing = Filing(
        channel=Channel.WEB,
        facts=TEXT,
        complainants=(Complainant(), Complainant()),
        respondents=(Respondent(), Respondent()),
    )
    story = filed(filing=filing).does(OFFICER, c.Refuse(ground="16-1", reason=TEXT))
    story = story.does(OFFICER, told(NoticeMatter.REFUSAL, "2026-08-17 09:00", "complainant-2"))
    assert story.state(ACCEPTANCE) is ClockState.MET
    assert story.view.open_items == ()
    assert story.does(OFFICER, c.Conclude(outcome=c.Outcome.REFUSED)).case.conclusion is not None


def test_a_filing_without_parties_has_one_unknown_of_each_side() -> None:
    story = filed(filing=Filing(channel=Channel.IMPORT, facts=TEXT))
    assert story.case.parties == ("complainant-1", "respondent-1")
    assert story.case.party("complainant-2") is None


def test_handing_over_never_ends_the_duty_of_art_15_and_its_outcome_is_tracked() -> None:
    story = filed().tries(OFFICER, c.RecordTransferOutcome(outcome="taken")).refused("no_transfer")
    story = story.does(OFFICER, c.Transfer(to=c.Authority.OTHER_BUREAU, authority=TEXT, reason=TEXT))
    assert story.clock(ACCEPTANCE).live
    assert "transfer.outcome" in story.view.open_items
    story = story.does(OFFICER, c.RecordTransferOutcome(outcome="taken"))
    assert story.clock(ACCEPTANCE).live
    assert story.view.open_items == ()
