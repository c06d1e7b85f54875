"""Passing on between offices: who may send what to whom, and whose clock runs (令121 art.13–15, 33, 41)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.actors import Actor
from redress.domain.case import ClockState, Stage
from redress.domain.case_passing import DISPATCHES_KEPT, RECEIPTS_KEPT, OfficeReceipt
from redress.domain.commands import NoticeMatter
from redress.domain.facts import Representative
from redress.domain.offices import common_superior
from redress.domain.opening import fold
from redress.domain.passing import by_itself
from tests.domain.scenario import (
    ACCEPTANCE,
    AT_EAST,
    AT_NANSHAN,
    AT_PROVINCE,
    AT_WEST,
    AT_YUNSHAN,
    EAST,
    INTAKE,
    OFFICE,
    OFFICER,
    ONE_AGAINST_ONE,
    PROVINCE,
    SUPERVISOR,
    TEXT,
    WEST,
    YUNSHAN,
    Story,
    accepted,
    consent,
    filed,
    moment,
    tables,
    told,
)

WHOLE = "complaint.whole"
DISPUTE = "jurisdiction.dispute"


def to(office: str, **more: Any) -> c.Dispatch:
    return c.Dispatch(to=office, **more)


def received(**more: Any) -> c.AcknowledgeDispatch:
    return c.AcknowledgeDispatch(**more)


def back() -> c.ReturnDispatch:
    return c.ReturnDispatch(reason=TEXT)


def sent_to_yunshan() -> Story:
    """Filed on Monday 17 August, sent to the other bureau on Wednesday."""
    return filed().at("2026-08-19 10:00").does(INTAKE, to(YUNSHAN, report_back_on=date(2026, 9, 30)))


def at_yunshan() -> Story:
    """And received there on Friday 21 August."""
    return sent_to_yunshan().at("2026-08-21 09:00").does(AT_YUNSHAN, received(proof=TEXT))


def disputed() -> Story:
    return filed().at("2026-08-18 09:00").does(OFFICER, c.RaiseJurisdictionDispute(with_office=YUNSHAN))


REFUSED: tuple[tuple[str, c.AnyCommand, str], ...] = (
    ("an office of no table", to("jiangzhou.nowhere"), "unknown_office"),
    ("a branch office that is closed", to(f"{OFFICE}.south"), "office_closed"),
    ("a bureau that is closed", to("jiangzhou.old"), "office_closed"),
    ("a mediation body", to(f"{OFFICE}.committee"), "not_an_authority"),
    ("a station", to(f"{OFFICE}.mall"), "not_an_authority"),
    ("itself", to(OFFICE), "same_office"),
    ("a unit of another bureau", to(f"{YUNSHAN}.north"), "not_a_bureau"),
    ("the superior", to(PROVINCE), "ask_upward"),
    ("minus one page", to(EAST, pages=-1), "negative_number"),
    ("a report back yesterday", to(EAST, report_back_on=date(2026, 8, 16)), "due_day_past"),
    ("a receipt of nothing", received(), "no_dispatch"),
    ("a return of nothing", back(), "no_dispatch"),
    ("a report to nobody", c.ReportBack(summary=TEXT), "no_report_due"),
    ("a dispute with itself", c.RaiseJurisdictionDispute(with_office=OFFICE), "same_office"),
    ("a dispute with a unit", c.RaiseJurisdictionDispute(with_office=EAST), "not_a_bureau"),
    ("an answer to no referral", c.DeclineReferral(reason=TEXT), "no_referral"),
    ("an end of no dispute", c.SettleJurisdictionDispute(competent=OFFICE, how="agreed"), "no_dispute"),
    ("a taking over of its own", c.TakeOver(reason=TEXT), "not_superior"),
)


@pytest.mark.parametrize(("command", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_cannot_be_passed_on_is_refused(command: c.AnyCommand, code: str) -> None:
    story = filed().tries(SUPERVISOR, command).refused(code)
    assert story.refusal is not None
    assert story.refusal.citation or story.refusal.kind == "invalid"


def test_inside_the_bureau_no_clock_moves() -> None:
    """分送 to an own branch office: the target sees and acts, the period runs on as it did."""
    story = filed().at("2026-08-19 10:00")
    before = story.case.clocks
    story = story.does(OFFICER, to(EAST, reason=TEXT))
    assert story.case.clocks == before
    assert (story.case.office, story.case.handler) == (EAST, None)
    story = story.does(AT_EAST, received(), c.Assign(handler="p-east"), c.Accept())
    assert story.case.stage is Stage.ACCEPTED
    assert [clock.clock for clock in story.case.clocks].count(ACCEPTANCE) == 1


def test_a_unit_that_received_it_feeds_back_and_does_not_pass_it_on() -> None:
    """Art.41(3)."""
    story = filed().does(OFFICER, to(EAST)).does(AT_EAST, received())
    story.tries(AT_EAST, to(WEST)).refused("may_not_dispatch_again")
    story.tries(AT_EAST, to(YUNSHAN)).refused("may_not_dispatch_again")
    story.tries(AT_WEST, c.AddNote(text=TEXT)).refused("other_office")
    returned = story.does(AT_EAST, back())
    assert returned.case.office == OFFICE
    assert returned.does(OFFICER, to(WEST)).case.office == WEST


def test_two_dispatches_at_once_are_refused() -> None:
    story = filed().does(OFFICER, to(EAST))
    story.tries(OFFICER, to(WEST)).refused("already_under_way")
    sent_to_yunshan().tries(OFFICER, to(EAST)).refused("already_under_way")
    sent_to_yunshan().tries(
        OFFICER, c.Transfer(to=c.Authority.OTHER_DEPARTMENT, authority=TEXT, reason=TEXT, whole=True)
    ).refused("already_under_way")


def test_on_its_way_it_is_still_ours() -> None:
    story = sent_to_yunshan()
    assert story.case.office == OFFICE
    assert story.state(ACCEPTANCE) is ClockState.RUNNING
    assert "dispatch.receipt" in story.view.open_items
    story.tries(OFFICER, c.Accept()).refused("dispatch_open")
    story.tries(AT_YUNSHAN, c.Accept()).refused("other_office")
    story.tries(AT_NANSHAN, received()).refused("other_office")
    story.tries(OFFICER, received()).refused("not_addressed")
    story.does(OFFICER, back(), c.Accept())


def test_the_receiving_bureau_counts_from_its_own_receipt_and_the_complainant_from_the_first() -> None:
    """Art.15, 41: both receipts are kept; the complainant's wait never ends by passing on."""
    story = at_yunshan()
    assert (story.case.office, story.case.handler) == (YUNSHAN, None)
    assert story.due_on(ACCEPTANCE) == "2026-09-01"
    assert story.due_on(WHOLE) == "2026-08-26"
    assert not story.shown(WHOLE).legal
    assert [(one.office, one.at) for one in story.case.passing.receipts] == [
        (OFFICE, moment("2026-08-17 09:00")),
        (YUNSHAN, moment("2026-08-21 09:00")),
    ]
    ours = next(clock for clock in story.case.clocks if clock.clock == ACCEPTANCE)
    assert ours.outcome == "cancelled"
    story.tries(OFFICER, c.Accept()).refused("other_office")
    done = story.does(AT_YUNSHAN, c.Accept(), told(NoticeMatter.ACCEPTANCE, story.now))
    assert {done.state(ACCEPTANCE), done.state(WHOLE)} == {ClockState.MET}


