"""Single rules of counting, each by a case that would come out otherwise without it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from redress.domain.calendar import Calendar
from redress.domain.clock import Due, due, due_of_rule
from redress.domain.counting import (
    CHINA,
    Counting,
    EndRoll,
    Extension,
    ExtensionMode,
    Period,
    Suspension,
    SuspensionBounds,
    Unit,
)
from redress.domain.explain import explain_document
from redress.domain.profile import ClockRule, Profile
from redress.domain.reckoning import Reason
from redress.domain.tables import Tables, load_tables, shipped_calendar

EXAMPLES = json.loads((Path(__file__).parent / "data" / "clock-examples.json").read_text("utf-8"))
SEVEN = Period(7, Unit.WORKING_DAY)
SIXTY = Period(60, Unit.CALENDAR_DAY)


@pytest.fixture(scope="module")
def tables() -> Tables:
    return load_tables()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def rule_of(tables: Tables, key: str) -> tuple[ClockRule, Profile]:
    profile = tables.profile("samr-121")
    assert profile is not None
    rule = profile.clock(key)
    assert rule is not None
    return rule, profile


@pytest.mark.parametrize("example", EXAMPLES, ids=[one["id"] for one in EXAMPLES])
def test_worked_example(example: dict[str, dict[str, object]], tables: Tables) -> None:
    answer = explain_document(example["request"], tables)
    assert isinstance(answer, dict)
    assert {key: answer[key] for key in example["expect"]} == example["expect"]


def test_a_due_make_up_saturday_is_not_moved() -> None:
    found = due(SEVEN, at("2026-04-27 11:00"), shipped_calendar())
    assert (found.due_on, found.due_at) == (date(2026, 5, 9), at("2026-05-10 00:00"))


def test_the_day_is_the_day_in_china_whatever_the_offset_of_the_moment() -> None:
    late_evening_in_utc = datetime(2026, 9, 23, 16, 30, tzinfo=UTC)
    assert due(SEVEN, late_evening_in_utc, shipped_calendar()).due_on == date(2026, 10, 12)


@pytest.mark.parametrize(
    ("roll", "due_on"),
    [
        (EndRoll.REST_DAY, "2026-08-03"),
        (EndRoll.ARRANGED_HOLIDAY, "2026-08-02"),
        (EndRoll.NONE, "2026-08-02"),
    ],
)
def test_sixty_days_that_end_on_an_ordinary_sunday(roll: EndRoll, due_on: str) -> None:
    found = due(SIXTY, at("2026-06-03 10:00"), shipped_calendar(), Counting(roll))
    assert str(found.due_on) == due_on
    assert found.safe_due_on == date(2026, 7, 31)


def test_an_arranged_holiday_moves_to_the_first_day_after_it() -> None:
    found = due(
        Period(3, Unit.CALENDAR_DAY),
        at("2026-09-29 10:00"),
        shipped_calendar(),
        Counting(EndRoll.ARRANGED_HOLIDAY),
    )
    assert found.due_on == date(2026, 10, 8)


@pytest.mark.parametrize(("clock_time", "due_on"), [("17:30", "2026-09-15"), ("17:30:01", "2026-09-16")])
def test_strictly_after_the_cut_off_counts_as_received_on_the_next_working_day(
    clock_time: str, due_on: str
) -> None:
    counting = Counting(received_cutoff="17:30")
    found = due(Period(3, Unit.WORKING_DAY), at(f"2026-09-10 {clock_time}"), shipped_calendar(), counting)
    assert str(found.due_on) == due_on


@pytest.mark.parametrize(
    ("bounds", "due_on"),
    [(SuspensionBounds.AFTER_START, "2026-09-17"), (SuspensionBounds.FROM_START, "2026-09-17")],
)
def test_both_boundary_rules_leave_out_as_many_days(bounds: SuspensionBounds, due_on: str) -> None:
    pause = Suspension(at("2026-09-08 09:00"), at("2026-09-10 09:00"))
    found = due(SEVEN, at("2026-09-04 09:00"), shipped_calendar(), Counting(suspension=bounds), (pause,))
    assert str(found.due_on) == "2026-09-17"


def test_the_boundary_rules_differ_on_the_last_day() -> None:
    pause = Suspension(at("2026-09-15 09:00"), at("2026-09-16 09:00"))
    start, calendar = at("2026-09-04 09:00"), shipped_calendar()
    after = due(SEVEN, start, calendar, Counting(), (pause,))
    from_start = due(SEVEN, start, calendar, Counting(suspension=SuspensionBounds.FROM_START), (pause,))
    assert (str(after.due_on), str(from_start.due_on)) == ("2026-09-15", "2026-09-16")


def test_an_expired_period_is_never_revived() -> None:
    pause = Suspension(at("2026-09-16 00:00"), None)
    found = due(SEVEN, at("2026-09-04 09:00"), shipped_calendar(), suspensions=(pause,))
    assert found == due(SEVEN, at("2026-09-04 09:00"), shipped_calendar())


def test_a_pause_that_still_runs_leaves_no_date() -> None:
    pauses = (
        Suspension(at("2026-09-10 00:00"), None),
        Suspension(at("2026-09-07 00:00"), at("2026-09-08 00:00")),
    )
    found = due(SEVEN, at("2026-09-04 09:00"), shipped_calendar(), suspensions=pauses)
    assert found.suspended
    assert (found.due_on, found.due_at, found.safe_due_on) == (None, None, None)


@pytest.mark.parametrize(
    ("approved_at", "mode", "length", "due_on", "refused"),
    [
        ("2026-09-28 23:59", ExtensionMode.ADD, 15, "2026-10-23", None),
        ("2026-09-29 00:00", ExtensionMode.ADD, 15, "2026-09-28", Reason.AFTER_EXPIRY),
        ("2026-09-20 09:00", ExtensionMode.TO_TOTAL, 20, "2026-10-10", None),
        ("2026-09-20 09:00", ExtensionMode.TO_TOTAL, 10, "2026-09-28", None),
    ],
)
def test_an_extension_counts_from_the_old_end_and_only_before_it(
    approved_at: str, mode: ExtensionMode, length: int, due_on: str, refused: Reason | None
) -> None:
    extension = Extension(at(approved_at), mode, length)
    found = due(
        Period(15, Unit.WORKING_DAY), at("2026-09-07 09:00"), shipped_calendar(), extensions=(extension,)
    )
    assert str(found.due_on) == due_on
    assert [one.reason for one in found.refused_extensions] == ([refused] if refused else [])


def test_an_extension_within_an_extension_is_in_time() -> None:
    extensions = (
        Extension(at("2026-10-20 09:00"), ExtensionMode.ADD, 5),
        Extension(at("2026-09-28 09:00"), ExtensionMode.ADD, 15),
    )
    found = due(
        Period(15, Unit.WORKING_DAY), at("2026-09-07 09:00"), shipped_calendar(), extensions=extensions
    )
    assert (str(found.due_on), found.refused_extensions) == ("2026-10-30", ())


def test_a_complaint_of_order_121_cannot_be_extended(tables: Tables) -> None:
    rule, profile = rule_of(tables, "complaint.mediation")
    extension = Extension(at("2026-09-01 09:00"), ExtensionMode.ADD, 15)
    found = due_of_rule(rule, profile, at("2026-08-20 09:00"), tables.calendar, (), (extension,))
    assert [one.reason for one in found.refused_extensions] == [Reason.NOT_EXTENDABLE]
    assert found.due_on == due_of_rule(rule, profile, at("2026-08-20 09:00"), tables.calendar).due_on


def test_a_clue_is_extended_once_by_fifteen_days(tables: Tables) -> None:
    rule, profile = rule_of(tables, "clue.verification")
    grants = tuple(
        Extension(at(f"2026-09-1{day} 09:00"), ExtensionMode.ADD, length)
        for day, length in ((1, 16), (2, 15), (3, 15))
    )
    found = due_of_rule(rule, profile, at("2026-09-07 09:00"), tables.calendar, (), grants)
    assert str(found.due_on) == "2026-10-23"
    assert [one.reason for one in found.refused_extensions] == [Reason.BEYOND_RULE, Reason.TOO_MANY]


@pytest.mark.parametrize(
    ("key", "cause", "reason"),
    [
        ("complaint.mediation", "inspection", Reason.CAUSE_NOT_LISTED),
        ("complaint.acceptance", None, Reason.NOT_SUSPENDABLE),
        ("complaint.acceptance", "appraisal", Reason.CAUSE_NOT_LISTED),
    ],
)
def test_only_the_listed_causes_stop_a_clock(
    tables: Tables, key: str, cause: str | None, reason: Reason
) -> None:
    rule, profile = rule_of(tables, key)
    pause = Suspension(at("2026-08-21 09:00"), None, cause)
    found = due_of_rule(rule, profile, at("2026-08-20 09:00"), tables.calendar, (pause,))
    assert [one.reason for one in found.refused_suspensions] == [reason]
    assert not found.suspended


def test_months_and_years_end_on_the_matching_day_and_are_not_suspended() -> None:
    pause = Suspension(at("2024-02-01 09:00"), at("2024-02-10 09:00"))
    start, none = at("2024-01-31 09:00"), Counting(EndRoll.NONE)
    month = due(Period(1, Unit.MONTH), start, shipped_calendar(), none, (pause,))
    assert (str(month.due_on), month.refused_suspensions[0].reason) == ("2024-02-29", Reason.NOT_SUSPENDABLE)
    leap = due(Period(1, Unit.YEAR), at("2024-02-29 09:00"), shipped_calendar(), none)
    assert str(leap.due_on) == "2025-02-28"


def test_of_several_sources_the_earliest_holds() -> None:
    both = (Period(45, Unit.WORKING_DAY), SIXTY)
    calendar = shipped_calendar()
    ordinary = due(both, at("2025-03-03 09:00"), calendar)
    assert ordinary.due_on == due(SIXTY, at("2025-03-03 09:00"), calendar).due_on
    dense = due(both, at("2024-10-09 09:00"), calendar)
    assert dense.due_on == min(
        one.due_on for one in (due(period, at("2024-10-09 09:00"), calendar) for period in both) if one.due_on
    )


def test_the_call_back_window_opens_after_the_third_and_closes_with_the_fifth_working_day(
    tables: Tables,
) -> None:
    rule, profile = rule_of(tables, "callback.window")
    found = due_of_rule(rule, profile, at("2026-09-23 09:00"), tables.calendar)
    assert (str(found.opens_on), str(found.due_on)) == ("2026-09-30", "2026-10-08")


def test_a_date_that_needs_an_unpublished_year_is_provisional() -> None:
    calendar = shipped_calendar()
    final = due(Period(5, Unit.WORKING_DAY), at("2026-12-08 09:00"), calendar)
    late_december = due(Period(6, Unit.WORKING_DAY), at("2026-12-08 09:00"), calendar)
    new_year = due(SEVEN, at("2026-12-28 09:00"), calendar)
    assert [one.provisional for one in (final, late_december, new_year)] == [False, True, True]
    assert str(new_year.due_on) == "2027-01-07"


def test_a_calendar_day_period_needs_only_the_days_it_may_end_on() -> None:
    start = at("2026-12-01 09:00")
    assert due(Period(40, Unit.CALENDAR_DAY), start, shipped_calendar()).provisional
    assert not due(
        Period(40, Unit.CALENDAR_DAY), start, shipped_calendar(), Counting(EndRoll.NONE)
    ).provisional
    over_december = due(Period(5, Unit.CALENDAR_DAY), at("2025-12-25 09:00"), shipped_calendar())
    assert not over_december.provisional


def test_explicit_lists_are_never_provisional() -> None:
    assert not due(SEVEN, at("2031-12-28 09:00"), Calendar(None, (), ())).provisional


@pytest.mark.parametrize(
    ("period", "start", "problem"),
    [
        (SEVEN, datetime(2026, 1, 1), "naive_start"),  # noqa: DTZ001
        (Period(0, Unit.WORKING_DAY), at("2026-01-01 00:00"), "length_below_one"),
        (Period(10_000, Unit.YEAR), at("2026-01-01 00:00"), "beyond_calendar"),
        (Period(10_000_000, Unit.WORKING_DAY), at("2026-01-01 00:00"), "beyond_calendar"),
        (Period(10**12, Unit.HOUR), at("2026-01-01 00:00"), "beyond_calendar"),
    ],
)
def test_what_cannot_be_dated_comes_back_as_a_value(period: Period, start: datetime, problem: str) -> None:
    found = due(period, start, shipped_calendar())
    assert (found.due_at, found.problem, found.suspended) == (None, problem, False)


def test_a_suspension_that_ends_before_it_starts_is_refused() -> None:
    pause = Suspension(at("2026-09-10 09:00"), at("2026-09-09 09:00"))
    found = due(SEVEN, at("2026-09-04 09:00"), shipped_calendar(), suspensions=(pause,))
    assert [one.reason for one in found.refused_suspensions] == [Reason.ENDS_BEFORE_START]
    assert str(found.due_on) == "2026-09-15"


def test_a_case_sized_table_answers_as_the_whole_one(tables: Tables) -> None:
    small = tables.for_case(["samr-121"], 2026)
    assert len(TypeAdapter(Tables).dump_json(small)) < 20_480
    for rule in small.profiles[0].clocks:
        start = at("2026-01-02 09:00")
        whole = due_of_rule(rule, small.profiles[0], start, tables.calendar)
        assert due_of_rule(rule, small.profiles[0], start, small.calendar) == whole


def test_the_values_travel_as_json(tables: Tables) -> None:
    small = tables.for_case(["samr-121"], 2026)
    adapter = TypeAdapter(Tables)
    assert adapter.validate_json(adapter.dump_json(small)) == small
    assert adapter.validate_json(adapter.dump_json(small)).hash == small.hash
    assert replace(small, profiles=()).hash != small.hash
    found = due(
        SEVEN,
        at("2026-09-04 09:00"),
        tables.calendar,
        extensions=(Extension(at("2026-10-20 09:00"), ExtensionMode.ADD, 5),),
    )
    dues = TypeAdapter(Due)
    assert dues.validate_json(dues.dump_json(found)) == found
