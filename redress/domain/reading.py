"""Typed reading of parsed TOML or JSON tables; collects every problem instead of stopping at one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from redress.domain.problems import Problem

Choice = TypeVar("Choice", bound=StrEnum)
Item = TypeVar("Item")

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})")


class Table:
    """One table of a document at a place; reading a wrong value notes a problem and gives a harmless one."""

    def __init__(self, values: Mapping[str, object], place: str, problems: list[Problem]) -> None:
        self._values = values
        self._place = place
        self._problems = problems
        self._read: set[str] = set()

    @property
    def names(self) -> tuple[str, ...]:
        """The keys that are given."""
        return tuple(self._values)

    def at(self, key: str) -> str:
        """The place of a key, `clock[2].sources`."""
        return f"{self._place}.{key}" if self._place else key

    def note(self, key: str, code: str, *values: str) -> None:
        """Notes a problem with a key of this table (with the table itself for an empty key)."""
        self._problems.append(Problem(self.at(key) if key else self._place, code, values))

    def has(self, key: str) -> bool:
        """Whether the key is given and not null."""
        self._read.add(key)
        return self._values.get(key) is not None

    def given(self, key: str) -> bool:
        """Whether the key is there, null or not."""
        self._read.add(key)
        return key in self._values

    def take(self, key: str, required: bool) -> object:
        """The raw value, None when absent; an absent required one is a problem."""
        self._read.add(key)
        value = self._values.get(key)
        if value is None and required:
            self.note(key, "missing")
        return value

    def finish(self) -> None:
        """Every key nobody asked for is unknown."""
        for key in self._values:
            if key not in self._read:
                self.note(key, "unknown_field", key)

    def text(self, key: str, required: bool = True) -> str:
        """A non-empty text when required, else "" where absent."""
        value = self.take(key, required)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.note(key, "not_text")
            return ""
        if required and not value.strip():
            self.note(key, "missing")
        return value

    def whole(self, key: str, low: int, high: int) -> int | None:
        """A whole number from low to high, None where absent or wrong."""
        value = self.take(key, False)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool):
            self.note(key, "not_a_number")
            return None
        if not low <= value <= high:
            self.note(key, "out_of_range", str(low), str(high))
            return None
        return value

    def need(self, key: str, low: int, high: int) -> int:
        """A required whole number; `low` stands in for a wrong one."""
        if not self.has(key):
            self.note(key, "missing")
            return low
        value = self.whole(key, low, high)
        return low if value is None else value

    def flag(self, key: str, default: bool) -> bool:
        """true or false."""
        value = self.take(key, False)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.note(key, "not_a_flag")
            return default
        return value

    def choice(self, key: str, kind: type[Choice], default: Choice | None) -> Choice:
        """A member of a closed enum; required when there is no default."""
        value = self.take(key, default is None)
        if value is not None:
            for member in kind:
                if member.value == value:
                    return member
            self.note(key, "unknown_value", str(value), ", ".join(member.value for member in kind))
        return default if default is not None else next(iter(kind))

    def day(self, key: str, required: bool) -> date | None:
        """A date, as such (TOML) or as YYYY-MM-DD (JSON)."""
        value = self.take(key, required)
        if value is None:
            return None
        found = day_of(value)
        if found is None:
            self.note(key, "impossible_date", str(value))
        return found

    def moment(self, key: str, required: bool, low: int, high: int) -> datetime | None:
        """An RFC 3339 time with an offset, in the years low to high."""
        value = self.take(key, required)
        if value is None:
            return None
        found = moment_of(value)
        if found is None:
            self.note(key, "impossible_moment", str(value))
        elif not low <= found.year <= high:
            self.note(key, "out_of_range", str(low), str(high))
            return None
        return found

    def days(self, key: str, required: bool = False) -> tuple[date, ...]:
        """A list of dates without a repetition; wrong ones are left out."""
        value = self.take(key, required)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.note(key, "not_a_list")
            return ()
        days: dict[date, None] = {}
        for index, one in enumerate(value):
            day = day_of(one)
            if day is None:
                self.note(f"{key}[{index}]", "impossible_date", str(one))
            elif day in days:
                self.note(f"{key}[{index}]", "twice", day.isoformat())
            else:
                days[day] = None
        return tuple(days)

    def texts(self, key: str, required: bool = False) -> tuple[str, ...]:
        """A list of texts."""
        value = self.take(key, required)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.note(key, "not_a_list")
            return ()
        return tuple(value)

    def wholes(self, key: str, low: int, high: int) -> tuple[int, ...]:
        """A required list of whole numbers from low to high."""
        value = self.take(key, True)
        if value is None:
            return ()
        if not isinstance(value, list) or not value:
            self.note(key, "not_a_list")
            return ()
        for index, one in enumerate(value):
            if not isinstance(one, int) or isinstance(one, bool):
                self.note(f"{key}[{index}]", "not_a_number")
                return ()
            if not low <= one <= high:
                self.note(f"{key}[{index}]", "out_of_range", str(low), str(high))
                return ()
        return tuple(value)

    def table(self, key: str, read: Callable[[Table], Item | None]) -> Item | None:
        """A table below this one, None where absent."""
        value = self.take(key, False)
        if value is None:
            return None
        return _below(value, self.at(key), self._problems, read)

    def tables(
        self, key: str, read: Callable[[Table], Item | None], required: bool = False
    ) -> tuple[Item, ...]:
        """A list of tables below this one."""
        value = self.take(key, required)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.note(key, "not_a_list")
            return ()
        found: list[Item] = []
        for index, one in enumerate(value):
            item = _below(one, f"{self.at(key)}[{index}]", self._problems, read)
            if item is not None:
                found.append(item)
        return tuple(found)


def _below(
    value: object, place: str, problems: list[Problem], read: Callable[[Table], Item | None]
) -> Item | None:
    if not isinstance(value, dict):
        problems.append(Problem(place, "not_an_object"))
        return None
    below = Table(value, place, problems)
    item = read(below)
    below.finish()
    return item


def day_of(value: object) -> date | None:
    """A date from a date or from YYYY-MM-DD; None for anything else."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or DAY.fullmatch(value) is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def moment_of(value: object) -> datetime | None:
    """An aware moment from RFC 3339 text; None for anything else."""
    if not isinstance(value, str) or MOMENT.fullmatch(value) is None:
        return None
    try:
        return datetime.fromisoformat(value.upper().replace(" ", "T"))
    except ValueError:
        return None