def test_a_receipt_may_be_entered_later_but_not_before_the_dispatch() -> None:
    story = sent_to_yunshan().at("2026-08-25 09:00")
    early = received(received_at=moment("2026-08-18 09:00"))
    story.tries(AT_YUNSHAN, early).refused("before_its_cause")
    late = story.does(AT_YUNSHAN, received(received_at=moment("2026-08-20 09:00")))
    assert late.due_on(ACCEPTANCE) == "2026-08-31"


def test_returned_after_receipt_it_is_ours_again_with_the_days_that_have_run() -> None:
    story = at_yunshan().at("2026-08-24 09:00").does(AT_YUNSHAN, back())
    assert story.case.office == OFFICE
    assert story.due_on(ACCEPTANCE) == "2026-08-26"
    assert story.due_on(WHOLE) == "2026-08-26"
    story.does(OFFICER, c.Accept())


def test_a_bureau_that_received_it_may_give_it_to_its_own_units_only() -> None:
    story = at_yunshan()
    story.tries(AT_YUNSHAN, to("jiangzhou.nanshan")).refused("may_not_dispatch_again")
    assert story.does(AT_YUNSHAN, to(f"{YUNSHAN}.north")).case.office == f"{YUNSHAN}.north"


def test_what_is_decided_is_not_passed_to_another_bureau() -> None:
    accepted().tries(OFFICER, to(YUNSHAN)).refused("decided_already")
    accepted().does(OFFICER, to(EAST))
    story = at_yunshan().does(AT_YUNSHAN, c.Accept())
    story.tries(AT_YUNSHAN, back()).refused("decided_already")


