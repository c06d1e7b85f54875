"""Whether a profile may be loaded beside those in force, and whose running clocks it takes over. Reading its
file is in `profile_file.py`, bringing it to cases the work of workflows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from redress.domain.problems import Problem
from redress.domain.profile import Profile, version_of
from redress.domain.profile_check import set_problems
from redress.domain.tables import Tables, successor

ONE_DAY = timedelta(days=1)
NEXT = 2**31 - 1
"""Stands for the revision of a profile that is only tried."""


@dataclass(frozen=True, slots=True)
class RuleInUse:
    """So many running clocks count by the rule of a profile."""

    profile: str
    rule: str
    clocks: int


@dataclass(frozen=True, slots=True)
class ProfileInUse:
    """So many living cases were filed under a profile, the first of them received on a day."""

    profile: str
    cases: int
    first_received_on: date


@dataclass(frozen=True, slots=True)
class InUse:
    """What of the regulations the running cases use, in every office."""

    rules: tuple[RuleInUse, ...] = ()
    profiles: tuple[ProfileInUse, ...] = ()


def in_its_place(known: Iterable[Profile], profile: Profile) -> tuple[Profile, ...]:
    """The profiles of its regime with the new one in its place; one without an end yields to it."""
    others = [one for one in known if one.regime == profile.regime and one.name != profile.name]
    ended = [
        replace(one, valid_to=profile.valid_from - ONE_DAY)
        if one.valid_to is None and one.valid_from < profile.valid_from
        else one
        for one in others
    ]
    return tuple(sorted([*ended, profile], key=lambda one: one.valid_from))


def place_problems(known: Iterable[Profile], profile: Profile) -> tuple[Problem, ...]:
    """A day with two laws or none once the profile stands among the others, at the places of its own file."""
    return tuple(_in_its_file(one, profile) for one in set_problems(in_its_place(known, profile)))


def _in_its_file(problem: Problem, profile: Profile) -> Problem:
    """`set_problems` names the later of two profiles, which may not be the one that is being read."""
    if problem.place == profile.id:
        return replace(problem, place="valid_from")
    if problem.values[:1] != (profile.id,):
        return problem
    place = "valid_from" if profile.valid_to is None else "valid_to"
    other = (problem.place,) if problem.code == "overlaps" else problem.values
    return replace(problem, place=place, values=other)


def load_problems(tables: Tables, profile: Profile, used: InUse, today: date) -> tuple[Problem, ...]:
    """What speaks against loading: a day with two laws or none, or a running clock left without one.

    `profile` as in its file, without a revision; places are those of the file.
    """
    found = list(place_problems(tables.current, profile))
    before = tables.newest(profile.name)
    if before is not None and before.regime != profile.regime:
        found.append(Problem("regime", "regime_changed", (profile.name, before.regime)))
    if profile.migrate_running and profile.valid_from > today:
        found.append(Problem("migrate_running", "not_yet_in_force", (profile.valid_from.isoformat(),)))
    found += _uncovered(tables, profile, used)
    found += _rules_lost(tables, profile, used)
    return tuple(found)


def taken_over(tables: Tables, profile: Profile) -> tuple[str, ...]:
    """The ids of the profiles whose running clocks this one takes over; none unless it says so."""
    tried = version_of(profile, NEXT)
    return tuple(one.id for one in tables.profiles if successor(one, (tried,)) is tried)


def _rules_lost(tables: Tables, profile: Profile, used: InUse) -> Iterator[Problem]:
    ids = frozenset(taken_over(tables, profile))
    for one in used.rules:
        if one.profile in ids and profile.clock(one.rule) is None:
            yield Problem("clock", "running_clock_lost", (one.rule, one.profile, str(one.clocks)))


def _uncovered(tables: Tables, profile: Profile, used: InUse) -> Iterator[Problem]:
    """Days that had a law and would have none, while a case lives whose next clock may start on them."""
    regime = [one for one in tables.current if one.regime == profile.regime]
    cases = [one for one in used.profiles if _regime_of(tables, one.profile) == profile.regime]
    if not regime or not cases:
        return
    count = str(sum(one.cases for one in cases))
    after = in_its_place(tables.current, profile)
    first_case = min(one.first_received_on for one in cases)
    begins = min(one.valid_from for one in after)
    if begins > max(first_case, min(one.valid_from for one in regime)):
        yield Problem("valid_from", "no_law_before", (profile.regime, begins.isoformat(), count))
    ends, ended = (_last_day(line) for line in (after, regime))
    if ends is not None and (ended is None or ends < ended):
        yield Problem("valid_to", "no_law_after", (profile.regime, ends.isoformat(), count))


def _regime_of(tables: Tables, profile_id: str) -> str | None:
    found = tables.profile(profile_id)
    return found.regime if found else None


def _last_day(line: Iterable[Profile]) -> date | None:
    days = [one.valid_to for one in line]
    return None if None in days else max(day for day in days if day is not None)
