"""Which open clocks a new notice moves (the revision of 2020-01-27)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from redress.domain.calendar import Calendar
from redress.domain.clock import due
from redress.domain.counting import CHINA, Period, Suspension, Unit
from redress.domain.recalculation import OpenClock, changed_stretch, moved
from redress.domain.tables import shipped_calendar

OLD, NEW = shipped_calendar(date(2020, 1, 26)), shipped_calendar(date(2020, 1, 27))
PERIODS = (Period(7, Unit.WORKING_DAY), Period(20, Unit.CALENDAR_DAY), Period(48, Unit.HOUR))


def open_clock(key: str, period: Period, started_at: datetime, calendar: Calendar) -> OpenClock:
    return OpenClock(key, period, started_at, due(period, started_at, calendar))


def test_the_stretch_that_changed() -> None:
    assert changed_stretch(OLD, NEW) == (date(2020, 1, 31), date(2020, 2, 2))
    assert changed_stretch(NEW, NEW) is None


def test_exactly_the_clocks_whose_answer_differs_are_found() -> None:
    start = datetime(2019, 12, 1, 9, tzinfo=CHINA)
    clocks = [
        open_clock(f"{period.unit}/{day}", period, start + timedelta(days=day), OLD)
        for period in PERIODS
        for day in range(120)
    ]
    found = {one.key: one for one in moved(clocks, OLD, NEW)}
    expected = {clock.key for clock in clocks if due(clock.sources, clock.started_at, NEW) != clock.due}
    assert set(found) == expected
    assert expected
    one = found["working_day/51"]
    assert (str(one.before.due_on), str(one.after.due_on)) == ("2020-02-05", "2020-02-07")
    assert one.is_saved(datetime(2020, 2, 6, 9, tzinfo=CHINA))
    assert not one.becomes_overdue(datetime(2020, 2, 6, 9, tzinfo=CHINA))


def test_a_year_that_is_published_makes_provisional_dates_final() -> None:
    before, after = shipped_calendar(date(2019, 11, 20)), shipped_calendar(date(2019, 11, 21))
    clock = open_clock("a", PERIODS[0], datetime(2019, 12, 30, 9, tzinfo=CHINA), before)
    assert clock.due.provisional
    (one,) = moved([clock], before, after)
    assert not one.after.provisional


def test_a_suspended_clock_has_no_date_to_move() -> None:
    start = datetime(2020, 1, 20, 9, tzinfo=CHINA)
    pause = (Suspension(start, None),)
    clock = OpenClock(
        "a", PERIODS[0], start, due(PERIODS[0], start, OLD, suspensions=pause), suspensions=pause
    )
    assert list(moved([clock], OLD, NEW)) == []