def test_the_sender_gets_the_report_that_it_asked_for() -> None:
    story = at_yunshan()
    assert "dispatch.report_back" in story.view.open_items
    sent_to_yunshan().tries(OFFICER, c.ReportBack(summary=TEXT)).refused("no_report_due")
    story = story.does(AT_YUNSHAN, c.ReportBack(summary=TEXT))
    assert "dispatch.report_back" not in story.view.open_items
    story.tries(AT_YUNSHAN, c.ReportBack(summary=TEXT)).refused("no_report_due")


def test_the_superior_is_asked_and_takes_it_over() -> None:
    """Art.13(3), (4): its own period runs from then on."""
    story = filed().at("2026-08-18 09:00").does(OFFICER, c.ReferUp(reason=TEXT))
    assert "referral" in story.view.open_items
    story.tries(OFFICER, c.ReferUp(reason=TEXT)).refused("referral_open")
    declined = story.does(AT_PROVINCE, c.DeclineReferral(reason=TEXT))
    assert declined.case.passing.referral is None
    taken = story.at("2026-08-20 09:00").does(AT_PROVINCE, c.TakeOver(reason=TEXT))
    assert taken.case.office == PROVINCE
    assert taken.due_on(ACCEPTANCE) == "2026-08-31"
    assert taken.state(WHOLE) is ClockState.RUNNING


def test_a_dispute_has_seven_working_days_and_then_lies_with_the_common_superior() -> None:
    """Art.33."""
    story = disputed()
    assert story.due_on(DISPUTE) == "2026-08-27"
    story.tries(OFFICER, c.RaiseJurisdictionDispute(with_office=YUNSHAN)).refused("dispute_open")
    late = story.at("2026-08-28 09:00").woken()
    referred = late.events(e.DisputeReferred)
    assert referred == [e.DisputeReferred(superior=PROVINCE)]
    order = c.SettleJurisdictionDispute(competent=YUNSHAN, how="designated")
    late.tries(OFFICER, order).refused("reason_required")
    settled = late.does(AT_PROVINCE, order)
    assert settled.case.office == YUNSHAN
    assert settled.state(DISPUTE) is ClockState.BREACHED
    assert settled.due_on(ACCEPTANCE) == "2026-09-08"


@pytest.mark.parametrize(("competent", "office"), [(OFFICE, OFFICE), (YUNSHAN, YUNSHAN)])
def test_agreed_in_time_the_dispute_is_over(competent: str, office: str) -> None:
    agreed = c.SettleJurisdictionDispute(competent=competent, how="agreed")
    story = disputed().at("2026-08-20 09:00").does(OFFICER, agreed)
    assert story.case.office == office
    assert story.state(DISPUTE) is ClockState.MET
    other = c.SettleJurisdictionDispute(competent="jiangzhou.nanshan", how="agreed")
    disputed().tries(OFFICER, other).refused("not_in_dispute")


@pytest.mark.parametrize(
    ("one", "other", "above"),
    [
        ("a.b.c", "a.b.d", "a.b"),
        ("a.b.c", "a.x.d", "a"),
        ("a.b", "a.b.c", "a"),
        ("a.b", "x.b", None),
        ("a", "a.b", None),
    ],
)
def test_the_common_superior_is_the_nearest_office_above_both(
    one: str, other: str, above: str | None
) -> None:
    assert common_superior(one, other) == above


