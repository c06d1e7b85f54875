"""Events of the clocks, of their tables, and of signals that could not be taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from redress.domain.counting import ExtensionMode


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockStarted:
    """A clock begins. `rule` is the profile's key, `clock` adds the party, or what it is about (`ref`), where
    each has its own. `given_due_at`: the moment that somebody else named.
    """

    type: Literal["clock_started"] = "clock_started"
    clock: str
    rule: str
    profile: str
    party: str | None
    started_at: datetime
    ref: str | None = None
    given_due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSuspended:
    """`source` tells suspensions of one cause apart that run at the same time (`appraisal:2`)."""

    type: Literal["clock_suspended"] = "clock_suspended"
    clock: str
    cause: str
    suspended_at: datetime
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockResumed:
    type: Literal["clock_resumed"] = "clock_resumed"
    clock: str
    cause: str
    resumed_at: datetime
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockExtended:
    type: Literal["clock_extended"] = "clock_extended"
    clock: str
    approved_at: datetime
    mode: ExtensionMode
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockEnded:
    """What the clock demanded was done (`met`) or is no longer owed (`cancelled`).

    `entered_after_breach`: the deed is dated before a breach that stands recorded; the breach is kept.
    """

    type: Literal["clock_ended"] = "clock_ended"
    clock: str
    outcome: Literal["met", "cancelled"]
    ended_at: datetime
    entered_after_breach: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockOpened:
    """A window has opened (S0-08: not too early)."""

    type: Literal["clock_opened"] = "clock_opened"
    clock: str
    opened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockExpired:
    """The period is over; what follows from it is still to be done."""

    type: Literal["clock_expired"] = "clock_expired"
    clock: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockBreached:
    """A duty was missed; `due_at` is the moment it was owed."""

    type: Literal["clock_breached"] = "clock_breached"
    clock: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalated:
    """A step of the clock's ladder was reached at `moment`; recorded once per case, clock and level."""

    type: Literal["escalated"] = "escalated"
    clock: str
    level: int
    to_role: str
    moment: datetime
    handler: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver:
    """A clock that runs on under another version of its profile, or under the law that follows it."""

    clock: str
    profile_before: str
    profile_after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TablesAdopted:
    """The case counts by another calendar or other profiles from now on.

    `reason` names the load (`notice:2020@2020-01-27`, `profile:samr-121@7`), `tables_hash` the content of all
    tables. `taken_over` are the running clocks that change their profile, `profile` the one under which the
    case itself goes on; None: its own.
    """

    type: Literal["tables_adopted"] = "tables_adopted"
    calendar_before: str | None
    calendar_after: str | None
    reason: str
    tables_hash: str
    taken_over: tuple[TakenOver, ...] = ()
    profile: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockMoved:
    """Adopted tables give a clock other dates. The old ones stay here.

    `no_longer`: what was recorded of it under the old tables and does not hold under the new ones.
    """

    type: Literal["clock_moved"] = "clock_moved"
    clock: str
    due_before: datetime | None
    due_after: datetime | None
    due_on_before: date | None
    due_on_after: date | None
    provisional: bool
    no_longer: tuple[Literal["opened", "expired", "breached"], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalRefused:
    """A signal from outside that could not be read or that a rule refused; its content is not kept."""

    type: Literal["signal_refused"] = "signal_refused"
    code: str
    citation: str | None
