"""The parties as actors: each speaks for itself only, what it does waits to be read, and a wish is a wish."""

from __future__ import annotations

from dataclasses import replace

import pytest

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.actors import Actor, Role, party_actor, party_in
from redress.domain.case import Stage
from redress.domain.evidence import EvidenceKind
from redress.domain.facts import Complainant, Method
from redress.domain.views import allowed_commands
from tests.domain.every_command import FIVE, SAMPLES
from tests.domain.scenario import (
    NOT_CALLED_BACK,
    OFFICER,
    ONE_AGAINST_ONE,
    SUPERVISOR,
    TEXT,
    Story,
    accepted,
    agreed,
    at_own_page,
    concluded,
    consent,
    filed,
    mediating,
)


def codes(story: Story, actor: Actor, command: c.AnyCommand) -> str | None:
    """The code of the refusal, None where the command is taken."""
    refusal = story.tries(actor, command).refusal
    return refusal.code if refusal else None


COMPLAINANT, TRADER = "complainant-1", "respondent-1"


def test_a_party_of_one_case_is_a_stranger_in_every_other() -> None:
    here, there = filed(), filed(case_id=NOT_CALLED_BACK)
    assert codes(there, at_own_page(here, COMPLAINANT), c.AddMaterial(text=TEXT)) == "other_office"
    nobody = party_actor(here.case.case_id, "complainant-9", here.case.office)
    assert codes(here, nobody, c.AddMaterial(text=TEXT)) == "other_office"
    both = replace(at_own_page(here, COMPLAINANT), roles=(Role.COMPLAINANT, Role.OFFICER))
    assert codes(here, both, c.Accept()) == "other_office", "a party is never anything else beside it"
    assert codes(here, Actor(COMPLAINANT, here.case.office, (Role.COMPLAINANT,)), c.Withdraw()) == (
        "other_office"
    )


@pytest.mark.parametrize(
    ("party", "command", "code"),
    [
        (COMPLAINANT, consent("respondent"), "not_your_side"),
        (TRADER, consent("complainant"), "not_your_side"),
        (TRADER, c.WithdrawConsent(party="complainant-1"), "not_your_side"),
        (TRADER, c.AddEvidence(kind=EvidenceKind.PHYSICAL, given_by="office", name=TEXT), "not_your_side"),
        (COMPLAINANT, c.Recuse(mediator="p-m", by="own_motion", reason=TEXT), "not_your_side"),
        (COMPLAINANT, c.AddMaterial(text=TEXT, completes=("claims",)), "left_to_the_office"),
        (TRADER, c.AddMaterial(text=TEXT), "forbidden"),
        (TRADER, c.Withdraw(), "forbidden"),
        (TRADER, c.RecordPerformance(performed=True), "forbidden"),
        (COMPLAINANT, c.Accept(), "forbidden"),
        (COMPLAINANT, c.NoteActs(), "forbidden"),
    ],
)
def test_a_party_speaks_for_itself_only(party: str, command: c.AnyCommand, code: str) -> None:
    story = accepted()
    assert codes(story, at_own_page(story, party), command) == code


def test_what_a_party_does_is_done_now() -> None:
    story = accepted()
    earlier = replace(consent("complainant"), occurred_at=story.now)
    assert codes(story, at_own_page(story, COMPLAINANT), earlier) == "left_to_the_office"


def test_both_sides_consent_at_their_pages_and_the_mediation_begins() -> None:
    """令121 art.18: the way and the moment of each answer stand beside it, whatever the form said."""
    story = accepted()
    story = story.does(at_own_page(story, COMPLAINANT), replace(consent("complainant"), channel=Method.PHONE))
    story = story.does(at_own_page(story, TRADER), consent("respondent"))
    assert story.case.stage == "mediating"
    said = {each.party: (each.answer, each.channel, each.at) for each in story.view.consents}
    assert said == dict.fromkeys((COMPLAINANT, TRADER), ("yes", "own_page", story.now))
    after = story.does(at_own_page(story, TRADER), c.WithdrawConsent(party="respondent"))
    withdrawn = next(each for each in after.view.consents if each.party == TRADER)
    assert (withdrawn.answer, withdrawn.channel) == ("withdrawn", "own_page")
    by_officer = accepted().does(OFFICER, replace(consent("complainant"), channel=Method.PHONE))
    assert by_officer.view.consents[0].channel == "phone"


def test_what_a_party_does_waits_until_it_was_read() -> None:
    story = filed()
    story = story.does(at_own_page(story, COMPLAINANT), c.AddMaterial(text=TEXT))
    assert "party_acts" in story.view.open_items
    assert story.recorded[-1].person == f"{COMPLAINANT}:{story.case.case_id}"
    assert party_in(story.recorded[-1].person) == COMPLAINANT
    read = story.does(OFFICER, c.NoteActs())
    assert "party_acts" not in read.view.open_items
    assert codes(read, OFFICER, c.NoteActs()) == "nothing_unread"
    assert "party_acts" not in filed().does(OFFICER, c.AddMaterial(text=TEXT)).view.open_items


def test_evidence_of_the_complainant_answers_the_request_for_material() -> None:
    """Whether it is enough an officer says; that nothing came nobody may say any more (令121 art.10)."""
    due = replace(SAMPLES["request_material"])
    story = filed().does(OFFICER, due)
    assert "material" in story.view.open_items
    piece = c.AddEvidence(kind=EvidenceKind.PHYSICAL, given_by="complainant", name=TEXT)
    assert "material" not in story.does(at_own_page(story, COMPLAINANT), piece).view.open_items
    other = replace(piece, given_by="respondent")
    assert "material" in story.does(at_own_page(story, TRADER), other).view.open_items


