"""A notice from its JSON text, or what is wrong with it. Calendars are made in `calendar.py`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from redress.domain.calendar import Notice
from redress.domain.problems import Problem
from redress.domain.reading import Table

FIRST_YEAR, LAST_YEAR = 1949, 2199


def parse_notice(
    text: str, loaded: Iterable[Notice] = (), today: date | None = None
) -> Notice | tuple[Problem, ...]:
    """The notice of a JSON text, or its problems, also against the notices `loaded` already.

    `{year, published_on, source?, basis?, taken_from?, off[], makeup_workdays[]}`; days lie between
    1 December of the year before and the end of the year. Not published after `today` where that is given.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        return (Problem("", "not_json", (str(error),)),)
    if not isinstance(document, dict):
        return (Problem("", "not_an_object"),)
    problems: list[Problem] = []
    table = Table(document, "", problems)
    notice = Notice(
        year=table.need("year", FIRST_YEAR, LAST_YEAR),
        published_on=table.day("published_on", True) or date.min,
        off=table.days("off", required=True),
        makeup_workdays=table.days("makeup_workdays", required=True),
        source=table.text("source", required=False),
        basis=table.text("basis", required=False),
    )
    table.text("taken_from", required=False)
    table.finish()
    if not problems:
        problems += notice_problems(notice, loaded)
        problems += published_later(notice.published_on, today)
    return tuple(problems) or replace(
        notice, off=tuple(sorted(notice.off)), makeup_workdays=tuple(sorted(notice.makeup_workdays))
    )


def published_later(published_on: date, today: date | None) -> tuple[Problem, ...]:
    """A publication still to come: as the newest of its year it would bar the true notice."""
    if today is None or published_on <= today:
        return ()
    return (Problem("published_on", "published_later", (published_on.isoformat(), today.isoformat())),)


def notice_problems(notice: Notice, loaded: Iterable[Notice] = ()) -> tuple[Problem, ...]:
    """What makes a notice unusable: a day both off and worked, out of its year, or against a loaded one."""
    found: list[Problem] = []
    year = str(notice.year)
    first, last = date(notice.year - 1, 12, 1), date(notice.year, 12, 31)
    if not date(notice.year - 1, 1, 1) <= notice.published_on <= last:
        found.append(Problem("published_on", "published_outside", (notice.published_on.isoformat(), year)))
    if not notice.off:
        found.append(Problem("off", "empty_notice"))
    for key, days in (("off", notice.off), ("makeup_workdays", notice.makeup_workdays)):
        found += [
            Problem(key, "outside_notice_year", (day.isoformat(), year))
            for day in days
            if not first <= day <= last
        ]
    both = sorted(frozenset(notice.off) & frozenset(notice.makeup_workdays))
    found += [Problem("makeup_workdays", "off_and_makeup", (day.isoformat(),)) for day in both]
    for other in loaded:
        found += _against(notice, other)
    return tuple(found)


def _against(notice: Notice, other: Notice) -> tuple[Problem, ...]:
    if notice.year != other.year:
        return ()
    named = (str(other.year), other.published_on.isoformat())
    if notice.published_on < other.published_on:
        return (Problem("published_on", "older_than_loaded", named),)
    same = frozenset(notice.off) == frozenset(other.off)
    same = same and frozenset(notice.makeup_workdays) == frozenset(other.makeup_workdays)
    if notice.published_on == other.published_on and not same:
        return (Problem("published_on", "contradicts_loaded", named),)
    return ()
