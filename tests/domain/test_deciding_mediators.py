"""Who mediates, 令121 art.19 and 21: delegation with both consents, recusal in its days and the stay."""

from __future__ import annotations

from dataclasses import replace

import pytest

from redress.domain import commands as c
from redress.domain.actors import Actor, Role
from redress.domain.commands import (
    OWN_MOTION,
    AgreementForm,
    AgreementWhy,
    ConsentMatter,
    DelegationResult,
    NoticeMatter,
    OrganisationKind,
    SessionForm,
    SessionOutcome,
)
from redress.domain.facts import Answer, Channel, Complainant, Consents, Filing, Respondent
from redress.domain.views import allowed_commands
from tests.domain.scenario import (
    AGREEMENT,
    HEAD,
    MEDIATION,
    MEDIATOR,
    OFFICER,
    SUPERVISOR,
    TEXT,
    Story,
    agreed,
    consent,
    filed,
    mediating,
    moment,
    terminate,
    told,
)

ON_SITE = c.ScheduleSession(
    at=moment("2026-08-28 14:00"), form=SessionForm.ON_SITE, mediator=MEDIATOR.person, place=TEXT
)
HELD = c.RecordSession(outcome=SessionOutcome.NO_AGREEMENT, minutes=TEXT)
RECUSE = c.Recuse(mediator=MEDIATOR.person, by="respondent", reason=TEXT)
GRANT = c.DecideRecusal(granted=True, reason=TEXT)
REJECT = c.DecideRecusal(granted=False, reason=TEXT)
DELEGATE = c.DelegateMediation(
    to=TEXT, organisation_kind=OrganisationKind.CONSUMER_ASSOCIATION, scope=TEXT
)
FAILED = c.ReportDelegationResult(result=DelegationResult.FAILED, minutes=TEXT)


def appointed() -> Story:
    """An on-site session of the mediator, of which both parties were told on 20 August."""
    return mediating().does(
        OFFICER,
        ON_SITE,
        told(NoticeMatter.SESSION, "2026-08-20 09:00", "complainant"),
        told(NoticeMatter.SESSION, "2026-08-20 09:00", "respondent"),
    )


def delegated() -> Story:
    sides = ("complainant", "respondent")
    both = (replace(consent(side), matter=ConsentMatter.DELEGATION) for side in sides)
    return mediating().does(OFFICER, *both, DELEGATE)


# art.21: recusal


@pytest.mark.parametrize(("when", "in_time"), [("2026-08-23 23:59", True), ("2026-08-24 00:00", False)])
def test_a_party_asks_within_the_days_told_in_form_7_from_receipt(when: str, in_time: bool) -> None:
    """The regime's three days, where the notice names no others: receipt on the 20th, until the 23rd."""
    story = appointed().at(when).tries(OFFICER, RECUSE)
    if in_time:
        assert story.refusal is None
        return
    refusal = story.refused("recusal_too_late").refusal
    assert refusal is not None
    assert refusal.detail == "2026-08-23"
    assert refusal.citation == "令121 art.21; 文书式样七"


def test_the_notice_may_name_other_days() -> None:
    longer = mediating().does(
        OFFICER,
        replace(ON_SITE, recusal_days=5),
        told(NoticeMatter.SESSION, "2026-08-20 09:00", "respondent"),
    )
    longer.at("2026-08-25 12:00").does(OFFICER, RECUSE)
    mediating().tries(OFFICER, replace(ON_SITE, recusal_days=0)).refused("recusal_days_impossible")


def test_without_receipt_no_days_run_and_of_its_own_motion_the_office_is_never_too_late() -> None:
    mediating().does(OFFICER, ON_SITE).at("2026-08-27 12:00").does(OFFICER, RECUSE)
    appointed().at("2026-08-27 12:00").does(OFFICER, replace(RECUSE, by=OWN_MOTION))


def test_an_application_stays_the_mediation_and_the_sixty_days_run_on() -> None:
    story = appointed().at("2026-08-21 09:00").does(OFFICER, RECUSE)
    assert f"recusal:{MEDIATOR.person}" in story.view.open_items
    assert story.due_on(MEDIATION) == "2026-10-19"
    for command in (replace(ON_SITE, at=moment("2026-09-02 09:00")), AGREEMENT, DELEGATE):
        story.tries(OFFICER, command).refused("stayed")
    story.at("2026-08-28 15:00").tries(MEDIATOR, HELD).refused("stayed")
    assert not {"schedule_session", "record_agreement"}.intersection(story.view_for(OFFICER))
    assert story.at("2026-10-20 09:00").does(OFFICER, terminate("23-5")).view.ground == "23-5"