POLICE = c.Transfer(to=c.Authority.POLICE, authority=TEXT, reason=TEXT)
WHOLE_AWAY = c.Transfer(to=c.Authority.OTHER_DEPARTMENT, authority=TEXT, reason=TEXT, whole=True)
TAKEN, RETURNED = c.RecordTransferOutcome(outcome="taken"), c.RecordTransferOutcome(outcome="returned")


def test_two_handovers_of_a_kind_at_once_are_refused() -> None:
    story = accepted().does(OFFICER, POLICE)
    story.tries(OFFICER, POLICE).refused("transfer_open")
    other = c.Transfer(to=c.Authority.OTHER_DEPARTMENT, authority=TEXT, reason=TEXT)
    both = story.does(OFFICER, other)
    both.tries(OFFICER, TAKEN).refused("which_transfer")
    one = both.does(OFFICER, c.RecordTransferOutcome(outcome="taken", to=c.Authority.POLICE))
    assert "transfer.outcome" in one.view.open_items
    assert "transfer.outcome" not in one.does(OFFICER, RETURNED).view.open_items


def test_a_suspected_crime_waits_for_its_handover() -> None:
    story = accepted().does(OFFICER, c.ProposeTransfer(to=c.Authority.POLICE, reason=TEXT))
    assert "transfer.due.police" in story.view.open_items
    story.tries(OFFICER, c.ProposeTransfer(to=c.Authority.POLICE, reason=TEXT)).refused("transfer_open")
    assert "transfer.due.police" not in story.does(OFFICER, POLICE).view.open_items


def test_handed_over_whole_and_taken_it_has_left_us_and_can_come_back() -> None:
    """The duty of art.15 does not end by it: the clock runs until the complainant has been told."""
    gone = filed().does(OFFICER, WHOLE_AWAY, TAKEN)
    assert gone.case.stage is Stage.PASSED_ON
    assert gone.state(ACCEPTANCE) is ClockState.RUNNING
    gone.tries(OFFICER, to(EAST)).refused("wrong_stage")
    assert gone.does(OFFICER, RETURNED).case.stage is Stage.REGISTERED
    refused = gone.does(
        OFFICER, c.Refuse(ground="16-1", reason=TEXT), told(NoticeMatter.REFUSAL, gone.now)
    )
    assert refused.state(ACCEPTANCE) is ClockState.MET
    assert gone.does(OFFICER, c.Withdraw()).case.stage is Stage.WITHDRAWN


def test_a_joint_complaint_that_has_left_us_can_still_be_withdrawn() -> None:
    """The represented are asked wherever a waiver is possible (art.12)."""
    joint = replace(
        ONE_AGAINST_ONE,
        complainants=ONE_AGAINST_ONE.complainants * 2,
        representatives=(Representative(complainant=1),),
    )
    gone = filed(filing=joint).does(OFFICER, WHOLE_AWAY, TAKEN)
    gone.tries(OFFICER, c.Withdraw()).refused("represented_not_asked")
    agrees = replace(consent("complainant-2"), matter=c.ConsentMatter.REPRESENTATION)
    assert gone.does(OFFICER, agrees, c.Withdraw()).case.stage is Stage.WITHDRAWN
    gone.tries(OFFICER, consent("complainant-2")).refused("wrong_stage")


def test_whole_only_before_the_decision() -> None:
    accepted().tries(OFFICER, WHOLE_AWAY).refused("decided_already")
    assert accepted().does(OFFICER, POLICE, TAKEN).case.stage is Stage.ACCEPTED


def test_who_took_it_stays_answerable_until_another_bureau_has_it() -> None:
    """首问负责 (S0-31)."""
    assert filed().case.passing.first_contact == INTAKE.person
    assert filed().does(OFFICER, to(EAST)).case.passing.first_contact == INTAKE.person
    assert at_yunshan().case.passing.first_contact == AT_YUNSHAN.person


