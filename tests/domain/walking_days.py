"""A second reading of the counting rules that walks day by day and shares no code with the engine."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

BEIJING_HOURS = 8
ONE = timedelta(days=1)


def beijing(moment: datetime) -> datetime:
    offset = moment.utcoffset()
    assert offset is not None
    return moment.replace(tzinfo=None) - offset + timedelta(hours=BEIJING_HOURS)


class Almanac:
    """Days off and worked Saturdays, asked one day at a time."""

    def __init__(self, off: set[date], makeup: set[date]) -> None:
        self.off = off
        self.makeup = makeup

    def works(self, day: date) -> bool:
        if day in self.makeup:
            return True
        return day.isoweekday() <= 5 and day not in self.off


class History:
    """One clock as plain values: `pauses` are (from, to|None), `grants` are (approved_at, mode, length)."""

    def __init__(
        self,
        length: int,
        unit: str,
        started_at: datetime,
        pauses: list[tuple[datetime, datetime | None]],
        grants: list[tuple[datetime, str, int]],
        roll: str,
        bounds: str,
        cutoff: str | None,
        hour_start: str,
    ) -> None:
        self.length = length
        self.unit = unit
        self.started_at = started_at
        self.pauses = [(beijing(start), None if end is None else beijing(end)) for start, end in pauses]
        self.paused_days = [(start.date(), None if end is None else end.date()) for start, end in self.pauses]
        self.grants = grants
        self.roll = roll
        self.bounds = bounds
        self.cutoff = cutoff
        self.hour_start = hour_start


def paused(day: date, history: History) -> bool:
    for first, last in history.paused_days:
        if history.bounds == "(S,R]":
            if day > first and (last is None or day <= last):
                return True
        elif day >= first and (last is None or day < last):
            return True
    return False


def paused_for_ever(day: date, history: History) -> bool:
    return any(
        last is None and (day > first or (day == first and history.bounds == "[S,R)"))
        for first, last in history.paused_days
    )


def first_day(history: History, almanac: Almanac) -> date:
    local = beijing(history.started_at)
    day = local.date()
    if history.cutoff is not None and local.time() > time.fromisoformat(history.cutoff):
        day += ONE
        while not almanac.works(day):
            day += ONE
    return day


def last_minute(history: History, length: int) -> datetime | None:
    """The end of an hour clock, minute by minute; moments lie on whole minutes."""
    now = beijing(history.started_at)
    if history.hour_start == "next_hour":
        now += timedelta(minutes=60 - now.minute)
    left = length * 60
    while left:
        over = [end for start, end in history.pauses if start <= now and (end is None or now < end)]
        if None in over:
            return None
        if not over:
            left -= 1
        now += timedelta(minutes=1)
    return now


def months_later(day: date, months: int) -> date:
    year, month = day.year, day.month
    for _ in range(months):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    number = day.day
    while True:
        try:
            return date(year, month, number)
        except ValueError:
            number -= 1


def last_counted(history: History, length: int, almanac: Almanac) -> date | None:
    day = first_day(history, almanac)
    if history.unit in ("month", "year"):
        return months_later(day, length * (12 if history.unit == "year" else 1))
    while length:
        day += ONE
        if paused_for_ever(day, history):
            return None
        if paused(day, history) or (history.unit == "working_day" and not almanac.works(day)):
            continue
        length -= 1
    return day


def moved(day: date, roll: str, almanac: Almanac) -> date:
    while (roll == "rest_day" and not almanac.works(day)) or (
        roll == "arranged_holiday" and day in almanac.off
    ):
        day += ONE
    return day


def end_of(history: History, length: int, almanac: Almanac) -> tuple[date | None, datetime | None]:
    """The due day and the first moment after it, local time of Beijing."""
    if history.unit == "hour":
        end = last_minute(history, length)
        return (None, None) if end is None else (end.date(), end)
    last = last_counted(history, length, almanac)
    if last is None:
        return None, None
    due = last if history.unit == "working_day" else moved(last, history.roll, almanac)
    return due, datetime.combine(due + ONE, time())


def walked(history: History, almanac: Almanac) -> tuple[date | None, datetime | None, list[datetime]]:
    """Due day, due moment and the approvals that came too late."""
    length = history.length
    late: list[datetime] = []
    for approved_at, mode, more in sorted(history.grants):
        _, end = end_of(history, length, almanac)
        if end is not None and beijing(approved_at) >= end:
            late.append(approved_at)
        else:
            length = length + more if mode == "add" else max(length, more)
    due, end = end_of(history, length, almanac)
    return due, end, late


def safe_day(history: History, length: int, almanac: Almanac) -> date | None:
    """The last working day on or before the last counted day (no extensions in between)."""
    day = last_counted(history, length, almanac)
    while day is not None and not almanac.works(day):
        day -= ONE
    return day
