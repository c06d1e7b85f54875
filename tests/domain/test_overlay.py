"""A region's own days: for which offices they hold, how its notices follow each other, what is seen."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest

from redress.domain.calendar import Calendar, is_working_day
from redress.domain.counting import CHINA
from redress.domain.explain import explain_clock
from redress.domain.overlay import Overlay, of_office, parse_overlay
from redress.domain.prose import prose
from redress.domain.tables import load_tables, shipped_calendar

NATIONAL = shipped_calendar(date(2025, 11, 4))
MADE_UP = {
    "code": "ZZ",
    "published_on": "2026-03-02",
    "office": "zhuang.nanhe",
    "off": ["2026-04-20", "2026-04-21"],
    "makeup_workdays": ["2026-04-18"],
}
"""Days that no region has."""


def overlay(**changes: Any) -> Overlay:
    found = parse_overlay(json.dumps(MADE_UP | changes))
    assert isinstance(found, Overlay), found
    return found


def off(calendar: Calendar, *days: str) -> list[bool]:
    return [not is_working_day(calendar, date.fromisoformat(day)) for day in days]


@pytest.mark.parametrize(
    ("office", "concerned"),
    [
        ("zhuang.nanhe", True),
        ("zhuang.nanhe.east", True),
        ("zhuang.nanhe_2", False),
        ("zhuang", False),
        ("jiangzhou.qinghe", False),
    ],
)
def test_they_hold_for_the_offices_at_or_below_the_regions(office: str, concerned: bool) -> None:
    calendar = of_office(NATIONAL, (overlay(),), office)
    assert off(calendar, "2026-04-20", "2026-04-18") == ([True, False] if concerned else [False, True])
    assert calendar.version == ("CN@2025-11-04+ZZ" if concerned else "CN@2025-11-04")


def test_the_third_of_the_third_month_in_guangxi() -> None:
    """三月三 (放假办法 art.4): the region's notice says which days are off.

    The two days here stand for it; no such notice is verified, so none is shipped.
    """
    guangxi = overlay(code="GX", office="guangxi", off=["2026-04-20", "2026-04-21"], makeup_workdays=[])
    calendar = of_office(NATIONAL, (guangxi,), "guangxi.nanning.qingxiu")
    assert calendar.version == "CN@2025-11-04+GX"
    assert off(calendar, "2026-04-17", "2026-04-20", "2026-04-21", "2026-04-22") == [False, True, True, False]


def test_a_later_notice_holds_whole_for_its_years_and_leaves_the_others() -> None:
    first = overlay(off=["2026-04-20", "2027-04-09"], makeup_workdays=[])
    second = overlay(published_on="2026-04-01", off=["2026-04-22"], makeup_workdays=[])
    calendar = of_office(NATIONAL, (first, second), "zhuang.nanhe")
    assert off(calendar, "2026-04-20", "2026-04-22", "2027-04-09") == [False, True, True]
    assert calendar.version == "CN@2025-11-04+ZZ"


def test_a_city_lies_within_its_region() -> None:
    region = overlay(code="GX", office="guangxi", off=["2026-04-20"], makeup_workdays=[])
    city = overlay(code="NN", office="guangxi.nanning", off=[], makeup_workdays=["2026-04-20"])
    calendar = of_office(NATIONAL, (city, region), "guangxi.nanning")
    assert calendar.version == "CN@2025-11-04+GX+NN"
    assert off(calendar, "2026-04-20") == [False], "the nearer notice holds"
    assert off(of_office(NATIONAL, (city, region), "guangxi.liuzhou"), "2026-04-20") == [True]


def test_the_explanation_names_the_regions_day() -> None:
    profile = load_tables().newest("samr-121")
    rule = profile.clock("complaint.acceptance") if profile else None
    assert profile is not None
    assert rule is not None
    started = datetime(2026, 4, 16, 9, tzinfo=CHINA)
    calendar = of_office(NATIONAL, (overlay(),), "zhuang.nanhe")
    answer = explain_clock(rule, profile, started, calendar)
    assert isinstance(answer, dict)
    days: Any = answer["days"]
    kinds = {day["date"]: (day["kind"], day["count"]) for day in days}
    assert kinds["2026-04-20"] == kinds["2026-04-21"] == ("regional", None)
    assert kinds["2026-04-18"] == ("makeup", 2)
    assert (answer["calendar"], answer["due_on"]) == ("CN@2025-11-04+ZZ", "2026-04-28")
    assert "本地区放假4月20日" in prose(answer, "zh").replace("2026年", "")
    assert "Days off of the region are not counted" in prose(answer, "en")


KNOWN = (overlay(),)
BAD: dict[str, tuple[dict[str, Any], str, str]] = {
    "a day both off and worked": ({"makeup_workdays": ["2026-04-20"]}, "makeup_workdays", "off_and_makeup"),
    "no office": ({"office": ""}, "office", "missing"),
    "a code that is none": ({"code": "广西"}, "code", "impossible_code"),
    "an impossible date": ({"off": ["2026-04-31"]}, "off[0]", "impossible_date"),
    "an unknown field": ({"lunar": True}, "lunar", "unknown_field"),
    "another notice of that day": ({"off": ["2026-04-22"]}, "published_on", "contradicts_loaded"),
    "an older one than is known": ({"published_on": "2026-03-01"}, "published_on", "older_than_loaded"),
    "a code of another office": (
        {"published_on": "2026-03-09", "office": "jiangzhou"}, "office", "code_elsewhere",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "place", "code"), BAD.values(), ids=BAD)
def test_a_bad_one_is_refused_with_place_and_reason(change: dict[str, Any], place: str, code: str) -> None:
    found = parse_overlay(json.dumps(MADE_UP | change), KNOWN)
    assert not isinstance(found, Overlay)
    assert (place, code) in [(one.place, one.code) for one in found]


def test_days_still_to_be_published_are_not_loaded() -> None:
    found = parse_overlay(json.dumps(MADE_UP), (), date(2026, 3, 1))
    assert not isinstance(found, Overlay)
    assert [(one.place, one.code) for one in found] == [("published_on", "published_later")]
    assert isinstance(parse_overlay(json.dumps(MADE_UP), (), date(2026, 3, 2)), Overlay)


def test_the_same_again_is_no_contradiction() -> None:
    assert parse_overlay(json.dumps(MADE_UP), KNOWN) == KNOWN[0]
