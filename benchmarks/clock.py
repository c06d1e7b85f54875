"""How fast a due moment is, beside numpy and chinesecalendar in the same run."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import numpy as np

from redress.domain.calendar import Calendar
from redress.domain.clock import due
from redress.domain.counting import CHINA, Period, Suspension, Unit
from redress.domain.recalculation import OpenClock, moved
from redress.domain.tables import shipped_calendar

SEVEN = Period(7, Unit.WORKING_DAY)
SIXTY = Period(60, Unit.CALENDAR_DAY)
FORTY = Period(40, Unit.WORKING_DAY)
STARTS = 20_000
ROUNDS = 7
OPEN_CLOCKS = 1_000_000


def run() -> dict[str, float]:
    """All figures, in microseconds per due moment unless the name says seconds or ratio."""
    calendar = shipped_calendar()
    starts = _random_starts(STARTS)
    figures = {
        "due_seven_working_days_us": _each(lambda: [due(SEVEN, at, calendar) for at in starts], STARTS),
        "due_sixty_calendar_days_us": _each(lambda: [due(SIXTY, at, calendar) for at in starts], STARTS),
        "numpy_busday_offset_scalar_us": _numpy(starts),
        "numpy_busday_offset_with_holidays_us": _numpy_with_holidays(starts, calendar),
        "chinesecalendar_walk_us": _walk(starts[:2000]),
        "due_with_ten_suspensions_us": _with_ten_suspensions(starts[:5000], calendar),
    }
    figures["times_faster_than_numpy_ratio"] = (
        figures["numpy_busday_offset_scalar_us"] / figures["due_seven_working_days_us"]
    )
    figures["times_faster_than_chinesecalendar_ratio"] = (
        figures["chinesecalendar_walk_us"] / figures["due_seven_working_days_us"]
    )
    figures |= _dry_run()
    _print(figures)
    return figures


def _random_starts(count: int) -> list[datetime]:
    chance = random.Random(7)  # noqa: S311
    first = datetime(2008, 1, 1, tzinfo=CHINA)
    return [first + timedelta(minutes=chance.randrange(18 * 365 * 24 * 60)) for _ in range(count)]


def _each(work: Callable[[], object], count: int) -> float:
    """Microseconds of this process for one of `count`, the best of some rounds after one to warm up."""
    work()
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best / count * 1e6


def _numpy(starts: list[datetime]) -> float:
    days = [np.datetime64(at.date()) for at in starts]
    return _each(lambda: [np.busday_offset(day, 7, roll="backward") for day in days], len(days))


def _numpy_with_holidays(starts: list[datetime], calendar: Calendar) -> float:
    days = [np.datetime64(at.date()) for at in starts]
    known = np.busdaycalendar(holidays=[np.datetime64(day) for day in calendar.off])
    return _each(
        lambda: [np.busday_offset(day, 7, roll="backward", busdaycal=known) for day in days], len(days)
    )


def _walk(starts: list[datetime]) -> float:
    days = [at.date() for at in starts]
    return _each(lambda: [_walked(day) for day in days], len(days))


def _walked(day: date) -> date:
    left = 7
    while left:
        day += timedelta(days=1)
        left -= chinese_calendar.is_workday(day)
    return day


def _with_ten_suspensions(starts: list[datetime], calendar: Calendar) -> float:
    histories = [
        (
            at,
            tuple(
                Suspension(at + timedelta(days=4 * n + 1), at + timedelta(days=4 * n + 3)) for n in range(10)
            ),
        )
        for at in starts
    ]
    return _each(
        lambda: [due(FORTY, at, calendar, suspensions=pauses) for at, pauses in histories], len(histories)
    )


def _dry_run() -> dict[str, float]:
    """The notice of 2020-01-27 over a million open clocks."""
    old, new = shipped_calendar(date(2020, 1, 26)), shipped_calendar(date(2020, 1, 27))
    chance = random.Random(2020)  # noqa: S311
    first = datetime(2019, 11, 20, tzinfo=UTC)
    clocks = []
    for number in range(OPEN_CLOCKS):
        at = first + timedelta(minutes=chance.randrange(68 * 24 * 60))
        period = SIXTY if number % 2 else SEVEN
        clocks.append(OpenClock(str(number), period, at, due(period, at, old)))
    began = time.process_time()
    changed = sum(1 for _ in moved(clocks, old, new))
    return {
        "dry_run_of_a_million_clocks_seconds": time.process_time() - began,
        "dry_run_clocks_moved": float(changed),
    }


def _print(figures: dict[str, float]) -> None:
    width = max(map(len, figures))
    for name, figure in figures.items():
        print(f"{name:<{width}}  {figure:>14,.3f}")


if __name__ == "__main__":
    run()
