"""The demonstration cases as data: what is filed, and who does what on which working day.

In a text field of a case file `@now` is the step's moment, `@3` the third working day after the first day,
`@3 14:30` a moment on it, `@-12d` twelve calendar days before the first day, `@person:officer` an account's
person.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from typing import Any, Final

from redress.domain.calendar import Calendar, add_working_days
from redress.domain.counting import CHINA

WORKING_DAY: Final = re.compile(r"@(\d+)(?: (\d\d):(\d\d))?")
DAYS_BEFORE: Final = re.compile(r"@-(\d+)d")
PERSON: Final = re.compile(r"@person:([a-z0-9-]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One command: on which working day and at what local time (`3 14:30`), by which account.

    `when` names a clock: the step is left out unless the case has it running.
    """

    on: str
    by: str
    body: Mapping[str, Any]
    when: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One case; `ends` is what its view says at the end.

    With `until` (`7 08:40`) it waits at that moment in the middle of its life.
    """

    name: str
    title_zh: str
    title_en: str
    by: str
    filing: Mapping[str, Any]
    ends: Mapping[str, Any]
    steps: tuple[Step, ...]
    until: str | None = None

    @property
    def people(self) -> frozenset[str]:
        """The accounts that take part."""
        return frozenset({self.by, *(step.by for step in self.steps)})


@dataclass(frozen=True, slots=True)
class Diary:
    """Turns days of a story into dates: `first` is the day everything is filed."""

    first: date
    calendar: Calendar
    person: Callable[[str], str]

    def moment(self, on: str) -> datetime:
        """The moment of `3 14:30`."""
        day, _, clock = on.partition(" ")
        at = time.fromisoformat(clock)
        return datetime.combine(self._day(int(day)), at, CHINA)

    def filled(self, value: Any, now: datetime | None = None) -> Any:
        """A value of a case file with its moments, dates and persons put in."""
        if isinstance(value, Mapping):
            return {name: self.filled(each, now) for name, each in value.items()}
        if isinstance(value, list):
            return [self.filled(each, now) for each in value]
        if not isinstance(value, str) or not value.startswith("@"):
            return value
        if value == "@now" and now is not None:
            return now.isoformat()
        if found := WORKING_DAY.fullmatch(value):
            return self.moment(value[1:]).isoformat() if found[2] else self._day(int(found[1])).isoformat()
        if found := DAYS_BEFORE.fullmatch(value):
            return (self.first - timedelta(days=int(found[1]))).isoformat()
        if found := PERSON.fullmatch(value):
            return self.person(found[1])
        raise ValueError(f"a demonstration case has no {value!r}")

    def _day(self, n: int) -> date:
        return add_working_days(self.calendar, self.first, n) if n else self.first


def stories() -> tuple[Story, ...]:
    """The shipped cases in the order of their files."""
    room = files("cli.demo").joinpath("cases")
    found = [(one.name, one.read_text("utf-8")) for one in room.iterdir() if one.name.endswith(".toml")]
    found.sort(key=lambda one: int(one[0].partition("-")[0]))
    return tuple(_story(name.removesuffix(".toml"), tomllib.loads(text)) for name, text in found)


def _story(name: str, document: dict[str, Any]) -> Story:
    return Story(
        name=name,
        title_zh=document["title_zh"],
        title_en=document["title_en"],
        by=document["by"],
        filing=document["filing"],
        ends=document["ends"],
        until=document.get("until"),
        steps=tuple(
            Step(
                on=step["on"],
                by=step["by"],
                when=step.get("when"),
                body={name: value for name, value in step.items() if name not in ("on", "by", "when")},
            )
            for step in document.get("step", ())
        ),
    )
