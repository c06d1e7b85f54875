"""Periods of the statistics: their names, days, predecessors and the same a year ago."""

from datetime import date

import pytest

from redress.domain.statistical_periods import Kind, last_months, period_named, period_with


@pytest.mark.parametrize(
    ("kind", "name", "first", "last", "before", "year_before"),
    [
        ("day", "2024-02-29", "2024-02-29", "2024-02-29", "2024-02-28", "2023-02-28"),
        ("week", "2026-W01", "2025-12-29", "2026-01-04", "2025-W52", "2025-W01"),
        ("month", "2026-01", "2026-01-01", "2026-01-31", "2025-12", "2025-01"),
        ("month", "2024-02", "2024-02-01", "2024-02-29", "2024-01", "2023-02"),
        ("quarter", "2026-Q4", "2026-10-01", "2026-12-31", "2026-Q3", "2025-Q4"),
        ("quarter", "2026-Q1", "2026-01-01", "2026-03-31", "2025-Q4", "2025-Q1"),
        ("half-year", "2026-H2", "2026-07-01", "2026-12-31", "2026-H1", "2025-H2"),
        ("half-year", "2026-H1", "2026-01-01", "2026-06-30", "2025-H2", "2025-H1"),
        ("year", "2026", "2026-01-01", "2026-12-31", "2025", "2025"),
    ],
)
def test_a_period_and_what_it_is_compared_with(
    kind: str, name: str, first: str, last: str, before: str, year_before: str
) -> None:
    found = period_named(Kind(kind), name)
    assert found is not None
    assert (found.name, found.first.isoformat(), found.last.isoformat()) == (name, first, last)
    assert (found.before.name, found.year_before.name) == (before, year_before)
    assert period_with(Kind(kind), found.last) == found


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("month", "2026-13"), ("month", "2026-00"), ("month", "2026-1"), ("month", "2026-Q1"),
        ("quarter", "2026-Q5"), ("half-year", "2026-H3"), ("year", "26"), ("year", "0000"), ("year", "9999"),
        ("week", "2025-W53"), ("week", "2026-W54"), ("day", "2026-02-30"), ("month", "２０２６-01"),
        ("year", ""),
    ],
)  # fmt: skip
def test_what_is_no_period_is_none(kind: str, name: str) -> None:
    assert period_named(Kind(kind), name) is None


def test_a_quarter_has_three_months_and_the_last_months_end_with_today_s() -> None:
    quarter = period_named(Kind.QUARTER, "2026-Q4")
    assert quarter is not None
    assert [month.name for month in quarter.months] == ["2026-10", "2026-11", "2026-12"]
    assert [month.name for month in last_months(date(2026, 2, 3), 3)] == ["2025-12", "2026-01", "2026-02"]