@pytest.mark.parametrize("command", [c.Withdraw(), c.RecordSettlement()])
def test_the_parties_may_end_it_themselves_during_the_stay(command: c.AnyCommand) -> None:
    story = appointed().does(OFFICER, RECUSE).does(OFFICER, command)
    assert not any(item.startswith("recusal") for item in story.view.open_items)


def test_a_rejected_application_ends_the_stay_and_leaves_the_mediator() -> None:
    story = appointed().does(OFFICER, RECUSE).does(SUPERVISOR, REJECT)
    story.at("2026-08-28 15:00").does(MEDIATOR, HELD)


def test_a_superior_decides_who_is_not_the_mediator() -> None:
    story = appointed().does(OFFICER, RECUSE)
    story.tries(OFFICER, GRANT).refused("forbidden")
    oneself = Actor(MEDIATOR.person, MEDIATOR.office, (Role.SUPERVISOR,))
    story.tries(oneself, GRANT).refused("decider_is_mediator")
    story.does(HEAD, GRANT)
    appointed().tries(SUPERVISOR, GRANT).refused("no_recusal")


def test_a_granted_recusal_takes_the_case_from_that_person() -> None:
    story = appointed().does(OFFICER, c.Assign(handler=MEDIATOR.person), RECUSE).does(SUPERVISOR, GRANT)
    assert story.case.handler is None
    assert story.view_for(MEDIATOR) == ()
    for command in (c.AddNote(text=TEXT), HELD, AGREEMENT, c.RecordSettlement()):
        story.tries(MEDIATOR, command).refused("recused")
    story.tries(OFFICER, c.Assign(handler=MEDIATOR.person)).refused("recused")
    again = replace(ON_SITE, at=moment("2026-09-02 09:00"))
    story.tries(OFFICER, again).refused("recused")
    story.at("2026-08-28 15:00").tries(OFFICER, HELD).refused("recused")


def test_the_sessions_of_the_recused_get_another_mediator_of_whom_the_parties_are_told_anew() -> None:
    story = appointed().does(OFFICER, RECUSE).does(SUPERVISOR, GRANT)
    assert "mediator:1" in story.view.open_items
    story.tries(OFFICER, c.ReplaceMediator(mediator=MEDIATOR.person)).refused("recused")
    story = story.does(OFFICER, c.ReplaceMediator(mediator="p-second-officer"))
    assert story.case.sessions[0].mediator == "p-second-officer"
    assert "mediator:1" not in story.view.open_items
    late = story.at("2026-08-28 15:00")
    late.tries(OFFICER, HELD).refused("advance_notice_needed")
    told_anew = story.does(
        OFFICER,
        told(NoticeMatter.SESSION, "2026-08-20 09:00", "complainant"),
        told(NoticeMatter.SESSION, "2026-08-20 09:00", "respondent"),
    )
    told_anew.at("2026-08-28 15:00").does(OFFICER, HELD)


def test_recusal_is_asked_of_somebody_who_mediates_by_a_party_once_at_a_time() -> None:
    mediating().tries(OFFICER, RECUSE).refused("not_the_mediator")
    mediating().does(OFFICER, c.Assign(handler=MEDIATOR.person)).does(OFFICER, RECUSE)
    appointed().tries(OFFICER, replace(RECUSE, by="nobody")).refused("unknown_party")
    appointed().does(OFFICER, RECUSE).tries(OFFICER, RECUSE).refused("stayed")
    agreed().tries(OFFICER, RECUSE).refused("already_decided")
    mediating().tries(OFFICER, c.ReplaceMediator(mediator="p-second")).refused("session_not_scheduled")


def test_a_reopened_case_does_not_come_back_to_the_recused() -> None:
    story = appointed().does(OFFICER, RECUSE).does(SUPERVISOR, GRANT)
    assert story.case.proceedings.afresh().recused(MEDIATOR.person)
    assert not appointed().does(OFFICER, RECUSE).case.proceedings.afresh().recusals


# art.19: delegation


