"""Who is given a new case: a table of rules, load, leave, substitution and exclusion."""

from __future__ import annotations

from datetime import date

import pytest

from redress.domain.actors import Role
from redress.domain.assignment import AssignmentRule, Candidate, Choice, Leave, NewCase, choose

OFFICE = "jiangzhou.qinghe"
EAST = f"{OFFICE}.east"
DAY = date(2026, 9, 1)


def person(name: str, open_cases: int = 0, office: str = OFFICE, role: Role = Role.OFFICER) -> Candidate:
    return Candidate(person=name, office=office, roles=(role,), open_cases=open_cases)


ANN, BO, CAI = person("p-ann", 3), person("p-bo", 1), person("p-cai", 1)
PEOPLE = (ANN, BO, CAI, person("p-caller", role=Role.CALLBACK), person("p-east", 0, EAST))
ALL = AssignmentRule(id="all", office=OFFICE, position=9)
CASE = NewCase(office=OFFICE, category="家电", region="青禾区")
AWAY = Leave(person="p-bo", from_on=date(2026, 9, 1), to_on=date(2026, 9, 3))


def chosen(*rules: AssignmentRule, case: NewCase = CASE, leaves: tuple[Leave, ...] = ()) -> str | None:
    found = choose(case, rules, PEOPLE, leaves, DAY)
    return found.person if found else None


def rule(position: int = 1, **what: object) -> AssignmentRule:
    return AssignmentRule(id=f"r{position}", office=OFFICE, position=position, **what)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ((ALL,), "p-bo"),
        ((), None),
        ((rule(category="家电", persons=("p-ann",)), ALL), "p-ann"),
        ((rule(category="食品", persons=("p-ann",)), ALL), "p-bo"),
        ((rule(region="青禾", persons=("p-cai",)), ALL), "p-cai"),
        ((rule(persons=("p-ann", "p-cai")),), "p-cai"),
        ((rule(most_open=1), ALL), "p-bo"),
        ((rule(most_open=1),), None),
        ((rule(persons=("p-caller",)),), None),
        ((rule(persons=("p-unknown",)), ALL), "p-bo"),
        ((rule(2, persons=("p-ann",)), rule(1, persons=("p-cai",))), "p-cai"),
    ],
)
def test_the_least_loaded_of_the_first_fitting_rule(
    rules: tuple[AssignmentRule, ...], expected: str | None
) -> None:
    assert chosen(*rules) == expected
    assert chosen(*reversed(rules)) == expected, "whatever the order of entry"


def test_the_office_itself_goes_before_the_offices_above_it() -> None:
    own = AssignmentRule(id="own", office=EAST, position=50)
    case = NewCase(office=EAST, category=None, region=None)
    assert chosen(ALL, own, case=case) == "p-east"
    assert chosen(ALL, case=case) == "p-bo", "an officer of the bureau handles a branch's case"


@pytest.mark.parametrize(
    ("leaves", "expected"),
    [
        ((AWAY,), "p-cai"),
        ((Leave(person="p-bo", from_on=date(2026, 8, 1), to_on=date(2026, 8, 31)),), "p-bo"),
        ((Leave(person="p-bo", from_on=DAY, to_on=DAY, deputy="p-cai"),), "p-cai"),
        ((Leave(person="p-bo", from_on=DAY, to_on=DAY, deputy="p-east"),), "p-east"),
        ((AWAY, Leave(person="p-cai", from_on=DAY, to_on=DAY, deputy="p-bo")), "p-ann"),
    ],
    ids=["nobody stands in", "is back", "the deputy is another", "a deputy of a branch", "both are away"],
)
def test_who_is_away_is_stood_in_for(leaves: tuple[Leave, ...], expected: str) -> None:
    assert chosen(ALL, leaves=leaves) == expected


def test_a_deputy_says_for_whom() -> None:
    leave = Leave(person="p-ann", from_on=DAY, to_on=DAY, deputy="p-cai")
    found = choose(CASE, [rule(persons=("p-ann",), automatic=False)], PEOPLE, [leave], DAY)
    assert found == Choice(person="p-cai", rule="r1", automatic=False, instead_of="p-ann")


def test_the_recused_and_those_of_the_first_round_are_passed_over() -> None:
    case = NewCase(office=OFFICE, category=None, region=None, excluded=frozenset({"p-bo", "p-cai"}))
    assert chosen(ALL, case=case) == "p-ann"
