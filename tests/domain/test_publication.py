"""What of a concluded complaint is published, by rule and consent (令121 art.38, 39)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.actors import Actor
from redress.domain.commands import Outcome, ReopenGround, Secrecy
from redress.domain.facts import Answer, Consents
from tests.domain.scenario import (
    HEAD,
    OFFICER,
    ONE_AGAINST_ONE,
    SUPERVISOR,
    TEXT,
    Story,
    agreed,
    closed,
    concluded,
    filed,
    told,
)

AGREES = replace(ONE_AGAINST_ONE, consents=Consents(publish=Answer.YES))
WITHDRAWS = c.WithdrawConsent(party="complainant", matter=c.ConsentMatter.PUBLICATION)
SAYS_YES = c.RecordConsent(party="complainant", answer="yes", matter=c.ConsentMatter.PUBLICATION)


def published() -> Story:
    return concluded().does(OFFICER, SAYS_YES).does(SUPERVISOR, c.Publish())


def test_a_complaint_is_published_by_rule_and_consent() -> None:
    concluded().tries(SUPERVISOR, c.Publish()).refused("publication_not_agreed")
    agreed().tries(SUPERVISOR, c.Publish()).refused("wrong_stage")
    story = published()
    assert story.view.after.published_at == story.now
    story.tries(SUPERVISOR, c.Publish()).refused("already_published")


def test_the_box_on_the_form_is_the_consent_until_another_answer_is_recorded() -> None:
    story = filed(filing=AGREES).does(OFFICER, c.Accept(), c.RecordSettlement())
    for party in story.case.parties:
        story = story.does(OFFICER, told(c.NoticeMatter.TERMINATION, story.now, party))
    story = story.does(OFFICER, c.Conclude(outcome=Outcome.SETTLED))
    assert story.does(SUPERVISOR, c.Publish()).view.after.published_at
    story.does(OFFICER, WITHDRAWS).tries(SUPERVISOR, c.Publish()).refused("publication_not_agreed")


@pytest.mark.parametrize(
    ("actor", "command", "cause"),
    [
        (OFFICER, WITHDRAWS, "consent_withdrawn"),
        (OFFICER, c.MarkSecrecy(secrecy=Secrecy.BUSINESS, reason=TEXT), "secrecy"),
        (SUPERVISOR, c.Unpublish(reason=TEXT), "decision"),
    ],
)
def test_what_takes_the_ground_away_unpublishes_at_once(
    actor: Actor, command: c.AnyCommand, cause: str
) -> None:
    story = published().does(actor, command)
    assert story.view.after.published_at is None
    [taken_back] = story.events(e.Unpublished)
    assert isinstance(taken_back, e.Unpublished)
    assert taken_back.cause == cause


def test_a_reopened_case_is_not_published_and_keeps_the_consent() -> None:
    story = closed().does(OFFICER, SAYS_YES).does(SUPERVISOR, c.Publish())
    story = story.does(HEAD, c.Reopen(ground=ReopenGround.OWN_ERROR, order=TEXT))
    assert story.view.after.published_at is None
    assert story.case.consent("publication", "complainant-1") == "yes"


@pytest.mark.parametrize(
    ("command", "outcome"),
    [(c.Withdraw(), Outcome.WITHDRAWN), (c.Refuse(ground="16-4", reason=TEXT), Outcome.REFUSED)],
)
def test_what_was_withdrawn_or_refused_is_not_published(command: c.AnyCommand, outcome: Outcome) -> None:
    story = filed(filing=AGREES).does(OFFICER, command)
    if outcome is Outcome.REFUSED:
        story = story.does(OFFICER, told(c.NoticeMatter.REFUSAL, story.now))
    story = story.does(OFFICER, c.Conclude(outcome=outcome))
    story.tries(SUPERVISOR, c.Publish()).refused("not_to_be_published")


@pytest.mark.parametrize("mark", [one for one in Secrecy if one is not Secrecy.NONE])
def test_what_is_secret_is_not_published_until_the_mark_is_lifted(mark: Secrecy) -> None:
    story = concluded().does(OFFICER, SAYS_YES, c.MarkSecrecy(secrecy=mark, reason=TEXT))
    story.tries(SUPERVISOR, c.Publish()).refused("secret")
    lifted = story.does(OFFICER, c.MarkSecrecy(secrecy=Secrecy.NONE, reason=TEXT))
    assert lifted.does(SUPERVISOR, c.Publish()).view.after.published_at


@pytest.mark.parametrize("matter", ["mediation", "delegation"])
def test_only_the_consent_to_publish_is_still_given_after_the_result(matter: str) -> None:
    late = replace(SAYS_YES, matter=c.ConsentMatter(matter))
    concluded().tries(OFFICER, late).refused("wrong_stage")
    concluded().tries(OFFICER, replace(WITHDRAWS, matter=c.ConsentMatter(matter))).refused("wrong_stage")
