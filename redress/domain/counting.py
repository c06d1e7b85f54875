"""The vocabulary of counting: units, periods, rolls, suspensions and extensions. The engine is `clock.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China keeps one offset without daylight saving since 1992; a fixed offset replays alike on every host."""


class Unit(StrEnum):
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    HOUR = "hour"
    MONTH = "month"
    YEAR = "year"


class EndRoll(StrEnum):
    """Where a last day that is not worked moves to (C18; 民法典 203, 令121 art.45)."""

    REST_DAY = "rest_day"
    ARRANGED_HOLIDAY = "arranged_holiday"
    NONE = "none"


class SuspensionBounds(StrEnum):
    """Which days a suspension from S to R excludes: S < x <= R, or S <= x < R."""

    AFTER_START = "(S,R]"
    FROM_START = "[S,R)"


class HourStart(StrEnum):
    """Hours run from the instant (民法典 201) or from the next full hour (程序规定 art.80)."""

    INSTANT = "instant"
    NEXT_HOUR = "next_hour"


class ExtensionMode(StrEnum):
    ADD = "add"
    TO_TOTAL = "to_total"


@dataclass(frozen=True, slots=True)
class Period:
    """A length in a unit; length >= 1."""

    length: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Counting:
    """The open points of counting (rules.md 3.7); `received_cutoff` is "HH:MM" local time or None."""

    end_roll: EndRoll = EndRoll.REST_DAY
    received_cutoff: str | None = None
    suspension: SuspensionBounds = SuspensionBounds.AFTER_START
    hour_start: HourStart = HourStart.INSTANT


@dataclass(frozen=True, slots=True)
class Suspension:
    """Days that are not counted (不计入期限). `end` None: still running. `source`: which of several.
    """

    start: datetime
    end: datetime | None = None
    cause: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """An approved extension; its unit is the clock's."""

    approved_at: datetime
    mode: ExtensionMode
    length: int


def midnight(day: date) -> datetime:
    """The first instant of a day in China."""
    return datetime.combine(day, time(), CHINA)
