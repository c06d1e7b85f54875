"""Days that only a region has off (a city's extra days, festivals), laid over a national calendar."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from redress.domain.actors import at_or_below
from redress.domain.calendar import Calendar
from redress.domain.notice_file import published_later
from redress.domain.problems import Problem
from redress.domain.reading import Table

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,15}")


@dataclass(frozen=True, slots=True)
class Overlay:
    """A region's own notice (放假办法 art.4, local extensions) for the offices at or below `office`.

    `code` names the region and is added to the calendar's version. Of one code, a later notice holds whole
    for every year in which it has a day.
    """

    code: str
    published_on: date
    office: str
    off: tuple[date, ...]
    makeup_workdays: tuple[date, ...] = ()
    source: str = ""

    @property
    def years(self) -> frozenset[int]:
        """The years in which it has a day."""
        return frozenset(day.year for day in (*self.off, *self.makeup_workdays))


def parse_overlay(
    text: str, loaded: Iterable[Overlay] = (), today: date | None = None
) -> Overlay | tuple[Problem, ...]:
    """The overlay of a JSON text, or its problems, also against the overlays `loaded` already.

    `{code, published_on, office, source?, off[], makeup_workdays[]?}`; `office` is a path of the office tree.
    Not published after `today` where that is given.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        return (Problem("", "not_json", (str(error),)),)
    if not isinstance(document, dict):
        return (Problem("", "not_an_object"),)
    problems: list[Problem] = []
    table = Table(document, "", problems)
    overlay = Overlay(
        code=table.text("code"),
        published_on=table.day("published_on", True) or date.min,
        office=table.text("office"),
        off=tuple(sorted(table.days("off", required=True))),
        makeup_workdays=tuple(sorted(table.days("makeup_workdays"))),
        source=table.text("source", required=False),
    )
    table.finish()
    if overlay.code and not CODE.fullmatch(overlay.code):
        problems.append(Problem("code", "impossible_code", (overlay.code,)))
    for day in sorted(frozenset(overlay.off) & frozenset(overlay.makeup_workdays)):
        problems.append(Problem("makeup_workdays", "off_and_makeup", (day.isoformat(),)))
    if not problems and not overlay.off and not overlay.makeup_workdays:
        problems.append(Problem("off", "empty_notice"))
    if not problems:
        problems += [one for other in loaded for one in _against(overlay, other)]
        problems += published_later(overlay.published_on, today)
    return tuple(problems) or overlay


def _against(overlay: Overlay, other: Overlay) -> Iterator[Problem]:
    if overlay.code != other.code:
        return
    if overlay.office != other.office:
        yield Problem("office", "code_elsewhere", (other.code, other.office))
    for year in sorted(overlay.years & other.years):
        named = (str(year), other.published_on.isoformat())
        if overlay.published_on < other.published_on:
            yield Problem("published_on", "older_than_loaded", named)
        elif overlay.published_on == other.published_on and overlay != replace(other, source=overlay.source):
            yield Problem("published_on", "contradicts_loaded", named)


def laid_over(calendar: Calendar, overlay: Overlay) -> Calendar:
    """The national calendar with the region's days; where both name a day the region's notice holds."""
    off = (frozenset(calendar.off) | frozenset(overlay.off)) - frozenset(overlay.makeup_workdays)
    makeup = (frozenset(calendar.makeup_workdays) - frozenset(overlay.off)) | frozenset(
        overlay.makeup_workdays
    )
    regional = (*calendar.regional, *(day for day in overlay.off if day not in calendar.off))
    version = None if calendar.version is None else f"{calendar.version}+{overlay.code}"
    return replace(
        calendar,
        version=version,
        off=tuple(sorted(off)),
        makeup_workdays=tuple(sorted(makeup)),
        regional=tuple(sorted(frozenset(regional) & off)),
    )


def of_office(calendar: Calendar, overlays: Iterable[Overlay], office: str) -> Calendar:
    """The calendar of an office: with the days of its own region and of those around it, widest first.

    `overlays` in the order of their loading.
    """
    regions: dict[str, list[Overlay]] = {}
    for overlay in overlays:
        if at_or_below(office, overlay.office):
            regions.setdefault(overlay.code, []).append(overlay)
    for region in sorted(regions.values(), key=lambda one: (one[0].office.count("."), one[0].code)):
        calendar = laid_over(calendar, _whole(region))
    return calendar


def _whole(notices: list[Overlay]) -> Overlay:
    """What one region's notices say together: for each year the last that has a day in it."""
    last: dict[int, Overlay] = {}
    for notice in sorted(notices, key=lambda one: one.published_on):
        last.update(dict.fromkeys(notice.years, notice))
    return replace(
        notices[-1],
        off=tuple(sorted(day for year, one in last.items() for day in one.off if day.year == year)),
        makeup_workdays=tuple(
            sorted(day for year, one in last.items() for day in one.makeup_workdays if day.year == year)
        ),
    )
