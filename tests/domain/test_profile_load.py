"""What speaks against loading a profile: two laws on a day, or a running clock that would have none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from redress.domain.profile import Profile, version_of
from redress.domain.profile_load import InUse, ProfileInUse, RuleInUse, load_problems, taken_over
from redress.domain.tables import Tables, load_tables

TODAY = date(2026, 11, 22)
TABLES = load_tables(date(2025, 11, 4))
USED = InUse(
    (RuleInUse("samr-121", "complaint.acceptance", 3), RuleInUse("samr-20", "complaint.mediation", 1)),
    (ProfileInUse("samr-121", 5, date(2026, 9, 1)),),
)
NOBODY = InUse()


def shipped(name: str = "samr-121") -> Profile:
    found = TABLES.newest(name)
    assert found is not None
    return found


def without(key: str) -> tuple[object, ...]:
    return tuple(rule for rule in shipped().clocks if rule.key != key)


BAD: dict[str, tuple[Profile, str, str]] = {
    "two laws on a day": (
        replace(shipped(), id="samr-122", valid_from=date(2024, 8, 1), valid_to=date(2024, 9, 1)),
        "valid_from", "overlaps",
    ),
    "days without a law between two": (
        replace(shipped(), valid_from=date(2026, 5, 1)), "valid_from", "gap",
    ),
    "two laws on a day, the other one later": (
        replace(shipped("samr-20+reg2024"), valid_to=date(2026, 5, 1)), "valid_to", "overlaps",
    ),
    "days without a law before a later one": (
        replace(shipped("samr-20+reg2024"), valid_to=date(2026, 3, 1)), "valid_to", "gap",
    ),
    "no law after a day": (
        replace(shipped(), valid_to=date(2026, 12, 31)), "valid_to", "no_law_after",
    ),
    "a running clock's key is missing in what takes it over": (
        replace(shipped(), clocks=without("complaint.acceptance"), migrate_running=True),  # type: ignore[arg-type]
        "clock", "running_clock_lost",
    ),
    "a running clock of an earlier law too": (
        replace(shipped(), clocks=without("complaint.mediation"), migrate_running=True),  # type: ignore[arg-type]
        "clock", "running_clock_lost",
    ),
    "another regime": (replace(shipped(), regime="station-2"), "regime", "regime_changed"),
    "what takes over running clocks before it is in force": (
        replace(shipped(), id="samr-130", valid_from=date(2027, 1, 1), migrate_running=True),
        "migrate_running", "not_yet_in_force",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("profile", "place", "code"), BAD.values(), ids=BAD)
def test_a_profile_is_refused_with_place_and_reason(profile: Profile, place: str, code: str) -> None:
    found = load_problems(TABLES, profile, USED, TODAY)
    assert (place, code) in [(one.place, one.code) for one in found]
    assert all(one.text("zh") and one.text("en") for one in found)


def test_the_beginning_of_a_regime_is_not_moved_over_its_running_cases() -> None:
    first = shipped("training-12315")
    tables = Tables((replace(first, valid_from=date(2020, 1, 1)),), TABLES.calendar)
    later = replace(first, valid_from=date(2026, 10, 1))
    used = InUse(profiles=(ProfileInUse(first.id, 2, date(2026, 9, 1)),))
    assert [one.code for one in load_problems(tables, later, used, TODAY)] == ["no_law_before"]
    assert load_problems(tables, later, NOBODY, TODAY) == ()


def test_what_no_case_uses_may_change() -> None:
    profile = replace(
        shipped(), clocks=without("complaint.acceptance"), valid_to=date(2026, 12, 31), migrate_running=True  # type: ignore[arg-type]
    )
    assert load_problems(TABLES, profile, NOBODY, TODAY) == ()


def test_a_missing_key_matters_only_to_what_is_taken_over() -> None:
    """Rules 2.1 (b): without `migrate_running` a running clock keeps its own version."""
    profile = replace(shipped(), clocks=without("complaint.acceptance"))  # type: ignore[arg-type]
    assert load_problems(TABLES, profile, USED, TODAY) == ()


def test_a_law_to_come_ends_the_one_without_an_end() -> None:
    profile = replace(shipped(), id="samr-130", valid_from=date(2027, 1, 1))
    assert load_problems(TABLES, profile, USED, TODAY) == ()


def test_a_law_takes_over_from_its_earlier_versions_and_the_laws_before_it() -> None:
    seven = version_of(shipped(), 7)
    tables = replace(TABLES, profiles=(*TABLES.profiles, seven))
    again = replace(shipped(), migrate_running=True)
    earlier = {"saic-62", "samr-20", "samr-20+reg2024"}
    assert set(taken_over(tables, again)) == {"samr-121", "samr-121@7", *earlier}
    assert taken_over(tables, shipped()) == ()