def test_delegation_needs_both_consents_to_it_art_19() -> None:
    mediating().tries(OFFICER, DELEGATE).refused("delegation_consents_needed")
    one = mediating().does(OFFICER, replace(consent("complainant"), matter=ConsentMatter.DELEGATION))
    one.tries(OFFICER, DELEGATE).refused("delegation_consents_needed")
    assert delegated().case.proceedings.delegated
    withdrawn = c.WithdrawConsent(party="respondent", matter=ConsentMatter.DELEGATION)
    story = delegated().does(OFFICER, withdrawn)
    assert "delegation.withdrawn:respondent-1" in story.view.open_items
    story.does(OFFICER, FAILED).tries(OFFICER, DELEGATE).refused("delegation_consents_needed")


def test_the_box_in_form_1_is_the_complainants_consent_until_it_says_otherwise() -> None:
    form = Filing(
        channel=Channel.WEB,
        facts=TEXT,
        complainants=(Complainant(name=TEXT),),
        respondents=(Respondent(name=TEXT),),
        consents=Consents(delegate_mediation=Answer.YES),
    )
    story = filed(filing=form).does(OFFICER, c.Accept(), consent("complainant"), consent("respondent"))
    story.tries(OFFICER, DELEGATE).refused("delegation_consents_needed")
    both = story.does(OFFICER, replace(consent("respondent"), matter=ConsentMatter.DELEGATION))
    both.does(OFFICER, DELEGATE)
    said_no = both.does(OFFICER, replace(consent("complainant", "no"), matter=ConsentMatter.DELEGATION))
    said_no.tries(OFFICER, DELEGATE).refused("delegation_consents_needed")


def test_a_delegated_mediation_is_not_delegated_again_and_its_sessions_are_the_bodys() -> None:
    story = delegated()
    story.tries(OFFICER, DELEGATE).refused("delegated_already")
    for command in (ON_SITE, AGREEMENT):
        story.tries(OFFICER, command).refused("delegated")
    assert story.due_on(MEDIATION) == "2026-10-19", "the sixty days run on"
    assert story.at("2026-10-20 09:00").does(OFFICER, terminate("23-5")).view.ground == "23-5"


def test_what_the_body_agreed_our_officer_records() -> None:
    story = delegated()
    empty = c.ReportDelegationResult(result=DelegationResult.AGREED)
    story.tries(OFFICER, empty).refused("terms_needed")
    reported = story.does(OFFICER, replace(empty, terms=(TEXT,)))
    assert "delegation.agreed" in reported.view.open_items
    done = reported.does(OFFICER, AGREEMENT)
    assert "delegation.agreed" not in done.view.open_items
    met = c.RecordAgreement(
        form=AgreementForm.MEDIATION_DOCUMENT, why=AgreementWhy.ON_SITE, terms=(TEXT,)
    )
    assert reported.tries(OFFICER, met).refusal is None, "the session on site was the body's"
    mediating().tries(OFFICER, FAILED).refused("not_delegated")


def test_what_failed_at_the_body_bears_out_ground_3() -> None:
    story = delegated().does(OFFICER, FAILED)
    assert "23-3" in story.view.termination_grounds
    story.does(OFFICER, terminate("23-3"))
    mediating().tries(OFFICER, terminate("23-3")).refused("ground_needs_attempts")


def test_a_delegation_may_be_taken_back_and_its_date_is_watched() -> None:
    story = mediating().does(
        OFFICER,
        *(replace(consent(p), matter=ConsentMatter.DELEGATION) for p in ("complainant", "respondent")),
        replace(DELEGATE, due_on=moment("2026-09-10").date()),
    )
    assert "delegation" in story.view.open_items
    assert "delegation.late" in story.at("2026-09-11 00:00").view.open_items
    recalled = story.does(OFFICER, c.ReportDelegationResult(result=DelegationResult.RECALLED))
    recalled.does(OFFICER, ON_SITE)
    past = replace(DELEGATE, due_on=moment("2026-08-19").date())
    recalled.tries(OFFICER, past).refused("due_day_past")


def test_what_is_offered_follows_the_relation_to_the_case() -> None:
    story = appointed().does(OFFICER, RECUSE).does(SUPERVISOR, GRANT)
    assert allowed_commands(story.case, MEDIATOR) == ()
    assert "schedule_session" in allowed_commands(story.case, OFFICER)
