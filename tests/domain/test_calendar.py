"""Notices, calendar versions and sums of working days."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta

import chinese_calendar
import pytest

from redress.domain.calendar import (
    Calendar,
    Notice,
    add_working_days,
    calendar_of,
    is_working_day,
    next_working_day,
    working_day_on_or_after,
    working_day_on_or_before,
    working_days_between,
)
from redress.domain.notice_file import parse_notice
from redress.domain.tables import calendar_version, shipped_calendar, shipped_notices, statutory_days

FIRST, LAST = date(2007, 1, 1), date(2026, 12, 31)


def every_day() -> list[date]:
    return [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]


def test_every_day_agrees_with_chinesecalendar() -> None:
    calendar = shipped_calendar()
    different = [
        day for day in every_day() if is_working_day(calendar, day) != chinese_calendar.is_workday(day)
    ]
    assert different == []


def test_random_sums_agree_with_a_walk_over_chinesecalendar() -> None:
    chance = random.Random(2007)  # noqa: S311
    calendar = shipped_calendar()
    works = {day: chinese_calendar.is_workday(day) for day in every_day()}
    for _ in range(20_000):
        start = FIRST + timedelta(days=chance.randrange(100, (LAST - FIRST).days - 150))
        n = chance.randrange(-60, 90)
        day, left, step = start, abs(n), timedelta(days=1 if n > 0 else -1)
        while left:
            day += step
            left -= works[day]
        assert add_working_days(calendar, start, n) == day
        if n > 0:
            assert working_days_between(calendar, start, day) == n
            assert working_days_between(calendar, day, start) == -n


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2007-12-29", True),
        ("2007-12-31", False),
        ("2011-12-31", True),
        ("2018-12-29", True),
        ("2018-12-31", False),
    ],
)
def test_late_december_follows_the_next_years_notice(day: str, works: bool) -> None:
    assert is_working_day(shipped_calendar(), date.fromisoformat(day)) is works


@pytest.mark.parametrize(
    ("known_on", "day", "works"),
    [
        ("2020-01-26", "2020-01-31", True),
        ("2020-01-27", "2020-01-31", False),
        ("2019-03-21", "2019-05-02", True),
        ("2019-03-22", "2019-05-02", False),
        ("2015-05-12", "2015-09-03", True),
        ("2015-05-13", "2015-09-03", False),
        ("2018-12-05", "2018-12-31", True),
        ("2018-12-06", "2018-12-31", False),
    ],
)
def test_a_version_is_all_that_was_published_by_its_day(known_on: str, day: str, works: bool) -> None:
    calendar = calendar_version(date.fromisoformat(known_on))
    assert calendar is not None
    assert calendar.version == f"CN@{known_on}"
    assert is_working_day(calendar, date.fromisoformat(day)) is works


def test_nothing_was_published_before_the_first_notice() -> None:
    assert calendar_version(date(2006, 12, 15)) is None


def test_the_newest_version_is_named_after_the_newest_notice() -> None:
    assert shipped_calendar().version == "CN@2025-11-04"
    assert shipped_calendar().published == tuple(range(2007, 2027))


def test_an_unpublished_year_keeps_its_statutory_days_only() -> None:
    calendar = shipped_calendar()
    assert not is_working_day(calendar, date(2027, 2, 5))
    assert is_working_day(calendar, date(2027, 2, 9))
    assert len([day for day in statutory_days() if day.year == 2027]) == 13
    before = shipped_calendar(date(2019, 11, 20))
    assert not is_working_day(before, date(2020, 1, 1))
    assert is_working_day(before, date(2020, 1, 31))


def test_a_calendar_since_a_year_counts_alike_from_that_year_on() -> None:
    whole, small = shipped_calendar(), shipped_calendar().since(2025)
    day = date(2025, 1, 1)
    while day < date(2029, 1, 1):
        assert is_working_day(whole, day) == is_working_day(small, day)
        day += timedelta(days=1)


@pytest.mark.parametrize("year", [1950, 1999, 2100, 2199])
def test_far_years_are_counted_by_weekdays(year: int) -> None:
    calendar = shipped_calendar()
    monday = date(year, 6, 1) + timedelta(days=(7 - date(year, 6, 1).weekday()) % 7)
    assert add_working_days(calendar, monday, 5) == monday + timedelta(days=7)
    assert add_working_days(calendar, monday, -5) == monday - timedelta(days=7)
    assert working_days_between(calendar, monday, monday + timedelta(days=70)) == 50


def test_sums_far_beyond_the_listed_years() -> None:
    empty = Calendar(None, (), ())
    start = date(2026, 1, 5)
    assert add_working_days(empty, start, 36_500) == start + timedelta(weeks=7300)
    assert add_working_days(empty, start, -36_500) == start - timedelta(weeks=7300)
    with pytest.raises(OverflowError):
        add_working_days(empty, start, 3_000_000)
    with pytest.raises(OverflowError):
        add_working_days(empty, start, -3_000_000)


def test_the_neighbours_of_a_day() -> None:
    calendar, holiday = shipped_calendar(), date(2026, 10, 3)
    assert next_working_day(calendar, date(2026, 9, 30)) == date(2026, 10, 8)
    assert working_day_on_or_after(calendar, holiday) == date(2026, 10, 8)
    assert working_day_on_or_before(calendar, holiday) == date(2026, 9, 30)
    assert working_day_on_or_after(calendar, date(2026, 10, 10)) == date(2026, 10, 10)


def test_a_revision_replaces_its_years_notice_whole() -> None:
    first = Notice(2030, date(2029, 11, 1), (date(2030, 1, 1), date(2030, 1, 2)), (date(2030, 1, 5),))
    revised = Notice(2030, date(2029, 12, 1), (date(2030, 1, 1),), ())
    calendar = calendar_of([revised, first], (), None)
    assert (calendar.off, calendar.makeup_workdays) == ((date(2030, 1, 1),), ())
    assert calendar_of([revised, first], (), date(2029, 11, 30)).makeup_workdays == (date(2030, 1, 5),)


def test_a_day_named_by_two_years_follows_the_later_notice() -> None:
    old = Notice(2029, date(2028, 11, 1), (date(2029, 12, 31),), ())
    new = Notice(2030, date(2029, 11, 1), (date(2030, 1, 1),), (date(2029, 12, 31),))
    assert is_working_day(calendar_of([old, new], (), None), date(2029, 12, 31))


GOOD = {
    "year": 2027,
    "published_on": "2026-11-10",
    "off": ["2027-01-01"],
    "makeup_workdays": ["2026-12-27"],
}


def test_a_notice_is_read() -> None:
    notice = parse_notice(json.dumps(GOOD), shipped_notices())
    assert isinstance(notice, Notice)
    assert notice.makeup_workdays == (date(2026, 12, 27),)


@pytest.mark.parametrize(
    ("change", "place", "code"),
    [
        ({"makeup_workdays": ["2027-01-01"]}, "makeup_workdays", "off_and_makeup"),
        ({"off": ["2028-01-01"]}, "off", "outside_notice_year"),
        ({"off": ["2026-11-30"]}, "off", "outside_notice_year"),
        ({"off": ["2027-02-30"]}, "off[0]", "impossible_date"),
        ({"off": ["2027-01-01", "2027-01-01"]}, "off[1]", "twice"),
        ({"off": []}, "off", "empty_notice"),
        ({"off": "2027-01-01"}, "off", "not_a_list"),
        ({"off": None}, "off", "missing"),
        ({"year": "2027"}, "year", "not_a_number"),
        ({"year": True}, "year", "not_a_number"),
        ({"year": 3000}, "year", "out_of_range"),
        ({"published_on": "2025-01-01"}, "published_on", "published_outside"),
        ({"published_on": None}, "published_on", "missing"),
        ({"region": "上海"}, "region", "unknown_field"),
        (
            {"year": 2026, "published_on": "2025-11-04", "off": ["2026-01-01"], "makeup_workdays": []},
            "published_on",
            "contradicts_loaded",
        ),
        (
            {"year": 2026, "published_on": "2025-10-01", "off": ["2026-01-01"], "makeup_workdays": []},
            "published_on",
            "older_than_loaded",
        ),
    ],
)
def test_a_bad_notice_is_refused_with_its_place(change: dict[str, object], place: str, code: str) -> None:
    found = parse_notice(json.dumps(GOOD | change), shipped_notices())
    assert not isinstance(found, Notice)
    assert (place, code) in [(one.place, one.code) for one in found]


@pytest.mark.parametrize(("today", "usable"), [("2026-11-09", False), ("2026-11-10", True), (None, True)])
def test_a_notice_still_to_be_published_bars_no_true_one(today: str | None, usable: bool) -> None:
    day = date.fromisoformat(today) if today else None
    found = parse_notice(json.dumps(GOOD), shipped_notices(), day)
    if usable:
        assert isinstance(found, Notice)
    else:
        assert not isinstance(found, Notice)
        assert [(one.place, one.code) for one in found] == [("published_on", "published_later")]


@pytest.mark.parametrize("text", ["", "[]", "{", "null", '"x"', "[" * 100_000, "9" * 5000])
def test_what_is_no_notice_at_all(text: str) -> None:
    assert not isinstance(parse_notice(text), Notice)
