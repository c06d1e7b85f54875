"""Days that only a region has off (a city's extra days, festivals), laid over a national calendar."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date

from redress.domain.calendar import Calendar
from redress.domain.problems import Problem
from redress.domain.reading import Table


@dataclass(frozen=True, slots=True)
class Overlay:
    """A region's own notice (放假办法 art.4, local extensions); `code` is added to the calendar's version."""

    code: str
    published_on: date
    off: tuple[date, ...]
    makeup_workdays: tuple[date, ...] = ()
    source: str = ""


def parse_overlay(text: str) -> Overlay | tuple[Problem, ...]:
    """The overlay of a JSON text `{code, published_on, source?, off, makeup_workdays}`, or its problems."""
    try:
        document = json.loads(text)
    except ValueError as error:
        return (Problem("", "not_json", (str(error),)),)
    if not isinstance(document, dict):
        return (Problem("", "not_an_object"),)
    problems: list[Problem] = []
    table = Table(document, "", problems)
    overlay = Overlay(
        code=table.text("code"),
        published_on=table.day("published_on", True) or date.min,
        off=tuple(sorted(table.days("off", required=True))),
        makeup_workdays=tuple(sorted(table.days("makeup_workdays"))),
        source=table.text("source", required=False),
    )
    table.finish()
    for day in sorted(frozenset(overlay.off) & frozenset(overlay.makeup_workdays)):
        problems.append(Problem("makeup_workdays", "off_and_makeup", (day.isoformat(),)))
    if not problems and not overlay.off and not overlay.makeup_workdays:
        problems.append(Problem("off", "empty_notice"))
    return tuple(problems) or overlay


def laid_over(calendar: Calendar, overlay: Overlay) -> Calendar:
    """The national calendar with the region's days; where both name a day the region's notice holds."""
    off = (frozenset(calendar.off) | frozenset(overlay.off)) - frozenset(overlay.makeup_workdays)
    makeup = (frozenset(calendar.makeup_workdays) - frozenset(overlay.off)) | frozenset(
        overlay.makeup_workdays
    )
    version = None if calendar.version is None else f"{calendar.version}+{overlay.code}"
    return replace(calendar, version=version, off=tuple(sorted(off)), makeup_workdays=tuple(sorted(makeup)))
