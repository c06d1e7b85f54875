"""What a rule must know of the offices a command names: their kind, and since when one is closed.

The API reads it from the office table and gives it with the command; nothing here looks anything up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from redress.domain.actors import at_or_below
from redress.domain.facts import STRICT

AUTHORITIES = frozenset({"bureau", "superior"})
"""Kinds that are a market regulation bureau (部门) themselves."""

UNITS = frozenset({"branch", "section"})
"""Kinds that act in the name of the bureau above them (市场监管所、内设机构)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeFact:
    """One office as the table knew it when the command came; `closed_on`: its last day is over."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    path: str
    kind: str
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Offices:
    """The offices that a command was given with: those it names, the case's, and all above them."""

    known: tuple[OfficeFact, ...]

    def find(self, path: str) -> OfficeFact | None:
        return next((one for one in self.known if one.path == path), None)

    def bureau(self, path: str) -> str | None:
        """The bureau that an office is, or in whose name it acts; None for an outside body or an unknown."""
        own = self.find(path)
        if own is None or own.kind not in AUTHORITIES | UNITS:
            return None
        above = (one.path for one in self.known if one.kind in AUTHORITIES and at_or_below(path, one.path))
        return max(above, key=len, default=None)


def common_superior(one: str, other: str) -> str | None:
    """共同的上一级: the nearest office above both (art.33); None when they have none."""
    shared = []
    for left, right in zip(one.split(".")[:-1], other.split(".")[:-1], strict=False):
        if left != right:
            break
        shared.append(left)
    return ".".join(shared) or None


def level(path: str) -> int:
    """How deep an office lies in the tree: offices of one level are 同级."""
    return path.count(".")
