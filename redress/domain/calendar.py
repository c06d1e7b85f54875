"""Working days: notices, calendar versions and day arithmetic.

Deadlines are in `clock.py`, the shipped files in `tables.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import accumulate, compress

YEARS_BEYOND = 2
"""Years the counted form reaches beyond the listed days before it has to be widened."""

FINAL_UNTIL_DECEMBER = 15
"""The second half of December is final only when the next year's notice is known (2007-12-29 was worked)."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice (放假安排通知) for a year; its days may lie in the December before.

    `published_on` orders revisions: of one year's notices the last one holds whole.
    `basis` says how the publication day is known, `source` is its address.
    """

    year: int
    published_on: date
    off: tuple[date, ...]
    makeup_workdays: tuple[date, ...]
    source: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days off and make-up workdays as known on one day.

    `version` is `CN@YYYY-MM-DD`, None for explicit lists, which are never provisional.
    `published` are the years with a notice; `statutory` the days off assumed in years without one.
    """

    version: str | None
    off: tuple[date, ...]
    makeup_workdays: tuple[date, ...]
    published: tuple[int, ...] = ()
    statutory: tuple[date, ...] = ()

    def since(self, year: int) -> Calendar:
        """The same calendar without what lies before 1 January of `year`: small enough for a case's input."""
        return Calendar(
            version=self.version,
            off=tuple(day for day in self.off if day.year >= year),
            makeup_workdays=tuple(day for day in self.makeup_workdays if day.year >= year),
            published=tuple(known for known in self.published if known >= year),
            statutory=tuple(day for day in self.statutory if day.year >= year),
        )


