"""Mediation, 令121 art.18–20, 22 and 24: consents, sessions, appraisal and agreement."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta
from itertools import product

import pytest

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.case import ClockState, Stage
from redress.domain.commands import (
    AgreementForm,
    AgreementWhy,
    AppraisalBasis,
    ConsentMatter,
    CostAgreement,
    NoticeMatter,
    NoticeOutcome,
    SessionForm,
    SessionOutcome,
)
from redress.domain.context import Context
from redress.domain.deciding import decide
from redress.domain.refusals import Refusal
from tests.domain.scenario import (
    AGREEMENT,
    MEDIATION,
    MEDIATOR,
    OFFICER,
    TEXT,
    Story,
    accepted,
    agreed,
    consent,
    filed,
    mediating,
    moment,
    tables,
    told,
)

REMOTE = c.ScheduleSession(
    at=moment("2026-08-25 14:00"), form=SessionForm.REMOTE, mediator="p-mediator", place=TEXT
)
ON_SITE = replace(REMOTE, form=SessionForm.ON_SITE)
HELD = c.RecordSession(outcome=SessionOutcome.ADJOURNED, minutes=TEXT)
COST = CostAgreement(payer="shared", both_consented_at=moment("2026-08-20 09:00"))


def appraisal(on: str, basis: AppraisalBasis = AppraisalBasis.AGREED) -> c.CommissionAppraisal:
    return c.CommissionAppraisal(
        basis=basis, institution=TEXT, commissioned_on=date.fromisoformat(on), cost_agreement=COST
    )


def report(on: str) -> c.ConcludeAppraisal:
    return c.ConcludeAppraisal(received_on=date.fromisoformat(on), finding=TEXT)


def both_told(story: Story, when: str) -> Story:
    return story.does(
        MEDIATOR,
        told(NoticeMatter.SESSION, when, "complainant"),
        told(NoticeMatter.SESSION, when, "respondent"),
    )


# art.18 and 19: consents


def test_mediation_begins_when_both_parties_consent_art_18() -> None:
    one = accepted().does(MEDIATOR, consent("complainant"))
    assert one.case.stage is Stage.ACCEPTED
    assert one.does(MEDIATOR, consent("respondent")).case.stage is Stage.MEDIATING


@pytest.mark.parametrize("command", [REMOTE, HELD, AGREEMENT])
def test_nothing_is_mediated_without_both_consents(command: c.AnyCommand) -> None:
    accepted().does(MEDIATOR, consent("complainant")).tries(MEDIATOR, command).refused("wrong_stage")


def test_consents_given_before_the_acceptance_open_mediation_with_it() -> None:
    story = filed().does(MEDIATOR, consent("complainant"), consent("respondent"))
    assert story.case.stage is Stage.REGISTERED
    assert story.does(OFFICER, c.Accept()).case.stage is Stage.MEDIATING


@pytest.mark.parametrize("command", [REMOTE, AGREEMENT, appraisal("2026-08-20")])
def test_a_withdrawn_consent_stops_mediation_until_it_is_given_again(command: c.AnyCommand) -> None:
    story = mediating().does(MEDIATOR, c.WithdrawConsent(party="respondent"))
    story.tries(MEDIATOR, command).refused("both_consents_needed")
    story.does(MEDIATOR, consent("respondent"), command)


def test_consent_to_delegation_is_another_matter_than_consent_to_mediation_art_19() -> None:
    story = accepted().does(
        MEDIATOR,
        replace(consent("complainant"), matter=ConsentMatter.DELEGATION),
        replace(consent("respondent"), matter=ConsentMatter.DELEGATION),
    )
    assert story.case.stage is Stage.ACCEPTED
    assert story.case.consent("delegation", "respondent-1") == "yes"
    assert story.case.consent("mediation", "respondent-1") is None
    withdrawn = c.WithdrawConsent(party="respondent", matter=ConsentMatter.DELEGATION)
    assert story.does(MEDIATOR, withdrawn).case.consent("delegation", "respondent-1") == "withdrawn"


def test_a_consent_is_that_of_a_party_of_the_case() -> None:
    accepted().tries(MEDIATOR, consent("respondent-2")).refused("unknown_party")
    accepted().tries(MEDIATOR, c.WithdrawConsent(party="nobody")).refused("unknown_party")


# art.20: sessions


def test_a_remote_session_needs_no_notice_in_advance() -> None:
    story = mediating().does(MEDIATOR, REMOTE).at("2026-08-25 15:00").does(MEDIATOR, HELD)
    assert story.case.sessions[0].outcome is SessionOutcome.ADJOURNED


def test_an_on_site_session_names_its_place() -> None:
    mediating().tries(MEDIATOR, replace(ON_SITE, place=None)).refused("advance_notice_needed")


@pytest.mark.parametrize("party", ["complainant", "respondent"])
def test_an_on_site_session_is_told_to_both_in_advance(party: str) -> None:
    story = mediating().does(MEDIATOR, ON_SITE, told(NoticeMatter.SESSION, "2026-08-20 09:00", party))
    story.at("2026-08-25 15:00").tries(MEDIATOR, HELD).refused("advance_notice_needed")
    both_told(story, "2026-08-20 09:00").at("2026-08-25 15:00").does(MEDIATOR, HELD)


def test_telling_at_the_very_hour_is_not_in_advance() -> None:
    story = both_told(mediating().does(MEDIATOR, ON_SITE).at("2026-08-25 14:00"), "2026-08-25 14:00")
    story.tries(MEDIATOR, HELD).refused("advance_notice_needed")


def test_every_on_site_session_is_told_anew() -> None:
    first = both_told(mediating().does(MEDIATOR, ON_SITE), "2026-08-20 09:00")
    again = first.at("2026-08-25 15:00").does(
        MEDIATOR, HELD, replace(ON_SITE, at=moment("2026-08-28 09:00"))
    )
    again.at("2026-08-28 10:00").tries(MEDIATOR, HELD).refused("advance_notice_needed")
    both_told(again, "2026-08-25 15:00").at("2026-08-28 10:00").does(MEDIATOR, HELD)


def test_a_further_appointment_does_not_untell_the_first() -> None:
    story = both_told(mediating().does(MEDIATOR, ON_SITE), "2026-08-20 09:00")
    story = story.does(MEDIATOR, replace(ON_SITE, at=moment("2026-08-28 09:00"))).at("2026-08-25 15:00")
    story.does(MEDIATOR, replace(HELD, session=1))


def test_two_failed_attempts_count_as_told_of_a_session() -> None:
    missed = told(NoticeMatter.SESSION, "2026-08-20 09:00", "respondent", NoticeOutcome.UNREACHABLE)
    reached = told(NoticeMatter.SESSION, "2026-08-20 09:00", "complainant")
    story = mediating().does(MEDIATOR, ON_SITE, reached, missed)
    story.at("2026-08-25 15:00").tries(MEDIATOR, HELD).refused("advance_notice_needed")
    story.does(MEDIATOR, missed).at("2026-08-25 15:00").does(
        MEDIATOR, replace(HELD, outcome=SessionOutcome.PARTY_ABSENT, absent=("respondent",))
    )


def test_a_session_is_scheduled_for_later_and_recorded_afterwards() -> None:
    mediating("2026-08-25 14:00").tries(MEDIATOR, REMOTE).refused("session_in_the_past")
    story = mediating().does(MEDIATOR, REMOTE)
    story.at("2026-08-25 13:59").tries(MEDIATOR, HELD).refused("in_the_future")
    before = replace(HELD, occurred_at=moment("2026-08-25 13:59"))
    story.at("2026-08-25 15:00").tries(MEDIATOR, before).refused("before_its_cause")
    held = story.at("2026-08-25 14:00").does(MEDIATOR, HELD)
    held.tries(MEDIATOR, HELD).refused("session_not_scheduled")


def test_minutes_are_of_a_session_that_was_scheduled() -> None:
    mediating().tries(MEDIATOR, HELD).refused("session_not_scheduled")
    story = mediating().does(MEDIATOR, REMOTE).at("2026-08-25 15:00")
    story.tries(MEDIATOR, replace(HELD, session=2)).refused("session_not_scheduled")
    story.tries(MEDIATOR, replace(HELD, absent=("somebody",))).refused("unknown_party")


@pytest.mark.parametrize(
    "command", [REMOTE, appraisal("2026-08-21"), AGREEMENT, c.Withdraw(), c.RecordSettlement()]
)
def test_mediation_has_one_end(command: c.AnyCommand) -> None:
    agreed("2026-08-21 10:00").tries(MEDIATOR, command).refused("already_decided")


# art.22: appraisal


@pytest.mark.parametrize("basis", [AppraisalBasis.AGREED, AppraisalBasis.DESIGNATED])
def test_an_appraisal_needs_an_agreement_on_its_cost(basis: AppraisalBasis) -> None:
    story = mediating().at("2026-09-22 10:00")
    without = replace(appraisal("2026-09-22", basis), cost_agreement=None)
    assert story.tries(MEDIATOR, without).refused("cost_agreement_needed").due_on(MEDIATION) == "2026-10-19"
    assert story.does(MEDIATOR, appraisal("2026-09-22", basis)).due_on(MEDIATION) is None


def test_sampling_by_the_office_needs_neither_consent_nor_cost_agreement() -> None:
    sampling = replace(appraisal("2026-08-20", AppraisalBasis.SAMPLING), cost_agreement=None)
    assert accepted().does(MEDIATOR, sampling).state(MEDIATION) is ClockState.SUSPENDED


def test_the_cost_is_not_agreed_in_the_future() -> None:
    late = CostAgreement(payer="respondent", both_consented_at=moment("2026-09-22 10:01"))
    story = mediating().at("2026-09-22 10:00")
    story.tries(MEDIATOR, replace(appraisal("2026-09-22"), cost_agreement=late)).refused("in_the_future")


def test_the_office_designates_only_where_the_regime_lets_it() -> None:
    story = mediating()
    older = replace(tables().profiles[0], office_may_designate_appraiser=False)
    ctx = Context(actor=MEDIATOR, now=story.now, tables=replace(tables(), profiles=(older,)))
    refusal = decide(story.case, appraisal("2026-08-20", AppraisalBasis.DESIGNATED), ctx)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "institution_not_agreed"
    assert not isinstance(decide(story.case, appraisal("2026-08-20"), ctx), Refusal)


def test_the_sixty_days_stand_still_from_commission_to_receipt_of_the_report() -> None:
    """Sixty days from 2026-08-20, still from 22 September to 13 October: S < x <= R are not counted."""
    story = mediating("2026-08-20 09:00")
    assert story.due_on(MEDIATION) == "2026-10-19"
    out = story.at("2026-09-22 10:00").does(MEDIATOR, appraisal("2026-09-22"))
    assert (out.state(MEDIATION), out.due_on(MEDIATION)) == (ClockState.SUSPENDED, None)
    assert out.shown(MEDIATION).due_at is None
    back = out.at("2026-10-13 16:00").does(MEDIATOR, report("2026-10-13"))
    assert (back.state(MEDIATION), back.due_on(MEDIATION)) == (ClockState.RUNNING, "2026-11-09")
    assert back.shown(MEDIATION).due_at == moment("2026-11-10")


def test_no_moment_of_a_clock_comes_while_it_stands_still() -> None:
    story = mediating().at("2026-09-22 10:00").does(MEDIATOR, appraisal("2026-09-22"))
    years = story.at("2028-09-22 10:00").woken()
    assert years.case == story.case
    assert years.state(MEDIATION) is ClockState.SUSPENDED


def test_of_appraisals_one_after_another_each_adds_its_days() -> None:
    story = mediating().at("2026-09-01 10:00").does(MEDIATOR, appraisal("2026-09-01"))
    story = story.at("2026-09-03 10:00").does(MEDIATOR, report("2026-09-03"))
    story = story.at("2026-09-07 10:00").does(MEDIATOR, appraisal("2026-09-07"))
    story = story.at("2026-09-09 10:00").does(MEDIATOR, c.CancelAppraisal(reason=TEXT))
    assert story.due_on(MEDIATION) == "2026-10-23", "2 + 2 days later than 19 October"
    assert [a.number for a in story.case.appraisals] == [1, 2]


def test_a_report_comes_after_its_commission_and_not_from_the_future() -> None:
    mediating().tries(MEDIATOR, report("2026-08-20")).refused("no_appraisal")
    mediating().tries(MEDIATOR, c.CancelAppraisal(reason=TEXT)).refused("no_appraisal")
    story = mediating().at("2026-09-22 10:00").does(MEDIATOR, appraisal("2026-09-22"))
    story = story.at("2026-10-13 16:00")
    story.tries(MEDIATOR, report("2026-09-21")).refused("before_its_cause")
    story.tries(MEDIATOR, report("2026-10-14")).refused("in_the_future")
    early = c.CancelAppraisal(reason=TEXT, occurred_at=moment("2026-09-21 10:00"))
    story.tries(MEDIATOR, early).refused("before_its_cause")
    story.tries(MEDIATOR, c.Withdraw(occurred_at=moment("2026-09-21 10:00"))).refused("before_its_cause")


def test_a_commission_lies_between_the_acceptance_and_today() -> None:
    story = mediating("2026-08-20 09:00").at("2026-08-24 09:00")
    story.tries(MEDIATOR, appraisal("2026-08-19")).refused("before_its_cause")
    story.tries(MEDIATOR, appraisal("2026-08-25")).refused("in_the_future")
    back_dated = story.does(MEDIATOR, appraisal("2026-08-21"))
    assert back_dated.does(MEDIATOR, report("2026-08-24")).due_on(MEDIATION) == "2026-10-22"


def test_a_cancelled_appraisal_ends_on_the_day_in_china() -> None:
    story = mediating().at("2026-09-22 10:00").does(MEDIATOR, appraisal("2026-09-22"))
    story = story.at("2026-09-25 00:30")
    story = replace(story, now=story.now.astimezone(UTC)).does(MEDIATOR, c.CancelAppraisal(reason=TEXT))
    assert story.case.appraisals[0].ended_on == date(2026, 9, 25)
    assert story.due_on(MEDIATION) == "2026-10-22"


def test_no_agreement_and_no_conclusion_while_the_report_is_out() -> None:
    story = mediating().at("2026-09-22 10:00").does(MEDIATOR, appraisal("2026-09-22"))
    story.tries(MEDIATOR, AGREEMENT).refused("appraisal_running")
    story.tries(OFFICER, c.Conclude(outcome=c.Outcome.AGREED)).refused("no_result")


@pytest.mark.parametrize("command", [c.Withdraw(), c.RecordSettlement(terms=(TEXT,))])
def test_an_end_by_the_parties_drops_the_appraisal(command: c.AnyCommand) -> None:
    story = mediating().at("2026-09-22 10:00").does(MEDIATOR, appraisal("2026-09-22"))
    story = story.at("2026-09-24 10:00").does(OFFICER, command)
    assert story.case.running_appraisal is None
    assert story.case.appraisals[0].cancelled
    assert not story.clock(MEDIATION).live


def test_an_appraisal_after_the_sixty_days_revives_nothing() -> None:
    story = mediating().at("2026-10-20 10:00").does(MEDIATOR, appraisal("2026-10-20"))
    assert story.due_on(MEDIATION) == "2026-10-19"
    assert story.state(MEDIATION) is ClockState.EXPIRED
    assert story.at("2026-10-21 00:00").state(MEDIATION) is ClockState.BREACHED, "and hides nothing"
    assert (2, "2026-10-21 00:00") in story.at("2026-10-21 00:00").woken().ladder(MEDIATION)


def test_an_appraisal_on_the_last_day_has_no_effect() -> None:
    story = mediating().at("2026-10-19 10:00").does(MEDIATOR, appraisal("2026-10-19"))
    assert (story.state(MEDIATION), story.due_on(MEDIATION)) == (ClockState.RUNNING, "2026-10-19")
    assert story.at("2026-10-20").state(MEDIATION) is ClockState.EXPIRED


def test_an_appraisal_on_the_day_before_the_last_leaves_one_day() -> None:
    story = mediating().at("2026-10-18 10:00").does(MEDIATOR, appraisal("2026-10-18"))
    assert story.state(MEDIATION) is ClockState.SUSPENDED
    story = story.at("2026-11-04 10:00").does(MEDIATOR, report("2026-11-04"))
    assert story.due_on(MEDIATION) == "2026-11-05"


# art.24: the form of an agreement

LAWFUL = {
    (AgreementForm.MEDIATION_DOCUMENT, AgreementWhy.ON_SITE),
    (AgreementForm.RECORD_ONLY, AgreementWhy.REMOTE),
    (AgreementForm.RECORD_ONLY, AgreementWhy.PERFORMED_AT_ONCE),
    (AgreementForm.RECORD_ONLY, AgreementWhy.BOTH_WAIVED),
}


DOCUMENT = replace(AGREEMENT, form=AgreementForm.MEDIATION_DOCUMENT, why=AgreementWhy.ON_SITE)


def met_on_site(outcome: SessionOutcome = SessionOutcome.AGREED) -> Story:
    """A session on site of which both were told, held with that outcome."""
    story = both_told(mediating().does(MEDIATOR, ON_SITE), "2026-08-20 09:00").at("2026-08-25 15:00")
    return story.does(MEDIATOR, replace(HELD, outcome=outcome))


def test_a_mediation_document_rests_on_a_session_held_on_site_art_20_24() -> None:
    mediating().tries(MEDIATOR, DOCUMENT).refused("held_session_needed")
    arranged = mediating().does(MEDIATOR, ON_SITE).at("2026-08-25 15:00")
    arranged.tries(MEDIATOR, DOCUMENT).refused("held_session_needed")
    assert met_on_site(SessionOutcome.ADJOURNED).tries(MEDIATOR, DOCUMENT).refusal is None
    met_on_site(SessionOutcome.PARTY_ABSENT).tries(MEDIATOR, DOCUMENT).refused("held_session_needed")


def test_a_case_of_an_earlier_edition_makes_its_document_as_it_did() -> None:
    story = mediating()
    ctx = Context(actor=MEDIATOR, now=story.now, tables=tables(), edition=2)
    assert not isinstance(decide(story.case, DOCUMENT, ctx), Refusal)


@pytest.mark.parametrize(("form", "why"), list(product(AgreementForm, AgreementWhy)))
def test_the_form_of_an_agreement_follows_from_why_art_24(form: AgreementForm, why: AgreementWhy) -> None:
    story = met_on_site().tries(MEDIATOR, replace(AGREEMENT, form=form, why=why))
    if (form, why) not in LAWFUL:
        assert story.refused("form_not_allowed").refusal is not None
        return
    assert story.refusal is None
    assert story.state(MEDIATION) is ClockState.MET
    assert story.case.agreement is not None
    assert story.case.agreement.performed is (True if why is AgreementWhy.PERFORMED_AT_ONCE else None)


def test_an_agreement_needs_no_telling_and_no_termination_clock() -> None:
    story = agreed()
    assert not [clock for clock in story.case.clocks if clock.rule == "complaint.termination_notice"]
    assert story.view.open_items == ("agreement.legality",), "S2-06 is the office's own question"


def test_performance_is_recorded_of_an_agreement() -> None:
    performed = c.RecordPerformance(performed=False, note=TEXT)
    mediating().tries(MEDIATOR, performed).refused("no_agreement")
    story = agreed().does(MEDIATOR, performed)
    assert story.case.agreement is not None
    assert story.case.agreement.performed is False
    early = replace(performed, occurred_at=moment("2026-09-01 10:00") - timedelta(minutes=1))
    story.tries(MEDIATOR, early).refused("before_its_cause")


def test_an_agreement_is_not_dated_before_the_acceptance() -> None:
    story = mediating("2026-08-20 09:00").at("2026-08-24 09:00")
    early = replace(AGREEMENT, occurred_at=moment("2026-08-20 08:00"))
    story.tries(MEDIATOR, early).refused("before_its_cause")
    back_dated = story.does(MEDIATOR, replace(AGREEMENT, occurred_at=moment("2026-08-21 08:00")))
    assert back_dated.clock(MEDIATION).ended_at == moment("2026-08-21 08:00")
    assert back_dated.events(e.AgreementRecorded)
