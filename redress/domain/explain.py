"""The answer to a question about a clock: its dates and every day (contracts §2). Prose is in `prose.py`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from redress.domain.calendar import Calendar, WorkingDays, working_days
from redress.domain.circumstances import circumstances
from redress.domain.clock import (
    Due,
    RefusedSuspension,
    admitted,
    due,
    due_as_given,
    earliest,
    not_extendable,
    usable_suspensions,
)
from redress.domain.counting import Extension, Suspension, Unit
from redress.domain.problems import Problem
from redress.domain.profile import ClockRule, Profile
from redress.domain.question import Question, Versions, question_of, read_question
from redress.domain.reckoning import (
    HOUR,
    STILL_RUNNING,
    Reckoning,
    RefusedExtension,
    local_day,
    midnight_after,
    reckon,
)
from redress.domain.tables import Tables, calendar_version

LAST_DUE_YEAR = 2299
"""Due moments beyond it are refused: nobody reads a list of that many days."""

Day = dict[str, object]
"""`{date, kind, count}`; `count` numbers the counted days (for hours: hours run by its end), else None."""

COUNTED = frozenset({"working", "makeup", "calendar"})
"""The kinds of days that use up the period."""


def explain_document(
    document: object, tables: Tables, versions: Versions = calendar_version
) -> dict[str, object] | Problem:
    """Answers one JSON document, or says what is wrong with it. Never raises on any JSON value."""
    question = read_question(document, tables, versions)
    return question if isinstance(question, Problem) else explain(question)


def explain_clock(
    rule: ClockRule,
    profile: Profile,
    started_at: datetime,
    calendar: Calendar,
    suspensions: tuple[Suspension, ...] = (),
    extensions: tuple[Extension, ...] = (),
) -> dict[str, object] | Problem:
    """The same answer for a clock of a running case; pure, also for workflow queries."""
    return explain(question_of(rule, profile, started_at, calendar, suspensions, extensions))


def explain_given(
    rule: ClockRule, profile: Profile, started_at: datetime, due_at: datetime, calendar: Calendar
) -> dict[str, object] | Problem:
    """The answer for a date that somebody else named (`given`): every day with its kind, none counted."""
    found = due_as_given(due_at, calendar)
    if found.problem is not None or found.due_on is None or found.due_on.year > LAST_DUE_YEAR:
        return Problem("", found.problem or "beyond_calendar")
    counted, start = working_days(calendar), local_day(started_at)
    days = [_day(start, "start", None)]
    days += [
        _day(ordinal, _kind_of_day(ordinal, counted), None)
        for ordinal in range(start + 1, found.due_on.toordinal() + 1)
    ]
    return {
        "due_on": _text(found.due_on),
        "due_at": _text(found.due_at),
        "safe_due_on": _text(found.safe_due_on),
        "provisional": False,
        "state": "running",
        "citation": profile.cite(rule),
        "profile": profile.id,
        "clock": rule.key,
        "calendar": calendar.version,
        "started_on": date.fromordinal(start).isoformat(),
        "length": None,
        "unit": None,
        "given": True,
        "refused_extensions": [],
        "refused_suspensions": [],
        "days": days,
    }


def explain(question: Question) -> dict[str, object] | Problem:
    """The answer of contracts §2, with `clock`, `started_on`, `length`, `unit`, a window's `opens_on` and
    what `circumstances.py` adds.
    """
    rule = question.rule
    suspensions, not_listed = admitted(rule, question.suspensions) if rule else (question.suspensions, ())
    extensions = question.extensions
    refused: tuple[RefusedExtension, ...] = ()
    if rule is not None and rule.extension is None:
        extensions, refused = (), not_extendable(question.extensions)
    found = due(
        question.sources,
        question.started_at,
        question.days,
        question.counting,
        suspensions,
        extensions,
        opens_after=_opens_after(question),
        extension_rule=rule.extension if rule else None,
    )
    if found.problem is not None or (found.due_on is not None and found.due_on.year > LAST_DUE_YEAR):
        return Problem("", found.problem or "beyond_calendar")
    counted = working_days(question.days)
    usable, _ = usable_suspensions(question.sources, suspensions)
    reckonings = tuple(
        reckon(
            period,
            question.started_at,
            counted,
            question.counting,
            usable,
            extensions,
            rule.extension if rule else None,
        )
        for period in question.sources
    )
    first = earliest(reckonings)
    answer = _answer(question, found, first, counted, usable, refused, not_listed)
    return answer | circumstances(question, reckonings, first, usable, extensions)


def _opens_after(question: Question) -> int | None:
    after = question.rule.opens_after if question.rule else None
    return after if after is not None and after < question.sources[0].length else None


def _answer(
    question: Question,
    found: Due,
    reckoning: Reckoning,
    counted: WorkingDays,
    suspensions: tuple[Suspension, ...],
    extensions_refused: tuple[RefusedExtension, ...],
    suspensions_refused: tuple[RefusedSuspension, ...],
) -> dict[str, object]:
    profile, rule = question.profile, question.rule
    answer: dict[str, object] = {
        "due_on": _text(found.due_on),
        "due_at": _text(found.due_at),
        "safe_due_on": _text(found.safe_due_on),
        "provisional": found.provisional,
        "state": "suspended" if found.suspended else "running",
        "citation": profile.cite(rule) if profile and rule else None,
        "profile": profile.id if profile else None,
        "clock": rule.key if rule else None,
        "calendar": question.calendar,
        "started_on": date.fromordinal(reckoning.start).isoformat(),
        "length": reckoning.length,
        "unit": reckoning.period.unit.value,
        "refused_extensions": [_extension(one) for one in extensions_refused + found.refused_extensions],
        "refused_suspensions": [_suspension(one) for one in suspensions_refused + found.refused_suspensions],
        "days": list(_days(reckoning, counted, suspensions)),
    }
    if found.opens_on is not None:
        answer["opens_on"] = found.opens_on.isoformat()
    return answer


def _text(moment: date | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _extension(refused: RefusedExtension) -> dict[str, object]:
    one = refused.extension
    return {
        "approved_at": one.approved_at.isoformat(),
        "mode": one.mode.value,
        "length": one.length,
        "reason": refused.reason.value,
    }


def _suspension(refused: RefusedSuspension) -> dict[str, object]:
    one = refused.suspension
    return {
        "from": one.start.isoformat(),
        "to": _text(one.end),
        "cause": one.cause,
        "reason": refused.reason.value,
    }


def _days(found: Reckoning, counted: WorkingDays, suspensions: tuple[Suspension, ...]) -> Iterator[Day]:
    """Every day from start to due; of a suspended clock until the first day of the open suspension."""
    yield _day(found.start, "start", None)
    if found.period.unit is Unit.HOUR:
        yield from _days_of_hours(found, suspensions)
        return
    count = 0
    last = _last_shown(found)
    paused = _paused(found, last)
    for ordinal in range(found.start + 1, last + 1):
        kind = "suspended" if paused[ordinal - found.start] else _kind(ordinal, found, counted)
        is_counted = kind in COUNTED
        count += is_counted
        yield _day(ordinal, kind, count if is_counted else None)


def _day(ordinal: int, kind: str, count: int | None) -> Day:
    return {"date": date.fromordinal(ordinal).isoformat(), "kind": kind, "count": count}


def _last_shown(found: Reckoning) -> int:
    if found.due is not None:
        return found.due
    return max(found.start, min(first for first, last in found.spans if last == STILL_RUNNING))


def _paused(found: Reckoning, last_shown: int) -> bytearray:
    """A flag for each day from the start: not counted because of a suspension. A rolled day is none."""
    flags = bytearray(last_shown - found.start + 1)
    end = last_shown if found.last is None else found.last
    for first, last in found.spans:
        low, high = max(first, found.start + 1), min(last, end)
        if low <= high:
            flags[low - found.start : high - found.start + 1] = b"\x01" * (high - low + 1)
    return flags


def _kind(ordinal: int, found: Reckoning, counted: WorkingDays) -> str:
    if found.last is not None and ordinal > found.last:
        return "rolled"
    if found.period.unit is not Unit.WORKING_DAY:
        return "calendar"
    return _kind_of_day(ordinal, counted)


def _kind_of_day(ordinal: int, counted: WorkingDays) -> str:
    weekend = (ordinal - 1) % 7 > 4
    if counted.is_worked(ordinal):
        return "makeup" if weekend else "working"
    if ordinal in counted.regional:
        return "regional"
    return "weekend" if weekend and ordinal not in counted.holidays else "holiday"


def _days_of_hours(found: Reckoning, suspensions: tuple[Suspension, ...]) -> Iterator[Day]:
    running = [one.start for one in suspensions if one.end is None]
    end = found.due_at or max(found.start_at, min(running))
    before = _run(found.start_at, midnight_after(found.start), suspensions)
    for ordinal in range(found.start + 1, local_day(end) + 1):
        run = _run(found.start_at, min(midnight_after(ordinal), end), suspensions)
        stood_still = run == before and midnight_after(ordinal) <= end
        yield _day(ordinal, "suspended" if stood_still else "calendar", None if stood_still else run // HOUR)
        before = run


def _run(start: datetime, end: datetime, suspensions: tuple[Suspension, ...]) -> timedelta:
    """How much of a clock of hours has run between two instants, suspensions merged and left out."""
    run, position = timedelta(0), start
    for one in sorted(suspensions, key=lambda each: each.start):
        if one.start > position:
            run += max(min(one.start, end) - position, timedelta(0))
        position = max(position, end if one.end is None else one.end)
        if position >= end:
            return run
    return run + max(end - position, timedelta(0))
