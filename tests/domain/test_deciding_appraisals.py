"""Several appraisals, 令121 art.22: days merged, reports expected, numbers asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from redress.domain import commands as c
from redress.domain.case import ClockState
from redress.domain.commands import AppraisalBasis, CostAgreement, NoticeMatter
from redress.domain.context import Context
from redress.domain.deciding import decide
from redress.domain.refusals import Refusal
from tests.domain.scenario import (
    MEDIATION,
    MEDIATOR,
    OFFICER,
    TELL_COMPLAINANT,
    TEXT,
    Story,
    mediating,
    moment,
    tables,
    terminate,
    told,
)

COST = CostAgreement(payer="shared", both_consented_at=moment("2026-08-20 09:00"))


def out(on: str, expected: str | None = None) -> c.CommissionAppraisal:
    return c.CommissionAppraisal(
        basis=AppraisalBasis.AGREED,
        institution=TEXT,
        commissioned_on=date.fromisoformat(on),
        cost_agreement=COST,
        expected_on=date.fromisoformat(expected) if expected else None,
    )


def back(on: str, number: int | None = None) -> c.ConcludeAppraisal:
    return c.ConcludeAppraisal(received_on=date.fromisoformat(on), finding=TEXT, appraisal=number)


def two(first: str = "2026-09-01", second: str = "2026-09-03") -> Story:
    return mediating().at("2026-09-03 10:00").does(MEDIATOR, out(first), out(second))


@pytest.mark.parametrize(
    ("first", "second", "due_on"),
    [
        (("2026-09-01", "2026-09-11"), ("2026-09-03", "2026-09-08"), "2026-10-29"),
        (("2026-09-01", "2026-09-08"), ("2026-09-03", "2026-09-11"), "2026-10-29"),
        (("2026-09-03", "2026-09-11"), ("2026-09-01", "2026-09-08"), "2026-10-29"),
        (("2026-09-01", "2026-09-03"), ("2026-09-03", "2026-09-05"), "2026-10-23"),
    ],
    ids=["one inside the other", "overlapping", "entered the other way round", "end to end"],
)
def test_overlapping_appraisals_stop_each_day_once(
    first: tuple[str, str], second: tuple[str, str], due_on: str
) -> None:
    story = two(first[0], second[0]).at("2026-09-12 10:00")
    for n, day in sorted(((1, first[1]), (2, second[1])), key=lambda one: one[1]):
        assert story.state(MEDIATION) is ClockState.SUSPENDED
        story = story.does(MEDIATOR, back(day, n))
    assert (story.state(MEDIATION), story.due_on(MEDIATION)) == (ClockState.RUNNING, due_on)


def test_with_a_gap_between_them_the_days_of_the_gap_count() -> None:
    """Reported on the 5th though another went out on the 8th: 6 and 7 September were nobody's appraisal."""
    story = mediating().at("2026-09-08 10:00").does(MEDIATOR, out("2026-09-01"), out("2026-09-08"))
    story = story.at("2026-09-10 10:00").does(MEDIATOR, back("2026-09-05", 1), back("2026-09-10", 2))
    assert story.due_on(MEDIATION) == "2026-10-26", "4 + 2 days after 19 October, which is a Sunday"


def test_which_of_several_is_said() -> None:
    story = two()
    refusal = story.tries(MEDIATOR, back("2026-09-03")).refused("which_appraisal").refusal
    assert refusal is not None
    assert refusal.detail == "1, 2"
    story.tries(MEDIATOR, c.CancelAppraisal(reason=TEXT)).refused("which_appraisal")
    story.tries(MEDIATOR, back("2026-09-03", 7)).refused("no_appraisal")
    one = story.does(MEDIATOR, c.CancelAppraisal(reason=TEXT, appraisal=1))
    assert [a.number for a in one.case.running_appraisals] == [2]
    assert one.does(MEDIATOR, back("2026-09-03")).case.running_appraisals == ()
    early = c.CancelAppraisal(reason=TEXT, appraisal=2, occurred_at=moment("2026-09-02 10:00"))
    story.tries(MEDIATOR, early).refused("before_its_cause")


def test_an_end_of_mediation_drops_them_all() -> None:
    story = two().does(OFFICER, c.Withdraw())
    assert [a.cancelled for a in story.case.appraisals] == [True, True]
    assert not story.clock(MEDIATION).suspended
    assert story.clock(TELL_COMPLAINANT).live


def test_every_appraisal_has_an_expected_end() -> None:
    """令121 names no length: where none was agreed it is the regime's thirty days."""
    story = mediating().does(MEDIATOR, out("2026-08-20", "2026-09-04"), out("2026-08-20"))
    assert [a.expected_on for a in story.case.appraisals] == [date(2026, 9, 4), date(2026, 9, 19)]
    mediating().tries(MEDIATOR, out("2026-08-20", "2026-08-19")).refused("before_its_cause")


def test_a_late_report_is_an_open_item_and_starts_no_day_again() -> None:
    story = mediating().does(MEDIATOR, out("2026-08-20", "2026-09-04"))
    assert "appraisal.late:1" not in story.at("2026-09-04 23:00").view.open_items
    late = story.at("2026-09-05 00:00")
    assert "appraisal.late:1" in late.view.open_items
    assert late.state(MEDIATION) is ClockState.SUSPENDED
    missing = late.does(MEDIATOR, c.CancelAppraisal(reason=TEXT))
    assert "appraisal.late:1" not in missing.view.open_items


def test_in_the_first_edition_there_was_one_at_a_time() -> None:
    story = mediating().at("2026-09-01 10:00").does(MEDIATOR, out("2026-09-01"))
    ctx = Context(actor=MEDIATOR, now=story.now, tables=tables(), edition=1)
    refusal = decide(story.case, out("2026-09-01"), ctx)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "appraisal_running"


def test_negotiating_the_cost_stops_nothing_and_its_failure_is_ground_4() -> None:
    story = mediating().at("2026-09-01 10:00")
    story.tries(OFFICER, terminate("23-4")).refused("ground_needs_attempts")
    failed = story.does(MEDIATOR, c.RecordCostNegotiation(outcome=c.CostOutcome.FAILED, note=TEXT))
    assert failed.due_on(MEDIATION) == "2026-10-19"
    assert failed.view.termination_grounds == ("23-4",)
    failed.does(OFFICER, terminate("23-4"))
    agreed = failed.does(MEDIATOR, c.RecordCostNegotiation(outcome=c.CostOutcome.AGREED))
    agreed.tries(OFFICER, terminate("23-4")).refused("ground_needs_attempts")


def test_the_report_of_one_does_not_make_an_agreement_while_another_is_out() -> None:
    story = two().at("2026-09-08 10:00").does(MEDIATOR, back("2026-09-08", 1))
    agreement = c.RecordAgreement(
        form=c.AgreementForm.RECORD_ONLY, why=c.AgreementWhy.REMOTE, terms=(TEXT,)
    )
    story.tries(MEDIATOR, agreement).refused("appraisal_running")
    ready = story.does(MEDIATOR, back("2026-09-08", 2))
    assert replace(ready, refusal=None).does(MEDIATOR, agreement).case.agreement


def test_telling_goes_on_during_an_appraisal() -> None:
    two().does(OFFICER, told(NoticeMatter.OTHER, "2026-09-03 10:00"))
