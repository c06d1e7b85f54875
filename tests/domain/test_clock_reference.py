"""The engine against the day-walking reference on 20,000 random histories."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta, timezone

from redress.domain.clock import due
from redress.domain.counting import (
    Counting,
    EndRoll,
    Extension,
    ExtensionMode,
    HourStart,
    Period,
    Suspension,
    SuspensionBounds,
    Unit,
)
from redress.domain.tables import shipped_calendar
from tests.domain.walking_days import Almanac, History, end_of, safe_day, walked

ZONES = (UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-5)))
LONGEST = {"working_day": 60, "calendar_day": 90, "hour": 30, "month": 8, "year": 3}
ROUNDS = 20_000
Pauses = list[tuple[datetime, datetime | None]]


def random_history(chance: random.Random) -> tuple[History, Pauses]:
    unit = chance.choice(["working_day"] * 5 + ["calendar_day"] * 5 + ["hour", "month", "year"])
    start = datetime(2007, 1, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(17 * 366 * 24 * 60))
    span = 4 * 24 * 60 if unit == "hour" else 150 * 24 * 60

    def moment() -> datetime:
        return (start + timedelta(minutes=chance.randrange(-span // 10, span))).astimezone(
            chance.choice(ZONES)
        )

    pauses: Pauses = []
    for _ in range(chance.choice([0, 0, 1, 1, 2, 3, 10]) if unit not in ("month", "year") else 0):
        begin = moment()
        length = timedelta(minutes=chance.choice([0, 5, 600, 3000, 30_000]) * chance.randrange(1, 4))
        pauses.append((begin, begin + (length / 20 if unit == "hour" else length)))
        if unit == "hour":
            end = begin + timedelta(minutes=chance.randrange(600))
            pauses[-1] = (begin, end)
    if pauses and chance.random() < 0.05:
        pauses[-1] = (pauses[-1][0], None)
    grants = [
        (moment(), chance.choice(["add", "to_total"]), chance.randrange(1, LONGEST[unit]))
        for _ in range(chance.choice([0, 0, 0, 1, 1, 2, 3]))
    ]
    history = History(
        length=chance.randrange(1, LONGEST[unit]),
        unit=unit,
        started_at=start.astimezone(chance.choice(ZONES)),
        pauses=pauses,
        grants=grants,
        roll=chance.choice(["rest_day", "arranged_holiday", "none"]),
        bounds=chance.choice(["(S,R]", "[S,R)"]),
        cutoff=chance.choice([None, None, "17:30", "00:00"]),
        hour_start=chance.choice(["instant", "next_hour"]),
    )
    return history, pauses


def test_the_engine_agrees_with_a_walk_over_every_day() -> None:
    chance = random.Random(20260415)  # noqa: S311
    calendar = shipped_calendar()
    almanac = Almanac(set(calendar.off), set(calendar.makeup_workdays))
    extended = suspended = undated = 0
    for number in range(ROUNDS):
        history, pauses = random_history(chance)
        expected_on, expected_end, late = walked(history, almanac)
        suspensions = [Suspension(start, end) for start, end in pauses]
        extensions = [Extension(at, ExtensionMode(mode), length) for at, mode, length in history.grants]
        chance.shuffle(suspensions)
        chance.shuffle(extensions)
        period = Period(history.length, Unit(history.unit))
        counting = Counting(
            EndRoll(history.roll),
            history.cutoff,
            SuspensionBounds(history.bounds),
            HourStart(history.hour_start),
        )
        found = due(period, history.started_at, calendar, counting, tuple(suspensions), tuple(extensions))
        assert found.problem is None, number
        assert found.due_on == expected_on, (number, vars(history))
        local_end = found.due_at and found.due_at.replace(tzinfo=None)
        assert local_end == expected_end, (number, vars(history))
        assert [one.extension.approved_at for one in found.refused_extensions] == late, number
        if not extensions and expected_on is not None and history.unit in ("calendar_day", "month", "year"):
            assert found.safe_due_on == safe_day(history, history.length, almanac), number
        extended += bool(extensions)
        suspended += bool(suspensions)
        undated += expected_on is None
    assert min(extended, suspended) > ROUNDS // 4
    assert undated > ROUNDS // 200


def test_the_reference_knows_the_worked_example_of_the_sixty_days() -> None:
    calendar = shipped_calendar()
    almanac = Almanac(set(calendar.off), set(calendar.makeup_workdays))
    history = History(
        length=60,
        unit="calendar_day",
        started_at=datetime(2026, 8, 20, 1, tzinfo=UTC),
        pauses=[(datetime(2026, 9, 22, 2, tzinfo=UTC), datetime(2026, 10, 13, 8, tzinfo=UTC))],
        grants=[],
        roll="rest_day",
        bounds="(S,R]",
        cutoff=None,
        hour_start="instant",
    )
    assert str(end_of(history, 60, almanac)[0]) == "2026-11-09"
