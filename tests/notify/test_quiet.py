"""Quiet hours put a text message off to the morning, by the offices' clock and by office."""

from datetime import datetime

import pytest

from redress.domain.counting import CHINA
from redress.notify.quiet import QuietHours, Span


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("hours", "now", "until"),
    [
        ("21:00-08:00", "2026-08-20 20:59", None),
        ("21:00-08:00", "2026-08-20 21:00", "2026-08-21 08:00"),
        ("21:00-08:00", "2026-08-21 07:59", "2026-08-21 08:00"),
        ("21:00-08:00", "2026-08-21 08:00", None),
        ("21:00-08:00", "2026-12-31 23:00", "2027-01-01 08:00"),
        ("12:00-14:00", "2026-08-20 13:00", "2026-08-20 14:00"),
        ("12:00-14:00", "2026-08-20 23:00", None),
        ("", "2026-08-20 03:00", None),
    ],
)
def test_from_the_evening_to_the_morning(hours: str, now: str, until: str | None) -> None:
    found = QuietHours(hours, {}).over_at("jiangzhou", moment(now))
    assert found == (moment(until) if until else None)


def test_an_office_has_its_own_hours_and_so_have_those_below_it() -> None:
    hours = QuietHours("21:00-08:00", {"jiangzhou.linjiang": "20:00-09:00", "jiangzhou.linjiang.qinghe": ""})
    now = moment("2026-08-20 20:30")
    assert hours.over_at("jiangzhou", now) is None
    assert hours.over_at("jiangzhou.linjiang.yunshan", now) == moment("2026-08-21 09:00")
    assert hours.over_at("jiangzhou.linjiang.qinghe.east", now) is None


@pytest.mark.parametrize("text", ["21-8", "21:00", "25:00-08:00", "21:00-21:00", "21:00-08:00 "])
def test_hours_that_cannot_be_meant_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="quiet hours"):
        Span.read(text)
