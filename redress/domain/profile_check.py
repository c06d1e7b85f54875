"""Whether profiles make sense: names that exist, and no day of a regime with two laws or none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import pairwise

from redress.domain.counting import ExtensionMode, Unit
from redress.domain.moments import ENDED, EXPIRED, LADDER_ROLES, MOMENTS, SUSPENSION_CAUSES
from redress.domain.problems import Problem
from redress.domain.profile import ClockRule, Ladder, OnDue, Profile

ONE_DAY = timedelta(days=1)
PROFILE_ID = re.compile(r"[a-z0-9][a-z0-9+._-]{0,60}")
"""What a file may call itself; `@` is left to the revisions."""


def profile_problems(profile: Profile) -> tuple[Problem, ...]:
    """Everything that is wrong inside one profile; places as in its file."""
    return tuple(_of_profile(profile))


def _of_profile(profile: Profile) -> Iterator[Problem]:
    if profile.id and not PROFILE_ID.fullmatch(profile.id):
        yield Problem("id", "impossible_id", (profile.id,))
    if profile.valid_to is not None and profile.valid_to < profile.valid_from:
        yield Problem("valid_to", "valid_to_before_from")
    ladders = {ladder.key for ladder in profile.ladders}
    others = frozenset(name for rule in profile.clocks for name in _of_itself(rule))
    for index, rule in enumerate(profile.clocks):
        yield from _of_clock(rule, f"clock[{index}]", ladders, others - _of_itself(rule))
    yield from _never_started(profile.clocks)
    for index, ladder in enumerate(profile.ladders):
        yield from _of_ladder(ladder, f"ladder[{index}]")
    yield from _repeated("clock", "key", (rule.key for rule in profile.clocks))
    yield from _repeated("ladder", "key", (ladder.key for ladder in profile.ladders))
    yield from _repeated("refusal_ground", "code", (ground.code for ground in profile.refusal_grounds))
    yield from _repeated(
        "termination_ground", "code", (ground.code for ground in profile.termination_grounds)
    )
    yield from _repeated("document", "code", (document.code for document in profile.documents))


def _of_itself(rule: ClockRule) -> frozenset[str]:
    """How other clocks name the end of this one."""
    over = {f"{EXPIRED}{rule.key}"} if rule.on_due is OnDue.EXPIRE else set[str]()
    return frozenset({f"{ENDED}{rule.key}"} | over)


def _of_clock(rule: ClockRule, place: str, ladders: set[str], others: frozenset[str]) -> Iterator[Problem]:
    if rule.legal and not rule.article.strip():
        yield Problem(f"{place}.article", "missing_article")
    if not rule.starts_on:
        yield Problem(f"{place}.starts_on", "nothing_starts")
    if not rule.ends_on:
        yield Problem(f"{place}.ends_on", "nothing_ends")
    for key, names in (("starts_on", rule.starts_on), ("ends_on", rule.ends_on)):
        known = others if key == "starts_on" else frozenset[str]()
        yield from (
            Problem(f"{place}.{key}", "unknown_moment", (name,))
            for name in names
            if name not in MOMENTS and name not in known
        )
    for cause in rule.suspended_by:
        if cause not in SUSPENSION_CAUSES:
            yield Problem(f"{place}.suspended_by", "unknown_cause", (cause,))
    if rule.ladder is not None and rule.ladder not in ladders:
        yield Problem(f"{place}.ladder", "unknown_ladder", (rule.ladder,))
    yield from _of_extension(rule, place)
    if rule.given:
        yield from _of_given(rule, place)
        return
    if not rule.sources:
        yield Problem(f"{place}.sources", "missing")
        return
    if rule.suspended_by and all(one.unit in (Unit.MONTH, Unit.YEAR) for one in rule.sources):
        yield Problem(f"{place}.suspended_by", "suspends_months")
    yield from _of_window(rule, place)


def _never_started(rules: tuple[ClockRule, ...]) -> Iterator[Problem]:
    """Clocks that only wait for each other: no moment of a case ever starts one of them."""
    started = frozenset(MOMENTS)
    waiting = {index: rule for index, rule in enumerate(rules) if rule.starts_on}
    while moving := [index for index, rule in waiting.items() if not started.isdisjoint(rule.starts_on)]:
        for index in moving:
            started |= _of_itself(waiting.pop(index))
    others = frozenset(name for rule in waiting.values() for name in _of_itself(rule))
    for index, rule in waiting.items():
        if others.issuperset(rule.starts_on):
            yield Problem(f"clock[{index}].starts_on", "nothing_starts")


def _of_extension(rule: ClockRule, place: str) -> Iterator[Problem]:
    extension = rule.extension
    if extension is None:
        return
    if extension.approver not in LADDER_ROLES:
        yield Problem(f"{place}.extension", "unknown_role", (extension.approver,))
    longest = max((one.length for one in rule.sources), default=0)
    if extension.mode is ExtensionMode.TO_TOTAL and extension.length <= longest:
        yield Problem(f"{place}.extension", "extends_nothing", (str(longest),))


def _of_given(rule: ClockRule, place: str) -> Iterator[Problem]:
    """A date that somebody else named is neither counted nor moved."""
    counted: dict[str, object] = {
        "sources": rule.sources,
        "opens_after": rule.opens_after,
        "suspended_by": rule.suspended_by,
        "extension": rule.extension,
        "counting": rule.counting,
    }
    for key, value in counted.items():
        if value:
            yield Problem(f"{place}.{key}", "given_is_not_counted")


def _of_window(rule: ClockRule, place: str) -> Iterator[Problem]:
    if rule.opens_after is None:
        return
    if len(rule.sources) != 1 or rule.sources[0].unit not in (Unit.WORKING_DAY, Unit.CALENDAR_DAY):
        yield Problem(f"{place}.opens_after", "window_needs_one_source")
    elif rule.opens_after >= rule.sources[0].length:
        yield Problem(f"{place}.opens_after", "opens_after_close")


def _of_ladder(ladder: Ladder, place: str) -> Iterator[Problem]:
    for index, level in enumerate(ladder.levels):
        if level.to_role not in LADDER_ROLES:
            yield Problem(f"{place}.levels[{index}].to_role", "unknown_role", (level.to_role,))
    levels = [level.level for level in ladder.levels]
    for index, number in enumerate(levels):
        if number in levels[:index]:
            yield Problem(f"{place}.levels[{index}].level", "twice", (str(number),))


def _repeated(table: str, key: str, names: Iterable[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            yield Problem(f"{table}[{index}].{key}", "twice", (name,))
        seen.add(name)


def set_problems(profiles: Iterable[Profile]) -> tuple[Problem, ...]:
    """What is wrong between profiles: an id twice, two of a regime on one day, or a day without any.

    The place is the id of the later profile.
    """
    found: list[Problem] = []
    by_regime: dict[str, list[Profile]] = {}
    ids: set[str] = set()
    for profile in sorted(profiles, key=lambda one: (one.valid_from, one.id)):
        if profile.id in ids:
            found.append(Problem(profile.id, "twice", (profile.id,)))
        ids.add(profile.id)
        by_regime.setdefault(profile.regime, []).append(profile)
    for line in by_regime.values():
        for before, after in pairwise(line):
            found += _between(before, after)
    return tuple(found)


def _between(before: Profile, after: Profile) -> Iterator[Problem]:
    if before.valid_to is None or before.valid_to >= after.valid_from:
        yield Problem(after.id, "overlaps", (before.id,))
    elif before.valid_to + ONE_DAY < after.valid_from:
        first, last = before.valid_to + ONE_DAY, after.valid_from - ONE_DAY
        yield Problem(after.id, "gap", (before.id, first.isoformat(), last.isoformat()))
