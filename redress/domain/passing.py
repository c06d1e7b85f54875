"""What the passing of time does to a case: windows open, clocks expire or are breached, ladders are climbed,
files archived.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from redress.domain import events as e
from redress.domain.calendar import add_working_days
from redress.domain.case import Case, Clock, Stage
from redress.domain.clock import Due
from redress.domain.clocks import clock_events, due_of, expired, grace_end, lapse_of, profile_of, rule_of
from redress.domain.counting import CHINA, midnight
from redress.domain.evolve import evolve
from redress.domain.profile import ClockRule, EscalationLevel, OnDue
from redress.domain.standing import is_key
from redress.domain.tables import Tables

BEFORE_DECISION = frozenset({Stage.REGISTERED, Stage.CHECKING})

DISPUTE = "dispute_arose"
"""The moment that starts the clock of a dispute over jurisdiction."""


@dataclass(frozen=True, slots=True)
class Firing:
    """What a clock does by itself at a moment. `order` settles ties: state first, then the ladder."""

    at: datetime
    order: int
    clock: str
    event: e.Event


def next_moment(case: Case, tables: Tables) -> datetime | None:
    """When the case next wakes by itself; None when it waits for nothing (archived, or all stand still)."""
    return min((firing.at for firing in firings(case, tables)), default=None)


def pass_time(case: Case, now: datetime, tables: Tables) -> tuple[Case, tuple[e.Recorded, ...]]:
    """The case at `now` and the events that time brought, in the order of their moments, each once."""
    recorded: list[e.Recorded] = []
    while ready := [firing for firing in firings(case, tables) if firing.at <= now]:
        first = min(ready, key=lambda firing: (firing.at, firing.order, firing.clock))
        for event in (first.event, *_consequences(case, first, tables)):
            entry = e.of_itself(case.version + 1, event, now, first.at)
            case = evolve(case, entry)
            recorded.append(entry)
    return case, tuple(recorded)


def _consequences(case: Case, firing: Firing, tables: Tables) -> Iterator[e.Event]:
    """Archiving leaves no clock running: what was still owed is ended with the file. A dispute that was not
    settled in its days lies with the common superior (art.33).
    """
    if isinstance(firing.event, e.ClockExpired):
        yield from expired(case, firing.clock, firing.at, tables)
    dispute = case.passing.dispute
    if isinstance(firing.event, e.ClockBreached) and dispute and dispute.superior:
        clock = case.clock(firing.clock)
        if clock and DISPUTE in rule_of(clock, tables).starts_on and dispute.referred_at is None:
            yield e.DisputeReferred(superior=dispute.superior)
    if isinstance(firing.event, e.Archived):
        for clock in case.clocks:
            if clock.live:
                own = clock.clock == firing.clock
                yield e.ClockEnded(
                    clock=clock.clock, outcome="met" if own else "cancelled", ended_at=firing.at
                )


def by_itself(case: Case, event: e.Event, now: datetime, tables: Tables) -> tuple[e.Recorded, ...]:
    """An event that no command caused, and what it starts or ends among the clocks."""
    entry = e.of_itself(case.version + 1, event, now)
    case, recorded = evolve(case, entry), [entry]
    for following in tuple(clock_events(case, event, now, tables)):
        entry = e.of_itself(case.version + 1, following, now)
        case = evolve(case, entry)
        recorded.append(entry)
    return tuple(recorded)


def firings(case: Case, tables: Tables) -> Iterator[Firing]:
    """All that the case's clocks would do by themselves from here on if nothing else happened.

    A clock that stands still has no due moment and does nothing; a suspension after the last day has no
    effect, so such a clock goes on.
    """
    if case.stage is Stage.ARCHIVED:
        return
    yield from _unanswered(case)
    for clock in case.clocks:
        if clock.live:
            yield from _lapses(case, clock, tables)
            yield from _firings_of(case, clock, tables)


def _firings_of(case: Case, clock: Clock, tables: Tables) -> Iterator[Firing]:
    rule, due = rule_of(clock, tables), due_of(clock, tables)
    if due.due_at is None or due.due_on is None:
        return
    if due.opens_on is not None and not clock.opened:
        opens_at = datetime.combine(due.opens_on, time(), CHINA)
        yield Firing(opens_at, 0, clock.clock, e.ClockOpened(clock=clock.clock, opened_at=opens_at))
    yield from _ends(case, clock, rule, due.due_at, tables)
    yield from _ladder(case, clock, rule, due, tables)


def _unanswered(case: Case) -> Iterator[Firing]:
    """A request for material or proof of identity lapses at the end of its day, while it can still matter."""
    if case.accepted or case.refused or case.stage not in BEFORE_DECISION:
        return
    material, identity = case.material_request, case.intake.identity_request
    if material and material.lapses and not (material.answered or material.lapsed):
        at = midnight(material.due_on + timedelta(days=1))
        yield Firing(at, 0, "", e.MaterialRequestLapsed(due_on=material.due_on))
    if identity and not (identity.answered or identity.lapsed):
        at = midnight(identity.due_on + timedelta(days=1))
        yield Firing(at, 0, "", e.IdentityRequestLapsed(due_on=identity.due_on))


def _lapses(case: Case, clock: Clock, tables: Tables) -> Iterator[Firing]:
    """A request that nobody decided goes before the breach that it would have prevented."""
    for request in case.extension_requests:
        if request.clock == clock.clock and (at := lapse_of(request, clock, tables)):
            yield Firing(at, 0, clock.clock, e.ExtensionLapsed(clock=clock.clock, requested_at=request.at))


def _ends(
    case: Case, clock: Clock, rule: ClockRule, due_at: datetime, tables: Tables
) -> Iterator[Firing]:
    key = clock.clock
    match rule.on_due:
        case OnDue.BREACH if not clock.breached:
            yield Firing(due_at, 1, key, e.ClockBreached(clock=key, due_at=due_at))
        case OnDue.EXPIRE if not clock.expired:
            yield Firing(due_at, 1, key, e.ClockExpired(clock=key, due_at=due_at))
        case OnDue.EXPIRE if not clock.breached and rule.grace:
            end = grace_end(clock, rule.grace, due_at, tables)
            yield Firing(end, 1, key, e.ClockBreached(clock=key, due_at=end))
        case OnDue.LAPSE:
            yield Firing(due_at, 1, key, e.ClockEnded(clock=key, outcome="cancelled", ended_at=due_at))
        case OnDue.ARCHIVE:
            yield Firing(due_at, 3, key, _archived(case, due_at, tables))
        case _:
            pass


def _archived(case: Case, at: datetime, tables: Tables) -> e.Archived:
    """Key cases are kept for ever, the rest for the profile's years from the first day of the next year."""
    years = profile_of(case.profile, tables).retention_years
    if is_key(case) or years is None:
        return e.Archived(permanent=is_key(case))
    return e.Archived(retain_until=date(at.astimezone(CHINA).year + years, 12, 31))


