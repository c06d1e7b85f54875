"""Questions and answers about a deadline, in the form promised to scripts."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redress.domain.clock import due_of_rule
from redress.domain.counting import Suspension
from redress.domain.explain import explain_clock, explain_document
from redress.domain.problems import Problem
from redress.domain.reading import moment_of
from redress.domain.tables import Tables, load_tables
from tests.domain.questions import MEDIATION, WEEK, answered


@pytest.fixture(scope="module")
def tables() -> Tables:
    return load_tables()


def test_the_answer_of_the_contract(tables: Tables) -> None:
    answer = answered(MEDIATION, tables)
    days = answer.pop("days")
    assert answer == {
        "due_on": "2026-11-09",
        "due_at": "2026-11-10T00:00:00+08:00",
        "safe_due_on": "2026-11-09",
        "provisional": False,
        "state": "running",
        "citation": "令121 art.23(1)(5), art.22(3)",
        "profile": "samr-121",
        "clock": "complaint.mediation",
        "calendar": "CN@2025-11-04",
        "started_on": "2026-08-20",
        "length": 60,
        "unit": "calendar_day",
        "refused_extensions": [],
        "refused_suspensions": [],
    }
    assert days[:2] == [
        {"date": "2026-08-20", "kind": "start", "count": None},
        {"date": "2026-08-21", "kind": "calendar", "count": 1},
    ]
    assert {"date": "2026-09-23", "kind": "suspended", "count": None} in days
    assert days[-1] == {"date": "2026-11-09", "kind": "calendar", "count": 60}
    assert len(days) == 82


def test_every_kind_of_day_is_named(tables: Tables) -> None:
    kinds = {day["date"]: day["kind"] for day in answered(WEEK, tables)["days"]}
    assert [kinds[f"2026-{day}"] for day in ("09-24", "09-25", "09-28", "10-10", "10-11")] == [
        "start",
        "holiday",
        "working",
        "makeup",
        "weekend",
    ]
    sixty = answered(
        {**WEEK, "started_at": "2026-06-03T10:00:00+08:00", "length": 60, "unit": "calendar_day"}, tables
    )
    assert [day["kind"] for day in sixty["days"][-2:]] == ["calendar", "rolled"]


def test_length_and_unit_override_the_profile(tables: Tables) -> None:
    answer = answered({**MEDIATION, "suspensions": [], "length": 7, "unit": "working_day"}, tables)
    assert (answer["due_on"], answer["citation"]) == ("2026-08-31", "令121 art.23(1)(5), art.22(3)")


def test_counting_overrides_one_by_one(tables: Tables) -> None:
    document = {**MEDIATION, "started_at": "2026-06-03T18:00:00+08:00", "suspensions": []}
    plain = answered(document, tables)
    unrolled = answered({**document, "counting": {"end_roll": "none"}}, tables)
    late = answered({**document, "counting": {"received_cutoff": "17:30"}}, tables)
    assert [one["due_on"] for one in (plain, unrolled, late)] == ["2026-08-03", "2026-08-02", "2026-08-03"]
    assert late["started_on"] == "2026-06-04"
    assert answered({**document, "counting": {"received_cutoff": None}}, tables) == plain


def test_no_cut_off_is_a_counting_parameter_too(tables: Tables) -> None:
    law = tables.profile("samr-121")
    assert law is not None
    strict = replace(law, counting=replace(law.counting, received_cutoff="17:30"))
    question = {
        "profile": "samr-121",
        "clock": "complaint.acceptance",
        "started_at": "2026-06-03T17:31:00+08:00",
    }
    known = replace(tables, profiles=(strict,))
    assert answered(question, known)["started_on"] == "2026-06-04"
    assert answered({**question, "counting": {}}, known)["started_on"] == "2026-06-04"
    assert answered({**question, "counting": {"received_cutoff": None}}, known)["started_on"] == "2026-06-03"


def test_an_older_calendar_gives_the_older_date(tables: Tables) -> None:
    january = {**WEEK, "started_at": "2020-01-21T10:00:00+08:00"}
    known = {
        version: answered({**january, "calendar": version}, tables)
        for version in ("CN@2019-11-21", "CN@2020-01-27")
    }
    assert [one["due_on"] for one in known.values()] == ["2020-02-05", "2020-02-07"]
    assert [one["calendar"] for one in known.values()] == list(known)


def test_explicit_lists_answer_no_calendar_and_are_never_provisional(tables: Tables) -> None:
    answer = answered(
        {**WEEK, "started_at": "2030-01-01T00:00:00Z", "calendar": {"off": [], "makeup_workdays": []}}, tables
    )
    assert (answer["calendar"], answer["provisional"]) == (None, False)


def test_a_running_suspension_leaves_no_date(tables: Tables) -> None:
    open_ended = [{"from": "2026-09-22T10:00:00+08:00", "to": None, "cause": "testing"}]
    answer = answered({**MEDIATION, "suspensions": open_ended}, tables)
    assert (answer["state"], answer["due_on"], answer["due_at"], answer["safe_due_on"]) == (
        "suspended",
        None,
        None,
        None,
    )
    assert answer["days"][-1] == {"date": "2026-09-23", "kind": "suspended", "count": None}


def test_what_has_no_effect_is_listed_with_its_reason(tables: Tables) -> None:
    document = deepcopy(MEDIATION)
    document["suspensions"].append({"from": "2026-09-01T00:00:00+08:00", "to": None, "cause": "stay"})
    document["extensions"] = [{"approved_at": "2026-09-01T00:00:00+08:00", "mode": "add", "length": 5}]
    answer = answered(document, tables)
    assert answer["due_on"] == "2026-11-09"
    assert answer["refused_suspensions"] == [
        {"from": "2026-09-01T00:00:00+08:00", "to": None, "cause": "stay", "reason": "cause_not_listed"}
    ]
    assert answer["refused_extensions"] == [
        {"approved_at": "2026-09-01T00:00:00+08:00", "mode": "add", "length": 5, "reason": "not_extendable"}
    ]
    late = answered(
        {**WEEK, "extensions": [{"approved_at": "2026-10-13T00:00:00+08:00", "mode": "add", "length": 5}]},
        tables,
    )
    assert (late["due_on"], late["refused_extensions"][0]["reason"]) == ("2026-10-12", "after_expiry")


def test_hours_run_straight_through_and_show_the_hours_run(tables: Tables) -> None:
    answer = answered(
        {
            "started_at": "2026-10-03T21:40:00+08:00",
            "length": 48,
            "unit": "hour",
            "suspensions": [{"from": "2026-10-04T00:00:00+08:00", "to": "2026-10-05T00:00:00+08:00"}],
        },
        tables,
    )
    assert answer["due_at"] == "2026-10-06T21:40:00+08:00"
    assert [(day["kind"], day["count"]) for day in answer["days"]] == [
        ("start", None),
        ("suspended", None),
        ("calendar", 26),
        ("calendar", 48),
    ]


def test_a_window_says_when_it_opens(tables: Tables) -> None:
    answer = answered(
        {"profile": "samr-121", "clock": "callback.window", "started_at": "2026-09-23T09:00:00+08:00"}, tables
    )
    assert (answer["opens_on"], answer["due_on"]) == ("2026-09-30", "2026-10-08")


def test_a_clock_of_a_case_is_explained_alike(tables: Tables) -> None:
    profile = tables.profiles[0] if tables.profiles[0].id == "samr-121" else tables.profile("samr-121")
    assert profile is not None
    rule = profile.clock("complaint.mediation")
    start = moment_of(MEDIATION["started_at"])
    assert rule is not None
    assert start is not None
    pause = Suspension(
        moment_of("2026-09-22T10:00:00+08:00") or start, moment_of("2026-10-13T16:00:00+08:00"), "appraisal"
    )
    small = tables.for_case(["samr-121"], 2026)
    assert explain_clock(rule, profile, start, small.calendar, (pause,)) == answered(MEDIATION, tables)
    due = due_of_rule(rule, profile, start, small.calendar, (pause,))
    assert str(due.due_on) == answered(MEDIATION, tables)["due_on"]


@pytest.mark.parametrize(
    ("document", "place", "code"),
    [
        (None, "", "not_an_object"),
        ([], "", "not_an_object"),
        ("x", "", "not_an_object"),
        ({}, "started_at", "missing"),
        ({"started_at": "2026-09-24T16:00:00+08:00"}, "", "neither_period_nor_clock"),
        ({**WEEK, "started_at": "2026-09-24T16:00:00"}, "started_at", "impossible_moment"),
        ({**WEEK, "started_at": "2026-09-24"}, "started_at", "impossible_moment"),
        ({**WEEK, "started_at": "2026-02-30T16:00:00+08:00"}, "started_at", "impossible_moment"),
        ({**WEEK, "started_at": 1790000000}, "started_at", "impossible_moment"),
        ({**WEEK, "started_at": "9999-12-31T23:00:00+08:00"}, "started_at", "out_of_range"),
        ({**WEEK, "length": 0}, "length", "out_of_range"),
        ({**WEEK, "length": -7}, "length", "out_of_range"),
        ({**WEEK, "length": 10**30}, "length", "out_of_range"),
        ({**WEEK, "length": True}, "length", "not_a_number"),
        ({**WEEK, "length": "7"}, "length", "not_a_number"),
        ({**WEEK, "length": 7.0}, "length", "not_a_number"),
        ({**WEEK, "unit": "week"}, "unit", "unknown_value"),
        ({"started_at": WEEK["started_at"], "length": 7}, "length", "missing_together"),
        ({"started_at": WEEK["started_at"], "unit": "hour"}, "unit", "missing_together"),
        ({**WEEK, "speed": 1}, "speed", "unknown_field"),
        ({**WEEK, "clock": "complaint.mediation"}, "clock", "missing_together"),
        ({**MEDIATION, "profile": "samr-999"}, "profile", "unknown_profile"),
        ({**MEDIATION, "profile": "hotline-12345"}, "profile", "waits_for_numbers"),
        ({**MEDIATION, "clock": "complaint.nothing"}, "clock", "unknown_clock"),
        ({"profile": "samr-121", "started_at": WEEK["started_at"]}, "clock", "missing"),
        ({**WEEK, "calendar": "CN@2026-02-30"}, "calendar", "unknown_calendar"),
        ({**WEEK, "calendar": "CN@1999-01-01"}, "calendar", "unknown_calendar"),
        ({**WEEK, "calendar": "US@2026-01-01"}, "calendar", "unknown_calendar"),
        ({**WEEK, "calendar": 5}, "calendar", "unknown_calendar"),
        ({**WEEK, "calendar": {"off": ["2026-13-01"]}}, "calendar.off[0]", "impossible_date"),
        ({**WEEK, "calendar": {"off": {}}}, "calendar.off", "not_a_list"),
        ({**WEEK, "calendar": {"off": ["0001-01-01"]}}, "calendar.off", "years_out_of_range"),
        (
            {**WEEK, "calendar": {"makeup_workdays": ["2026-10-10", "9999-12-31"]}},
            "calendar.makeup_workdays",
            "years_out_of_range",
        ),
        ({**WEEK, "calendar": {"days": []}}, "calendar.days", "unknown_field"),
        (
            {**WEEK, "calendar": {"off": ["2026-10-10"], "makeup_workdays": ["2026-10-10"]}},
            "calendar.makeup_workdays",
            "off_and_makeup",
        ),
        ({**WEEK, "unit": "hour", "calendar": "CN@2025-11-04"}, "calendar", "calendar_on_hours"),
        ({**WEEK, "counting": {"end_roll": "monday"}}, "counting.end_roll", "unknown_value"),
        ({**WEEK, "counting": {"received_cutoff": "24:00"}}, "counting.received_cutoff", "impossible_time"),
        ({**WEEK, "counting": {"start": "included"}}, "counting.start", "unknown_field"),
        ({**WEEK, "counting": []}, "counting", "not_an_object"),
        ({**WEEK, "suspensions": {}}, "suspensions", "not_a_list"),
        ({**WEEK, "suspensions": [1]}, "suspensions[0]", "not_an_object"),
        ({**WEEK, "suspensions": [{"to": None}]}, "suspensions[0].from", "missing"),
        ({**WEEK, "suspensions": [{"from": "2026-09-24T16:00:00+08:00"}]}, "suspensions[0].to", "missing"),
        (
            {**WEEK, "suspensions": [{"from": "2026-09-26T00:00:00Z", "to": "2026-09-25T00:00:00Z"}]},
            "suspensions[0].to",
            "ends_before_start",
        ),
        (
            {**WEEK, "extensions": [{"approved_at": "2026-09-26T00:00:00Z", "mode": "more", "length": 1}]},
            "extensions[0].mode",
            "unknown_value",
        ),
        (
            {**WEEK, "extensions": [{"approved_at": "2026-09-26T00:00:00Z", "mode": "add"}]},
            "extensions[0].length",
            "missing",
        ),
        ({**WEEK, "extensions": [{}] * 1001}, "extensions[0].approved_at", "missing"),
        (
            {
                **WEEK,
                "extensions": [{"approved_at": "2026-09-26T00:00:00Z", "mode": "add", "length": 800_000}] * 9,
            },
            "",
            "beyond_calendar",
        ),
    ],
)
def test_an_unusable_question_is_refused_with_its_place(
    document: object, place: str, code: str, tables: Tables
) -> None:
    found = explain_document(document, tables)
    assert isinstance(found, Problem)
    assert (found.place, found.code) == (place, code)
    assert found.text("zh")
    assert found.text("en")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
FIELDS = [*MEDIATION, "length", "unit"]


@given(st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=4), st.sampled_from([MEDIATION, WEEK]))
def test_no_json_value_makes_it_raise(change: dict[str, object], around: dict[str, object]) -> None:
    found = explain_document({**around, **change}, load_tables())
    assert isinstance(found, dict | Problem)
