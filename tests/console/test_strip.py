"""The ribbon of a deadline: each day in its place, with what it is."""

from datetime import date, timedelta
from typing import Any

from api.console.strip import CELL, DAYS_IN_ROW, MOST_ROWS, Cell, Strip, strip_of
from redress.domain.explain import explain_document
from redress.domain.tables import load_tables

TABLES = load_tables()


def _answer(**question: Any) -> dict[str, Any]:
    found = explain_document({"profile": "samr-121", **question}, TABLES)
    assert isinstance(found, dict), found
    return found


def _strip(answer: dict[str, Any], today: date, ended: date | None = None, base: int | None = None) -> Strip:
    found = strip_of(answer, today, ended, base)
    assert found is not None
    return found


def _on(strip: Strip, day: date) -> Cell:
    return next(cell for cell in strip.cells if cell.day == day)


NATIONAL_DAY = _answer(clock="complaint.acceptance", started_at="2026-09-28T10:00:00+08:00")


def test_every_day_of_the_explanation_has_one_cell_in_its_column_of_the_week() -> None:
    strip = _strip(NATIONAL_DAY, date(2026, 9, 30))
    assert [cell.day.isoformat() for cell in strip.cells] == [each["date"] for each in NATIONAL_DAY["days"]]
    mondays = {cell.x for cell in strip.cells if cell.day.weekday() == 0}
    heads = {head.x for head in strip.heads if head.day.weekday() == 0}
    assert mondays <= heads


def test_start_counts_holidays_due_safe_and_today_are_told_apart() -> None:
    today = date(2026, 9, 30)
    strip = _strip(NATIONAL_DAY, today)
    due = date.fromisoformat(NATIONAL_DAY["due_on"])
    assert _on(strip, date(2026, 9, 28)).kind == "start"
    assert _on(strip, date(2026, 10, 1)).kind == "holiday"
    assert _on(strip, due).due
    assert _on(strip, due).mark == "7"
    assert [cell.day for cell in strip.cells if cell.today] == [today]
    assert _on(strip, date(2026, 9, 29)).passed
    assert not _on(strip, due).passed
    assert "makeup" in strip.kinds


def test_a_suspension_and_the_safe_day_of_a_calendar_period() -> None:
    answer = _answer(
        clock="complaint.mediation",
        started_at="2026-08-20T09:00:00+08:00",
        suspensions=[
            {"from": "2026-09-22T10:00:00+08:00", "to": "2026-10-13T16:00:00+08:00", "cause": "appraisal"}
        ],
    )
    strip = _strip(answer, date(2026, 9, 25))
    assert _on(strip, date(2026, 9, 23)).kind == "suspended"
    assert _on(strip, date(2026, 11, 9)).due
    assert len({cell.y for cell in strip.cells}) == -(-(3 + len(answer["days"])) // DAYS_IN_ROW)


def test_an_extension_is_seen_from_the_first_day_it_adds() -> None:
    answer = _answer(
        clock="clue.verification",
        started_at="2026-09-01T09:00:00+08:00",
        extensions=[{"approved_at": "2026-09-10T09:00:00+08:00", "mode": "add", "length": 15}],
    )
    strip = _strip(answer, date(2026, 9, 2), base=15)
    counted = [cell for cell in strip.cells if cell.mark]
    assert [cell.extended for cell in counted] == [n > 15 for n in range(1, 31)]


def test_an_ended_clock_shows_its_end_and_no_today() -> None:
    end = date(2026, 9, 29)
    strip = _strip(NATIONAL_DAY, date(2026, 10, 9), ended=end)
    assert _on(strip, end).foot == "ended"
    assert not any(cell.today for cell in strip.cells)
    assert not _on(strip, date(2026, 9, 30)).passed


def test_the_days_since_a_missed_deadline_are_late_and_lead_to_today() -> None:
    due = date.fromisoformat(NATIONAL_DAY["due_on"])
    strip = _strip(NATIONAL_DAY, due + timedelta(days=3))
    assert [cell.day - due for cell in strip.cells if cell.kind == "late"] == [
        timedelta(days=n) for n in (1, 2, 3)
    ]
    assert strip.cells[-1].today


def test_a_suspension_that_still_runs_reaches_today() -> None:
    answer = _answer(
        clock="complaint.mediation",
        started_at="2026-08-20T09:00:00+08:00",
        suspensions=[{"from": "2026-09-01T10:00:00+08:00", "to": None, "cause": "appraisal"}],
    )
    strip = _strip(answer, date(2026, 9, 9))
    assert {cell.kind for cell in strip.cells if cell.day >= date(2026, 9, 2)} == {"suspended"}
    assert strip.cells[-1].today


def test_of_a_very_long_period_the_middle_is_folded_and_counted() -> None:
    question = {"length": 2, "unit": "year", "started_at": "2026-01-05T09:00:00+08:00"}
    answer = explain_document(question, TABLES)
    assert isinstance(answer, dict)
    days = answer["days"]
    assert isinstance(days, list)
    strip = _strip(answer, date(2026, 1, 6))
    assert len(strip.cells) + strip.folded == len(days)
    assert len({cell.y for cell in strip.cells}) <= MOST_ROWS
    assert strip.cells[0].day == date(2026, 1, 5)
    assert strip.cells[-1].day.isoformat() == answer["due_on"]


def test_no_two_days_lie_on_each_other_and_none_outside() -> None:
    answer = _answer(clock="complaint.mediation", started_at="2026-08-20T09:00:00+08:00")
    strip = _strip(answer, date(2026, 8, 20) + timedelta(days=5))
    places = [(cell.x, cell.y) for cell in strip.cells]
    assert len(places) == len(set(places))
    assert max(x for x, _ in places) + CELL <= strip.width
    assert max(y for _, y in places) < strip.height
