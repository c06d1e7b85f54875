"""Laws that hold for every clock, whatever its numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from redress.domain.clock import Due, due
from redress.domain.counting import (
    CHINA,
    Counting,
    EndRoll,
    Extension,
    ExtensionMode,
    Period,
    Suspension,
    SuspensionBounds,
    Unit,
)
from redress.domain.explain import explain
from redress.domain.question import Question
from redress.domain.tables import shipped_calendar

MOMENTS = st.integers(0, 17 * 365 * 24 * 60).map(
    lambda minutes: datetime(2008, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
DAY_UNITS = st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY])
UNITS = st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.HOUR])
LENGTHS = st.integers(1, 90)
COUNTINGS = st.builds(
    Counting,
    end_roll=st.sampled_from(EndRoll),
    received_cutoff=st.sampled_from([None, "17:30"]),
    suspension=st.sampled_from(SuspensionBounds),
)
GAPS = st.tuples(st.integers(0, 100 * 24), st.integers(0, 40 * 24))


def pauses_after(start: datetime, gaps: list[tuple[int, int]]) -> tuple[Suspension, ...]:
    return tuple(
        Suspension(start + timedelta(hours=after), start + timedelta(hours=after + lasting))
        for after, lasting in gaps
    )


def due_at(found: Due) -> datetime:
    assert found.due_at is not None
    return found.due_at


@given(MOMENTS, UNITS, LENGTHS, COUNTINGS, st.lists(GAPS, max_size=4))
def test_a_longer_period_never_ends_earlier(
    start: datetime, unit: Unit, length: int, counting: Counting, gaps: list[tuple[int, int]]
) -> None:
    calendar, pauses = shipped_calendar(), pauses_after(start, gaps)
    short = due(Period(length, unit), start, calendar, counting, pauses)
    longer = due(Period(length + 1, unit), start, calendar, counting, pauses)
    assert due_at(short) <= due_at(longer)


@given(MOMENTS, UNITS, LENGTHS, COUNTINGS, st.lists(GAPS, max_size=4), GAPS)
def test_a_pause_never_shortens(
    start: datetime,
    unit: Unit,
    length: int,
    counting: Counting,
    gaps: list[tuple[int, int]],
    one_more: tuple[int, int],
) -> None:
    calendar, period = shipped_calendar(), Period(length, unit)
    with_fewer = due(period, start, calendar, counting, pauses_after(start, gaps))
    with_more = due(period, start, calendar, counting, pauses_after(start, [*gaps, one_more]))
    assert due_at(with_fewer) <= due_at(with_more)


@given(MOMENTS, DAY_UNITS, LENGTHS, COUNTINGS, st.integers(0, 100), st.integers(0, 23), st.integers(0, 23))
def test_a_pause_that_ends_on_its_own_day_changes_nothing(
    start: datetime, unit: Unit, length: int, counting: Counting, after: int, one: int, other: int
) -> None:
    day = start.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(after)
    pause = Suspension(day + timedelta(hours=min(one, other)), day + timedelta(hours=max(one, other)))
    plain = due(Period(length, unit), start, shipped_calendar(), counting)
    assert due(Period(length, unit), start, shipped_calendar(), counting, (pause,)) == plain


@given(MOMENTS, UNITS, LENGTHS, COUNTINGS, st.integers(0, 2000), st.integers(0, 500), st.integers(0, 500))
def test_a_pause_in_two_parts_is_the_same_pause(
    start: datetime, unit: Unit, length: int, counting: Counting, after: int, first: int, second: int
) -> None:
    begin = start + timedelta(hours=after)
    middle, end = begin + timedelta(hours=first), begin + timedelta(hours=first + second)
    whole = (Suspension(begin, end),)
    parts = (Suspension(middle, end), Suspension(begin, middle))
    period, calendar = Period(length, unit), shipped_calendar()
    assert due(period, start, calendar, counting, whole) == due(period, start, calendar, counting, parts)


@given(
    MOMENTS,
    UNITS,
    LENGTHS,
    COUNTINGS,
    st.lists(GAPS, max_size=4),
    st.lists(st.tuples(st.integers(0, 2500), st.sampled_from(ExtensionMode), LENGTHS), max_size=4),
    st.randoms(use_true_random=False),
)
def test_the_order_of_entry_does_not_matter(
    start: datetime,
    unit: Unit,
    length: int,
    counting: Counting,
    gaps: list[tuple[int, int]],
    grants: list[tuple[int, ExtensionMode, int]],
    chance: object,
) -> None:
    pauses = list(pauses_after(start, gaps))
    extensions = [Extension(start + timedelta(hours=after), mode, more) for after, mode, more in grants]
    period, calendar = Period(length, unit), shipped_calendar()
    entered = due(period, start, calendar, counting, tuple(pauses), tuple(extensions))
    shuffle = getattr(chance, "shuffle")  # noqa: B009  hypothesis gives an untyped Random
    shuffle(pauses)
    shuffle(extensions)
    assert due(period, start, calendar, counting, tuple(pauses), tuple(extensions)) == entered


@given(MOMENTS, DAY_UNITS, LENGTHS, COUNTINGS, st.lists(GAPS, max_size=3))
def test_the_last_day_of_the_explanation_is_the_due_day(
    start: datetime, unit: Unit, length: int, counting: Counting, gaps: list[tuple[int, int]]
) -> None:
    calendar = shipped_calendar()
    answer = explain(
        Question(start, (Period(length, unit),), counting, calendar, None, pauses_after(start, gaps))
    )
    assert isinstance(answer, dict)
    days = answer["days"]
    assert isinstance(days, list)
    assert days[0]["kind"] == "start"
    assert days[0]["date"] == answer["started_on"]
    assert days[-1]["date"] == answer["due_on"]
    counted = [day for day in days if day["count"] is not None]
    assert [day["count"] for day in counted] == list(range(1, length + 1))
    rolled = [day for day in days if day["kind"] == "rolled"]
    assert rolled == days[days.index(counted[-1]) + 1 :]
    assert [date.fromisoformat(day["date"]).toordinal() for day in days] == list(
        range(
            date.fromisoformat(days[0]["date"]).toordinal(),
            date.fromisoformat(days[-1]["date"]).toordinal() + 1,
        )
    )


@given(MOMENTS, DAY_UNITS, LENGTHS, COUNTINGS)
def test_the_safe_day_is_worked_and_never_after_the_due_day(
    start: datetime, unit: Unit, length: int, counting: Counting
) -> None:
    found = due(Period(length, unit), start, shipped_calendar(), counting)
    strictest = due(
        Period(length, unit), start, shipped_calendar(), Counting(EndRoll.NONE, counting.received_cutoff)
    )
    assert found.safe_due_on is not None
    assert found.due_on is not None
    assert strictest.due_on is not None
    assert found.safe_due_on <= strictest.due_on <= found.due_on
    if unit is Unit.WORKING_DAY:
        assert found.safe_due_on == found.due_on
