"""A case takes other tables while it runs: which of its clocks change their profile, which of its dates move,
and what was recorded too early.

Which cases are concerned at all is asked in `recalculation.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Literal

from redress.domain import events as e
from redress.domain.calendar import Calendar
from redress.domain.case import Case, Clock, Stage
from redress.domain.clock import Due
from redress.domain.clocks import due_of, owed_at_of
from redress.domain.counting import CHINA
from redress.domain.profile import Profile
from redress.domain.tables import Tables, successor


def tables_after(case: Case, old: Tables, calendar: Calendar, loaded: Iterable[Profile]) -> Tables:
    """A case's tables with another calendar and the loaded profiles of its regimes that it has not yet.

    Earlier versions stay as long as something of the case refers to them.
    """
    known = {one.id for one in old.profiles}
    regimes = {one.regime for one in old.profiles}
    arrived = tuple(one for one in loaded if one.regime in regimes and one.id not in known)
    if not arrived:
        return replace(old, calendar=calendar)
    every = replace(old, profiles=(*old.profiles, *arrived), calendar=calendar)
    used = {case.profile, *case.beside, *(clock.profile for clock in case.clocks)}
    kept = {one.id for one in (*every.current, *arrived)} | used
    return replace(every, profiles=tuple(one for one in every.profiles if one.id in kept))


def adopt(case: Case, old: Tables, new: Tables, now: datetime, reason: str) -> tuple[e.Recorded, ...]:
    """The events of a case that counts by `new` from `now` on; none when nothing is different.

    `new` holds every profile of the case's clocks. What time has brought under `new` since is not here but in
    `pass_time`, which comes after.
    """
    if new == old or case.stage is Stage.ARCHIVED:
        return ()
    after = tuple(_under(clock, old, new) for clock in case.clocks)
    own = _successor_of(case.profile, old, new)
    adopted: e.Event = e.TablesAdopted(
        calendar_before=old.calendar.version,
        calendar_after=new.calendar.version,
        reason=reason,
        tables_hash=new.hash,
        taken_over=tuple(
            e.TakenOver(clock=clock.clock, profile_before=clock.profile, profile_after=changed.profile)
            for clock, changed in zip(case.clocks, after, strict=True)
            if clock.profile != changed.profile
        ),
        profile=own if own != case.profile else None,
    )
    events = (adopted, *_moved(case, after, old, new, now))
    return tuple(e.of_itself(seq, event, now) for seq, event in enumerate(events, start=case.version + 1))


def _under(clock: Clock, old: Tables, new: Tables) -> Clock:
    """The clock under its profile in `new`. One that has ended, or whose key that does not know, keeps its
    own: no clock is left without a law.
    """
    profile = _successor_of(clock.profile, old, new)
    found = new.profile(profile)
    if not clock.live or found is None or found.clock(clock.rule) is None:
        return clock
    return replace(clock, profile=profile)


def _successor_of(profile_id: str, old: Tables, new: Tables) -> str:
    arrived = (one for one in new.profiles if old.profile(one.id) is None)
    profile = old.profile(profile_id)
    return successor(profile, arrived).id if profile else profile_id


def _moved(
    case: Case, changed: tuple[Clock, ...], old: Tables, new: Tables, now: datetime
) -> Iterator[e.ClockMoved]:
    """Clocks that have ended move too: their dates are shown and judged by the same tables as the others."""
    for clock, later in zip(case.clocks, changed, strict=True):
        before, after = due_of(clock, old), due_of(later, new)
        if before != after and clock is case.clock(clock.clock):
            yield e.ClockMoved(
                clock=clock.clock,
                due_before=before.due_at,
                due_after=after.due_at,
                due_on_before=before.due_on,
                due_on_after=after.due_on,
                provisional=after.provisional,
                no_longer=tuple(_no_longer(later, after, new, clock.ended_at or now)),
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
