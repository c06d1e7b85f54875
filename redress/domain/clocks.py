"""The clocks of a case: which events start, stop and end them, their due moments and states. Counting is in
`clock.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from redress.domain import events as e
from redress.domain.case import Case, Clock, ClockState, ExtensionRequest
from redress.domain.clock import Due, due, due_as_given, due_of_rule
from redress.domain.counting import CHINA, Period, midnight
from redress.domain.moments import ENDED, EXPIRED
from redress.domain.occasions import HANDED_ON, Occasion, occasions
from redress.domain.profile import ClockRule, OnDue, Profile, Receipt
from redress.domain.tables import Tables

CANCELLING = frozenset(
    {"withdrawn", "callback_excused", "reopened", "report_repeated", "report_merged", "handed_on"}
    | {"report_dropped", "our_region"}
)
"""Moments after which a clock that they end is no longer owed, rather than met."""


AFRESH = "reopened"
"""The moment that ends every clock still running: a reopened case is decided anew, with clocks of its own."""


RESTARTING = frozenset({"report_repeated", "reported_upward"})
"""Moments that begin a clock anew which they start: new facts reported again (令121 art.35), a periodic
report that was made (S0-50).
"""


def clock_events(case: Case, event: e.Event, occurred_at: datetime, tables: Tables) -> Iterator[e.Event]:
    """The clock events that follow from an event; `case` is the case after it."""
    found = tuple(_by_receipt(one, case, tables) for one in occasions(case, event, occurred_at))
    if _from_the_first_receipt(found, case, tables):
        found = tuple(one for one in found if one.name not in (HANDED_ON, "received"))
    names = {occasion.name for occasion in found}
    ended = tuple(one for occasion in found for one in ended_by(case, occasion, tables))
    yield from ended
    going_on = {clock.clock for clock in case.clocks if clock.live} - {one.clock for one in ended}
    for occasion in found:
        for rule, profile in _rules(case, occasion.at, tables):
            if occasion.name in rule.starts_on and not names.intersection(rule.ends_on) - {"reopened"}:
                started = _started(case, rule, profile, occasion)
                yield from (one for one in started if one.clock not in going_on)
    yield from _following(case, ended, going_on, tables)
    yield from _stopped(case, event, tables)


def _following(
    case: Case, ended: tuple[e.ClockEnded, ...], going_on: set[str], tables: Tables
) -> Iterator[e.Event]:
    """Clocks that start where others were met (`ended:<key>`)."""
    for one in ended:
        clock = case.clock(one.clock)
        if clock is not None and one.outcome == "met":
            after = Occasion(f"{ENDED}{clock.rule}", one.ended_at, clock.party, clock.ref)
            yield from (each for each in started_by(case, after, tables) if each.clock not in going_on)


def expired(case: Case, key: str, at: datetime, tables: Tables) -> Iterator[e.ClockStarted]:
    """Clocks that start where the period of another is over (`expired:<key>`): on its last day, which is not
    counted.
    """
    clock = case.clock(key)
    if at == midnight(at.astimezone(CHINA).date()):
        at -= timedelta(microseconds=1)
    if clock is not None:
        live = {one.clock for one in case.clocks if one.live}
        after = Occasion(f"{EXPIRED}{clock.rule}", at, clock.party, clock.ref)
        yield from (each for each in started_by(case, after, tables) if each.clock not in live)


def _from_the_first_receipt(found: tuple[Occasion, ...], case: Case, tables: Tables) -> bool:
    """A regime that counts from the first receipt knows no later one."""
    handed_on = next((one for one in found if one.name == HANDED_ON), None)
    return handed_on is not None and (governing(case.profile, handed_on.at, tables).receipt is Receipt.FIRST)


def _by_receipt(occasion: Occasion, case: Case, tables: Tables) -> Occasion:
    """Where the profile counts from the first receipt, the day on which another body had it already."""
    first = case.filing.originally_received_on
    if occasion.name != "received" or first is None or case.reopened:
        return occasion
    if governing(case.profile, occasion.at, tables).receipt is not Receipt.FIRST:
        return occasion
    return replace(occasion, at=min(occasion.at, midnight(first)))


def started_by(case: Case, occasion: Occasion, tables: Tables) -> Iterator[e.ClockStarted]:
    """The clocks that a moment starts where nothing else happens with it."""
    for rule, profile in _rules(case, occasion.at, tables):
        if occasion.name in rule.starts_on:
            yield from _started(case, rule, profile, occasion)


def ended_by(case: Case, occasion: Occasion, tables: Tables) -> Iterator[e.ClockEnded]:
    """The running clocks that a moment ends."""
    for clock in case.clocks:
        rule = rule_of(clock, tables)
        concerned = clock.party is None or occasion.party in (None, clock.party)
        about = clock.ref is None or occasion.ref in (None, clock.ref)
        anew = occasion.name == AFRESH or (occasion.name in RESTARTING and occasion.name in rule.starts_on)
        ends = occasion.name in rule.ends_on or anew or _restarted(occasion, rule)
        if clock.live and concerned and about and ends:
            owed_at = owed_at_of(clock, tables)
            yield e.ClockEnded(
                clock=clock.clock,
                outcome="cancelled" if occasion.name in CANCELLING else "met",
                ended_at=occasion.at,
                entered_after_breach=clock.breached and owed_at is not None and occasion.at < owed_at,
            )


def _restarted(occasion: Occasion, rule: ClockRule) -> bool:
    return occasion.name == HANDED_ON and "received" in rule.starts_on


def owed_at_of(clock: Clock, tables: Tables) -> datetime | None:
    """The moment from which the clock is breached: the due moment, or the end of the grace."""
    rule, due_at = rule_of(clock, tables), due_of(clock, tables).due_at
    return grace_end(clock, rule.grace, due_at, tables) if due_at and rule.grace else due_at


def _started(case: Case, rule: ClockRule, profile: Profile, occasion: Occasion) -> Iterator[e.ClockStarted]:
    if rule.given and occasion.due_at is None:
        return
    ref = occasion.ref if rule.given else None
    for party in case.parties if rule.per_party else (None,):
        about = party or ref
        yield e.ClockStarted(
            clock=f"{rule.key}:{about}" if about else rule.key,
            rule=rule.key,
            profile=profile.id,
            party=party,
            started_at=occasion.at,
            ref=ref,
            given_due_at=occasion.due_at if rule.given else None,
        )


def _stopped(case: Case, event: e.Event, tables: Tables) -> Iterator[e.Event]:
    match event:
        case e.AppraisalCommissioned(appraisal=n, commissioned_on=day):
            yield from _suspended(case, tables, "appraisal", f"appraisal:{n}", day)
        case e.AppraisalConcluded(appraisal=n, received_on=day):
            yield from _resumed(case, f"appraisal:{n}", day)
        case e.AppraisalCancelled(appraisal=n):
            ended_on = next((a.ended_on for a in case.appraisals if a.number == n), None)
            yield from _resumed(case, f"appraisal:{n}", ended_on or date.max)
        case e.ClueTestStarted(test=n, started_on=day):
            yield from _suspended(case, tables, event.cause.value, f"test:{n}", day)
        case e.ClueTestEnded(test=n, received_on=day):
            yield from _resumed(case, f"test:{n}", day)


def _suspended(case: Case, tables: Tables, cause: str, source: str, day: date) -> Iterator[e.Event]:
    for clock in case.clocks:
        if clock.live and cause in rule_of(clock, tables).suspended_by:
            yield e.ClockSuspended(clock=clock.clock, cause=cause, suspended_at=midnight(day), source=source)


def _resumed(case: Case, source: str, day: date) -> Iterator[e.Event]:
    """A suspension that was recorded without its source is the only one of its time."""
    for clock in case.clocks:
        for span in clock.suspensions:
            if clock.live and span.end is None and span.source in (None, source) and span.cause:
                yield e.ClockResumed(
                    clock=clock.clock, cause=span.cause, resumed_at=midnight(day), source=source
                )


def _rules(case: Case, at: datetime, tables: Tables) -> Iterator[tuple[ClockRule, Profile]]:
    """The clocks of the case's regime, and those beside it; a key that the regime has is the regime's."""
    taken: set[str] = set()
    for profile_id in (case.profile, *case.beside):
        profile = governing(profile_id, at, tables)
        yield from ((rule, profile) for rule in profile.clocks if rule.key not in taken)
        taken.update(rule.key for rule in profile.clocks)


def governing(profile_id: str, at: datetime, tables: Tables) -> Profile:
    """The profile of the case's regime that is in force on the local day of `at` (a clock keeps it)."""
    chosen = profile_of(profile_id, tables)
    return tables.in_force(chosen.regime, at.astimezone(CHINA).date()) or chosen


