"""Which open clocks changed tables move. Reaching the running cases is the work of workflows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from redress.domain.calendar import LAST_ORDINAL, Calendar, working_days
from redress.domain.clock import DEFAULT_COUNTING, Due, due, due_as_given
from redress.domain.counting import Counting, Extension, Period, Suspension
from redress.domain.profile import ExtensionRule

LONGEST_BREAK = timedelta(days=31)
"""A safe day lies this near before the last day: no break is longer."""


@dataclass(frozen=True, slots=True)
class OpenClock:
    """A clock that still runs, with the due moment it has now."""

    key: str
    sources: Period | tuple[Period, ...]
    started_at: datetime
    due: Due
    counting: Counting = DEFAULT_COUNTING
    suspensions: tuple[Suspension, ...] = ()
    extensions: tuple[Extension, ...] = ()
    opens_after: int | None = None
    extension_rule: ExtensionRule | None = None
    given_due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """A clock whose answer is another under the new tables."""

    key: str
    before: Due
    after: Due

    def becomes_overdue(self, now: datetime) -> bool:
        """In time before, overdue under the new tables."""
        return _over(self.after, now) and not _over(self.before, now)

    def is_saved(self, now: datetime) -> bool:
        """Overdue before, in time under the new tables."""
        return _over(self.before, now) and not _over(self.after, now)


def _dates(answer: Due) -> tuple[object, ...]:
    """What a person sees of it; how refused facts are listed moves nobody's date."""
    return answer.due_on, answer.due_at, answer.safe_due_on, answer.opens_on, answer.provisional


def _over(answer: Due, now: datetime) -> bool:
    return answer.due_at is not None and now >= answer.due_at


def changed_stretch(old: Calendar, new: Calendar) -> tuple[date, date] | None:
    """First and last day that is worked, listed or final in one only of two calendars; None when alike."""
    before, after = working_days(old), working_days(new)
    first, last = min(before.first, after.first), max(before.last, after.last)
    changed = [
        day
        for day in range(first, last + 1)
        if before.is_worked(day) != after.is_worked(day)
        or (day in before.holidays) != (day in after.holidays)
        or before.is_final(day, day) != after.is_final(day, day)
    ]
    if (old.version is None) != (new.version is None):
        return date.min, date.fromordinal(LAST_ORDINAL)
    return (date.fromordinal(changed[0]), date.fromordinal(changed[-1])) if changed else None


def moved(clocks: Iterable[OpenClock], old: Calendar, new: Calendar) -> Iterator[Moved]:
    """The clocks whose answer changes; a clock that ends before the first changed day costs a comparison.

    `clock.due` is what `old` gave. A suspended clock has no date to move.
    """
    stretch = changed_stretch(old, new)
    if stretch is None:
        return
    first, last = stretch[0], min(stretch[1], date.max - LONGEST_BREAK) + LONGEST_BREAK
    for clock in clocks:
        before = clock.due
        if before.due_on is None or before.due_on < first or clock.started_at.date() > last:
            continue
        found = recounted(clock, new)
        if found is not None:
            yield found


def recounted(clock: OpenClock, calendar: Calendar) -> Moved | None:
    """The clock counted anew, by its own rule, under a calendar; None when it keeps its dates."""
    after = _anew(clock, calendar)
    return Moved(clock.key, clock.due, after) if _dates(after) != _dates(clock.due) else None


def _anew(clock: OpenClock, calendar: Calendar) -> Due:
    if clock.given_due_at is not None:
        return due_as_given(clock.given_due_at, calendar)
    return due(
        clock.sources,
        clock.started_at,
        calendar,
        clock.counting,
        clock.suspensions,
        clock.extensions,
        opens_after=clock.opens_after,
        extension_rule=clock.extension_rule,
    )
