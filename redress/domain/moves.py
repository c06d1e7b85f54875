"""How the dates of a case's clocks moved: what each event of the ledger made of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from redress.domain import events as e
from redress.domain import evolve_clocks
from redress.domain.case import Case
from redress.domain.clocks import due_of
from redress.domain.events import Recorded
from redress.domain.tables import Tables

MOVING = (e.ClockStarted, e.ClockSuspended, e.ClockResumed, e.ClockExtended)


@dataclass(frozen=True, slots=True)
class Move:
    """The last day of a clock before and after an event. `before` None: the clock starts; `after` None: it
    stands still, and its last day is open.
    """

    clock: str
    before: date | None
    after: date | None


def moves(recorded: Iterable[Recorded], tables: Tables) -> dict[int, Move]:
    """The moves of a case by the `seq` of their events, from its whole history in order.

    What happened to a clock before it came to count by other tables is left out: those are not at hand.
    """
    history = tuple(recorded)
    recounted = {one.event.clock: one.seq for one in history if isinstance(one.event, e.ClockMoved)}
    case, last, found = Case(), dict[str, date | None](), dict[int, Move]()
    for one in history:
        apply = evolve_clocks.APPLY.get(type(one.event))
        if apply is None:
            continue
        case = apply(case, one.event, one)
        if isinstance(one.event, e.ClockMoved):
            found[one.seq] = Move(one.event.clock, one.event.due_on_before, one.event.due_on_after)
            last[one.event.clock] = one.event.due_on_after
        elif isinstance(one.event, MOVING):
            key = one.event.clock
            before = None if isinstance(one.event, e.ClockStarted) else last.get(key)
            after = _last_day(case, key, tables)
            last[key] = after or before
            if before != after and one.seq > recounted.get(key, 0):
                found[one.seq] = Move(key, before, after)
    return found


def _last_day(case: Case, key: str, tables: Tables) -> date | None:
    clock = case.clock(key)
    known = clock is not None and tables.profile(clock.profile) is not None
    return due_of(clock, tables).due_on if clock is not None and known else None
