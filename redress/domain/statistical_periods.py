"""The periods of the statistics (S3-16, S3-17): days, weeks, months, quarters, years."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Kind(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"


MONTHS = {Kind.MONTH: 1, Kind.QUARTER: 3, Kind.HALF_YEAR: 6, Kind.YEAR: 12}

_FORMS = {
    Kind.DAY: r"(\d{4})-(\d\d)-(\d\d)",
    Kind.WEEK: r"(\d{4})-W(\d\d)",
    Kind.MONTH: r"(\d{4})-(\d\d)",
    Kind.QUARTER: r"(\d{4})-Q([1-4])",
    Kind.HALF_YEAR: r"(\d{4})-H([12])",
    Kind.YEAR: r"(\d{4})",
}
EARLIEST, LATEST = 1990, 9990


@dataclass(frozen=True, slots=True)
class StatisticalPeriod:
    """Both days are in it. `name` as it is asked for: `2026-11`, `2026-Q4`, `2026-H2`, `2026`, `2026-W47`."""

    kind: Kind
    first: date
    last: date

    @property
    def name(self) -> str:
        first, number = self.first, 0
        match self.kind:
            case Kind.DAY:
                return first.isoformat()
            case Kind.WEEK:
                year, week, _ = first.isocalendar()
                return f"{year}-W{week:02}"
            case Kind.MONTH:
                return f"{first:%Y-%m}"
            case Kind.YEAR:
                return f"{first:%Y}"
        number = (first.month - 1) // MONTHS[self.kind] + 1
        return f"{first:%Y}-{'Q' if self.kind is Kind.QUARTER else 'H'}{number}"

    @property
    def before(self) -> StatisticalPeriod:
        """The period of the same kind that ends where this one begins (环比)."""
        return period_with(self.kind, self.first - timedelta(days=1))

    @property
    def year_before(self) -> StatisticalPeriod:
        """The same period a year earlier (同比); of weeks the one 52 weeks back, of 29 February the 28th."""
        if self.kind is Kind.WEEK:
            return period_with(self.kind, self.first - timedelta(weeks=52))
        year, month = self.first.year - 1, self.first.month
        day = min(self.first.day, monthrange(year, month)[1])
        return period_with(self.kind, date(year, month, day))

    @property
    def months(self) -> Iterator[StatisticalPeriod]:
        """Its months, in order."""
        month = period_with(Kind.MONTH, self.first)
        while month.first <= self.last:
            yield month
            month = period_with(Kind.MONTH, month.last + timedelta(days=1))


def period_with(kind: Kind, day: date) -> StatisticalPeriod:
    """The period of a kind in which a day lies."""
    if kind is Kind.DAY:
        return StatisticalPeriod(kind, day, day)
    if kind is Kind.WEEK:
        monday = day - timedelta(days=day.weekday())
        return StatisticalPeriod(kind, monday, monday + timedelta(days=6))
    length = MONTHS[kind]
    first = date(day.year, (day.month - 1) // length * length + 1, 1)
    last_month = first.month + length - 1
    return StatisticalPeriod(kind, first, date(day.year, last_month, monthrange(day.year, last_month)[1]))


def period_named(kind: Kind, name: str) -> StatisticalPeriod | None:
    """The period of that name; None for a name that is none."""
    found = re.fullmatch(_FORMS[kind], name, re.ASCII)
    if found is None or not EARLIEST <= int(found[1]) <= LATEST:
        return None
    numbers = [int(number) for number in found.groups()]
    try:
        match kind:
            case Kind.DAY:
                day = date(*numbers)
            case Kind.WEEK:
                day = date.fromisocalendar(numbers[0], numbers[1], 1)
            case Kind.YEAR:
                day = date(numbers[0], 1, 1)
            case _:
                day = date(numbers[0], (numbers[1] - 1) * MONTHS[kind] + 1, 1)
    except ValueError:
        return None
    return period_with(kind, day)


def last_months(day: date, count: int) -> tuple[StatisticalPeriod, ...]:
    """The last `count` months up to and including the one of the day, the earliest first."""
    month = period_with(Kind.MONTH, day)
    found = [month]
    while len(found) < count:
        month = month.before
        found.append(month)
    return tuple(reversed(found))
