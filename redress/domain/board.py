"""What the supervisors' board counts, and the limits it counts by. What each figure means is in
`board_words.py`; which cases it holds is said once, in `persistence/board_figures.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from redress.domain.calendar import Calendar, add_working_days, next_working_day

SUSPENDED_TOO_LONG = 30
"""Calendar days without counting from which a suspension is looked at: the appraisal days of samr-121."""

CONTACT_WITHIN = 1
"""Working days after receipt within which a complainant is spoken to (S0-09)."""


@dataclass(frozen=True, slots=True)
class Today:
    """A day as the board looks at it: `next_day` is the next working day, `week_end` the Sunday of its week.

    Who was received before `contact_from` should have been spoken to (S0-09): the start day is not counted,
    and the working day after it is over.
    """

    day: date
    next_day: date
    contact_from: date
    suspended_until: date
    week_end: date


def today_of(day: date, calendar: Calendar) -> Today:
    """What the board compares with on a day, by the calendar of the installation."""
    return Today(
        day=day,
        next_day=next_working_day(calendar, day),
        contact_from=add_working_days(calendar, day, -CONTACT_WITHIN),
        suspended_until=day - timedelta(days=SUSPENDED_TOO_LONG),
        week_end=day + timedelta(days=6 - day.weekday()),
    )


class Figure(StrEnum):
    """A count of cases as they stand now."""

    DUE_TODAY = "due_today"
    DUE_NEXT = "due_next"
    NOT_CONTACTED = "not_contacted"
    UNTOLD = "untold"
    APPROVALS = "approvals"
    DISPATCHED = "dispatched"
    SUPERVISED = "supervised"
    HOTLINE = "hotline"
    SUSPENDED = "suspended"
    UNASSIGNED = "unassigned"
    OVERDUE = "overdue"
    OVERDUE_0 = "overdue_0"
    OVERDUE_1 = "overdue_1"
    OVERDUE_2 = "overdue_2"
    OVERDUE_3 = "overdue_3"
    KEY = "key"
    SIGNS = "signs"
    OPEN = "open"
    DUE_WEEK = "due_week"


class Count(StrEnum):
    """A count of cases of a period: by the day of receipt, or by the statistical date (`concluded_on`)."""

    RECEIVED = "received"
    MERGED = "merged"
    AGAINST = "against"
    REPORTS = "reports"
    DECISION_OWED = "decision_owed"
    DECIDED_IN_TIME = "decided_in_time"
    TELLING_OWED = "telling_owed"
    TOLD_IN_TIME = "told_in_time"
    CONCLUDED = "concluded"
    MEDIATION_OWED = "mediation_owed"
    CONCLUDED_IN_TIME = "concluded_in_time"
    MEDIATED = "mediated"
    SUCCESSFUL = "successful"
    UPHELD = "upheld"
    RECOVERING = "recovering"
    RATED = "rated"
    SATISFIED = "satisfied"


class Rate(StrEnum):
    DECISION = "decision"
    TELLING = "telling"
    CONCLUSION = "conclusion"
    SUCCESS = "success"
    SATISFACTION = "satisfaction"


RATES: dict[Rate, tuple[Count, Count]] = {
    Rate.DECISION: (Count.DECIDED_IN_TIME, Count.DECISION_OWED),
    Rate.TELLING: (Count.TOLD_IN_TIME, Count.TELLING_OWED),
    Rate.CONCLUSION: (Count.CONCLUDED_IN_TIME, Count.MEDIATION_OWED),
    Rate.SUCCESS: (Count.SUCCESSFUL, Count.MEDIATED),
    Rate.SATISFACTION: (Count.SATISFIED, Count.RATED),
}
"""Numerator and denominator of each."""
