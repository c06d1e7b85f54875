"""Working days: notices, calendar versions and day arithmetic.

Deadlines are in `clock.py`, the shipped files in `tables.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import accumulate, compress
from typing import Any, TypeVar

Kept = TypeVar("Kept")

WEEK = b"\x01\x01\x01\x01\x01\x00\x00"
MOST_ANSWERS = 20_000
LAST_ORDINAL = date.max.toordinal()

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
    `published` are the years with a notice; `statutory` the days off assumed in years without one; `regional`
    those of `off` that only the region has.
    """

    version: str | None
    off: tuple[date, ...]
    makeup_workdays: tuple[date, ...]
    published: tuple[int, ...] = ()
    statutory: tuple[date, ...] = ()
    regional: tuple[date, ...] = ()

    def since(self, year: int) -> Calendar:
        """The same calendar without what lies before 1 January of `year`: small enough for a case's input."""
        return Calendar(
            version=self.version,
            off=tuple(day for day in self.off if day.year >= year),
            makeup_workdays=tuple(day for day in self.makeup_workdays if day.year >= year),
            published=tuple(known for known in self.published if known >= year),
            statutory=tuple(day for day in self.statutory if day.year >= year),
            regional=tuple(day for day in self.regional if day.year >= year),
        )


class WorkingDays:
    """The counted form of a calendar, by proleptic ordinals; beyond the listed years Mon-Fri are worked.

    Built once and then only read, by any thread. `final` are the spans that no notice still to come can
    change, the longest of them `final_stretch`; `answers` is what `clock.py` keeps per calendar.
    """

    __slots__ = (
        "answers",
        "final",
        "final_stretch",
        "first",
        "flags",
        "holidays",
        "last",
        "ranks",
        "regional",
        "worked",
    )

    def __init__(self, calendar: Calendar) -> None:
        off = [day.toordinal() for day in _days_off(calendar)]
        makeup = [day.toordinal() for day in calendar.makeup_workdays]
        listed = (*off, *makeup) or (date(2026, 1, 1).toordinal(),)
        self.first = date.fromordinal(min(listed)).replace(month=1, day=1).toordinal()
        self.last = date.fromordinal(max(listed)).replace(month=12, day=31).toordinal()
        size = self.last - self.first + 1
        turn = (self.first - 1) % 7
        self.flags = bytearray((WEEK * (size // 7 + 2))[turn : turn + size])
        for ordinal in off:
            self.flags[ordinal - self.first] = 0
        for ordinal in makeup:
            self.flags[ordinal - self.first] = 1
        self.ranks = list(accumulate(self.flags))
        self.worked = list(compress(range(self.first, self.last + 1), self.flags))
        self.holidays = frozenset(off)
        self.regional = frozenset(day.toordinal() for day in calendar.regional)
        self.final = _final_spans(calendar)
        self.final_stretch = max(self.final, default=(1, 0), key=lambda span: span[1] - span[0])
        self.answers: dict[object, Any] = {}

    def is_worked(self, ordinal: int) -> bool:
        """Whether work is done on the day."""
        if self.first <= ordinal <= self.last:
            return bool(self.flags[ordinal - self.first])
        return (ordinal - 1) % 7 < 5

    def rank(self, ordinal: int) -> int:
        """Working days from the first listed year up to and including the day; negative before it."""
        if self.first <= ordinal <= self.last:
            return self.ranks[ordinal - self.first]
        if ordinal > self.last:
            return self.ranks[-1] + _weekdays(ordinal) - _weekdays(self.last)
        return _weekdays(ordinal) - _weekdays(self.first - 1)

    def of_rank(self, rank: int) -> int:
        """The working day of a rank; OverflowError outside the years 1-9999."""
        if 0 < rank <= len(self.worked):
            return self.worked[rank - 1]
        if rank > 0:
            return _weekday(_weekdays(self.last) + rank - len(self.worked))
        return _weekday(_weekdays(self.first - 1) + rank)

    def after(self, ordinal: int, n: int) -> int:
        """The n-th working day after a day, n >= 1."""
        return self.of_rank(self.rank(ordinal) + n)

    def before(self, ordinal: int, n: int) -> int:
        """The n-th working day before a day, n >= 1."""
        return self.of_rank(self.rank(ordinal - 1) + 1 - n)

    def keep(self, key: object, kept: Kept) -> Kept:
        """Keeps an answer of this calendar; forgets all when there are too many."""
        if len(self.answers) >= MOST_ANSWERS:
            self.answers.clear()
        self.answers[key] = kept
        return kept

    def is_final(self, first: int, last: int) -> bool:
        """Whether no notice still to come can change any day of the span."""
        return any(low <= first and last <= high for low, high in self.final)


def _weekdays(ordinal: int) -> int:
    """Mondays to Fridays in the days 1 to `ordinal`; day 1 is a Monday."""
    weeks, rest = divmod(ordinal, 7)
    return 5 * weeks + min(rest, 5)


def _weekday(number: int) -> int:
    weeks, rest = divmod(number - 1, 5)
    ordinal = 7 * weeks + rest + 1
    if not 1 <= ordinal <= LAST_ORDINAL:
        raise OverflowError(number)
    return ordinal


def _days_off(calendar: Calendar) -> Iterable[date]:
    yield from calendar.off
    known = frozenset(calendar.published)
    if calendar.version is not None:
        yield from (day for day in calendar.statutory if day.year not in known)


def _final_spans(calendar: Calendar) -> tuple[tuple[int, int], ...]:
    if calendar.version is None:
        return ((1, LAST_ORDINAL),)
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


@lru_cache(maxsize=4)
def _of_lists(calendar: Calendar) -> WorkingDays:
    """Explicit lists come from whoever asks: few are kept, for they may span centuries."""
    return WorkingDays(calendar)


def working_days(calendar: Calendar) -> WorkingDays:
    """The counted form, built once per value; found by identity first, for hashing a calendar is slow."""
    if calendar.version is None:
        return _of_lists(calendar)
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
    counted = working_days(calendar)
    return counted.rank(end.toordinal()) - counted.rank(start.toordinal())


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
