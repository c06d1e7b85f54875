"""Profiles as files: what is read, what is refused, and where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest

from redress.domain.moments import MOMENTS
from redress.domain.problems import Problem
from redress.domain.profile import OnDue, Profile
from redress.domain.profile_check import set_problems
from redress.domain.profile_file import parse_profile
from redress.domain.tables import load_tables, profile_for, shipped_profiles

TEXT = files("redress.domain").joinpath("profiles", "samr-121.toml").read_text("utf-8")


def samr_121() -> Profile:
    found = parse_profile(TEXT)
    assert isinstance(found, Profile)
    return found


def test_the_law_in_force_is_complete_for_a_complaint() -> None:
    profile = samr_121()
    assert [
        (rule.key, [(one.length, one.unit.value) for one in rule.sources]) for rule in profile.clocks
    ] == [
        ("complaint.acceptance", [(7, "working_day")]),
        ("complaint.mediation", [(60, "calendar_day")]),
        ("complaint.termination_notice", [(7, "working_day")]),
        ("clue.verification", [(15, "working_day")]),
        ("jurisdiction.dispute", [(7, "working_day")]),
        ("callback.window", [(5, "working_day")]),
        ("case.reopening", [(30, "calendar_day")]),
        ("complaint.whole", [(7, "working_day")]),
        ("agreement.judicial_confirmation", [(30, "calendar_day")]),
    ]
    assert [ground.code for ground in profile.refusal_grounds] == [f"16-{n}" for n in range(1, 8)]
    assert [ground.code for ground in profile.termination_grounds] == [f"23-{n}" for n in range(1, 9)]
    assert profile.remedies is not None
    assert profile.limitation_years == 3


def test_mediation_expires_and_is_breached_only_a_working_day_later() -> None:
    rule = samr_121().clock("complaint.mediation")
    assert rule is not None
    assert rule.on_due is OnDue.EXPIRE
    assert rule.grace is not None
    assert (rule.grace.length, rule.grace.unit.value) == (1, "working_day")
    assert rule.extension is None


def test_passing_a_complaint_on_never_ends_the_duty_to_decide() -> None:
    rule = samr_121().clock("complaint.acceptance")
    assert rule is not None
    assert "transferred" not in rule.ends_on
    assert "told:acceptance" in rule.ends_on
    assert "accepted" not in rule.ends_on


def test_only_the_verification_of_a_clue_can_be_extended() -> None:
    extendable = [rule for rule in samr_121().clocks if rule.extension is not None]
    assert [rule.key for rule in extendable] == ["clue.verification"]
    assert extendable[0].extension is not None
    assert extendable[0].extension.approver == "bureau_head"


def test_every_shipped_profile_is_sound_and_no_day_has_two_laws_or_none() -> None:
    profiles = shipped_profiles()
    assert set_problems(profiles) == ()
    for profile in profiles:
        for rule in profile.clocks:
            assert set(rule.starts_on) | set(rule.ends_on) <= set(MOMENTS)


def test_the_profile_of_a_regime_is_the_one_in_force_on_the_day() -> None:
    tables = load_tables()
    found = profile_for(tables, "samr", date(2026, 4, 15))
    assert found is not None
    assert found.id == "samr-121"
    assert profile_for(tables, "samr-121", date(2000, 1, 1)) is found
    assert profile_for(tables, "samr", date(2000, 1, 1)) is None
    assert profile_for(tables, "unknown", date(2026, 4, 15)) is None


@pytest.mark.parametrize(
    ("old", "new", "place", "code"),
    [
        (
            '60, unit = "calendar_day" }]',
            '60, unit = "week" }]',
            "clock[1].sources[0].unit",
            "unknown_value",
        ),
        ('article = "art.15"', 'article = ""', "clock[0].article", "missing_article"),
        ('starts_on = ["received"]', "starts_on = []", "clock[0].starts_on", "nothing_starts"),
        ('ends_on = ["told:termination"]', "ends_on = []", "clock[2].ends_on", "nothing_ends"),
        ('starts_on = ["received"]', 'starts_on = ["recieved"]', "clock[0].starts_on", "unknown_moment"),
        (
            'suspended_by = ["appraisal", "testing"]',
            'suspended_by = ["appraisal", "holiday"]',
            "clock[1].suspended_by",
            "unknown_cause",
        ),
        ('ladder = "clue"', 'ladder = "clews"', "clock[3].ladder", "unknown_ladder"),
        ('approver = "bureau_head"', 'approver = "boss"', "clock[3].extension", "unknown_role"),
        ('mode = "add"', 'mode = "to_total"', "clock[3].extension", "extends_nothing"),
        ("opens_after = 3", "opens_after = 5", "clock[5].opens_after", "opens_after_close"),
        (
            "valid_from = 2026-04-15",
            "valid_from = 2026-04-15\nvalid_to = 2026-04-14",
            "valid_to",
            "valid_to_before_from",
        ),
        ("valid_from = 2026-04-15", 'valid_from = "2026-04-31"', "valid_from", "impossible_date"),
        ('regime = "samr"', "regime = 3", "regime", "not_text"),
        ('regime = "samr"', 'regime = "samr"\ncolour = "red"', "colour", "unknown_field"),
        ("limitation_years = 3", "limitation_years = 300", "limitation_years", "out_of_range"),
        ("limitation_years = 3", "limitation_years = true", "limitation_years", "not_a_number"),
        ("legal = false", "legal = 0", "clock[5].legal", "not_a_flag"),
        ('end_roll = "rest_day"', 'end_roll = "monday"', "counting.end_roll", "unknown_value"),
        (
            'hour_start = "instant"',
            'received_cutoff = "25:00"',
            "counting.received_cutoff",
            "impossible_time",
        ),
        ('code = "16-2"', 'code = "16-1"', "refusal_ground[1].code", "twice"),
        ('key = "complaint.mediation"', 'key = "complaint.acceptance"', "clock[1].key", "twice"),
        ('to_role = "callback"', 'to_role = "nobody"', "ladder[2].levels[0].to_role", "unknown_role"),
    ],
)
def test_a_bad_profile_is_refused_with_place_and_line(old: str, new: str, place: str, code: str) -> None:
    assert old in TEXT
    text = TEXT.replace(old, new, 1)
    line = text[: TEXT.index(old) + len(new)].count("\n") + 1
    found = parse_profile(text)
    assert not isinstance(found, Profile)
    problem = next(one for one in found if (one.place, one.code) == (place, code))
    assert problem.line == line
    assert str(problem.line) in problem.one_line()
    assert problem.text("zh") != problem.text("en")


def test_clocks_that_only_wait_for_each_other_are_started_by_nothing() -> None:
    text = TEXT.replace('starts_on = ["accepted"]', 'starts_on = ["ended:complaint.termination_notice"]')
    assert isinstance(parse_profile(text), Profile)
    text = text.replace('starts_on = ["terminated"]', 'starts_on = ["ended:complaint.mediation"]')
    found = parse_profile(text)
    assert not isinstance(found, Profile)
    assert [(one.place, one.code) for one in found] == [
        ("clock[1].starts_on", "nothing_starts"),
        ("clock[2].starts_on", "nothing_starts"),
    ]


def test_what_is_not_toml_names_its_line() -> None:
    found = parse_profile('id = "x"\nregime = \n')
    assert not isinstance(found, Profile)
    assert [(one.code, one.line) for one in found] == [("not_toml", 2)]


@pytest.mark.parametrize("value", ["[" * 5000, "9" * 5000], ids=["too deep", "too many digits"])
def test_toml_that_its_reader_cannot_hold_is_refused_like_any_other(value: str) -> None:
    found = parse_profile(f"{TEXT}\nx = {value}")
    assert not isinstance(found, Profile)
    assert [one.code for one in found] == ["not_toml"]


def test_every_problem_is_told_at_once() -> None:
    found = parse_profile("")
    assert not isinstance(found, Profile)
    assert {one.place for one in found} >= {"id", "regime", "valid_from", "law", "clock"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda one: replace(one, id="next", valid_from=date(2027, 1, 1)), "overlaps"),
        (lambda one: one, "twice"),
    ],
)
def test_two_laws_on_one_day_are_refused(change: Callable[[Profile], Profile], code: str) -> None:
    profile = samr_121()
    assert code in [one.code for one in set_problems([profile, change(profile)])]


def test_a_day_without_a_law_is_refused() -> None:
    before = replace(samr_121(), valid_to=date(2026, 12, 31))
    after = replace(samr_121(), id="next", valid_from=date(2027, 1, 2))
    assert set_problems([after, before]) == (
        Problem("next", "gap", ("samr-121", "2027-01-01", "2027-01-01")),
    )
    assert set_problems([before, replace(after, valid_from=date(2027, 1, 1))]) == ()


TENANT = TEXT.replace("sources = [{ length = 60,", 'sources = [{ number = "mediation",')


def test_a_number_of_the_tenant_fills_its_place() -> None:
    found = parse_profile(TENANT, {"mediation": 45})
    assert isinstance(found, Profile)
    rule = found.clock("complaint.mediation")
    assert rule is not None
    assert rule.sources[0].length == 45


@pytest.mark.parametrize(
    ("numbers", "code"),
    [
        (None, "needs_number"),
        ({"mediation": 0}, "out_of_range"),
        ({"mediation": 45, "other": 1}, "unused_number"),
    ],
)
def test_a_missing_or_wrong_number_is_said_loudly(numbers: dict[str, int] | None, code: str) -> None:
    found = parse_profile(TENANT, numbers)
    assert not isinstance(found, Profile)
    assert [one.code for one in found] == [code]