def _ladder(case: Case, clock: Clock, rule: ClockRule, due: Due, tables: Tables) -> Iterator[Firing]:
    ladder = next((x for x in profile_of(clock.profile, tables).ladders if x.key == rule.ladder), None)
    for step in ladder.levels if ladder else ():
        moment = _moment(step, due, tables)
        if step.level in clock.fired or moment is None or moment <= clock.started_at:
            continue
        yield Firing(
            moment,
            2,
            clock.clock,
            e.Escalated(
                clock=clock.clock,
                level=step.level,
                to_role=step.to_role,
                moment=moment,
                handler=case.handler,
            ),
        )


def _moment(step: EscalationLevel, due: Due, tables: Tables) -> datetime | None:
    """Warnings come with the start of a working day before the safe due day, the rest whole working days
    after.
    """
    n = step.offset_working_days
    if due.due_at is None or due.due_on is None or due.safe_due_on is None:
        return None
    if n < 0:
        return datetime.combine(add_working_days(tables.calendar, due.safe_due_on, n), time(), CHINA)
    if n == 0:
        return due.due_at
    last = due.due_at.astimezone(CHINA) - timedelta(microseconds=1)
    day = add_working_days(tables.calendar, last.date(), n) + timedelta(days=1)
    return datetime.combine(day, time(), CHINA)
