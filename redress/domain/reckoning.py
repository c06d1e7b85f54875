"""Counting one period through its suspensions and extensions, by ordinals. Answers are in `clock.py`."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from redress.domain.calendar import WorkingDays
from redress.domain.counting import (
    CHINA,
    Counting,
    EndRoll,
    Extension,
    ExtensionMode,
    HourStart,
    Period,
    Suspension,
    SuspensionBounds,
    Unit,
)
from redress.domain.profile import ExtensionRule

STILL_RUNNING = 10**9
"""The last day of a suspension without an end; beyond every ordinal."""

HOUR = timedelta(hours=1)
AHEAD_OF_UTC = timedelta(hours=8)
MIDNIGHT = time(tzinfo=CHINA)

Span = tuple[int, int]
"""First and last day that is not counted."""


class Reason(StrEnum):
    """Why an extension or a suspension has no legal effect."""

    NOT_EXTENDABLE = "not_extendable"
    AFTER_EXPIRY = "after_expiry"
    TOO_MANY = "too_many"
    BEYOND_RULE = "beyond_rule"
    CAUSE_NOT_LISTED = "cause_not_listed"
    NOT_SUSPENDABLE = "not_suspendable"
    ENDS_BEFORE_START = "ends_before_start"


@dataclass(frozen=True, slots=True)
class RefusedExtension:
    extension: Extension
    reason: Reason


class Reckoning(NamedTuple):
    """How one period was counted; what `explain.py` shows day by day.

    `start` is the day that is not counted, `last` the last counted day, `due` that day rolled; both None
    while a suspension runs. `length` includes the extensions, `spans` are the days not counted. `start_at`
    and `due_at` are instants; for days `due_at` is 00:00 after `due`.
    """

    period: Period
    start: int
    start_at: datetime
    length: int
    last: int | None
    due: int | None
    due_at: datetime | None
    spans: tuple[Span, ...] = ()
    refused: tuple[RefusedExtension, ...] = ()


def local_day(moment: datetime) -> int:
    """The ordinal of the day in China on which an aware moment lies."""
    zone = moment.tzinfo
    if zone is UTC:
        return (moment + AHEAD_OF_UTC).toordinal()
    return (moment if zone is CHINA else moment.astimezone(CHINA)).toordinal()


def midnight_after(ordinal: int) -> datetime:
    """24:00 of a day: the first instant after it, +08:00."""
    return datetime.combine(date.fromordinal(ordinal + 1), MIDNIGHT)


def start_day(started_at: datetime, counting: Counting, counted: WorkingDays) -> int:
    """The day that is not counted (民法典 201); after the receipt cut-off it is the next working day."""
    if counting.received_cutoff is None:
        return local_day(started_at)
    local = started_at.astimezone(CHINA)
    if local.time() > time.fromisoformat(counting.received_cutoff):
        return counted.after(local.toordinal(), 1)
    return local.toordinal()


def day_spans(suspensions: tuple[Suspension, ...], bounds: SuspensionBounds) -> tuple[Span, ...]:
    """Suspensions as sorted spans of whole days; they may overlap, empty ones are left out."""
    spans: list[Span] = []
    shift = 1 if bounds is SuspensionBounds.AFTER_START else 0
    for one in suspensions:
        start, end = one.start, one.end
        first = local_day(start) + shift
        if end is None:
            spans.append((first, STILL_RUNNING))
            continue
        last = local_day(end) + shift - 1
        if first <= last:
            spans.append((first, last))
    spans.sort()
    return tuple(spans)


def nth_day(unit: Unit, counted: WorkingDays, start: int, n: int, spans: tuple[Span, ...]) -> int | None:
    """The n-th counted day after `start`, spans left out; None when a suspension still runs before it."""
    if unit is Unit.WORKING_DAY:
        return _nth_working_day(counted, start, n, spans)
    position = start
    for first, last in spans:
        if last <= position:
            continue
        if position + n < first:
            break
        if last == STILL_RUNNING:
            return None
        n -= max(first - 1 - position, 0)
        position = last
    return position + n


def _nth_working_day(counted: WorkingDays, start: int, n: int, spans: tuple[Span, ...]) -> int | None:
    """The same by ranks: what a span leaves out is the difference of the ranks at its ends."""
    rank = counted.rank
    position, target = start, rank(start) + n
    if not spans:
        return counted.of_rank(target)
    for first, last in spans:
        if last <= position:
            continue
        left_out_from = rank(first - 1 if first > position else position)
        if target <= left_out_from:
            break
        if last == STILL_RUNNING:
            return None
        target += rank(last) - left_out_from
        position = last
    return counted.of_rank(target)


def same_day_later(start: int, months: int) -> int:
    """The matching day some months later, or that month's last day (民法典 202)."""
    day = date.fromordinal(start)
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > date.max.year:
        raise OverflowError(months)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])).toordinal()


