"""What a row of the table is: a number with the tests that show it, or with the reason why none does."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """Why no test shows a rule: the whole list."""

    NOT_SOFTWARE = "not software"
    CONDUCT = "a person's conduct"
    NO_BASIS = "no basis in law"
    OUTDATED = "outdated"
    KNOWLEDGE = "knowledge base"
    REPORTS = "later: reports in full"
    REWARDS = "later: rewards"
    INCIDENTS = "later: incidents"
    DESKS = "later: other desks"
    FIGURES = "not counted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`tests`: as pytest names them, below `tests/`. `words`: why there is none, or what they leave out."""

    number: str
    tests: tuple[str, ...] = ()
    why: Why | None = None
    words: str = ""


def shown(number: str, *tests: str, but: str = "") -> Row:
    """A rule that tests show; `but` says which part of it they do not."""
    return Row(number=number, tests=tests, words=but)


def left(number: str, why: Why, words: str) -> Row:
    """A rule that no test shows."""
    return Row(number=number, why=why, words=words)
