"""Suppositions about a clock, regional days, and due moments that others name."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest

from redress.domain.calendar import is_working_day
from redress.domain.clock import due, due_as_given
from redress.domain.counting import CHINA, EndRoll, Extension, ExtensionMode, Period, Suspension, Unit
from redress.domain.overlay import Overlay, laid_over, parse_overlay
from redress.domain.tables import load_tables, shipped_calendar
from redress.domain.what_if import Supposition, what_if

TABLES = load_tables()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def supposed(key: str, supposition: Supposition, *suspensions: Suspension) -> dict[str, Any]:
    profile = TABLES.profile("samr-121")
    assert profile is not None
    rule = profile.clock(key)
    assert rule is not None
    found = what_if(supposition, rule, profile, at("2026-08-20 09:00"), TABLES.calendar, suspensions)
    assert isinstance(found, dict)
    return found


def test_if_the_appraisal_came_back_on_a_day() -> None:
    running = Suspension(at("2026-09-22 10:00"), None, "appraisal")
    assert supposed("complaint.mediation", Supposition(), running)["state"] == "suspended"
    back = supposed("complaint.mediation", Supposition(resumed_at=at("2026-10-13 16:00")), running)
    assert back["due_on"] == "2026-11-09"


def test_if_it_were_extended() -> None:
    extension = Extension(at("2026-09-01 09:00"), ExtensionMode.ADD, 15)
    assert supposed("clue.verification", Supposition())["due_on"] == "2026-09-10"
    assert supposed("clue.verification", Supposition(extension=extension))["due_on"] == "2026-10-08"
    refused = supposed("complaint.mediation", Supposition(extension=extension))["refused_extensions"]
    assert refused[0]["reason"] == "not_extendable"


def test_under_the_other_reading_of_article_45() -> None:
    pause = Suspension(at("2026-08-25 00:00"), at("2026-08-30 00:00"), "testing")
    readings = {
        roll.value: supposed("complaint.mediation", Supposition(end_roll=roll), pause)["due_on"]
        for roll in EndRoll
    }
    assert readings == {"rest_day": "2026-10-26", "arranged_holiday": "2026-10-24", "none": "2026-10-24"}


REGION = {
    "code": "CN-XX",
    "published_on": "2026-03-01",
    "office": "jiangzhou",
    "off": ["2026-04-20", "2026-05-09"],
    "makeup_workdays": ["2026-04-18"],
}


def test_a_regions_days_are_laid_over_the_national_calendar() -> None:
    overlay = parse_overlay(json.dumps(REGION))
    assert isinstance(overlay, Overlay)
    national = shipped_calendar()
    regional = laid_over(national, overlay)
    assert regional.version == "CN@2025-11-04+CN-XX"
    days = [date(2026, 4, 18), date(2026, 4, 20), date(2026, 5, 9)]
    assert [is_working_day(national, day) for day in days] == [False, True, True]
    assert [is_working_day(regional, day) for day in days] == [True, False, False]
    week = Period(5, Unit.WORKING_DAY)
    assert str(due(week, at("2026-04-15 09:00"), national).due_on) == "2026-04-22"
    assert str(due(week, at("2026-04-14 09:00"), regional).due_on) == "2026-04-21"


@pytest.mark.parametrize(
    ("change", "place", "code"),
    [
        ({"code": ""}, "code", "missing"),
        ({"published_on": "2026-02-30"}, "published_on", "impossible_date"),
        ({"off": ["2026-04-18"]}, "makeup_workdays", "off_and_makeup"),
        ({"off": [], "makeup_workdays": []}, "off", "empty_notice"),
        ({"year": 2026}, "year", "unknown_field"),
    ],
)
def test_a_bad_overlay_is_refused_with_its_place(change: dict[str, object], place: str, code: str) -> None:
    found = parse_overlay(json.dumps(REGION | change))
    assert not isinstance(found, Overlay)
    assert (place, code) in [(one.place, one.code) for one in found]


@pytest.mark.parametrize("text", ["", "[]", "nothing"])
def test_what_is_no_overlay_at_all(text: str) -> None:
    assert not isinstance(parse_overlay(text), Overlay)


@pytest.mark.parametrize(
    ("given", "due_on", "safe"),
    [
        ("2026-10-05 17:00", "2026-10-05", "2026-09-30"),
        ("2026-10-10 00:00", "2026-10-09", "2026-10-09"),
        ("2026-10-10 17:00", "2026-10-10", "2026-10-10"),
    ],
)
def test_a_due_moment_that_another_system_names_is_kept(given: str, due_on: str, safe: str) -> None:
    found = due_as_given(at(given), shipped_calendar())
    assert (str(found.due_on), str(found.safe_due_on), found.due_at) == (due_on, safe, at(given))
