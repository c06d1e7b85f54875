"""How a load (of a notice, a region's days, a profile) reaches the running cases: the workflow that walks
through them, and its progress.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

CALENDAR_LOAD = "CalendarLoad"
"""Workflow type, on the queue of the cases; it brings every kind of load, its name is that of the first."""

TELL_CASES = "tell_cases"
"""Activity name: signals the next cases."""

PROGRESS = "progress"

CASES_AT_A_TIME = 200
ROUNDS = 2
"""Through all cases, and once more through those that were being filed meanwhile."""

SETTLED_IN = timedelta(minutes=1)
"""Until then a filing that read the tables before the load is a case."""

FILED_BEFORE = timedelta(minutes=10)
"""The second round begins with cases filed this long before the load."""


def load_id(revision: int) -> str:
    """The id of the workflow of one load."""
    return f"calendar-load/{revision}"


def reason_of(kind: Literal["notice", "overlay", "profile"], name: str) -> str:
    """How a case's timeline names a load: `notice:2020@2020-01-27`, `overlay:GX@2026-03-02`,
    `profile:samr-121@7`.
    """
    return f"{kind}:{name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadProgress:
    """`told` signals were taken and `ended` cases had come to their end; `after` is the last case told.

    A case may be told twice and takes a revision once.
    """

    revision: int
    started_at: datetime
    told: int = 0
    ended: int = 0
    rounds: int = 0
    after: str | None = None
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadStart:
    """What a load is started with, and what a long one hands to its next run.

    `office`: only cases at or below it are concerned.
    """

    revision: int
    reason: str
    progress: LoadProgress | None = None
    office: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesToTell:
    """`round` counts the walks through the cases that are over."""

    revision: int
    reason: str
    after: str | None
    office: str | None = None
    round: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesTold:
    """`last` is the last case of the batch, None when there was none left."""

    told: int
    ended: int
    last: str | None
