"""What every command must satisfy, whatever it asks: sealed, timed, related, permitted, fresh, in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.actors import Actor, Role
from redress.domain.case import ClockState
from redress.domain.commands import ContactResult, NoticeMatter
from redress.domain.context import Context
from redress.domain.counting import CHINA
from redress.domain.facts import Channel, Claim, ClaimKind, Filing, Method, Purchase, Representative
from redress.domain.opening import open_complaint, refused_filing
from redress.domain.refusals import Kind, Refusal
from redress.domain.stages import ALLOWED
from tests.domain.every_command import SAMPLES
from tests.domain.scenario import (
    ACCEPTANCE,
    AGREEMENT,
    CALLER,
    EVERY_ROLE,
    INTAKE,
    MEDIATION,
    NOT_CALLED_BACK,
    OFFICE,
    OFFICER,
    TEXT,
    accepted,
    closed,
    filed,
    kinds,
    mediating,
    moment,
    tables,
    told,
)

NAIVE = datetime(2026, 8, 17, 9)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("command", "where"),
    [
        (c.AddNote(text="the trader said"), "text"),
        (c.Refuse(ground="16-1", reason=""), "reason"),
        (
            c.RecordAgreement(
                form=c.AgreementForm.RECORD_ONLY, why=c.AgreementWhy.REMOTE, terms=(TEXT, "398 CNY")
            ),
            "terms[1]",
        ),
        (c.RequestMaterial(items=("identity card",), due_on=moment("2026-08-20").date()), "items[0]"),
    ],
)
def test_a_command_with_plain_text_in_a_sealed_field_is_refused(command: c.AnyCommand, where: str) -> None:
    story = filed().tries(OFFICER, command).refused("unsealed")
    assert story.refusal is not None
    assert (story.refusal.detail, story.refusal.kind) == (where, Kind.INVALID)


@pytest.mark.parametrize(
    ("command", "where"),
    [
        (c.Accept(occurred_at=NAIVE), "occurred_at"),
        (replace(told(NoticeMatter.OTHER, moment("2026-08-17")), at=NAIVE), "at"),
        (
            c.CommissionAppraisal(
                basis=c.AppraisalBasis.AGREED,
                institution=TEXT,
                commissioned_on=NAIVE.date(),
                cost_agreement=c.CostAgreement(payer="shared", both_consented_at=NAIVE),
            ),
            "cost_agreement.both_consented_at",
        ),
    ],
)
def test_a_time_without_offset_is_refused(command: c.AnyCommand, where: str) -> None:
    story = filed().tries(OFFICER, command).refused("naive_time")
    assert story.refusal is not None
    assert story.refusal.detail == where


@pytest.mark.parametrize(
    ("command", "where"),
    [
        (c.Supervise(due_on=date.max, order=TEXT), "due_on"),
        (c.Supervise(due_on=date.min, order=TEXT), "due_on"),
        (c.Supervise(due_on=date(2300, 1, 1), order=TEXT), "due_on"),
        (replace(AGREEMENT, due=(c.TermDue(term=1, due_on=date.max),)), "due[0].due_on"),
    ],
)
def test_a_day_with_which_nothing_can_be_reckoned_is_refused(command: c.AnyCommand, where: str) -> None:
    story = filed().tries(OFFICER, command).refused("impossible_time")
    assert story.refusal is not None
    assert story.refusal.detail == where


@pytest.mark.parametrize(
    ("office", "related"),
    [
        (OFFICE, True),
        ("jiangzhou", True),
        ("jiangzhou.qinghe.east", True),
        ("jiangzhou.qing", False),
        ("jiangzhou.qinghe2", False),
        ("jiangzhou.nanshan", False),
        ("", False),
    ],
)
def test_an_actor_works_for_the_cases_office_one_above_it_or_its_branch(office: str, related: bool) -> None:
    story = filed().tries(Actor("p", office, (Role.OFFICER,)), c.AddNote(text=TEXT))
    if related:
        assert story.refusal is None
    else:
        assert story.refused("other_office").refusal is not None
        assert story.view.allowed_commands == ()


def test_a_version_that_is_not_the_present_one_is_stale() -> None:
    story = filed()
    version = story.case.version
    story.does(OFFICER, c.Accept(expected_version=version))
    for other in (version - 1, version + 1, 0, -1):
        refusal = story.tries(OFFICER, c.Accept(expected_version=other)).refused("stale").refusal
        assert refusal is not None
        assert refusal.kind is Kind.STALE


def test_two_officers_at_once_one_of_them_is_stale() -> None:
    story = filed()
    read = story.case.version
    story = story.does(OFFICER, c.Accept(expected_version=read))
    story.tries(INTAKE, c.AddNote(text=TEXT, expected_version=read)).refused("stale")


def test_what_the_time_brings_with_a_command_does_not_make_it_stale() -> None:
    story = filed().at("2026-08-27 09:00")
    story.does(OFFICER, c.Accept(expected_version=story.case.version))


def test_time_passes_before_a_command_is_applied() -> None:
    story = filed().at("2026-08-27 09:00").does(OFFICER, c.Accept())
    types = kinds(entry.event for entry in story.recorded)
    assert types.index("clock_breached") < types.index("accepted")
    by_time = [entry for entry in story.recorded if entry.event.type in ("clock_breached", "escalated")]
    assert {(entry.person, entry.office, entry.command_id) for entry in by_time} == {("system", "", None)}
    assert {entry.at for entry in by_time} == {story.now}, "entered now, each at its own moment"
    assert [entry.occurred_at for entry in by_time] == sorted(entry.occurred_at for entry in by_time)


def test_a_refused_command_changes_nothing_even_when_time_has_passed() -> None:
    story = filed().at("2026-08-27 09:00")
    refused = story.tries(OFFICER, c.Close()).refused("wrong_stage")
    assert refused.case is story.case
    assert refused.recorded == story.recorded


@pytest.mark.parametrize("offset", [timedelta(microseconds=1), timedelta(days=3650)])
def test_nothing_has_happened_in_the_future(offset: timedelta) -> None:
    story = filed()
    story.tries(OFFICER, c.Accept(occurred_at=story.now + offset)).refused("in_the_future")
    contact = c.RecordContact(
        party="respondent", method=Method.PHONE, at=story.now + offset, result=ContactResult.REACHED
    )
    story.tries(OFFICER, contact).refused("in_the_future")
    story.tries(OFFICER, told(NoticeMatter.OTHER, story.now + offset)).refused("in_the_future")


def test_now_is_not_the_future_and_the_receipt_is_not_before_itself() -> None:
    story = filed("2026-08-17 09:00").at("2026-08-18 09:00")
    story.does(OFFICER, c.Accept(occurred_at=story.now))
    story.does(OFFICER, c.Accept(occurred_at=moment("2026-08-17 09:00")))
    story.tries(OFFICER, c.Accept(occurred_at=moment("2026-08-17 08:59"))).refused("before_its_cause")


@pytest.mark.parametrize(
    "extreme",
    [
        datetime.min.replace(tzinfo=UTC),
        datetime.max.replace(tzinfo=UTC),
        datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
        datetime.max.replace(tzinfo=timezone(timedelta(hours=-14))),
    ],
    ids=str,
)
def test_the_ends_of_time_are_refused_not_a_crash(extreme: datetime) -> None:
    for command in (
        c.Accept(occurred_at=extreme),
        told(NoticeMatter.OTHER, extreme),
        c.RecordContact(party="respondent", method=Method.SMS, at=extreme, result=ContactResult.NO_ANSWER),
    ):
        story = filed().tries(OFFICER, command)
        assert story.refusal is not None
        assert story.refusal.code in ("in_the_future", "before_its_cause")


def test_back_dating_within_the_period_is_taken_as_it_is() -> None:
    story = filed().at("2026-08-20 09:00").does(OFFICER, c.Accept(occurred_at=moment("2026-08-18 16:00")))
    assert story.due_on(MEDIATION) == "2026-10-19", (
        "60 days from the 18th end on a Saturday and roll to Monday"
    )
    assert story.recorded[-1].occurred_at == moment("2026-08-18 16:00")
    assert story.recorded[-1].at == moment("2026-08-20 09:00")


def test_back_dating_across_a_breach_is_marked_and_keeps_the_breach() -> None:
    story = filed().at("2026-08-28 09:00").does(OFFICER, c.Accept(occurred_at=moment("2026-08-25 09:00")))
    story = story.does(OFFICER, told(NoticeMatter.ACCEPTANCE, "2026-08-26 17:00"))
    [ended] = story.events(e.ClockEnded)
    assert isinstance(ended, e.ClockEnded)
    assert (ended.outcome, ended.entered_after_breach) == ("met", True)
    assert story.state(ACCEPTANCE) is ClockState.BREACHED
    late = filed().at("2026-08-28 09:00").does(OFFICER, c.Accept())
    [ended] = late.does(OFFICER, told(NoticeMatter.ACCEPTANCE, "2026-08-28 09:00")).events(e.ClockEnded)
    assert isinstance(ended, e.ClockEnded)
    assert not ended.entered_after_breach, "really late is not back-dated"


@pytest.mark.parametrize("command", sorted(ALLOWED[filed().case.matter]))
def test_an_archived_case_takes_no_command_of_any_kind(command: str) -> None:
    story = closed("2026-09-01 10:00").at("2026-10-02 00:00").woken()
    everybody = Actor("p-all", OFFICE, EVERY_ROLE)
    story.tries(everybody, SAMPLES[command]).refused("archived")


def test_a_wrong_role_is_told_so_before_the_stage() -> None:
    filed().tries(CALLER, c.Accept()).refused("forbidden")


# the filing


def refusal_of(filing: Filing, actor: Actor = INTAKE) -> str | None:
    refusal = refused_filing(filing, Context(actor=actor, now=moment("2026-08-17 09:00"), tables=tables()))
    return refusal.code if refusal else None


@pytest.mark.parametrize(
    ("filing", "code"),
    [
        (Filing(channel=Channel.WEB, facts="facts"), None),
        (Filing(channel=Channel.WEB), "missing_facts"),
        (Filing(channel=Channel.WEB, facts="f", received_at=NAIVE), "naive_time"),
        (Filing(channel=Channel.WEB, facts="f", received_at=moment("2026-08-17 09:01")), "in_the_future"),
        (
            Filing(channel=Channel.WEB, facts="f", received_at=datetime.min.replace(tzinfo=CHINA)),
            "impossible_time",
        ),
        (Filing(channel=Channel.WEB, facts="f", representatives=(Representative(),) * 2), None),
        (
            Filing(channel=Channel.WEB, facts="f", representatives=(Representative(),) * 3),
            "too_many_representatives",
        ),
        (Filing(channel=Channel.WEB, facts="f", purchase=Purchase(amount=Decimal(-1))), "negative_amount"),
        (
            Filing(
                channel=Channel.WEB, facts="f", claims=(Claim(kind=ClaimKind.OTHER, amount=Decimal("NaN")),)
            ),
            "negative_amount",
        ),
        (Filing(channel=Channel.WEB, facts="f", profile="samr-120"), "unknown_profile"),
    ],
)
def test_a_filing_is_taken_unless_it_is_impossible(filing: Filing, code: str | None) -> None:
    assert refusal_of(filing) == code


def test_who_may_not_file_is_told_so() -> None:
    assert refusal_of(Filing(channel=Channel.WEB, facts="f"), CALLER) == "forbidden"


@pytest.mark.parametrize(
    ("filing", "code"),
    [
        (Filing(channel=Channel.WEB, facts="facts in clear"), "unsealed"),
        (Filing(channel=Channel.WEB, facts=TEXT, received_at=NAIVE), "naive_time"),
    ],
)
def test_the_case_itself_opens_on_nothing_unsealed_or_naive(filing: Filing, code: str) -> None:
    ctx = Context(actor=INTAKE, now=moment("2026-08-17 09:00"), tables=tables())
    opened = open_complaint(NOT_CALLED_BACK, "n", OFFICE, "samr-121", filing, ctx)
    assert isinstance(opened, Refusal)
    assert opened.code == code


def test_a_receipt_before_the_registration_starts_the_clock_then() -> None:
    filing = Filing(channel=Channel.LETTER, facts=TEXT, received_at=moment("2026-08-13 15:00"))
    story = filed("2026-08-17 09:00", filing=filing)
    assert story.due_on(ACCEPTANCE) == "2026-08-24"
    assert story.case.registered_at == moment("2026-08-17 09:00")
    assert mediating().case.received_at == moment("2026-08-17 09:00")
    assert accepted().case.received_at == moment("2026-08-17 09:00")