class WorkingDays:
    """The counted form of a calendar, by proleptic ordinals; grows when asked beyond its range."""

    __slots__ = ("calendar", "final", "first", "flags", "holidays", "last", "ranks", "worked")

    def __init__(self, calendar: Calendar) -> None:
        listed = (*calendar.off, *calendar.makeup_workdays)
        years = [day.year for day in listed] + list(calendar.published) or [2026]
        self.calendar = calendar
        self.holidays = frozenset(day.toordinal() for day in _days_off(calendar))
        self.final = _final_spans(calendar)
        self._cover(min(years) - 1, max(years) + YEARS_BEYOND)

    def _cover(self, first_year: int, last_year: int) -> None:
        self.first = date(max(first_year, 1), 1, 1).toordinal()
        self.last = date(min(last_year, 9999), 12, 31).toordinal()
        size = self.last - self.first + 1
        week = b"\x01\x01\x01\x01\x01\x00\x00"
        turn = (self.first - 1) % 7
        flags = bytearray((week[turn:] + week * (size // 7 + 1))[:size])
        for ordinal in self.holidays:
            if self.first <= ordinal <= self.last:
                flags[ordinal - self.first] = 0
        for day in self.calendar.makeup_workdays:
            if self.first <= day.toordinal() <= self.last:
                flags[day.toordinal() - self.first] = 1
        self.flags = flags
        self.ranks = list(accumulate(flags))
        self.worked = list(compress(range(self.first, self.last + 1), flags))

    def _reach(self, ordinal: int) -> None:
        if ordinal < self.first:
            self._cover(date.fromordinal(max(ordinal, 1)).year - 1, date.fromordinal(self.last).year)
        elif ordinal > self.last:
            self._cover(date.fromordinal(self.first).year, date.fromordinal(ordinal).year + 1)

    def is_worked(self, ordinal: int) -> bool:
        """Whether work is done on the day."""
        if not self.first <= ordinal <= self.last:
            self._reach(ordinal)
        return bool(self.flags[ordinal - self.first])

    def rank(self, ordinal: int) -> int:
        """Number of working days up to and including the day, from the first day of the range."""
        if not self.first <= ordinal <= self.last:
            self._reach(ordinal)
        return self.ranks[ordinal - self.first]

    def between(self, first: int, last: int) -> int:
        """Working days x with first < x <= last."""
        self._reach(min(first, last))
        return self.rank(last) - self.rank(first)

    def after(self, ordinal: int, n: int) -> int:
        """The n-th working day after a day (n >= 1); OverflowError beyond the year 9999."""
        place = self.rank(ordinal) + n - 1
        while place >= len(self.worked):
            if self.last == date.max.toordinal():
                raise OverflowError(n)
            self._cover(
                date.fromordinal(self.first).year,
                date.fromordinal(self.last).year + 1 + (place - len(self.worked)) // 200,
            )
        return self.worked[place]

    def before(self, ordinal: int, n: int) -> int:
        """The n-th working day before a day (n >= 1); OverflowError before the year 1."""
        place = self.rank(ordinal) - self.flags[ordinal - self.first] - n
        while place < 0:
            if self.first == 1:
                raise OverflowError(n)
            first = date.fromordinal(self.first).year - 1 + place // 200
            self._cover(first, date.fromordinal(self.last).year)
            place = self.rank(ordinal) - self.flags[ordinal - self.first] - n
        return self.worked[place]

    def is_final(self, first: int, last: int) -> bool:
        """Whether no notice still to come can change any day of the span."""
        return self.calendar.version is None or any(low <= first and last <= high for low, high in self.final)


def _days_off(calendar: Calendar) -> Iterable[date]:
    yield from calendar.off
    known = frozenset(calendar.published)
    if calendar.version is not None:
        yield from (day for day in calendar.statutory if day.year not in known)


def _final_spans(calendar: Calendar) -> tuple[tuple[int, int], ...]:
    known = frozenset(calendar.published)
    spans: list[tuple[int, int]] = []
    for year in sorted(known):
        first = date(year, 1, 1).toordinal()
        last = date(year, 12, 31 if year + 1 in known else FINAL_UNTIL_DECEMBER).toordinal()
        if spans and spans[-1][1] + 1 == first:
            spans[-1] = (spans[-1][0], last)
        else:
            spans.append((first, last))
    return tuple(spans)


_RECENT: dict[int, tuple[Calendar, WorkingDays]] = {}
_RECENT_SIZE = 64


@lru_cache(maxsize=64)
def _by_value(calendar: Calendar) -> WorkingDays:
    return WorkingDays(calendar)


def working_days(calendar: Calendar) -> WorkingDays:
    """The counted form, built once per value; found by identity first, for hashing a calendar is slow."""
    found = _RECENT.get(id(calendar))
    if found is not None and found[0] is calendar:
        return found[1]
    counted = _by_value(calendar)
    if len(_RECENT) >= _RECENT_SIZE:
        _RECENT.clear()
    _RECENT[id(calendar)] = (calendar, counted)
    return counted


def is_working_day(calendar: Calendar, day: date) -> bool:
    """Mon-Fri minus the days off plus the make-up workdays (调休上班)."""
    return working_days(calendar).is_worked(day.toordinal())


def add_working_days(calendar: Calendar, day: date, n: int) -> date:
    """The n-th working day after `day`, before it for n < 0, `day` itself for 0.

    OverflowError outside the years 1-9999.
    """
    if n == 0:
        return day
    counted = working_days(calendar)
    ordinal = day.toordinal()
    return date.fromordinal(counted.after(ordinal, n) if n > 0 else counted.before(ordinal, -n))


def working_days_between(calendar: Calendar, start: date, end: date) -> int:
    """Working days x with start < x <= end; negative when `end` lies before `start`."""
    return working_days(calendar).between(start.toordinal(), end.toordinal())


def next_working_day(calendar: Calendar, day: date) -> date:
    """The first working day after `day`."""
    return add_working_days(calendar, day, 1)


def working_day_on_or_after(calendar: Calendar, day: date) -> date:
    """`day` when it is worked, else the next working day."""
    return day if is_working_day(calendar, day) else add_working_days(calendar, day, 1)


def working_day_on_or_before(calendar: Calendar, day: date) -> date:
    """`day` when it is worked, else the last working day before it."""
    return day if is_working_day(calendar, day) else add_working_days(calendar, day, -1)


def calendar_of(
    notices: Iterable[Notice],
    statutory: Iterable[date],
    known_on: date | None = None,
    version: str | None = None,
) -> Calendar:
    """All that was published on or before `known_on` (None: everything).

    Of one year only its last notice counts; a day named by the notices of two years follows the later one,
    for late December belongs to the next year's notice. The version names the newest notice taken.
    """
    last: dict[int, Notice] = {}
    for notice in sorted(notices, key=lambda one: one.published_on):
        if known_on is None or notice.published_on <= known_on:
            last[notice.year] = notice
    worked: dict[date, bool] = {}
    for notice in sorted(last.values(), key=lambda one: (one.published_on, one.year)):
        worked.update(dict.fromkeys(notice.off, False))
        worked.update(dict.fromkeys(notice.makeup_workdays, True))
    newest = max((notice.published_on for notice in last.values()), default=known_on or date.min)
    return Calendar(
        version=version or f"CN@{newest.isoformat()}",
        off=tuple(sorted(day for day, works in worked.items() if not works)),
        makeup_workdays=tuple(sorted(day for day, works in worked.items() if works)),
        published=tuple(sorted(last)),
        statutory=tuple(sorted(statutory)),
    )
