"""Due moments: the answer for a period or a profile's clock. The counting is in `reckoning.py`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from redress.domain.calendar import Calendar, WorkingDays, working_days
from redress.domain.counting import CHINA, Counting, EndRoll, Extension, Period, Suspension, Unit
from redress.domain.profile import ClockRule, ExtensionRule, Profile
from redress.domain.reckoning import (
    Reason,
    Reckoning,
    RefusedExtension,
    Span,
    day_spans,
    local_day,
    midnight_after,
    nth_day,
    reckon,
    rolled,
    start_day,
)

DEFAULT_COUNTING = Counting()
DAYS = (Unit.WORKING_DAY, Unit.CALENDAR_DAY)


@dataclass(frozen=True, slots=True)
class RefusedSuspension:
    suspension: Suspension
    reason: Reason


@dataclass(frozen=True, slots=True)
class Due:
    """When a clock is due.

    `due_on` is the last day of the period, `due_at` the first instant after it (+08:00); both None while a
    suspension still runs. `safe_due_on`: the last working day on or before the earliest reading of the law.
    `opens_on` is the first day of a window. `provisional`: a notice still to come can move the due day.
    `problem`: None, or the code of `problem_texts.TEXTS` that leaves the clock without a date.
    """

    due_on: date | None
    due_at: datetime | None
    safe_due_on: date | None
    provisional: bool = False
    opens_on: date | None = None
    refused_extensions: tuple[RefusedExtension, ...] = ()
    refused_suspensions: tuple[RefusedSuspension, ...] = ()
    problem: str | None = None

    @property
    def suspended(self) -> bool:
        """A suspension still runs, so there is no date."""
        return self.due_at is None and self.problem is None


def due(
    sources: Period | tuple[Period, ...],
    started_at: datetime,
    calendar: Calendar,
    counting: Counting = DEFAULT_COUNTING,
    suspensions: tuple[Suspension, ...] = (),
    extensions: tuple[Extension, ...] = (),
    *,
    opens_after: int | None = None,
    extension_rule: ExtensionRule | None = None,
) -> Due:
    """The due moment of a period, or of the earliest of several (C3).

    All moments are aware, lengths >= 1. Extensions apply by `approved_at` and only before expiry; suspensions
    in whole days by the boundary rule, for hours by instants, never for months and years. Nothing is raised:
    what cannot be dated comes back with a `problem`. 令121 art.45, 民法典 200-204.
    """
    if started_at.tzinfo is None:
        return Due(None, None, None, problem="naive_start")
    counted = working_days(calendar)
    try:
        if isinstance(sources, Period):
            if not extensions and opens_after is None and counting.received_cutoff is None:
                simple = _without_extensions(sources, started_at, counted, counting, suspensions)
                if simple is not None:
                    return simple
            sources = (sources,)
        if min(period.length for period in sources) < 1:
            return Due(None, None, None, problem="length_below_one")
        usable, refused = usable_suspensions(sources, suspensions)
        found = tuple(
            reckon(period, started_at, counted, counting, usable, extensions, extension_rule)
            for period in sources
        )
        opens_on = None
        if opens_after is not None:
            opens_on = _opens_on(sources[0].unit, opens_after, started_at, counted, counting, usable)
        return answer(found, counted, counting, opens_on, refused)
    except (OverflowError, ValueError):
        return Due(None, None, None, problem="beyond_calendar")


def due_of_rule(
    rule: ClockRule,
    profile: Profile,
    started_at: datetime,
    calendar: Calendar,
    suspensions: tuple[Suspension, ...] = (),
    extensions: tuple[Extension, ...] = (),
) -> Due:
    """The due moment of a profile's clock; suspensions and extensions unknown to the rule are refused."""
    accepted, refused = admitted(rule, suspensions)
    found = due(
        rule.sources[0] if len(rule.sources) == 1 else rule.sources,
        started_at,
        calendar,
        rule.counting or profile.counting,
        accepted,
        extensions if rule.extension is not None else (),
        opens_after=rule.opens_after,
        extension_rule=rule.extension,
    )
    if refused:
        found = replace(found, refused_suspensions=refused + found.refused_suspensions)
    if extensions and rule.extension is None:
        found = replace(found, refused_extensions=not_extendable(extensions))
    return found


def due_as_given(due_at: datetime, calendar: Calendar) -> Due:
    """A due moment that somebody else named (a hotline's order, a superior), beside the law's clocks.

    `due_at` is aware; its day is the due day, the day before for 00:00. It is not moved and not extended.
    """
    if due_at.tzinfo is None:
        return Due(None, None, None, problem="naive_start")
    local = due_at.astimezone(CHINA)
    last = local.toordinal() - (local.time() == time())
    counted = working_days(calendar)
    safe = last if counted.is_worked(last) else counted.before(last, 1)
    return Due(date.fromordinal(last), local, date.fromordinal(safe))


def not_extendable(extensions: tuple[Extension, ...]) -> tuple[RefusedExtension, ...]:
    """All of them refused, by the moment of approval: the rule has no extension (令121 art.15, 23)."""
    in_order = sorted(extensions, key=lambda one: one.approved_at)
    return tuple(RefusedExtension(one, Reason.NOT_EXTENDABLE) for one in in_order)


def admitted(
    rule: ClockRule, suspensions: tuple[Suspension, ...]
) -> tuple[tuple[Suspension, ...], tuple[RefusedSuspension, ...]]:
    """The suspensions the rule knows, and the others: cause not listed, or nothing suspends the clock."""
    accepted: list[Suspension] = []
    refused: list[RefusedSuspension] = []
    for one in suspensions:
        if one.cause is not None and one.cause not in rule.suspended_by:
            refused.append(RefusedSuspension(one, Reason.CAUSE_NOT_LISTED))
        elif not rule.suspended_by:
            refused.append(RefusedSuspension(one, Reason.NOT_SUSPENDABLE))
        else:
            accepted.append(one)
    return tuple(accepted), tuple(refused)


