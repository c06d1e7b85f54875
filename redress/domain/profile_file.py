"""A profile from its TOML text, or what is wrong with it. Its sense is checked in `profile_check.py`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, time
from enum import StrEnum

from redress.domain.counting import (
    Counting,
    EndRoll,
    ExtensionMode,
    HourStart,
    Period,
    SuspensionBounds,
    Unit,
)
from redress.domain.problems import Problem
from redress.domain.profile import (
    ClockRule,
    DocumentRule,
    EscalationLevel,
    ExtensionRule,
    Ground,
    Ladder,
    LetterTold,
    OnDue,
    Profile,
    Receipt,
    Remedies,
    RewardGrade,
    Rewards,
    RoutingRule,
    Telling,
)
from redress.domain.profile_check import profile_problems
from redress.domain.reading import Table
from redress.domain.toml_lines import line_of

LONGEST = {
    Unit.WORKING_DAY: 36_500,
    Unit.CALENDAR_DAY: 36_500,
    Unit.HOUR: 876_000,
    Unit.MONTH: 1_200,
    Unit.YEAR: 100,
}
"""The longest period in each unit: a hundred years."""


class CallbackPolicy(StrEnum):
    """Which concluded cases are called back (contracts §3)."""

    NONE = "none"
    SAMPLE = "sample"
    KEY = "key"
    ALL = "all"


def parse_profile(text: str, numbers: Mapping[str, int] | None = None) -> Profile | tuple[Problem, ...]:
    """The profile of a TOML text, or its problems.

    `numbers` are the lengths a tenant supplies for `{ number = "name", unit = … }` sources (hotlines, shops).
    """
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of 5000 digits, a list in a list in a list
        found = re.search(r"line (\d+)", str(error))
        return (Problem("", "not_toml", (str(error),), int(found.group(1)) if found else None),)
    problems: list[Problem] = []
    given = dict(numbers or {})
    table = Table(document, "", problems)
    used: set[str] = set()
    profile = _profile(table, given, used)
    table.finish()
    problems += [Problem("", "unused_number", (name,)) for name in given if name not in used]
    if not problems:
        problems += profile_problems(profile)
    if problems:
        return tuple(replace(one, line=line_of(text, one.place)) for one in problems)
    return profile


def _profile(table: Table, numbers: Mapping[str, int], used: set[str]) -> Profile:
    return Profile(
        id=table.text("id"),
        regime=table.text("regime"),
        title_zh=table.text("title_zh"),
        title_en=table.text("title_en"),
        valid_from=table.day("valid_from", True) or date.min,
        valid_to=table.day("valid_to", False),
        law=table.text("law"),
        counting=table.table("counting", _counting) or Counting(),
        clocks=table.tables("clock", _clock_with(numbers, used), required=True),
        refusal_grounds=table.tables("refusal_ground", _ground),
        termination_grounds=table.tables("termination_ground", _ground),
        ladders=table.tables("ladder", _ladder),
        remedies=table.table("remedies", _remedies),
        limitation_years=table.whole("limitation_years", 1, 20),
        office_may_designate_appraiser=table.flag("office_may_designate_appraiser", False),
        callback_policy=table.choice("callback_policy", CallbackPolicy, CallbackPolicy.NONE).value,
        callback_sample_percent=table.whole("callback_sample_percent", 0, 100) or 0,
        documents=table.tables("document", _document),
        routing=table.tables("routing", _routing),
        rewards=table.table("rewards", _rewards),
        receipt=table.choice("receipt", Receipt, Receipt.COMPETENT),
        migrate_running=table.flag("migrate_running", False),
        telling=table.table("telling", _telling) or Telling(),
        callback_attempts=table.whole("callback_attempts", 1, 20) or 3,
        second_round=table.flag("second_round", False),
        quality_sample_percent=table.whole("quality_sample_percent", 0, 100) or 0,
        retention_years=table.whole("retention_years", 1, 100),
        recusal_days=table.whole("recusal_days", 1, 60) or 3,
        appraisal_days=table.whole("appraisal_days", 1, 365) or 30,
    )


def _telling(table: Table) -> Telling:
    return Telling(table.choice("letter", LetterTold, LetterTold.POSTED), table.text("article"))


def _counting(table: Table) -> Counting:
    return counting_over(table, Counting())


def counting_over(table: Table, known: Counting) -> Counting:
    """The counting parameters a table gives, one by one, over known ones; `received_cutoff` may be null."""
    cutoff = known.received_cutoff
    if table.given("received_cutoff"):
        raw = table.take("received_cutoff", False)
        cutoff = None if raw is None else _cutoff(table, raw)
    return Counting(
        end_roll=table.choice("end_roll", EndRoll, known.end_roll),
        received_cutoff=cutoff,
        suspension=table.choice("suspension", SuspensionBounds, known.suspension),
        hour_start=table.choice("hour_start", HourStart, known.hour_start),
    )


def _cutoff(table: Table, raw: object) -> str | None:
    if isinstance(raw, str) and re.fullmatch(r"\d{2}:\d{2}", raw):
        try:
            time.fromisoformat(raw)
        except ValueError:
            pass
        else:
            return raw
    table.note("received_cutoff", "impossible_time", str(raw))
    return None


def _clock_with(numbers: Mapping[str, int], used: set[str]) -> Callable[[Table], ClockRule]:
    def source(table: Table) -> Period:
        unit = table.choice("unit", Unit, None)
        if not table.has("number"):
            return Period(table.need("length", 1, LONGEST[unit]), unit)
        name = table.text("number")
        used.add(name)
        if name not in numbers:
            table.note("number", "needs_number", name)
        elif not 1 <= numbers[name] <= LONGEST[unit]:
            table.note("number", "out_of_range", "1", str(LONGEST[unit]))
        return Period(numbers.get(name, 1), unit)

    def extension(table: Table) -> ExtensionRule:
        return ExtensionRule(
            mode=table.choice("mode", ExtensionMode, None),
            length=table.need("length", 1, 36_500),
            times=table.need("times", 1, 100),
            approver=table.text("approver"),
            article=table.text("article"),
            decide_within=table.table("decide_within", source),
        )

    def clock(table: Table) -> ClockRule:
        return ClockRule(
            key=table.text("key"),
            milestone=table.text("milestone"),
            article=table.text("article", required=False),
            title_zh=table.text("title_zh"),
            title_en=table.text("title_en"),
            starts_on=table.texts("starts_on"),
            ends_on=table.texts("ends_on"),
            sources=table.tables("sources", source, required=not table.flag("given", False)),
            opens_after=table.whole("opens_after", 1, 36_500),
            per_party=table.flag("per_party", False),
            suspended_by=table.texts("suspended_by"),
            extension=table.table("extension", extension),
            grace=table.table("grace", source),
            on_due=table.choice("on_due", OnDue, OnDue.BREACH),
            legal=table.flag("legal", True),
            ladder=table.text("ladder", required=False) or None,
            counting=table.table("counting", _counting),
            given=table.flag("given", False),
        )

    return clock


def _ground(table: Table) -> Ground:
    return Ground(table.text("code"), table.text("article"), table.text("text_zh"), table.text("text_en"))


def _remedies(table: Table) -> Remedies:
    return Remedies(table.text("article"), table.text("text_zh"), table.text("text_en"))


def _ladder(table: Table) -> Ladder:
    return Ladder(table.text("key"), table.tables("levels", _level, required=True))


def _level(table: Table) -> EscalationLevel:
    return EscalationLevel(
        level=table.need("level", -9, 9),
        offset_working_days=table.need("offset_working_days", -60, 250),
        to_role=table.text("to_role"),
        title_zh=table.text("title_zh"),
        title_en=table.text("title_en"),
    )


def _document(table: Table) -> DocumentRule:
    return DocumentRule(
        code=table.text("code"),
        form=table.whole("form", 1, 99),
        article=table.text("article", required=False),
        title_zh=table.text("title_zh"),
        title_en=table.text("title_en"),
    )


def _routing(table: Table) -> RoutingRule:
    return RoutingRule(
        respondent=table.text("respondent"),
        places=table.texts("places", required=True),
        article=table.text("article"),
        text_zh=table.text("text_zh"),
        text_en=table.text("text_en"),
    )


def _rewards(table: Table) -> Rewards:
    return Rewards(table.text("article"), table.need("cap", 1, 100_000_000), table.tables("grades", _grade))


def _grade(table: Table) -> RewardGrade:
    return RewardGrade(
        table.need("grade", 1, 9), table.need("percent", 1, 100), table.need("minimum", 0, 1_000_000)
    )
