"""The last day of a clock, event by event: what a changed deadline was before, and what it is now."""

from datetime import date, datetime

from redress.domain.counting import CHINA, ExtensionMode
from redress.domain.events import (
    ClockExtended,
    ClockMoved,
    ClockResumed,
    ClockStarted,
    ClockSuspended,
    Event,
    Recorded,
)
from redress.domain.moves import Move, moves
from redress.domain.tables import load_tables

TABLES = load_tables()
MEDIATION, VERIFICATION = "complaint.mediation", "clue.verification"


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def _history(*events: Event) -> list[Recorded]:
    moment = _at("2026-03-02T09:00")
    return [
        Recorded(
            seq=n, at=moment, occurred_at=moment, person="p", office="o", command_id=None, event=event
        )
        for n, event in enumerate(events, 1)
    ]  # fmt: skip


def _started(rule: str) -> ClockStarted:
    return ClockStarted(
        clock=rule, rule=rule, profile="samr-121", party=None, started_at=_at("2026-03-02T09:00")
    )


def test_a_pause_takes_the_last_day_away_and_gives_it_back_later() -> None:
    paused = ClockSuspended(clock=MEDIATION, cause="appraisal", suspended_at=_at("2026-03-10T00:00"))
    resumed = ClockResumed(clock=MEDIATION, cause="appraisal", resumed_at=_at("2026-03-20T00:00"))
    found = moves(_history(_started(MEDIATION), paused, resumed), TABLES)
    first = date(2026, 5, 6)  # 1 May and the days after it are no working days
    assert found == {
        1: Move(MEDIATION, None, first),
        2: Move(MEDIATION, first, None),
        3: Move(MEDIATION, first, date(2026, 5, 11)),
    }


def test_an_extension_says_both_days() -> None:
    longer = ClockExtended(
        clock=VERIFICATION, approved_at=_at("2026-03-11T10:00"), mode=ExtensionMode.ADD, length=15
    )
    found = moves(_history(_started(VERIFICATION), longer), TABLES)
    assert found[2].before == found[1].after
    assert found[2].before is not None
    assert found[2].after is not None
    assert found[2].after > found[2].before


def test_of_days_counted_by_other_tables_only_what_was_recorded_is_told() -> None:
    moved = ClockMoved(
        clock=MEDIATION, due_before=_at("2026-05-02T00:00"), due_after=_at("2026-05-07T00:00"),
        due_on_before=date(2026, 5, 1), due_on_after=date(2026, 5, 6), provisional=False,
    )  # fmt: skip
    found = moves(_history(_started(MEDIATION), moved), TABLES)
    assert found == {2: Move(MEDIATION, date(2026, 5, 1), date(2026, 5, 6))}
