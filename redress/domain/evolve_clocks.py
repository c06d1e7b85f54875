"""How the events of clocks change a case; `evolve.py` does the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from redress.domain import events as e
from redress.domain.case import Case, Clock
from redress.domain.counting import Extension, Suspension
from redress.domain.events import Recorded

CLOCKS_KEPT = 3
"""How many clocks of one key travel with the case: it stays small, the ledger has all."""


def _clock_started(case: Case, event: e.ClockStarted, at: Recorded) -> Case:
    clock = Clock(
        clock=event.clock,
        rule=event.rule,
        profile=event.profile,
        party=event.party,
        started_at=event.started_at,
        ref=event.ref,
        given_due_at=event.given_due_at,
    )
    alike = [earlier for earlier in case.clocks if earlier.clock == event.clock and not earlier.live]
    kept = tuple(earlier for earlier in case.clocks if earlier not in alike[: 1 - CLOCKS_KEPT])
    return replace(case, clocks=(*kept, clock))


def _clock_suspended(case: Case, event: e.ClockSuspended, at: Recorded) -> Case:
    span = Suspension(event.suspended_at, None, event.cause, event.source)
    return _on_clock(case, event.clock, lambda c: replace(c, suspensions=(*c.suspensions, span)))


def _clock_resumed(case: Case, event: e.ClockResumed, at: Recorded) -> Case:
    def resume(clock: Clock) -> Clock:
        spans = tuple(
            replace(s, end=event.resumed_at) if s.end is None and _same(s, event) else s
            for s in clock.suspensions
        )
        return replace(clock, suspensions=spans)

    return _on_clock(case, event.clock, resume)


def _same(span: Suspension, event: e.ClockResumed) -> bool:
    return span.cause == event.cause and span.source in (None, event.source)


def _clock_extended(case: Case, event: e.ClockExtended, at: Recorded) -> Case:
    extension = Extension(approved_at=event.approved_at, mode=event.mode, length=event.length)
    extended = _on_clock(case, event.clock, lambda c: replace(c, extensions=(*c.extensions, extension)))
    return request_closed(extended, event.clock)


def _clock_ended(case: Case, event: e.ClockEnded, at: Recorded) -> Case:
    """A request to extend a clock that has ended has become pointless."""
    ended = _on_clock(case, event.clock, lambda c: replace(c, ended_at=event.ended_at, outcome=event.outcome))
    return request_closed(ended, event.clock)


def _clock_opened(case: Case, event: e.ClockOpened, at: Recorded) -> Case:
    return _on_clock(case, event.clock, lambda c: replace(c, opened=True))


def _clock_expired(case: Case, event: e.ClockExpired, at: Recorded) -> Case:
    return _on_clock(case, event.clock, lambda c: replace(c, expired=True))


def _clock_breached(case: Case, event: e.ClockBreached, at: Recorded) -> Case:
    return _on_clock(case, event.clock, lambda c: replace(c, breached=True))


def _escalated(case: Case, event: e.Escalated, at: Recorded) -> Case:
    return _on_clock(case, event.clock, lambda c: replace(c, fired=(*c.fired, event.level)))


def _clock_moved(case: Case, event: e.ClockMoved, at: Recorded) -> Case:
    """Dates are computed, so only what was recorded can have become untrue; fired levels stay fired."""
    lifted: dict[str, Any] = dict.fromkeys(event.no_longer, False)
    return _on_clock(case, event.clock, lambda c: replace(c, **lifted))


def _tables_adopted(case: Case, event: e.TablesAdopted, at: Recorded) -> Case:
    for one in event.taken_over:
        case = _on_clock(case, one.clock, _under(one.profile_after))
    return replace(case, profile=event.profile or case.profile)


def _under(profile: str) -> Callable[[Clock], Clock]:
    return lambda clock: replace(clock, profile=profile)


def _on_clock(case: Case, key: str, change: Callable[[Clock], Clock]) -> Case:
    target = case.clock(key)
    return replace(case, clocks=tuple(change(c) if c is target else c for c in case.clocks))


def request_closed(case: Case, clock: str) -> Case:
    """The case without an open request to extend that clock."""
    return replace(case, extension_requests=tuple(r for r in case.extension_requests if r.clock != clock))


APPLY: dict[type, Callable[[Case, Any, Recorded], Case]] = {
    e.ClockStarted: _clock_started,
    e.ClockSuspended: _clock_suspended,
    e.ClockResumed: _clock_resumed,
    e.ClockExtended: _clock_extended,
    e.ClockEnded: _clock_ended,
    e.ClockOpened: _clock_opened,
    e.ClockExpired: _clock_expired,
    e.ClockBreached: _clock_breached,
    e.Escalated: _escalated,
    e.ClockMoved: _clock_moved,
    e.TablesAdopted: _tables_adopted,
}
