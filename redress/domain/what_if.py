"""What a deadline would be under a supposition. No case is touched."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from redress.domain.calendar import Calendar
from redress.domain.counting import EndRoll, Extension, Suspension
from redress.domain.explain import explain
from redress.domain.problems import Problem
from redress.domain.profile import ClockRule, Profile
from redress.domain.question import Question, question_of


@dataclass(frozen=True, slots=True)
class Supposition:
    """What is supposed; None leaves things as they are.

    `resumed_at` ends every suspension that still runs, `extension` is one more approval, `end_roll` another
    reading of 令121 art.45 (C18), `calendar` a notice not in force yet.
    """

    resumed_at: datetime | None = None
    extension: Extension | None = None
    end_roll: EndRoll | None = None
    calendar: Calendar | None = None


def what_if(
    supposed: Supposition,
    rule: ClockRule,
    profile: Profile,
    started_at: datetime,
    calendar: Calendar,
    suspensions: tuple[Suspension, ...] = (),
    extensions: tuple[Extension, ...] = (),
) -> dict[str, object] | Problem:
    """The answer of contracts §2 under a supposition."""
    asked = question_of(rule, profile, started_at, supposed.calendar or calendar, suspensions, extensions)
    return explain(_under(asked, supposed))


def _under(asked: Question, supposed: Supposition) -> Question:
    if supposed.resumed_at is not None:
        ended = tuple(
            replace(one, end=max(supposed.resumed_at, one.start)) if one.end is None else one
            for one in asked.suspensions
        )
        asked = replace(asked, suspensions=ended)
    if supposed.extension is not None:
        asked = replace(asked, extensions=(*asked.extensions, supposed.extension))
    if supposed.end_roll is not None:
        asked = replace(asked, counting=replace(asked.counting, end_roll=supposed.end_roll))
    return asked