def test_a_proposal_is_answered_by_the_other_side_and_settles_nothing_by_itself() -> None:
    story = mediating()
    trader, complainant = at_own_page(story, TRADER), at_own_page(story, COMPLAINANT)
    story = story.does(trader, c.ProposeSettlement(party="respondent", terms=TEXT))
    yes = c.AnswerProposal(party="complainant", proposal=1, answer="yes")
    assert codes(story, trader, replace(yes, party="respondent")) == "own_proposal"
    assert codes(story, complainant, replace(yes, proposal=2)) == "no_such_proposal"
    story = story.does(complainant, yes)
    assert story.case.own.proposals[0].answers == ((COMPLAINANT, "yes"),)
    assert codes(story, complainant, yes) == "said_already"
    assert (story.case.stage, story.case.settled_at) == ("mediating", None)
    changed = story.does(complainant, replace(yes, answer="no"))
    assert changed.case.own.proposals[0].answers == ((COMPLAINANT, "no"),)
    settled = story.does(OFFICER, c.RecordSettlement())
    assert codes(settled, complainant, replace(yes, answer="no")) == "already_decided"


def test_a_review_is_a_wish_that_moves_no_clock_and_is_answered() -> None:
    """S0-26; contracts: it never restarts a clock by itself."""
    story = concluded()
    complainant = at_own_page(story, COMPLAINANT)
    wish = c.RequestReview(party="complainant", reason=TEXT)
    asked = story.does(complainant, wish)
    assert asked.case.clocks == story.case.clocks
    assert (asked.case.stage, asked.case.conclusion) == (story.case.stage, story.case.conclusion)
    assert "review:1" in asked.view.open_items
    assert codes(asked, complainant, wish) == "review_open"
    assert codes(asked, OFFICER, c.AnswerReview(text=TEXT)) == "forbidden"
    answered = asked.does(SUPERVISOR, c.AnswerReview(text=TEXT))
    assert "review:1" not in answered.view.open_items
    assert codes(answered, SUPERVISOR, c.AnswerReview(text=TEXT)) == "no_review"
    thrice = answered.does(complainant, wish).does(SUPERVISOR, c.AnswerReview(text=TEXT))
    thrice = thrice.does(complainant, wish).does(SUPERVISOR, c.AnswerReview(text=TEXT))
    assert codes(thrice, complainant, wish) == "said_too_often"
    assert codes(mediating(), at_own_page(mediating(), COMPLAINANT), wish) == "wrong_stage"


def test_reopening_answers_the_wish_and_lets_the_complainant_rate_anew() -> None:
    story = concluded()
    complainant = at_own_page(story, COMPLAINANT)
    story = story.does(complainant, SAMPLES["rate"], SAMPLES["request_review"])
    own = story.case.own.reopened()
    assert (own.open_reviews, own.ratings) == ((), ())


def test_a_rating_stands_beside_the_call_back() -> None:
    """S0-40, S0-86: five parts; nobody is spared the call-back by it."""
    story = concluded()
    complainant = at_own_page(story, COMPLAINANT)
    rated = story.does(complainant, c.Rate(party="complainant", parts=FIVE))
    rating = rated.case.own.rating_of(COMPLAINANT)
    assert rating is not None
    assert (rating.satisfaction, rating.parts) == (FIVE.overall, FIVE)
    assert (rated.case.callback, rated.case.after) == (story.case.callback, story.case.after)
    assert codes(rated, complainant, c.Rate(party="complainant", parts=FIVE)) == "said_already"
    early = mediating()
    assert codes(early, at_own_page(early, COMPLAINANT), SAMPLES["rate"]) == "wrong_stage"


def test_a_trader_says_that_it_performed_and_the_complainant_says_whether_it_did() -> None:
    story = agreed()
    word = c.GiveStatement(party="respondent", text=TEXT, about=c.StatementAbout.PERFORMANCE)
    said = story.does(at_own_page(story, TRADER), word)
    assert said.case.agreement == story.case.agreement, "the trader's word alone performs nothing"
    kept = said.does(at_own_page(story, COMPLAINANT), c.RecordPerformance(performed=True))
    assert kept.case.agreement is not None
    assert kept.case.agreement.performed is True
    without = mediating()
    assert codes(without, at_own_page(without, TRADER), word) == "no_agreement"


def test_one_of_several_complainants_does_not_withdraw_for_all() -> None:
    """令121 art.12."""
    two = replace(ONE_AGAINST_ONE, complainants=(Complainant(name=TEXT), Complainant(name=TEXT)))
    story = filed(filing=two)
    assert codes(story, at_own_page(story, "complainant-2"), c.Withdraw()) == "not_alone"
    assert codes(filed(), at_own_page(filed(), COMPLAINANT), c.Withdraw()) is None


def test_a_renewed_code_is_counted_for_its_party_alone() -> None:
    story = filed().does(OFFICER, c.RenewCode(party="respondent"), c.RenewCode(party="respondent"))
    own = story.case.own
    assert (own.times_renewed(TRADER), own.times_renewed(COMPLAINANT)) == (2, 0)
    assert isinstance(story.recorded[-1].event, e.CodeRenewed)


def test_after_the_archive_nobody_says_anything() -> None:
    story = concluded()
    archived = replace(story.case, stage=Stage.ARCHIVED)
    for party in (COMPLAINANT, TRADER):
        assert allowed_commands(archived, at_own_page(story, party)) == ()
