"""Several regimes at once: the date of an order, and the office's own promises, beside the law's clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from redress.domain import commands as c
from redress.domain.actors import Actor, Role
from redress.domain.case import ClockState
from redress.domain.commands import ContactResult, NoticeMatter, NoticeOutcome
from redress.domain.facts import Complainant, ExternalRef, ExternalSystem, Method
from redress.domain.profile import LetterTold, Profile, Telling
from redress.domain.profile_file import parse_profile
from redress.domain.views import explanation, supposed
from tests.domain.scenario import (
    ACCEPTANCE,
    INTAKE,
    OFFICE,
    OFFICER,
    ONE_AGAINST_ONE,
    TEXT,
    Story,
    filed,
    moment,
    tables,
    told,
)

ORDER = "order.report_back:hotline12345-1"
TO_COMPLAINANT = "promise.contact_complainant"
TO_TRADER = "promise.contact_respondent"


def ordered(due: str, beside: tuple[str, ...] = ("orders-given",)) -> Story:
    """A complaint that a hotline passed on with a date of its own."""
    ref = ExternalRef(system=ExternalSystem.HOTLINE12345, due_at=moment(due))
    return filed(filing=replace(ONE_AGAINST_ONE, external_refs=(ref,)), beside=beside)


def contact(party: str, at: str, result: ContactResult = ContactResult.REACHED) -> c.RecordContact:
    return c.RecordContact(party=party, method=Method.PHONE, at=moment(at), result=result)


def test_an_orders_date_runs_beside_the_laws_and_replaces_nothing() -> None:
    story = ordered("2026-08-20 18:00")
    order, law = story.shown(ORDER), story.shown(ACCEPTANCE)
    assert (order.due_on, order.due_at) == (moment("2026-08-20").date(), moment("2026-08-20 18:00"))
    assert (order.legal, order.given, order.citation, order.profile) == (False, True, "S3-15", "orders-given")
    assert (law.due_on, law.legal, law.given) == (moment("2026-08-26").date(), True, False)
    assert story.view.due_on == order.due_on, "what is due first is due first, whoever said so"


def test_the_law_alone_where_no_date_was_given() -> None:
    ref = ExternalRef(system=ExternalSystem.HOTLINE12345)
    story = filed(filing=replace(ONE_AGAINST_ONE, external_refs=(ref,)), beside=("orders-given",))
    assert [clock.clock for clock in story.case.clocks] == [ACCEPTANCE]


def test_each_order_has_a_clock_of_its_own() -> None:
    refs = (
        ExternalRef(system=ExternalSystem.HOTLINE12345, due_at=moment("2026-08-20 18:00")),
        ExternalRef(system=ExternalSystem.SUPERIOR, due_at=moment("2026-08-25")),
    )
    story = filed(filing=replace(ONE_AGAINST_ONE, external_refs=refs), beside=("orders-given",))
    assert {clock.clock: clock.ref for clock in story.case.clocks if clock.given_due_at} == {
        ORDER: "hotline12345-1",
        "order.report_back:superior-2": "superior-2",
    }
    assert story.due_on("order.report_back:superior-2") == "2026-08-24", "until 00:00 of the 25th"


def test_an_orders_date_is_missed_at_its_very_moment_and_climbs_its_own_ladder() -> None:
    story = ordered("2026-08-20 18:00").at("2026-08-20 17:59").woken()
    assert story.state(ORDER) is ClockState.RUNNING
    assert story.ladder(ORDER) == [(-2, "2026-08-18 00:00"), (-1, "2026-08-19 00:00")]
    late = story.at("2026-08-20 18:00").woken()
    assert late.state(ORDER) is ClockState.BREACHED
    assert late.state(ACCEPTANCE) is ClockState.RUNNING
    assert late.ladder(ORDER)[-1] == (1, "2026-08-20 18:00")


def test_an_orders_date_on_a_rest_day_stays_there_and_its_safe_day_is_worked() -> None:
    order = ordered("2026-08-22 12:00").shown(ORDER)
    assert (str(order.due_on), str(order.safe_due_on)) == ("2026-08-22", "2026-08-21")


def test_an_orders_date_is_explained_day_by_day_and_counted_by_nobody() -> None:
    story = ordered("2026-08-24 18:00")
    answer = explanation(story.clock(ORDER), tables(), story.now, "zh")
    assert answer["given"] is True
    assert (answer["due_on"], answer["citation"], answer["state"]) == ("2026-08-24", "S3-15", "running")
    days = answer["days"]
    assert isinstance(days, list)
    assert [(day["date"][8:], day["kind"], day["count"]) for day in days] == [
        ("17", "start", None),
        *((str(day), "working", None) for day in range(18, 22)),
        ("22", "weekend", None),
        ("23", "weekend", None),
        ("24", "working", None),
    ]
    assert answer["prose"] == (
        "届满日期系由来件指定或者约定（依据投诉站、投诉中心工作规则），并非推算得出；自2026年8月17日起。"
        "期限于2026年8月24日18:00届满。"
    )
    english = explanation(story.clock(ORDER), tables(), story.now, "en")["prose"]
    assert "set or agreed by others (rules of stations and centres)" in str(english)


def test_a_supposition_moves_no_date_that_somebody_else_named() -> None:
    story = ordered("2026-08-24 18:00")
    clock = story.clock(ORDER)
    assert supposed(clock, tables(), story.now, extension=5) == explanation(clock, tables(), story.now)


def test_an_order_that_is_due_before_it_came_is_shown_as_missed() -> None:
    assert ordered("2026-08-14 18:00").woken().state(ORDER) is ClockState.BREACHED


def test_a_promise_is_kept_by_speaking_to_that_side_not_by_ringing() -> None:
    story = filed(beside=("orders-given", "promise-12315"))
    assert story.due_on(TO_COMPLAINANT) == "2026-08-18"
    assert story.due_on(TO_TRADER) == "2026-08-26"
    rung = story.at("2026-08-18 10:00").does(
        INTAKE, contact("complainant", "2026-08-18 09:30", ContactResult.NO_ANSWER)
    )
    assert rung.state(TO_COMPLAINANT) is ClockState.RUNNING
    spoken = rung.does(INTAKE, contact("complainant", "2026-08-18 09:50"))
    assert spoken.state(TO_COMPLAINANT) is ClockState.MET
    assert spoken.state(TO_TRADER) is ClockState.RUNNING


def test_a_broken_promise_is_no_breach_of_the_law() -> None:
    story = filed(beside=("promise-12315",)).at("2026-08-19 00:00").woken()
    shown = story.shown(TO_COMPLAINANT)
    assert (shown.state, shown.legal, shown.citation) == (ClockState.BREACHED, False, "S0-09")
    assert story.state(ACCEPTANCE) is ClockState.RUNNING


def test_a_case_without_promises_hears_nothing_of_them() -> None:
    story = filed().does(INTAKE, contact("complainant", "2026-08-17 09:00"))
    assert [clock.clock for clock in story.case.clocks] == [ACCEPTANCE]


def test_a_key_of_the_regime_is_not_started_twice_by_one_beside_it() -> None:
    story = filed(beside=("samr-121",))
    assert [clock.clock for clock in story.case.clocks] == [ACCEPTANCE]


LETTER_DAYS = [
    (LetterTold.POSTED, NoticeOutcome.SENT, True),
    (LetterTold.POSTED, NoticeOutcome.TOLD, True),
    (LetterTold.RECEIVED, NoticeOutcome.SENT, False),
    (LetterTold.RECEIVED, NoticeOutcome.TOLD, True),
]


@pytest.mark.parametrize(("reading", "outcome", "ends"), LETTER_DAYS)
def test_a_letter_tells_as_the_regime_reads_it(
    reading: LetterTold, outcome: NoticeOutcome, ends: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """在途时间不计 (程序规定 art.80): posted on the last day is in time unless arrival is asked for."""
    read = tuple(replace(one, telling=Telling(letter=reading)) for one in tables().profiles)
    changed = replace(tables(), profiles=read)
    monkeypatch.setattr("tests.domain.scenario.tables", lambda: changed)
    story = filed().at("2026-08-26 16:00").does(OFFICER, c.Accept(), letter(outcome, "2026-08-26 16:00"))
    assert (story.clock(ACCEPTANCE).outcome == "met") is ends
    later = story.at("2026-08-27 00:00").woken()
    assert (later.state(ACCEPTANCE) is ClockState.BREACHED) is not ends


@pytest.mark.parametrize(("reading", "ends"), [(LetterTold.POSTED, True), (LetterTold.RECEIVED, False)])
def test_a_posted_letter_of_the_print_queue_tells_as_the_regime_reads_it(
    reading: LetterTold, ends: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = tuple(replace(one, telling=Telling(letter=reading)) for one in tables().profiles)
    monkeypatch.setattr("tests.domain.scenario.tables", lambda: replace(tables(), profiles=read))
    filing = replace(ONE_AGAINST_ONE, complainants=(Complainant(name=TEXT, address=TEXT),))
    send = c.SendNotice(matter=NoticeMatter.ACCEPTANCE, party="complainant", method=Method.LETTER)
    story = filed(filing=filing).at("2026-08-26 16:00").does(OFFICER, c.Accept(), send)
    notice, at = story.case.sent[-1].notice, moment("2026-08-26 23:59")
    posted = c.RecordDelivery(notice=notice, outcome=c.DeliveryOutcome.SENT, at=at)
    story = story.at("2026-08-27 09:00").woken().does(Actor("system", OFFICE, (Role.SYSTEM,)), posted)
    assert (story.clock(ACCEPTANCE).ended_at == at) is ends
    assert story.case.sent == ()


def test_a_letter_under_way_is_no_failed_attempt(monkeypatch: pytest.MonkeyPatch) -> None:
    read = tuple(
        replace(one, telling=Telling(letter=LetterTold.RECEIVED)) for one in tables().profiles
    )
    changed = replace(tables(), profiles=read)
    monkeypatch.setattr("tests.domain.scenario.tables", lambda: changed)
    sent = letter(NoticeOutcome.SENT, "2026-08-18 10:00")
    story = filed().at("2026-08-18 10:00").does(OFFICER, c.Accept(), sent, sent)
    assert story.clock(ACCEPTANCE).live
    arrived = story.at("2026-08-20 10:00").does(OFFICER, letter(NoticeOutcome.TOLD, "2026-08-19 15:00"))
    assert arrived.clock(ACCEPTANCE).ended_at == moment("2026-08-19 15:00")


def letter(outcome: NoticeOutcome, at: str) -> c.RecordNotice:
    return replace(told(NoticeMatter.ACCEPTANCE, at, outcome=outcome), method=Method.LETTER)


@pytest.mark.parametrize("method", [one for one in Method if one is not Method.LETTER])
def test_only_a_letter_is_recorded_as_sent(method: Method) -> None:
    sent = replace(letter(NoticeOutcome.SENT, "2026-08-18 10:00"), method=method)
    filed().at("2026-08-18 10:00").does(OFFICER, c.Accept()).tries(OFFICER, sent).refused(
        "only_letters_are_sent"
    )


GIVEN = """
id = "orders-x"
regime = "orders-x"
title_zh = "来件"
title_en = "Orders"
law = "来件要求"
valid_from = 2026-01-01

