"""A case takes other tables while it runs: which of its dates move, and what was recorded too early.

Which cases are concerned at all is asked in `recalculation.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from redress.domain import events as e
from redress.domain.case import Case, Clock, Stage
from redress.domain.clock import Due
from redress.domain.clocks import due_of, owed_at_of
from redress.domain.counting import CHINA
from redress.domain.tables import Tables


def adopt(case: Case, old: Tables, new: Tables, now: datetime, reason: str) -> tuple[e.Recorded, ...]:
    """The events of a case that counts by `new` from `now` on; none when nothing is different.

    `new` holds every profile of the case's clocks. What time has brought under `new` since is not here but in
    `pass_time`, which comes after.
    """
    if new == old or case.stage is Stage.ARCHIVED:
        return ()
    adopted: e.Event = e.TablesAdopted(
        calendar_before=old.calendar.version,
        calendar_after=new.calendar.version,
        reason=reason,
        tables_hash=new.hash,
    )
    events = (adopted, *_moved(case, old, new, now))
    return tuple(e.of_itself(seq, event, now) for seq, event in enumerate(events, start=case.version + 1))


def _moved(case: Case, old: Tables, new: Tables, now: datetime) -> Iterator[e.ClockMoved]:
    """Clocks that have ended move too: their dates are shown and judged by the same tables as the others."""
    for clock in case.clocks:
        before, after = due_of(clock, old), due_of(clock, new)
        if before != after and clock is case.clock(clock.clock):
            yield e.ClockMoved(
                clock=clock.clock,
                due_before=before.due_at,
                due_after=after.due_at,
                due_on_before=before.due_on,
                due_on_after=after.due_on,
                provisional=after.provisional,
                no_longer=tuple(_no_longer(clock, after, new, clock.ended_at or now)),
            )


def _no_longer(
    clock: Clock, after: Due, new: Tables, until: datetime
) -> Iterator[Literal["opened", "expired", "breached"]]:
    if clock.opened and after.opens_on and until.astimezone(CHINA).date() < after.opens_on:
        yield "opened"
    if clock.expired and (after.due_at is None or until < after.due_at):
        yield "expired"
    owed_at = owed_at_of(clock, new)
    if clock.breached and (owed_at is None or until < owed_at):
        yield "breached"