def rolled(last: int, roll: EndRoll, counted: WorkingDays) -> int:
    """Where a last day that is a rest day or an arranged holiday moves to (民法典 203, 令121 art.45)."""
    if roll is EndRoll.REST_DAY:
        return last if counted.is_worked(last) else counted.after(last, 1)
    if roll is EndRoll.ARRANGED_HOLIDAY:
        while last in counted.holidays:
            last += 1
    return last


def reckon(
    period: Period,
    started_at: datetime,
    counted: WorkingDays,
    counting: Counting,
    suspensions: tuple[Suspension, ...] = (),
    extensions: tuple[Extension, ...] = (),
    rule: ExtensionRule | None = None,
) -> Reckoning:
    """Counts one period from scratch. OverflowError when it leaves the range of dates.

    Suspensions end after they start; extensions apply by the moment of approval, each before the expiry that
    held until then, so the order of entry does not matter.
    """
    reckoning = _once(period, period.length, started_at, counted, counting, suspensions)
    if not extensions:
        return reckoning
    refused: list[RefusedExtension] = []
    used = 0
    for one in sorted(extensions, key=lambda each: (each.approved_at, each.mode, each.length)):
        reason = _refusal(one, reckoning, rule, used)
        if reason is not None:
            refused.append(RefusedExtension(one, reason))
            continue
        used += 1
        added = one.mode is ExtensionMode.ADD
        total = reckoning.length + one.length if added else max(reckoning.length, one.length)
        reckoning = _once(period, total, started_at, counted, counting, suspensions)
    return reckoning._replace(refused=tuple(refused))


def _refusal(one: Extension, reckoning: Reckoning, rule: ExtensionRule | None, used: int) -> Reason | None:
    if reckoning.due_at is not None and one.approved_at >= reckoning.due_at:
        return Reason.AFTER_EXPIRY
    if rule is None:
        return None
    if used >= rule.times:
        return Reason.TOO_MANY
    return Reason.BEYOND_RULE if one.mode is not rule.mode or one.length > rule.length else None


def _once(
    period: Period,
    length: int,
    started_at: datetime,
    counted: WorkingDays,
    counting: Counting,
    suspensions: tuple[Suspension, ...],
) -> Reckoning:
    if period.unit is Unit.HOUR:
        return _hours(period, length, started_at, counting, suspensions)
    start = start_day(started_at, counting, counted)
    spans: tuple[Span, ...] = ()
    last: int | None
    if period.unit in (Unit.MONTH, Unit.YEAR):
        last = same_day_later(start, length * (12 if period.unit is Unit.YEAR else 1))
    else:
        spans = day_spans(suspensions, counting.suspension)
        last = nth_day(period.unit, counted, start, length, spans)
    if last is None:
        return Reckoning(period, start, started_at, length, None, None, None, spans)
    due = last if period.unit is Unit.WORKING_DAY else rolled(last, counting.end_roll, counted)
    return Reckoning(period, start, started_at, length, last, due, midnight_after(due), spans)


def _hours(
    period: Period, length: int, started_at: datetime, counting: Counting, suspensions: tuple[Suspension, ...]
) -> Reckoning:
    begin = started_at.astimezone(CHINA)
    if counting.hour_start is HourStart.NEXT_HOUR:
        begin = begin.replace(minute=0, second=0, microsecond=0) + HOUR
    position, left = begin, HOUR * length
    for one in sorted(suspensions, key=lambda each: each.start):
        if one.end is not None and one.end <= position:
            continue
        if one.start > position:
            if one.start - position >= left:
                break
            left -= one.start - position
        if one.end is None:
            return Reckoning(period, local_day(started_at), begin, length, None, None, None)
        position = one.end
    due_at = (position + left).astimezone(CHINA)
    on = due_at.toordinal()
    return Reckoning(period, local_day(started_at), begin, length, on, on, due_at)
