"""A question about a clock, read from a JSON document (contracts §2). Answers are in `explain.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from redress.domain.calendar import Calendar
from redress.domain.counting import Counting, Extension, ExtensionMode, Period, Suspension, Unit
from redress.domain.problems import Problem
from redress.domain.profile import ClockRule, Profile
from redress.domain.profile_file import LONGEST, counting_over
from redress.domain.reading import Table, day_of
from redress.domain.tables import Tables, shipped_names

FIRST_YEAR, LAST_YEAR = 1950, 2199
"""The years in which a question may lie."""

MOST = 1000
"""Suspensions, or extensions, of one question."""

Versions = Callable[[date], Calendar | None]
"""The calendar of everything published on or before a day, None when nothing was."""


@dataclass(frozen=True, slots=True)
class Question:
    """A clock and its history, counted on `days`; `calendar` is the version the answer names."""

    started_at: datetime
    sources: tuple[Period, ...]
    counting: Counting
    days: Calendar
    calendar: str | None = None
    suspensions: tuple[Suspension, ...] = ()
    extensions: tuple[Extension, ...] = ()
    profile: Profile | None = None
    rule: ClockRule | None = None


def question_of(
    rule: ClockRule,
    profile: Profile,
    started_at: datetime,
    calendar: Calendar,
    suspensions: tuple[Suspension, ...] = (),
    extensions: tuple[Extension, ...] = (),
) -> Question:
    """The question about a clock of a running case."""
    hours = all(period.unit is Unit.HOUR for period in rule.sources)
    return Question(
        started_at,
        rule.sources,
        rule.counting or profile.counting,
        calendar,
        None if hours else calendar.version,
        suspensions,
        extensions,
        profile,
        rule,
    )


def read_question(document: object, tables: Tables, versions: Versions) -> Question | Problem:
    """The question of a document, or the first thing that is wrong with it."""
    if not isinstance(document, dict):
        return Problem("", "not_an_object")
    problems: list[Problem] = []
    table = Table(document, "", problems)
    started_at = table.moment("started_at", True, FIRST_YEAR, LAST_YEAR)
    profile, rule = _rule(table, tables)
    period = _period(table)
    if period is None and rule is None and not problems:
        table.note("", "neither_period_nor_clock")
    known = (rule.counting if rule else None) or (profile.counting if profile else Counting())
    sources = (period,) if period else rule.sources if rule else ()
    days, named = _calendar(table, tables.calendar, versions, sources)
    counting = table.table("counting", lambda below: counting_over(below, known)) or known
    suspensions = table.tables("suspensions", _suspension)
    extensions = table.tables("extensions", _extension)
    for key, given in (("suspensions", suspensions), ("extensions", extensions)):
        if len(given) > MOST:
            table.note(key, "too_many", str(MOST))
    table.finish()
    if problems or started_at is None:
        return problems[0]
    return Question(started_at, sources, counting, days, named, suspensions, extensions, profile, rule)


def _rule(table: Table, tables: Tables) -> tuple[Profile | None, ClockRule | None]:
    profile_id = table.text("profile", required=False)
    key = table.text("clock", required=False)
    if not profile_id:
        if key:
            table.note("clock", "missing_together", "profile")
        return None, None
    profile = tables.newest(profile_id)
    if profile is None:
        waits = profile_id in shipped_names()
        table.note("profile", "waits_for_numbers" if waits else "unknown_profile", profile_id)
        return None, None
    rule = profile.clock(key) if key else None
    if key and rule is None:
        table.note("clock", "unknown_clock", profile_id, key)
    elif not key and not table.has("length"):
        table.note("clock", "missing")
    elif rule is not None and rule.given and not table.has("length"):
        table.note("clock", "given_elsewhere", key)
    return profile, rule


def _period(table: Table) -> Period | None:
    for key, other in (("length", "unit"), ("unit", "length")):
        if table.has(key) and not table.has(other):
            table.note(key, "missing_together", other)
            return None
    if not table.has("unit"):
        return None
    unit = table.choice("unit", Unit, None)
    return Period(table.need("length", 1, LONGEST[unit]), unit)


def _calendar(
    table: Table, newest: Calendar, versions: Versions, sources: tuple[Period, ...]
) -> tuple[Calendar, str | None]:
    """What to count on and what to name: hours name none, explicit lists have no name."""
    value = table.take("calendar", False)
    if sources and all(period.unit is Unit.HOUR for period in sources):
        if value is not None:
            table.note("calendar", "calendar_on_hours")
        return newest, None
    if value is None:
        return newest, newest.version
    if isinstance(value, dict):
        return table.table("calendar", _lists) or newest, None
    day = day_of(value.removeprefix("CN@")) if isinstance(value, str) and value.startswith("CN@") else None
    found = versions(day) if day is not None else None
    if found is None:
        table.note("calendar", "unknown_calendar", str(value))
        return newest, newest.version
    return found, str(value)


def _lists(table: Table) -> Calendar:
    off, makeup = table.days("off"), table.days("makeup_workdays")
    for key, days in (("off", off), ("makeup_workdays", makeup)):
        if any(not FIRST_YEAR <= day.year <= LAST_YEAR for day in days):
            table.note(key, "years_out_of_range", str(FIRST_YEAR), str(LAST_YEAR))
    for day in sorted(frozenset(off) & frozenset(makeup)):
        table.note("makeup_workdays", "off_and_makeup", day.isoformat())
    return Calendar(None, tuple(sorted(off)), tuple(sorted(makeup)))


def _suspension(table: Table) -> Suspension | None:
    start = table.moment("from", True, FIRST_YEAR, LAST_YEAR)
    open_end = table.take("to", False) is None
    if not table.given("to"):
        table.note("to", "missing")
    end = None if open_end else table.moment("to", True, FIRST_YEAR, LAST_YEAR)
    cause = table.text("cause", required=False) or None
    if start is None or (end is None and not open_end):
        return None
    if end is not None and end < start:
        table.note("to", "ends_before_start")
    return Suspension(start, end, cause)


def _extension(table: Table) -> Extension | None:
    approved_at = table.moment("approved_at", True, FIRST_YEAR, LAST_YEAR)
    mode = table.choice("mode", ExtensionMode, None)
    length = table.need("length", 1, LONGEST[Unit.HOUR])
    return None if approved_at is None else Extension(approved_at, mode, length)