def test_art_14_sending_away_what_is_ours_needs_a_reason() -> None:
    findings = e.Findings(
        missing=(),
        in_scope="yes",
        jurisdiction=e.Jurisdiction.OURS,
        jurisdiction_reason="respondent_address",
        proposed_office=OFFICE,
        duplicates=(),
        beyond_limitation=False,
    )
    story = _checked(filed(), findings)
    story.tries(OFFICER, to(YUNSHAN)).refused("reason_required")
    given = story.does(OFFICER, to(YUNSHAN, reason=TEXT))
    assert given.case.office == OFFICE, "who received it first answers until it has arrived"
    assert given.does(AT_YUNSHAN, received()).case.office == YUNSHAN
    elsewhere = replace(findings, jurisdiction=e.Jurisdiction.OTHER, proposed_office=YUNSHAN)
    assert _checked(filed(), elsewhere).tries(OFFICER, to(YUNSHAN)).refusal is None


def _checked(story: Story, findings: e.Findings) -> Story:
    return replace(story, case=replace(story.case, findings=findings))


def test_the_stranger_stays_a_stranger() -> None:
    actor = Actor("p-x", "jiangzhou.nanshan", AT_YUNSHAN.roles)
    sent_to_yunshan().tries(actor, back()).refused("other_office")


PROMISED = (
    (c.Authority.POLICE, "promise.crime_transfer", "2026-08-20"),
    (c.Authority.OTHER_DEPARTMENT, "promise.other_department", "2026-08-24"),
)


@pytest.mark.parametrize(("to_whom", "key", "due_on"), PROMISED)
def test_the_offices_own_days_for_a_handover(to_whom: c.Authority, key: str, due_on: str) -> None:
    """S0-10: three working days to the police; S0-11: five to another department; each ends with its own."""
    story = filed(beside=("promise-12315",)).does(OFFICER, c.ProposeTransfer(to=to_whom, reason=TEXT))
    assert story.due_on(key) == due_on
    other = next(one for one, _, _ in PROMISED if one is not to_whom)
    story = story.does(OFFICER, c.Transfer(to=other, authority=TEXT, reason=TEXT))
    assert story.state(key) is ClockState.RUNNING
    story = story.does(OFFICER, c.Transfer(to=to_whom, authority=TEXT, reason=TEXT))
    assert story.state(key) is ClockState.MET


def test_another_regions_complaint_is_passed_on_within_the_offices_own_day() -> None:
    """S0-12."""
    story = filed(beside=("promise-12315",))
    elsewhere = _checked_by_itself(story, "other")
    assert elsewhere.due_on("promise.other_region") == "2026-08-18"
    assert elsewhere.does(OFFICER, to(YUNSHAN)).state("promise.other_region") is ClockState.MET
    ours = _checked_by_itself(elsewhere, "ours")
    assert ours.state("promise.other_region") is ClockState.CANCELLED


def _checked_by_itself(story: Story, jurisdiction: str) -> Story:
    checked = e.IntakeChecked(findings=_found(jurisdiction))
    entries = by_itself(story.case, checked, story.now, tables())
    return replace(story, case=fold(entries, story.case), recorded=story.recorded + entries)


def _found(jurisdiction: str) -> e.Findings:
    return e.Findings(
        missing=(),
        in_scope="yes",
        jurisdiction=e.Jurisdiction(jurisdiction),
        jurisdiction_reason="respondent_address",
        proposed_office=YUNSHAN,
        duplicates=(),
        beyond_limitation=False,
    )


def test_passed_to_and_fro_a_case_stays_small() -> None:
    story = filed()
    for _ in range(60):
        story = story.after(hours=1).does(OFFICER, to(YUNSHAN), back(), c.ReferUp(reason=TEXT))
        story = story.after(hours=1).does(AT_PROVINCE, c.DeclineReferral(reason=TEXT))
        story = story.does(OFFICER, to(YUNSHAN)).after(hours=1).does(AT_YUNSHAN, received(), back())
    assert len(story.case.passing.dispatches) == DISPATCHES_KEPT
    assert len(story.case.passing.receipts) <= RECEIPTS_KEPT + 2
    assert story.case.passing.receipts[0] == OfficeReceipt(office=OFFICE, at=moment("2026-08-17 09:00"))
    assert story.case.passing.dispatched == 120
