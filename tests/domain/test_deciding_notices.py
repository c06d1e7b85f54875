"""Telling a party through the office's channels: told is told when it has been delivered (art.15, 23(2))."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.actors import Actor, Role
from redress.domain.case import ClockState
from redress.domain.commands import DeliveryOutcome, NoticeMatter, NoticeOutcome
from redress.domain.facts import Channel, Complainant, Method, Respondent
from redress.domain.sealed import Sealed
from tests.domain.scenario import (
    ACCEPTANCE,
    OFFICE,
    OFFICER,
    ONE_AGAINST_ONE,
    TEXT,
    Story,
    closed,
    filed,
    mediating,
    moment,
    terminated,
    told,
)

THE_SYSTEM = Actor("system", OFFICE, (Role.SYSTEM,))
PROOF = Sealed("vault-proof")
COMPLAINANT = c.SendNotice(matter=NoticeMatter.ACCEPTANCE, party="complainant")


def accepted(**complainant: object) -> Story:
    """Accepted on Thursday 20 August; nobody has been told."""
    known = {"name": TEXT, "phone": TEXT} | complainant
    filing = replace(ONE_AGAINST_ONE, complainants=(Complainant(**known),))  # type: ignore[arg-type]
    return filed(filing=filing).at("2026-08-20 09:00").does(OFFICER, c.Accept())


def last_sent(story: Story) -> int:
    return story.case.sent[-1].notice


def comes_back(story: Story, outcome: DeliveryOutcome, when: str | None = None) -> c.RecordDelivery:
    at = moment(when) if when else story.now
    return c.RecordDelivery(notice=last_sent(story), outcome=outcome, at=at, proof=PROOF)


def test_sending_is_not_telling_and_delivering_is() -> None:
    story = accepted().does(OFFICER, COMPLAINANT)
    assert story.state(ACCEPTANCE) is ClockState.RUNNING
    assert "tell.acceptance" in story.view.open_items
    story = story.after(minutes=3)
    story = story.does(THE_SYSTEM, comes_back(story, DeliveryOutcome.TOLD))
    assert story.state(ACCEPTANCE) is ClockState.MET
    assert story.case.sent == ()
    [event] = story.events(e.NoticeRecorded)
    assert isinstance(event, e.NoticeRecorded)
    assert (event.method, event.proof, story.recorded[-1].person) == (Method.SMS, PROOF, "system")


def test_the_moment_of_delivery_ends_the_clock_however_late_the_case_hears_of_it() -> None:
    story = accepted().at("2026-08-25 23:50").does(OFFICER, COMPLAINANT).at("2026-08-27 08:00").woken()
    assert story.state(ACCEPTANCE) is ClockState.BREACHED
    story = story.does(THE_SYSTEM, comes_back(story, DeliveryOutcome.TOLD, "2026-08-25 23:55"))
    assert story.clock(ACCEPTANCE).ended_at == moment("2026-08-25 23:55")


@pytest.mark.parametrize(
    ("said", "meant"),
    [("2026-08-20 09:30", "2026-08-20 10:00"), ("2026-08-20 11:00", "2026-08-20 10:05")],
    ids=["before it was sent", "in the future"],
)
def test_a_provider_with_a_wrong_clock_moves_nothing_out_of_its_order(said: str, meant: str) -> None:
    story = accepted().at("2026-08-20 10:00").does(OFFICER, COMPLAINANT).at("2026-08-20 10:05")
    story = story.does(THE_SYSTEM, comes_back(story, DeliveryOutcome.TOLD, said))
    assert story.clock(ACCEPTANCE).ended_at == moment(meant)


def test_the_second_attempt_that_comes_back_is_as_good_as_telling() -> None:
    story = accepted()
    for _ in range(2):
        assert story.state(ACCEPTANCE) is ClockState.RUNNING
        story = story.does(OFFICER, COMPLAINANT).after(hours=1)
        story = story.does(THE_SYSTEM, comes_back(story, DeliveryOutcome.UNREACHABLE))
    assert story.state(ACCEPTANCE) is ClockState.MET


def test_what_never_left_the_house_is_no_attempt() -> None:
    story = accepted()
    for _ in range(3):
        story = story.does(OFFICER, COMPLAINANT).after(hours=1)
        story = story.does(THE_SYSTEM, comes_back(story, DeliveryOutcome.NOT_SENT))
    assert story.state(ACCEPTANCE) is ClockState.RUNNING
    assert not story.case.told
    assert not story.case.sent


WAYS = [
    ({}, None, Method.SMS),
    ({"email": TEXT}, None, Method.SMS),
    ({"email": TEXT, "preferred_notice": Method.EMAIL}, None, Method.EMAIL),
    ({"preferred_notice": Method.EMAIL}, None, Method.SMS),
    ({"preferred_notice": Method.PHONE}, None, Method.SMS),
    ({"phone": None, "email": TEXT, "address": TEXT}, None, Method.EMAIL),
    ({"phone": None, "address": TEXT}, None, Method.LETTER),
    ({"address": TEXT}, Method.LETTER, Method.LETTER),
    ({"phone": None}, None, "no_address"),
    ({}, Method.EMAIL, "no_address"),
    ({}, Method.PLATFORM, "no_address"),
    ({}, Method.PHONE, "not_sendable"),
    ({}, Method.IN_PERSON, "not_sendable"),
]


@pytest.mark.parametrize(("known", "named", "taken"), WAYS)
def test_the_preferred_way_then_the_first_that_there_is(
    known: dict[str, object], named: Method | None, taken: Method | str
) -> None:
    story = accepted(**known).tries(OFFICER, replace(COMPLAINANT, method=named))
    if isinstance(taken, Method):
        assert story.refusal is None
        assert story.case.sent[0].method is taken
    else:
        story.refused(taken)


def test_who_complained_on_the_platform_and_a_shop_on_one_can_be_answered_there() -> None:
    shop = replace(
        ONE_AGAINST_ONE, channel=Channel.NATIONAL_PLATFORM, respondents=(Respondent(platform=TEXT),)
    )
    story = filed(filing=shop).does(OFFICER, c.Accept())
    story = story.does(OFFICER, replace(COMPLAINANT, method=Method.PLATFORM))
    other = c.SendNotice(matter=NoticeMatter.OTHER, party="respondent", text=TEXT)
    assert story.does(OFFICER, other).case.sent[1].method is Method.PLATFORM


def test_the_decision_comes_before_the_notice_of_it() -> None:
    filed().tries(OFFICER, COMPLAINANT).refused("nothing_to_tell")
    early = replace(COMPLAINANT, occurred_at=moment("2026-08-19 09:00"))
    accepted().tries(OFFICER, early).refused("before_its_cause")
    terminated().does(OFFICER, c.SendNotice(matter=NoticeMatter.TERMINATION, party="complainant"))


@pytest.mark.parametrize(
    ("matter", "code"),
    [(NoticeMatter.OTHER, "words_needed"), (NoticeMatter.SESSION, "session_not_scheduled")],
)
def test_there_is_something_to_say(matter: NoticeMatter, code: str) -> None:
    mediating().tries(OFFICER, c.SendNotice(matter=matter, party="complainant")).refused(code)


def test_an_unknown_party_is_told_nothing() -> None:
    accepted().tries(OFFICER, replace(COMPLAINANT, party="witness")).refused("unknown_party")


def test_one_notice_of_a_matter_is_on_its_way_to_a_party_at_a_time() -> None:
    story = accepted().does(OFFICER, COMPLAINANT)
    story.tries(OFFICER, COMPLAINANT).refused("notice_under_way")
    by_phone = told(NoticeMatter.ACCEPTANCE, story.now)
    assert story.does(OFFICER, by_phone).state(ACCEPTANCE) is ClockState.MET, "who calls need not wait"
    letter = replace(by_phone, method=Method.SMS, outcome=NoticeOutcome.UNREACHABLE)
    story.does(OFFICER, letter, COMPLAINANT)


def test_only_the_system_says_what_became_of_it_and_only_once() -> None:
    story = accepted().does(OFFICER, COMPLAINANT)
    back = comes_back(story, DeliveryOutcome.TOLD)
    story.tries(OFFICER, back).refused("forbidden")
    story = story.does(replace(THE_SYSTEM, office=""), back)
    story.tries(THE_SYSTEM, back).refused("no_such_notice")


def test_a_notice_of_an_earlier_round_says_nothing_in_the_next() -> None:
    other = c.SendNotice(matter=NoticeMatter.OTHER, party="complainant", text=TEXT)
    story = closed().does(OFFICER, other)
    back = comes_back(story, DeliveryOutcome.TOLD)
    head = Actor("p-head", OFFICE, (Role.BUREAU_HEAD,))
    story = story.after(days=1).does(head, c.Reopen(ground=c.ReopenGround.OWN_ERROR, order=TEXT))
    story.tries(THE_SYSTEM, replace(back, at=story.now + timedelta(0))).refused("no_such_notice")