[[clock]]
key = "order.x"
milestone = "report_back"
article = "S3-15"
title_zh = "反馈"
title_en = "Report back"
starts_on = ["order_received"]
ends_on = ["reported_back"]
given = true
legal = false
"""


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ('sources = [{ length = 3, unit = "working_day" }]', "clock[0].sources"),
        ('suspended_by = ["appraisal"]', "clock[0].suspended_by"),
        ('counting = { end_roll = "none" }', "clock[0].counting"),
    ],
)
def test_a_given_date_is_not_counted_and_a_profile_that_says_so_is_refused(line: str, place: str) -> None:
    assert isinstance(parse_profile(GIVEN), Profile)
    problems = parse_profile(GIVEN + line + "\n")
    assert not isinstance(problems, Profile)
    assert [(one.place, one.code, one.line is not None) for one in problems] == [
        (place, "given_is_not_counted", True)
    ]


@pytest.mark.parametrize("year", [1899, 2300])
def test_an_impossible_date_of_an_order_is_refused_with_its_place(year: int) -> None:
    from_far = ExternalRef(
        system=ExternalSystem.HOTLINE12345, due_at=datetime(year, 1, 2, tzinfo=moment("2026-08-17").tzinfo)
    )
    with pytest.raises(AssertionError, match="impossible_time"):
        filed(filing=replace(ONE_AGAINST_ONE, external_refs=(from_far,)), beside=("orders-given",))
