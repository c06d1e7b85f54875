"""Who is given a new case: an office's rules by category and load, leave and substitution. Rules, people and
their load come from outside.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from redress.domain.actors import Role, at_or_below

HANDLING = frozenset({Role.OFFICER, Role.MEDIATOR, Role.SUPERVISOR})
"""Roles that a case may be given to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentRule:
    """One line of an office's table; the first by `position` that fits decides.

    `category` and `region` fit when the case's begin with them, None fits all; `persons` empty: every officer
    of the office. `most_open`: nobody with so many open cases gets another. `automatic` False: a proposal.
    """

    id: str
    office: str
    position: int
    category: str | None = None
    region: str | None = None
    persons: tuple[str, ...] = ()
    most_open: int | None = None
    automatic: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """`person` is away from `from_on` to `to_on`, both days included; `deputy` stands in, if anybody."""

    person: str
    from_on: date
    to_on: date
    deputy: str | None = None

    def covers(self, day: date) -> bool:
        return self.from_on <= day <= self.to_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A person of an office with the open cases in hand."""

    person: str
    office: str
    roles: tuple[Role, ...]
    open_cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """What the rules look at; `excluded` are the recused and those who handled an earlier round."""

    office: str
    category: str | None
    region: str | None
    excluded: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """`instead_of`: the person whose leave the chosen one covers."""

    person: str
    rule: str
    automatic: bool
    instead_of: str | None = None


def choose(
    case: NewCase,
    rules: Iterable[AssignmentRule],
    people: Iterable[Candidate],
    leaves: Iterable[Leave],
    day: date,
) -> Choice | None:
    """The person with the fewest open cases whom the first fitting rule allows; of equals the first by id.

    Whoever is away is stood in for by the deputy, if there is one who may take the case. None: no rule fits
    or nobody may.
    """
    known = {each.person: each for each in people}
    away = {leave.person: leave.deputy for leave in leaves if leave.covers(day)}
    for rule in sorted((one for one in rules if _fits(one, case)), key=_order):
        found = {
            candidate: named
            for named in _named(rule, known)
            if (candidate := _present(named, away, known)) and _may(known[candidate], rule, case)
        }
        if found:
            person = min(found, key=lambda each: (known[each].open_cases, each))
            instead = found[person] if found[person] != person else None
            return Choice(person=person, rule=rule.id, automatic=rule.automatic, instead_of=instead)
    return None


def _fits(rule: AssignmentRule, case: NewCase) -> bool:
    return (
        at_or_below(case.office, rule.office)
        and (case.category or "").startswith(rule.category or "")
        and (case.region or "").startswith(rule.region or "")
    )


def _order(rule: AssignmentRule) -> tuple[int, int, str]:
    """The rules of the case's own office before those of the offices above it, then by position."""
    return -len(rule.office), rule.position, rule.id


def _named(rule: AssignmentRule, known: dict[str, Candidate]) -> tuple[str, ...]:
    """The persons of a rule; where it names nobody, the officers of its office."""
    if rule.persons:
        return rule.persons
    return tuple(
        each.person for each in known.values() if each.office == rule.office and Role.OFFICER in each.roles
    )


def _present(person: str, away: dict[str, str | None], known: dict[str, Candidate]) -> str | None:
    """The person, or the deputy for as long as the person is away; a deputy who is away too is nobody."""
    standing = away.get(person, person)
    return standing if standing in known and (standing == person or standing not in away) else None


def _may(candidate: Candidate, rule: AssignmentRule, case: NewCase) -> bool:
    return (
        bool(HANDLING.intersection(candidate.roles))
        and candidate.person not in case.excluded
        and (at_or_below(case.office, candidate.office) or at_or_below(candidate.office, case.office))
        and (rule.most_open is None or candidate.open_cases < rule.most_open)
    )