def usable_suspensions(
    sources: tuple[Period, ...], suspensions: tuple[Suspension, ...]
) -> tuple[tuple[Suspension, ...], tuple[RefusedSuspension, ...]]:
    """The countable suspensions, and those that end before they start or fall on months and years."""
    countable = False
    for period in sources:
        countable = countable or period.unit not in (Unit.MONTH, Unit.YEAR)
    for one in suspensions:
        if not countable or (one.end is not None and one.end < one.start):
            break
    else:
        return suspensions, ()
    usable: list[Suspension] = []
    refused: list[RefusedSuspension] = []
    for one in suspensions:
        if not countable:
            refused.append(RefusedSuspension(one, Reason.NOT_SUSPENDABLE))
        elif one.end is not None and one.end < one.start:
            refused.append(RefusedSuspension(one, Reason.ENDS_BEFORE_START))
        else:
            usable.append(one)
    return tuple(usable), tuple(refused)


def answer(
    found: tuple[Reckoning, ...],
    counted: WorkingDays,
    counting: Counting,
    opens_on: date | None = None,
    refused: tuple[RefusedSuspension, ...] = (),
) -> Due:
    """The earliest of what was counted; provisional when any of it is, for the choice depends on all."""
    first = earliest(found)
    if first.due is None:
        return Due(None, None, None, False, opens_on, first.refused, refused)
    safe = _safe_day(first, counted)
    provisional = _is_provisional(first, counted, counting)
    for other in found:
        if other is not first and other.due is not None:
            safe = min(safe, _safe_day(other, counted))
            provisional = provisional or _is_provisional(other, counted, counting)
    on = date.fromordinal(first.due)
    return Due(
        on,
        first.due_at,
        on if safe == first.due else date.fromordinal(safe),
        provisional,
        opens_on,
        first.refused,
        refused,
    )


def earliest(found: tuple[Reckoning, ...]) -> Reckoning:
    """The one with the earliest due moment; the first when a suspension leaves none with a date."""
    best = found[0]
    for one in found[1:]:
        if one.due_at is not None and (best.due_at is None or one.due_at < best.due_at):
            best = one
    return best


def _without_extensions(
    period: Period,
    started_at: datetime,
    counted: WorkingDays,
    counting: Counting,
    suspensions: tuple[Suspension, ...],
) -> Due | None:
    """The short way for a period in days: its answer depends on the last counted day, so it is kept by that.

    None where the long way is needed: other units, a length below 1, a suspension to refuse.
    """
    if period.length < 1 or period.unit not in DAYS:
        return None
    start = local_day(started_at)
    if not suspensions and period.unit is Unit.WORKING_DAY and counted.first <= start <= counted.last:
        place = counted.ranks[start - counted.first] + period.length - 1
        if place < len(counted.worked):
            return _ending_on_working_day(start, counted.worked[place], counted)
    spans: tuple[Span, ...] = ()
    if suspensions:
        usable, refused = usable_suspensions((period,), suspensions)
        if refused:
            return None
        spans = day_spans(usable, counting.suspension)
    last = nth_day(period.unit, counted, start, period.length, spans)
    if last is None:
        return Due(None, None, None)
    if period.unit is Unit.WORKING_DAY:
        return _ending_on_working_day(start, last, counted)
    kept: Due | None = counted.answers.get((last, counting.end_roll))
    if kept is None:
        on = rolled(last, counting.end_roll, counted)
        found = Reckoning(period, start, started_at, period.length, last, on, midnight_after(on))
        kept = counted.keep((last, counting.end_roll), answer((found,), counted, counting))
    return kept


def _ending_on_working_day(start: int, last: int, counted: WorkingDays) -> Due:
    low, high = counted.final_stretch
    if start < low or last > high:
        on = date.fromordinal(last)
        return Due(on, midnight_after(last), on, not counted.is_final(start + 1, last))
    kept: Due | None = counted.answers.get(last)
    if kept is None:
        on = date.fromordinal(last)
        kept = counted.keep(last, Due(on, midnight_after(last), on))
    return kept


def _safe_day(one: Reckoning, counted: WorkingDays) -> int:
    last = one.last or one.start
    if one.period.unit in (Unit.WORKING_DAY, Unit.HOUR) or counted.is_worked(last):
        return last
    return counted.before(last, 1)


def _is_provisional(one: Reckoning, counted: WorkingDays, counting: Counting) -> bool:
    if one.last is None or one.due is None or one.period.unit is Unit.HOUR:
        return False
    if counting.received_cutoff is not None and not counted.is_final(local_day(one.start_at), one.start):
        return True
    if one.period.unit is Unit.WORKING_DAY:
        return not counted.is_final(one.start + 1, one.due)
    return counting.end_roll is not EndRoll.NONE and not counted.is_final(one.last, one.due)


def _opens_on(
    unit: Unit,
    opens_after: int,
    started_at: datetime,
    counted: WorkingDays,
    counting: Counting,
    suspensions: tuple[Suspension, ...],
) -> date | None:
    if unit not in DAYS:
        return None
    spans = day_spans(suspensions, counting.suspension)
    first = nth_day(unit, counted, start_day(started_at, counting, counted), opens_after + 1, spans)
    return None if first is None else date.fromordinal(first)