def profile_of(profile_id: str, tables: Tables) -> Profile:
    """The profile of an id; a case's tables always hold the profiles of its clocks."""
    return next(p for p in tables.profiles if p.id == profile_id)


def rule_of(clock: Clock, tables: Tables) -> ClockRule:
    """The rule a clock runs under: that of the profile it started with."""
    return next(r for r in profile_of(clock.profile, tables).clocks if r.key == clock.rule)


def due_of(clock: Clock, tables: Tables) -> Due:
    """The due moment of a clock from its whole history; a clock that has ended keeps its last one."""
    if clock.given_due_at is not None:
        return due_as_given(clock.given_due_at, tables.calendar)
    profile = profile_of(clock.profile, tables)
    return due_of_rule(
        rule_of(clock, tables),
        profile,
        clock.started_at,
        tables.calendar,
        clock.suspensions,
        clock.extensions,
    )


def lapse_of(request: ExtensionRequest, clock: Clock, tables: Tables) -> datetime | None:
    """The moment from which a request to extend is void: its own deadline or the clock's, whichever is first.

    None while the clock stands still and the request has no deadline of its own.
    """
    rule = rule_of(clock, tables)
    within = rule.extension.decide_within if rule.extension else None
    counting = rule.counting or profile_of(clock.profile, tables).counting
    own = due(within, request.at, tables.calendar, counting).due_at if within else None
    return min((moment for moment in (own, due_of(clock, tables).due_at) if moment), default=None)


def grace_end(clock: Clock, grace: Period, due_at: datetime, tables: Tables) -> datetime:
    """The first instant after the grace: a period of one working day from the last day of the clock."""
    last_day = due_at - timedelta(microseconds=1)
    counting = rule_of(clock, tables).counting or profile_of(clock.profile, tables).counting
    return due(grace, last_day, tables.calendar, counting).due_at or due_at


def state_of(clock: Clock, found: Due, rule: ClockRule, now: datetime) -> ClockState:
    """What a view shows: recorded facts first, then what the passing of time has already decided."""
    over = found.due_at is not None and (clock.ended_at or now) >= found.due_at
    if clock.breached or (over and rule.on_due is OnDue.BREACH and clock.outcome != "cancelled"):
        return ClockState.BREACHED
    if clock.outcome:
        return ClockState(clock.outcome)
    if clock.expired or (over and rule.on_due is OnDue.EXPIRE):
        return ClockState.EXPIRED
    return ClockState.SUSPENDED if found.suspended else ClockState.RUNNING
