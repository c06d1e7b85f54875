"""Dates named in mediation are followed up: a report, a delegated result, the terms of an agreement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from redress.domain import commands as c
from redress.domain.case import ClockState
from redress.domain.commands import AppraisalBasis, ConsentMatter, Performed
from tests.domain.scenario import AGREEMENT, MEDIATION, MEDIATOR, OFFICER, TEXT, Story, consent, filed

REPORT = "appraisal.report:appraisal-1"
BODY = "delegation.report"
KEPT = "agreement.performance:"


def mediating_beside() -> Story:
    """In mediation since 20 August, in an office that follows up the dates it is given."""
    return (
        filed(beside=("orders-given",))
        .at("2026-08-20 09:00")
        .does(OFFICER, c.Accept(), consent("complainant"), consent("respondent"))
    )


SAMPLE = c.CommissionAppraisal(
    basis=AppraisalBasis.SAMPLING,
    institution=TEXT,
    commissioned_on=date(2026, 8, 20),
    expected_on=date(2026, 9, 4),
)


def test_a_late_report_is_chased_step_by_step_while_the_sixty_days_stand_still() -> None:
    out = mediating_beside().does(MEDIATOR, SAMPLE)
    assert (out.shown(REPORT).due_on, out.shown(REPORT).legal) == (date(2026, 9, 4), False)
    late = out.at("2026-09-10 10:00").woken()
    assert late.ladder(REPORT) == [(1, "2026-09-05 00:00"), (2, "2026-09-10 00:00")]
    assert late.state(MEDIATION) is ClockState.SUSPENDED, "and starts no day again"
    back = late.does(MEDIATOR, c.ConcludeAppraisal(received_on=date(2026, 9, 10), finding=TEXT))
    assert not back.clock(REPORT).live
    assert back.due_on(MEDIATION) == "2026-11-09"


def test_a_cancelled_appraisal_owes_no_report() -> None:
    out = mediating_beside().does(MEDIATOR, SAMPLE, SAMPLE)
    gone = out.does(MEDIATOR, c.CancelAppraisal(reason=TEXT, appraisal=1))
    assert gone.state(REPORT) is ClockState.CANCELLED
    assert gone.clock("appraisal.report:appraisal-2").live
    assert not gone.does(OFFICER, c.Withdraw()).clock("appraisal.report:appraisal-2").live


def test_the_body_is_reminded_of_its_report_and_an_end_of_mediation_asks_for_none() -> None:
    sides = ("complainant", "respondent")
    both = (replace(consent(side), matter=ConsentMatter.DELEGATION) for side in sides)
    delegate = c.DelegateMediation(
        to=TEXT,
        organisation_kind=c.OrganisationKind.MEDIATION_BODY,
        scope=TEXT,
        due_on=date(2026, 9, 10),
    )
    story = mediating_beside().does(OFFICER, *both, delegate)
    assert story.shown(BODY).due_on == date(2026, 9, 10)
    assert story.at("2026-09-11 00:00").woken().ladder(BODY) == [(1, "2026-09-11 00:00")]
    failed = c.ReportDelegationResult(result=c.DelegationResult.FAILED)
    assert story.does(OFFICER, failed).state(BODY) is ClockState.MET
    assert not story.does(OFFICER, c.RecordSettlement()).clock(BODY).live


def test_each_promised_day_is_asked_about_until_somebody_says_what_was_done() -> None:
    due = (c.TermDue(term=1, due_on=date(2026, 9, 5)),)
    agreement = replace(AGREEMENT, due=due, perform_by=date(2026, 9, 20))
    story = mediating_beside().does(MEDIATOR, agreement)
    assert [story.shown(f"{KEPT}{ref}").due_on for ref in ("term-1", "whole")] == [
        date(2026, 9, 5),
        date(2026, 9, 20),
    ]
    first = story.at("2026-09-06 00:00").does(OFFICER, c.RecordPerformance(performed=Performed.YES, term=1))
    assert not first.clock(f"{KEPT}term-1").live
    assert first.clock(f"{KEPT}whole").live
    done = first.does(OFFICER, c.RecordPerformance(performed=True))
    assert done.state(f"{KEPT}whole") is ClockState.MET


def test_what_was_performed_at_once_promises_nothing() -> None:
    at_once = replace(AGREEMENT, why=c.AgreementWhy.PERFORMED_AT_ONCE, perform_by=date(2026, 9, 20))
    story = mediating_beside().does(MEDIATOR, at_once)
    assert story.case.clock(f"{KEPT}whole") is None


def test_a_case_without_such_a_regime_beside_it_starts_no_such_clock() -> None:
    story = filed().at("2026-08-20 09:00").does(OFFICER, c.Accept(), consent("complainant"))
    assert story.does(MEDIATOR, SAMPLE).case.clock(REPORT) is None
