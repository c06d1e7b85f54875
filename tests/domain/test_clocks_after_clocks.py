"""Clocks that start from other clocks' ends: when one is met, or when its period is over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from redress.domain import commands as c
from redress.domain.case import ClockState
from redress.domain.commands import NoticeMatter
from redress.domain.profile import Profile
from redress.domain.profile_file import parse_profile
from redress.domain.tables import Tables
from tests.domain.scenario import ACCEPTANCE, MEDIATION, OFFICER, accepted, filed, tables, told

REGIME = """
id = "desk-x"
regime = "desk-x"
title_zh = "窗口承诺"
title_en = "Promises of a desk"
law = "机构承诺"
valid_from = 2026-01-01

[[clock]]
key = "x.first"
milestone = "contact"
article = "S0-09"
title_zh = "联系"
title_en = "Contact"
starts_on = ["registered"]
ends_on = ["contacted:complainant"]
sources = [{ length = 2, unit = "working_day" }]
on_due = "expire"
legal = false

[[clock]]
key = "x.second"
milestone = "reply"
article = "S0-09"
title_zh = "答复"
title_en = "Answer"
starts_on = ["ended:x.first", "expired:x.first"]
ends_on = ["closed"]
sources = [{ length = 3, unit = "working_day" }]
legal = false
"""


def with_desk() -> Tables:
    profile = parse_profile(REGIME)
    assert isinstance(profile, Profile), profile
    return replace(tables(), profiles=(*tables().profiles, profile))


@pytest.fixture(autouse=True)
def _desk(monkeypatch: pytest.MonkeyPatch) -> None:
    known = with_desk()
    monkeypatch.setattr("tests.domain.scenario.tables", lambda: known)


def contact(at: str) -> c.RecordContact:
    notice = told(NoticeMatter.OTHER, at)
    return c.RecordContact(
        party="complainant", method=notice.method, at=notice.at, result=c.ContactResult.REACHED
    )


def test_a_clock_starts_at_the_moment_at_which_another_is_met() -> None:
    story = filed(beside=("desk-x",)).at("2026-08-18 10:00")
    assert story.case.clock("x.second") is None
    story = story.does(OFFICER, contact("2026-08-18 09:30"))
    assert story.clock("x.first").outcome == "met"
    assert story.clock("x.second").started_at == story.clock("x.first").ended_at
    assert story.due_on("x.second") == "2026-08-21"


def test_a_clock_starts_where_the_period_of_another_is_over() -> None:
    story = filed(beside=("desk-x",)).at("2026-08-20 00:00").woken()
    assert story.state("x.first") is ClockState.EXPIRED
    assert story.due_on("x.second") == "2026-08-24", "the 19th was the last day of the first"


def test_what_follows_runs_once_however_often_the_first_one_ends() -> None:
    story = filed(beside=("desk-x",)).at("2026-08-20 00:00").woken()
    story = story.does(OFFICER, contact("2026-08-20 00:00"))
    assert [clock.clock for clock in story.case.clocks].count("x.second") == 1


def test_a_clock_of_the_law_starts_nothing_that_no_profile_names() -> None:
    story = accepted()
    assert {clock.clock for clock in story.case.clocks} == {ACCEPTANCE, MEDIATION}


@pytest.mark.parametrize(
    ("wrong", "value"),
    [
        ('"ended:x.first"', "ended:x.third"),
        ('"ended:x.first"', "ended:x.second"),
        ('"expired:x.first"', "expired:x.second"),
    ],
)
def test_a_clock_that_is_not_there_or_is_the_same_or_never_expires_starts_nothing(
    wrong: str, value: str
) -> None:
    problems = parse_profile(REGIME.replace(wrong, f'"{value}"'))
    assert not isinstance(problems, Profile)
    assert [(one.place, one.code, one.values) for one in problems] == [
        ("clock[1].starts_on", "unknown_moment", (value,))
    ]
    assert problems[0].line is not None
