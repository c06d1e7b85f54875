"""The way to the archive by lawful commands and time alone, from wherever a case stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from redress.domain import commands as c
from redress.domain.actors import Actor, Role
from redress.domain.case import Stage
from redress.domain.clocks import due_of, profile_of
from redress.domain.commands import NoticeMatter, Outcome
from redress.domain.counting import CHINA
from redress.domain.deciding.joint import represented
from redress.domain.deciding.result import CALLBACK_CLOCK
from redress.domain.events import Matter
from redress.domain.facts import Method
from redress.domain.passing import next_moment
from redress.domain.refusals import Refusal
from redress.domain.standing import between_bureaus
from tests.domain.scenario import EVERY_ROLE, FEEDBACK, REACHED, TEXT, told

if TYPE_CHECKING:
    from tests.domain.random_lives import Life

AT_MOST = 30
"""Commands that a case may need from where it stands to its end."""

REOPENING = timedelta(days=60)
"""Longer than any window of reopening, after which a closed case is filed away."""


class NoWayOut(AssertionError):
    """A case that lawful commands do not bring to the archive."""


def home(life: Life) -> int:
    """Leads the case to the archive; answers how many commands it took. Raises NoWayOut."""
    life.wake()
    for given in range(AT_MOST + 2 * len(life.case.parties)):
        if life.case.closed_at and life.case.stage is not Stage.ARCHIVED:
            life.now += REOPENING
            life.wake()
        if life.case.stage is Stage.ARCHIVED:
            return given
        actor, command = next_of(life)
        if refusal := life.give(actor, command):
            raise NoWayOut(f"{command.type} in {life.case.stage}: {refusal.code} ({refusal.detail})")
    raise NoWayOut(f"too many commands and still {life.case.stage}")


def straight_on(life: Life, steps: int) -> None:
    """So many commands of the straight way, up to the closing."""
    for _ in range(steps):
        if life.case.closed_at or life.case.stage is Stage.ARCHIVED:
            return
        life.give(*next_of(life))


def next_of(life: Life) -> tuple[Actor, c.AnyCommand]:
    """Who does what next on the straight way."""
    case = life.case
    fresh = _fresh(life)
    if case.matter is not Matter.COMPLAINT:
        decided = case.clue_outcome is not None or case.intake.merged_into is not None
        return fresh, c.Close() if decided else c.RecordClueDecision(outcome=c.ClueOutcome.NOT_OPENED)
    if case.intake.merged_into:
        return fresh, next(_of_the_merged(life))
    if case.conclusion is None:
        return fresh, next(_to_the_conclusion(life))
    return next(_after_it(life, fresh))


def _of_the_merged(life: Life) -> Iterator[c.AnyCommand]:
    case = life.case
    if not any(case.was_told(NoticeMatter.MERGED, party) for party in case.complainants):
        yield told(NoticeMatter.MERGED, life.now, case.complainants[0])
    yield c.Close()


def _to_the_conclusion(life: Life) -> Iterator[c.AnyCommand]:
    case = life.case
    undecided = case.stage in (Stage.REGISTERED, Stage.CHECKING, Stage.PASSED_ON) and not case.refused
    if undecided and between_bureaus(case):
        yield c.ReturnDispatch(reason=TEXT)
    grounds = profile_of(case.profile, life.tables).refusal_grounds
    if undecided and grounds and not case.withdrawn_at:
        yield c.Refuse(ground=grounds[-1].code, reason=TEXT)
    ended = case.agreement or case.refused or case.withdrawn_at or case.settled_at or case.terminated
    if not ended:
        silent = (p for p in represented(case) if case.consent(c.ConsentMatter.REPRESENTATION, p) != "yes")
        for party in silent:
            yield c.RecordConsent(party=party, answer="yes", matter=c.ConsentMatter.REPRESENTATION)
        yield c.Withdraw()
    yield from _untold(life)
    for outcome in Outcome:
        if not isinstance(_tried(life, c.Conclude(outcome=outcome)), Refusal):
            yield c.Conclude(outcome=outcome)
    yield c.Conclude(outcome=Outcome.WITHDRAWN)


def _untold(life: Life) -> Iterator[c.AnyCommand]:
    case = life.case
    matter = NoticeMatter.REFUSAL if case.refused else NoticeMatter.TERMINATION
    ended = case.refused or case.agreement or case.terminated or case.settled_at
    if not (ended or (case.withdrawn_at and case.accepted)):
        return
    if case.agreement and not (case.terminated or case.settled_at):
        return
    for party in case.complainants if case.refused else case.parties:
        if not case.was_told(matter, party):
            yield replace(told(matter, life.now, party), method=Method.LETTER)


def _after_it(life: Life, fresh: Actor) -> Iterator[tuple[Actor, c.AnyCommand]]:
    """Feedback in every way that is owed, the call-back in its window, what it heard followed up, closed."""
    case = life.case
    for method in (Method.PHONE, Method.LETTER):
        if method not in case.after.fed_back_by:
            yield fresh, replace(FEEDBACK, method=method)
    clock = case.clock(CALLBACK_CLOCK)
    if case.conclusion and case.conclusion.callback_due and clock and clock.live:
        opens_on = due_of(clock, life.tables).opens_on
        if opens_on is not None:
            at_ten = datetime.combine(opens_on, time(10), CHINA)
            life.now = max(life.now, at_ten)
        yield Actor("p-caller", case.office, (Role.CALLBACK,)), REACHED
    if case.after.performance_asked_at:
        yield fresh, c.RecordPerformance(performed=True)
    yield fresh, c.Close()


def _tried(life: Life, command: c.AnyCommand) -> object:
    return life.would(_fresh(life), command)


def _fresh(life: Life) -> Actor:
    """Somebody who has no part in the case yet; a second round is another person's (S0-27)."""
    return Actor(f"p-fresh-{life.case.after.round}", life.case.office, EVERY_ROLE)


def at_rest(life: Life) -> bool:
    """Nothing runs in the case any more and nothing will happen by itself."""
    live = [clock.clock for clock in life.case.clocks if clock.live]
    return not live and next_moment(life.case, life.tables) is None
