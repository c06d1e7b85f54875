"""Questions and answers about a deadline, in the form promised to scripts."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redress.domain.clock import due_of_rule
from redress.domain.counting import Suspension
from redress.domain.explain import explain_clock, explain_document
from redress.domain.problems import Problem
from redress.domain.prose import prose
from redress.domain.reading import moment_of
from redress.domain.tables import Tables, load_tables

MEDIATION: dict[str, Any] = {
    "profile": "samr-121",
    "clock": "complaint.mediation",
    "started_at": "2026-08-20T09:00:00+08:00",
    "suspensions": [
        {"from": "2026-09-22T10:00:00+08:00", "to": "2026-10-13T16:00:00+08:00", "cause": "appraisal"}
    ],
    "extensions": [],
    "counting": {},
    "calendar": "CN@2025-11-04",
}
WEEK: dict[str, Any] = {"started_at": "2026-09-24T16:00:00+08:00", "length": 7, "unit": "working_day"}


@pytest.fixture(scope="module")
def tables() -> Tables:
    return load_tables()


def answered(document: object, tables: Tables) -> dict[str, Any]:
    found = explain_document(document, tables)
    assert isinstance(found, dict), found
    return found


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


def test_the_explanation_in_words(tables: Tables) -> None:
    answer = answered(MEDIATION, tables)
    assert prose(answer, "zh") == (
        "期限为60日（依据121号令第二十三条第一款第(五)项、第二十二条第三款），自2026年8月20日起算，开始的当日不计入。"
        "2026年9月23日至2026年10月13日共21天不计入期限。第60日为2026年11月9日。"
        "期限于2026年11月9日24时届满。日历版本：CN@2025-11-04。"
    )
    assert prose(answer, "en").startswith(
        "The period is 60 calendar days (Order 121 art. 23(1)(5), 22(3)); it starts on 2026-08-20, "
        "a day that is not counted. Suspended, and therefore not counted: 2026-09-23 to 2026-10-13 (21 days)."
    )


@pytest.mark.parametrize(
    ("change", "zh", "en"),
    [
        ({"suspensions": [{"from": "2026-09-01T00:00:00Z", "to": None}]}, "中止计算状态", "still runs"),
        ({"started_at": "2026-11-30T09:00:00+08:00", "suspensions": []}, "暂定日期", "provisional"),
        (
            {"started_at": "2026-06-03T09:00:00+08:00", "suspensions": []},
            "顺延至2026年8月3日",
            "ends on 2026-08-03",
        ),
        ({"started_at": "2026-06-03T09:00:00+08:00", "suspensions": []}, "2026年7月31日", "2026-07-31"),
        ({"clock": "callback.window"}, "自2026年8月26日起可以办理", "opens on 2026-08-26"),
        ({"clock": "callback.window"}, "该事由不停止计算此期限", "does not stop this clock"),
        (
            {"length": 5, "unit": "hour", "calendar": None},
            "2026年8月20日14:00届满",
            "ends at 2026-08-20 14:00",
        ),
    ],
)
def test_the_words_say_what_is_special(change: dict[str, object], zh: str, en: str, tables: Tables) -> None:
    answer = answered({**MEDIATION, **change}, tables)
    assert zh in prose(answer, "zh")
    assert en in prose(answer, "en")


WEB = {"profile": "training-12315", "clock": "training.acceptance_web"}
CLUE = {"profile": "samr-121", "clock": "clue.verification", "started_at": "2026-09-07T09:00:00+08:00"}
STATION = {"length": 24, "unit": "hour", "started_at": "2026-09-05T16:10:00+08:00"}
NIGHT = {"from": "2026-09-05T20:00:00+08:00", "to": "2026-09-06T08:00:00+08:00"}
DAWN = {"from": "2026-09-06T04:00:00+08:00", "to": "2026-09-06T10:30:00+08:00"}


@pytest.mark.parametrize(
    ("document", "key", "said", "zh", "en"),
    [
        (
            {**STATION, "counting": {"hour_start": "next_hour"}},
            "runs_from",
            "2026-09-05T17:00:00+08:00",
            "自2026年9月5日17:00起连续计算，不扣除节假日",
            "runs from 2026-09-05 17:00 without regard to holidays",
        ),
        (
            {**STATION, "suspensions": [DAWN, NIGHT]},
            "paused",
            [{"from": NIGHT["from"], "to": DAWN["to"]}],
            "2026年9月5日20:00至2026年9月6日10:30不计入期限",
            "not counted: 2026-09-05 20:00 to 2026-09-06 10:30",
        ),
        (
            {**STATION, "suspensions": [{**NIGHT, "to": None}, DAWN]},
            "paused",
            [{**NIGHT, "to": None}],
            "自2026年9月5日20:00起中止计算",
            "From 2026-09-05 20:00 on it stands still",
        ),
        (
            {**STATION, "suspensions": [NIGHT | {"from": "2026-09-01T00:00:00Z"}]},
            "paused",
            [{"from": STATION["started_at"], "to": NIGHT["to"]}],
            "2026年9月5日16:10至2026年9月6日08:00不计入期限",
            "not counted: 2026-09-05 16:10 to 2026-09-06 08:00",
        ),
        (
            {**WEEK, "started_at": "2026-09-24T17:31:00+08:00", "counting": {"received_cutoff": "17:30"}},
            "received_at",
            "2026-09-24T17:31:00+08:00",
            "2026年9月24日17:31收到，已过17:30，视为2026年9月28日收到。",
            "Received at 2026-09-24 17:31, after 17:30, it counts as received on 2026-09-28.",
        ),
        (
            {**WEB, "started_at": "2026-09-24T16:00:00+08:00"},
            "earliest_of",
            [
                {"length": 24, "unit": "hour", "due_on": "2026-09-25", "due_at": "2026-09-25T16:00:00+08:00"},
                {
                    "length": 1,
                    "unit": "working_day",
                    "due_on": "2026-09-28",
                    "due_at": "2026-09-29T00:00:00+08:00",
                },
            ],
            "同时适用24小时（至2026年9月25日16:00）、1个工作日（至2026年9月28日），以先届满者为准。",
            "24 hours (until 2026-09-25 16:00), 1 working day (until 2026-09-28).",
        ),
        (
            {
                **CLUE,
                "extensions": [
                    {"approved_at": f"2026-09-{day}T16:00:00+08:00", "mode": "add", "length": 15}
                    for day in (29, 28, 28)
                ],
            },
            "extended",
            [{"approved_at": "2026-09-28T16:00:00+08:00", "mode": "add", "length": 15}],
            "自2026年9月7日起算，开始的当日不计入。其中15个工作日系2026年9月28日16:00批准延长。",
            "It includes 15 working days by an extension approved at 2026-09-28 16:00.",
        ),
        (
            {
                **WEEK,
                "extensions": [
                    {"approved_at": "2026-09-28T16:00:00+08:00", "mode": "to_total", "length": 15},
                    {"approved_at": "2026-09-29T16:00:00+08:00", "mode": "to_total", "length": 9},
                ],
            },
            "extended",
            [{"approved_at": "2026-09-28T16:00:00+08:00", "mode": "to_total", "length": 15}],
            "经2026年9月28日16:00批准延长至15个工作日。",
            "By an extension approved at 2026-09-28 16:00 it is 15 working days in total.",
        ),
    ],
)
def test_what_made_the_date_is_said_where_it_holds(
    document: dict[str, object], key: str, said: object, zh: str, en: str, tables: Tables
) -> None:
    answer = answered(document, tables)
    assert answer[key] == said
    assert zh in prose(answer, "zh")
    assert en in prose(answer, "en")


@pytest.mark.parametrize(
    ("document", "zh", "en"),
    [
        (
            {"length": 1, "unit": "month", "started_at": "2026-08-31T09:00:00+08:00"},
            "期限为1个月，自2026年8月31日起算，开始的当日不计入。到期月没有对应日，以月末日2026年9月30日为",
            "The period is 1 month; it starts on 2026-08-31, a day that is not counted. The last month",
        ),
        (
            {"length": 3, "unit": "year", "started_at": "2022-08-20T09:00:00+08:00"},
            "到期月的对应日为2025年8月20日。",
            "The matching day of the last month is 2025-08-20.",
        ),
        (
            {"length": 3, "unit": "calendar_day", "started_at": "2026-10-01T09:00:00+08:00"},
            "期限内没有工作日，应立即办理。",
            "has no working day in it: act at once.",
        ),
        (
            {"length": 10, "unit": "calendar_day", "started_at": "2026-11-11T09:00:00+08:00"},
            "应不迟于2026年11月20日（此前最后一个工作日）办完。",
            "finish by 2026-11-20, the last working day before it.",
        ),
    ],
)
def test_the_words_fit_the_period(document: dict[str, object], zh: str, en: str, tables: Tables) -> None:
    answer = answered(document, tables)
    assert zh in prose(answer, "zh")
    assert en in prose(answer, "en")


@pytest.mark.parametrize(
    ("profile", "clock", "citation"),
    [
        ("samr-121", "complaint.acceptance", "令121 art.15"),
        ("samr-121", "clue.verification", "令121 art.27; 程序规定 art.18"),
        ("samr-121", "callback.window", "令121 art.26; S0-08"),
        ("samr-121", "agreement.judicial_confirmation", "人民调解法 art.33; 民诉法 art.205"),
        ("reward-2021", "reward.decision", "食品药品违法行为举报奖励办法 art.12(未核)"),
        ("station", "station.reply", "S3-01"),
        ("samr-20+reg2024", "complaint.acceptance", "令20 art.14; 实施条例 art.46(2)"),
    ],
)
def test_an_article_is_cited_with_the_law_it_stands_in(
    profile: str, clock: str, citation: str, tables: Tables
) -> None:
    document = {"profile": profile, "clock": clock, "started_at": WEEK["started_at"]}
    assert answered(document, tables)["citation"] == citation
